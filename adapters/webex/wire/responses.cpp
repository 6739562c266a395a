#include "adapters/webex/wire/responses.hpp"

#include <algorithm>

#include "adapters/webex/wire/answer_parts.hpp"
#include "adapters/webex/wire/text.hpp"
#include "daemon/domain/webex_codes/webex_codes.hpp"

namespace bwsync {

namespace {

using nlohmann::json;

std::optional<WebexSubscriber> subscriber_of(const json& object)
{
    WebexSubscriber out;
    out.id = text_field(object, "id");
    if (out.id.empty()) return std::nullopt;
    out.person_id = text_field(object, "personId");
    out.user_id = text_field(object, "userId");
    out.sp_enterprise_id = text_field(object, "spEnterpriseId");
    out.provisioning_id = text_field(object, "provisioningId");
    out.first_name = text_field(object, "firstName");
    out.last_name = text_field(object, "lastName");
    out.email = text_field(object, "email");
    out.primary_phone_number = text_field(object, "primaryPhoneNumber");
    out.mobile_phone_number = text_field(object, "mobilePhoneNumber");
    out.extension = text_field(object, "extension");
    out.package = text_field(object, "package");
    out.status_text = text_field(object, "status");
    out.status = webex_status(out.status_text);
    out.errors = errors_of(object);
    out.self_activated = flag_of(object, "selfActivated").value_or(false);
    out.created = time_of(object, "created");
    out.last_status_change = time_of(object, "lastStatusChange");
    return out;
}

// The first error whose code is in the guide's table, else the first with any code, else the first; the envelope itself
// counts as the last of them.
json decisive_error(const json& body)
{
    std::vector<json> candidates = each_of(member(body, "errors"));
    candidates.push_back(body);
    const auto known = [](const json& error) { return webex_code(code_of(error)).code != 0; };
    const auto coded = [](const json& error) { return code_of(error) != 0; };
    auto found = std::find_if(candidates.begin(), candidates.end(), known);
    if (found == candidates.end()) found = std::find_if(candidates.begin(), candidates.end(), coded);
    return found == candidates.end() ? candidates.front() : *found;
}

std::string first_text(const json& error, const json& body, const char* name)
{
    const std::string text = text_field(error, name);
    return clean_text(text.empty() ? text_field(body, name) : text);
}

std::string header_of(const HttpAnswer& answer, const char* name)
{
    const auto found = answer.headers.find(name);
    return found == answer.headers.end() ? "" : found->second;
}

std::string printable(std::string_view text)
{
    std::string out;
    for (const char c : text.substr(0, 128)) {
        if (c > ' ' && c < 0x7f) out += c;
    }
    return out;
}

}  // namespace

std::optional<WebexSubscriber> parse_subscriber(const std::string& body)
{
    return subscriber_of(parse_json(body));
}

std::optional<std::vector<WebexSubscriber>> parse_subscribers(const std::string& body)
{
    const json parsed = parse_json(body);
    return list_of<WebexSubscriber>(member(parsed, "items"), subscriber_of);
}

std::optional<PrecheckReport> parse_precheck(const std::string& body)
{
    const json parsed = parse_json(body);
    if (!parsed.is_object()) return std::nullopt;
    PrecheckReport report;
    for (const json& entry : each_of(member(parsed, "info"))) {
        report.info_codes.push_back(code_field(entry, "infoCode"));
        report.descriptions.push_back(clean_text(description_of(entry)));
    }
    return report;
}

std::string tracking_id(const HttpAnswer& answer)
{
    const std::string from_header = printable(header_of(answer, "trackingid"));
    return from_header.empty() ? printable(text_field(parse_json(answer.body), "trackingId")) : from_header;
}

WebexFailure parse_failure(const HttpAnswer& answer, Instant now)
{
    WebexFailure failure;
    failure.kind = WebexFailure::Kind::kAnswered;
    failure.http_status = answer.status;
    failure.tracking_id = tracking_id(answer);
    const json body = parse_json(answer.body);
    const json error = decisive_error(body);
    failure.code = code_of(error);
    failure.field_name = first_text(error, body, "fieldName");
    failure.internal_code = first_text(error, body, "internalErrorCode");
    failure.what = clean_text(description_of(error));
    if (failure.what.empty()) failure.what = clean_text(text_field(body, "message"));
    if (failure.what.empty()) failure.what = "HTTP " + std::to_string(answer.status);
    if (answer.status >= 300 && answer.status < 400) failure.what = "a redirect, which is not followed";
    const auto header = answer.headers.find("retry-after");
    const bool asks_to_wait = answer.status == 429 || answer.status == 423;
    if (header != answer.headers.end()) {
        failure.retry_after = retry_after(header->second, now);
    } else if (asks_to_wait) {
        failure.retry_after = retry_after(std::nullopt, now);
    }
    return failure;
}

}  // namespace bwsync
