// A subscriber as Webex shows it, requests to change it, and what can go wrong. Source of names and rules: Cisco's
// Webex for BroadWorks guide and the public OpenAPI document of the BroadWorks subscriber family.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/domain/basics/names.hpp"
#include "daemon/domain/basics/time.hpp"

namespace bwsync {

enum class WebexStatus {
    kPendingEmailInput,
    kPendingEmailValidation,
    kPendingUserMigration,
    kProvisioning,
    kProvisioned,
    kUpdating,
    kError,
    kUnknown,  // a word that the published list does not have: kept in status_text, harmless
};

constexpr auto table_of(WebexStatus)
{
    using enum WebexStatus;
    return table<Name<WebexStatus>>({
        {kPendingEmailInput, "pending_email_input"},
        {kPendingEmailValidation, "pending_email_validation"},
        {kPendingUserMigration, "pending_user_migration"},
        {kProvisioning, "provisioning"},
        {kProvisioned, "provisioned"},
        {kUpdating, "updating"},
        {kError, "error"},
        {kUnknown, "unknown"},
    });
}

constexpr WebexStatus webex_status(std::string_view text)
{
    return named<WebexStatus>(text).value_or(WebexStatus::kUnknown);
}

struct WebexError {
    int code = 0;  // 0: the answer carried none
    std::string description;

    bool operator==(const WebexError&) const = default;
};

struct WebexSubscriber {
    std::string id;  // opaque, compared byte for byte
    std::string person_id;
    std::string user_id;
    std::string sp_enterprise_id;
    std::string provisioning_id;
    std::string first_name;
    std::string last_name;
    std::string email;
    std::string primary_phone_number;
    std::string mobile_phone_number;
    std::string extension;
    std::string package;  // softphone, basic, standard, premium
    WebexStatus status = WebexStatus::kUnknown;
    std::string status_text;
    std::vector<WebexError> errors;  // of the last asynchronous attempt
    bool self_activated = false;
    Instant created{};
    Instant last_status_change{};

    bool operator==(const WebexSubscriber&) const = default;
};

// Body of POST /broadworks/subscribers; empty optional fields are not sent.
struct ProvisionRequest {
    std::string provisioning_id;
    std::string user_id;
    std::string sp_enterprise_id;
    std::string first_name;
    std::string last_name;
    std::string package;
    std::string primary_phone_number;
    std::string mobile_phone_number;
    std::string extension;
    std::string email;
    std::string language;
    std::string time_zone;
    // Of the BroadWorks group in the enterprise model: named by the guide, absent from the public schema, hence a
    // switch.
    std::string sp_enterprise_group_id;

    bool operator==(const ProvisionRequest&) const = default;
};

// Body of PUT /broadworks/subscribers/{id}: absent means unchanged, empty means removed (numbers only).
struct UpdateRequest {
    std::optional<std::string> user_id;
    std::optional<std::string> first_name;
    std::optional<std::string> last_name;
    std::optional<std::string> primary_phone_number;
    std::optional<std::string> mobile_phone_number;
    std::optional<std::string> extension;
    std::optional<std::string> time_zone;
    std::optional<std::string> package;

    bool operator==(const UpdateRequest&) const = default;
    [[nodiscard]] bool is_empty() const { return *this == UpdateRequest(); }
};

// Body of the partial form of the precheck. For the very first subscriber of a customer both addresses are the same.
struct EmailPrecheck {
    std::string email;
    std::string customer_primary_email;
};

struct PrecheckReport {
    std::vector<int> info_codes;  // 100 to 116
    std::vector<std::string> descriptions;
};

// Query of GET /broadworks/subscribers; empty fields are not sent.
struct SubscriberFilter {
    std::string user_id;
    std::string person_id;
    std::string email;
    std::string sp_enterprise_id;
    std::string provisioning_id;
    std::optional<Instant> last_status_change_after;  // sent as epoch milliseconds
};

struct SubscriberPage {
    std::vector<WebexSubscriber> items;
    std::string next;  // opaque; empty: the last page
};

// A call that did not give its success.
struct WebexFailure {
    enum class Kind {
        kNotSent,         // provably not acted on: repeat at will
        kUnknownOutcome,  // perhaps acted on: look before repeating
        kAnswered,        // an HTTP error answer; http_status and, mostly, code say which
        kNoGrant,         // no live grant: nothing was sent
        kCancelled,
    };
    Kind kind = Kind::kAnswered;
    int http_status = 0;
    int code = 0;               // Webex errorCode; 0: none
    std::string what;           // for a person; no token, no internal URL
    std::string field_name;     // codes 1001 and 1002
    std::string internal_code;  // code 5001: quote it in a support case
    std::string tracking_id;
    std::optional<Millis> retry_after;
};

// What a call leaves for the explanation of a subscriber.
struct CallTrace {
    std::string tracking_id;
    int http_status = 0;
};

}  // namespace bwsync
