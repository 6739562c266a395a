#include "tests/lab/webex/api/api.hpp"

#include <algorithm>

#include "tests/lab/http/http_url.hpp"
#include "tests/lab/webex/model/format.hpp"

namespace bwsync::lab::webex {
namespace {

bool has_format(const std::string& text, Format format)
{
    switch (format) {
        case Format::kText:
            return text.find_first_of("\r\n\t") == std::string::npos;
        case Format::kEmail:
            return is_email(text);
        case Format::kPhone:
            return is_phone_number(text);
        case Format::kExtension:
            return is_extension(text);
        case Format::kTimeZone:
            return is_time_zone(text);
        case Format::kLanguage:
            return is_language(text);
        case Format::kPackage:
            return is_package(text);
    }
    return false;
}

std::optional<Problem> check_required(const nlohmann::json& body, const FieldRule& rule)
{
    const auto found = body.find(rule.name);
    const bool given = found != body.end() && !found->is_null() && *found != "";
    if (!rule.required || given) return std::nullopt;
    return problem(1001, rule.name, std::string("The parameter ") + rule.name + " is mandatory.");
}

std::optional<Problem> check_size(const nlohmann::json& body, const FieldRule& rule, std::size_t limit)
{
    const auto found = body.find(rule.name);
    if (found == body.end() || !found->is_string()) return std::nullopt;
    if (found->get_ref<const std::string&>().size() <= limit) return std::nullopt;
    return problem(
        1002, rule.name,
        std::string("The parameter ") + rule.name + " is longer than " + std::to_string(limit) + " characters.");
}

std::optional<Problem> check_format(const nlohmann::json& body, const FieldRule& rule)
{
    const auto found = body.find(rule.name);
    if (found == body.end()) return std::nullopt;
    const bool good = found->is_string() && (found->get_ref<const std::string&>().empty()
                                                 ? rule.may_be_empty
                                                 : has_format(found->get_ref<const std::string&>(), rule.format));
    if (good) return std::nullopt;
    return problem(1003, rule.name, std::string("The parameter ") + rule.name + " has a wrong format.");
}

// The query as it came, without some parameters and with others appended.
std::string query_text(const Query& query, bool keep_filters, const std::string& paging)
{
    std::string out = paging;
    for (const auto& [name, value] : query) {
        if (!keep_filters || name == "offset" || name == "max") continue;
        out += "&" + percent_encode(name) + "=" + percent_encode(value);
    }
    return out;
}

}  // namespace

std::optional<Problem> check_body(const nlohmann::json& body, std::initializer_list<FieldRule> rules,
                                  const WebexSwitches& switches, const char* extra)
{
    for (const FieldRule& rule : rules) {
        if (auto bad = check_required(body, rule)) return bad;
    }
    for (const FieldRule& rule : rules) {
        if (auto bad = check_size(body, rule, switches.string_limit)) return bad;
    }
    for (const FieldRule& rule : rules) {
        if (auto bad = check_format(body, rule)) return bad;
    }
    if (!switches.refuse_unknown_fields) return std::nullopt;
    for (const auto& [name, value] : body.items()) {
        const bool known = name == extra || std::any_of(rules.begin(), rules.end(),
                                                        [&](const FieldRule& rule) { return rule.name == name; });
        if (!known) return problem(1003, name, "The parameter " + name + " is unknown.");
    }
    return std::nullopt;
}

std::string text_of(const nlohmann::json& body, const char* name)
{
    return optional_text(body, name).value_or("");
}

std::optional<std::string> optional_text(const nlohmann::json& body, const char* name)
{
    const auto found = body.find(name);
    if (found == body.end() || !found->is_string()) return std::nullopt;
    return found->get<std::string>();
}

std::optional<std::string> parameter(const Query& query, const char* name)
{
    const auto found = query.find(name);
    if (found == query.end()) return std::nullopt;
    return found->second;
}

std::optional<Problem> parse_page(const Query& query, std::size_t standard, std::size_t cap,
                                  const WebexSwitches& switches, Page& page)
{
    page.max = standard;
    if (const auto text = parameter(query, "max")) {
        const auto value = parse_count(*text);
        if (!value || *value <= 0) return problem(1004, "max", "The query parameter max is invalid.");
        page.max = static_cast<std::size_t>(*value);
    }
    if (page.max > cap && switches.max_above_cap == WebexSwitches::Max::kError) {
        return problem(1004, "max", "The query parameter max is above " + std::to_string(cap) + ".");
    }
    page.max = std::min(page.max, cap);
    if (const auto text = parameter(query, "offset")) {
        const auto value = parse_count(*text);
        if (!value) return problem(1004, "offset", "The query parameter offset is invalid.");
        page.offset = static_cast<std::size_t>(*value);
    }
    return std::nullopt;
}

std::string link_header(const Exchange& call, const std::string& url, const Page& page, bool more,
                        const WebexSwitches& switches)
{
    const bool filters = !switches.link_without_filters && !call.link_without_filters;
    const bool null_max = switches.link_with_null_max || call.link_with_null_max;
    const std::string max = null_max ? "null" : std::to_string(page.max);
    const auto link = [&](std::size_t offset, const char* relation) {
        const std::string paging = "offset=" + std::to_string(offset) + "&max=" + max;
        return "<" + url + "?" + query_text(call.request.query, filters, paging) + ">; rel=\"" + relation + "\"";
    };
    std::string out;
    if (more) out = link(page.offset + (call.empty_page ? 0 : page.max), "next");
    if (switches.link_relations == WebexSwitches::Link::kAll) {
        out += (out.empty() ? "" : ", ") + link(0, "first");
        if (page.offset > 0) out += ", " + link(page.offset - std::min(page.offset, page.max), "prev");
    }
    return out;
}

}  // namespace bwsync::lab::webex
