#include "tests/lab/webex/pipeline/faults.hpp"

#include <algorithm>
#include <iterator>

#include "tests/lab/webex/model/format.hpp"
#include "tests/lab/webex/pipeline/received.hpp"
#include "tests/lab/webex/switches.hpp"

namespace bwsync::lab::webex {
namespace {

using Kind = Fault::Kind;

struct KindRow {
    const char* name;
    Kind kind;
    bool processed;  // by default
    int status;
};

constexpr const char* kDownload = "download";  // of a billing report, on the file server: no route

constexpr KindRow kKinds[] = {
    {"status", Kind::kStatus, false, 500},
    {"html", Kind::kHtml, false, 502},
    {"truncated", Kind::kTruncated, true, 200},
    {"bad-json", Kind::kBadJson, true, 200},
    {"lost-answer", Kind::kLostAnswer, true, 0},
    {"reset", Kind::kReset, true, 0},
    {"hang", Kind::kHang, true, 0},
    {"slow", Kind::kSlow, true, 0},
    {"slow-body", Kind::kSlowBody, true, 0},
    {"429", Kind::k429, false, 429},
    {"no-access", Kind::kNoAccess, false, 403},
    {"redirect", Kind::kRedirect, false, 302},
    {"interim-100", Kind::kInterim100, true, 0},
    {"empty-page", Kind::kEmptyPage, true, 0},
    {"link-without-filters", Kind::kLinkWithoutFilters, true, 0},
    {"max-null", Kind::kMaxNull, true, 0},
    {"status-unknown", Kind::kStatusUnknown, true, 0},
    {"code-unknown", Kind::kCodeUnknown, true, 409},
    {"self-activated-string", Kind::kSelfActivatedString, true, 0},
    {"info-object", Kind::kInfoObject, true, 0},
    {"error-shape", Kind::kErrorShape, true, 0},
};

// Sets one member; false: unknown name or wrong type.
bool set_member(Fault& fault, const std::string& name, const nlohmann::json& value)
{
    const bool text = value.is_string();
    const bool whole = value.is_number_integer();
    if (name == "operation" && text) {
        fault.operation = value.get<std::string>();
    } else if (name == "userId" && text) {
        fault.user_id = lower_ascii(value.get<std::string>());
    } else if (name == "count" && whole) {
        fault.count = value.get<int>();
    } else if (name == "after" && whole) {
        fault.after = value.get<int>();
    } else if (name == "status" && whole) {
        fault.status = value.get<int>();
    } else if (name == "code" && whole) {
        fault.code = value.get<int>();
    } else if (name == "retryAfter" && text) {
        fault.retry_after = value.get<std::string>();
    } else if (name == "location" && text) {
        fault.location = value.get<std::string>();
    } else if (name == "processed" && value.is_boolean()) {
        fault.processed = value.get<bool>();
    } else if (name == "delay" && text) {
        const auto delay = parse_duration(value.get<std::string>());
        if (delay) fault.delay = *delay;
        return delay.has_value();
    } else if (name == "shape" && text) {
        WebexSwitches parsed;
        if (set_webex_switch(parsed, "error_shape", value.get<std::string>())) return false;
        fault.shape = parsed.error_shape;
    } else {
        return name == "kind" && text;
    }
    return true;
}

}  // namespace

std::optional<std::string> Faults::add(const nlohmann::json& document, int& id)
{
    if (!document.is_object() || !document.contains("kind") || !document["kind"].is_string()) return "kind is missing";
    Fault fault;
    fault.kind_name = document["kind"].get<std::string>();
    const auto row = std::find_if(std::begin(kKinds), std::end(kKinds),
                                  [&](const KindRow& one) { return one.name == fault.kind_name; });
    if (row == std::end(kKinds)) return "unknown kind '" + fault.kind_name + "'";
    fault.kind = row->kind;
    fault.processed = row->processed;
    if (row->status != 0) fault.status = row->status;
    for (const auto& [name, value] : document.items()) {
        if (!set_member(fault, name, value)) return "member '" + name + "' is unknown or has a wrong value";
    }
    if (fault.operation.empty()) fault.operation = "*";
    const bool is_known = fault.operation == "*" || fault.operation == kDownload || is_operation(fault.operation);
    if (!is_known) return "unknown operation '" + fault.operation + "'";
    if (fault.status < 200 || fault.status > 599) return "status must be from 200 to 599";
    if (fault.count == 0 || fault.count < -1 || fault.after < 0)
        return "count must be -1 or above 0, after not negative";
    fault.id = id = ++last_id_;
    faults_.push_back(std::move(fault));
    return std::nullopt;
}

void Faults::grant_access()
{
    faults_.remove_if([](const Fault& fault) { return fault.kind == Kind::kNoAccess; });
}

Json Faults::list() const
{
    Json out = Json::array();
    for (const Fault& fault : faults_) {
        Json one = Json::object();
        one["id"] = fault.id;
        one["operation"] = fault.operation;
        one["kind"] = fault.kind_name;
        one["count"] = fault.count;
        one["after"] = fault.after;
        one["hits"] = fault.hits;
        if (!fault.user_id.empty()) one["userId"] = fault.user_id;
        out.push_back(std::move(one));
    }
    return out;
}

std::optional<Fault> Faults::take(const std::string& operation, const std::string& user_id)
{
    const std::string user = lower_ascii(user_id);
    for (Fault& fault : faults_) {
        const bool fits = (fault.operation == "*" || fault.operation == operation) &&
                          (fault.user_id.empty() || fault.user_id == user) && fault.count != 0;
        if (!fits) continue;
        if (fault.after > 0) {
            --fault.after;
            continue;
        }
        if (fault.count > 0) --fault.count;
        ++fault.hits;
        return fault;
    }
    return std::nullopt;
}

}  // namespace bwsync::lab::webex
