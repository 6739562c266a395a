#include "adapters/webex/wire/unknown_words.hpp"

#include <algorithm>
#include <array>

#include "adapters/webex/wire/json_fields.hpp"
#include "adapters/webex/wire/text.hpp"
#include "daemon/domain/preview/precheck_codes.hpp"
#include "daemon/domain/webex_codes/webex_codes.hpp"

namespace bwsync {

namespace {

// A peer that makes words up fills no memory.
constexpr std::size_t kToldMax = 200;
constexpr std::size_t kLength = 64;

constexpr std::array<std::string_view, 20> kFields = {
    "id",        "personId", "userId", "spEnterpriseId", "spEnterpriseGroupId", "provisioningId",
    "firstName", "lastName", "email",  "package",        "primaryPhoneNumber",  "mobilePhoneNumber",
    "extension", "status",   "errors", "created",        "selfActivated",       "lastStatusChange",
    "language",  "timezone"};

bool is_unknown(int code)
{
    return code != 0 && webex_code(code).code == 0;
}

}  // namespace

void UnknownWords::see(const WebexFailure& failure)
{
    if (is_unknown(failure.code)) note("code", std::to_string(failure.code));
    if (failure.internal_code.empty()) return;
    telemetry_.count("webex_internal_errors_total", {partner_});
    telemetry_.log(LogLevel::kWarning, "webex-internal-error",
                   {Field("partner", partner_), Field("code", std::int64_t(failure.code)),
                    Field("internal_code", failure.internal_code), Field("tracking_id", failure.tracking_id),
                    Field("remedy", "quote both in a support case: bwsyncctl support-bundle")});
}

void UnknownWords::see(const WebexSubscriber& subscriber)
{
    if (subscriber.status == WebexStatus::kUnknown) note("status", subscriber.status_text);
    for (const WebexError& error : subscriber.errors) {
        if (is_unknown(error.code)) note("code", std::to_string(error.code));
    }
}

void UnknownWords::see(const PrecheckReport& report)
{
    for (const int code : report.info_codes) {
        if (precheck_code(code) == nullptr) note("info_code", std::to_string(code));
    }
}

void UnknownWords::see_fields(const std::string& body)
{
    const nlohmann::json object = parse_json(body);
    if (!object.is_object()) return;
    for (const auto& [name, value] : object.items()) {
        if (std::find(kFields.begin(), kFields.end(), name) == kFields.end()) note("field", name);
    }
}

void UnknownWords::note(std::string_view kind, std::string value)
{
    telemetry_.count("webex_unknown_total", {partner_, std::string(kind)});
    value = clean_text(value).substr(0, kLength);
    if (told_.size() >= kToldMax || !told_.emplace(kind, value).second) return;
    telemetry_.log(LogLevel::kWarning, "webex-unknown",
                   {Field("partner", partner_), Field("kind", std::string(kind)), Field("value", value),
                    Field("remedy", "Webex sends what no published list has; nothing is lost: tell bwsync's makers")});
}

}  // namespace bwsync
