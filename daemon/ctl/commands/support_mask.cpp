#include "daemon/ctl/commands/support_mask.hpp"

#include <algorithm>
#include <cctype>

#include "daemon/domain/webex_codes/webex_codes.hpp"

namespace bwsync::ctl {
namespace {

constexpr std::size_t kLongWord = 20;
constexpr int kLongNumber = 5;

bool is_private(const std::string& word)
{
    const auto digits = std::count_if(word.begin(), word.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
    return word.size() >= kLongWord || digits >= kLongNumber || word.find('@') != std::string::npos;
}

void copy(const Json& from, const char* name, Json& to)
{
    if (from.contains(name) && !from[name].is_null()) to[name] = from[name];
}

void copy_text(const Json& from, const char* name, Json& to)
{
    if (from.contains(name) && from[name].is_string()) to[name] = masked_text(from[name].get<std::string>());
}

Json errors_of(const Json& webex)
{
    Json errors = Json::array();
    for (const Json& error : webex.value("errors", Json::array())) {
        Json item;
        const int code = error.is_object() ? error.value("errorCode", 0) : 0;
        item["errorCode"] = code;
        item["means"] = webex_code(code).title;
        copy_text(error, "description", item);
        errors.push_back(std::move(item));
    }
    return errors;
}

Json calls_of(const Json& explanation)
{
    Json calls = Json::array();
    for (const Json& intent : explanation.value("intents", Json::array())) {
        Json call;
        for (const char* name : {"operation", "openedAt", "closedAt", "outcome"}) copy(intent, name, call);
        copy_text(intent, "detail", call);
        Json attempts = Json::array();
        for (const Json& attempt : intent.value("attempts", Json::array())) {
            Json item;
            // The tracking id is what Cisco looks for: the one long word that must stay.
            for (const char* name : {"at", "trackingId", "httpStatus"}) copy(attempt, name, item);
            copy_text(attempt, "detail", item);
            attempts.push_back(std::move(item));
        }
        call["attempts"] = attempts;
        calls.push_back(std::move(call));
    }
    return calls;
}

}  // namespace

std::string masked_text(const std::string& text)
{
    std::string out;
    std::string word;
    const auto flush = [&out, &word] {
        out += is_private(word) ? "***" : word;
        word.clear();
    };
    for (const char c : text) {
        // What separates words of a sentence; the parts of an address or a number stay together.
        const bool separates = c == ' ' || c == '\n' || c == '\t' || c == ',' || c == ';' || c == '\'' || c == '"' ||
                               c == '(' || c == ')' || c == '=';
        if (!separates) {
            word += c;
            continue;
        }
        flush();
        out += c;
    }
    flush();
    return out;
}

Json case_of(const Json& explanation)
{
    Json item;
    for (const char* name : {"bridge", "subject", "state", "package", "lastChange", "attempts", "lastCode", "absent"})
        copy(explanation, name, item);
    copy(explanation, "reason", item);
    copy_text(explanation, "detail", item);
    const int code = explanation.contains("lastCode") && explanation["lastCode"].is_number_integer()
                         ? explanation["lastCode"].get<int>()
                         : 0;
    if (code != 0) {
        item["codeMeans"] = webex_code(code).title;
        item["codeOwner"] = name_of(webex_code(code).owner);
    }
    if (explanation.contains("webex") && explanation["webex"].is_object()) {
        Json webex;
        for (const char* name : {"status", "created", "lastStatusChange"}) copy(explanation["webex"], name, webex);
        webex["errors"] = errors_of(explanation["webex"]);
        item["webex"] = webex;
    }
    item["calls"] = calls_of(explanation);
    return item;
}

}  // namespace bwsync::ctl
