// What one emulated Webex partner organisation is: its credentials, onboarding templates, delays on the lab clock
// and switches. Plain values; tests/lab/config.cpp reads them from YAML under the same names.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace bwsync::lab {

// Onboarding template of Partner Hub: what a provisioningId stands for.
struct WebexTemplate {
    enum class Emails { kTrusted, kUntrusted };
    enum class Mode { kAny, kEnterprise, kServiceProvider };

    std::string provisioning_id;
    Emails emails = Emails::kTrusted;
    Mode mode = Mode::kAny;  // enterprise: no '+' in spEnterpriseId; service_provider: one is needed; else 1003
    std::string cluster;     // user ids are unique within it
    std::string region = "US";
    bool create_organizations = true;    // false: an enterprise that is not mapped yet answers 2007
    bool provision_admin_first = false;  // nobody is activated before the organisation has an administrator
    std::vector<std::string> packages;   // empty: all four; else others answer 2005
};

// Lab time.
struct WebexDelays {
    std::chrono::milliseconds first_subscriber{10'000};  // creates the organisation too
    std::chrono::milliseconds organization{0};           // until it exists without administrator (2011 instead of 2034
                                                         // for siblings); 0: only together with its first subscriber
    std::chrono::milliseconds subscriber{2'000};
    std::chrono::milliseconds update{1'000};
    std::chrono::milliseconds organization_delete{600'000};
    std::chrono::milliseconds directory_sync{5'000};
    std::chrono::milliseconds directory_sync_disable{5'000};  // in each of the two states of disabling
    std::chrono::milliseconds billing_report{10'000};
    std::chrono::milliseconds management_access{5'000};  // from GET organization until it is effective
};

struct WebexRateLimit {
    double requests_per_second = 0;  // real time, all callers together; 0: off
    double burst = 10;
};

// What the public record leaves open, or reports differently. Names, values and defaults: switches.cpp.
struct WebexSwitches {
    // subscribers
    bool refuse_unknown_fields = false;
    std::size_t string_limit = 256;
    enum class Max { kClamp, kError } max_above_cap = Max::kClamp;
    enum class Busy { k2008, k2020, kAccept };
    Busy update_busy = Busy::k2008;
    Busy remove_busy = Busy::kAccept;
    enum class OnError { kHasPerson, kAccept, kRefuse } update_in_error = OnError::kHasPerson;
    enum class Repost { k2009, kAccept } provision_in_error = Repost::k2009;
    bool failed_update_applies = false;
    bool last_number_removal_ignored = false;
    bool add_and_remove_refused = true;
    enum class Sibling { k2034, k2011, kAccept } sibling_of_first = Sibling::k2034;
    enum class UntrustedEmail { kInput, kValidation, kProvision } untrusted_with_email = UntrustedEmail::kInput;
    enum class PersonId { kProvisioned, kAlways, kNever } person_id = PersonId::kProvisioned;
    bool person_in_other_organization_refused = true;
    bool case_sensitive_ids = false;
    bool no_cluster = false;
    int provision_status = 200;
    bool location_header = false;
    // lists
    enum class Order { kCreated, kId } list_order = Order::kCreated;
    enum class Link { kNext, kAll } link_relations = Link::kNext;
    bool link_without_filters = false;
    bool link_with_null_max = false;
    bool enterprises_bare = false;
    bool enterprise_filters_exclusive = false;
    // shapes
    bool self_activated_as_string = false;
    bool precheck_info_as_object = false;
    enum class ErrorShape { kStandard, kTopLevel, kStringCode, kNoErrors, kNullErrors, kNoCode, kHeaderTracking };
    ErrorShape error_shape = ErrorShape::kStandard;
    bool tracking_header = true;
    int timestamp_digits = 3;
    bool timestamp_offset = false;
    // people, organisations, directory sync
    bool young_delete_refused = false;
    bool management_access_needed = false;
    std::chrono::milliseconds management_access_lasts{3'600'000};
    bool person_delete_keeps_subscriber = false;
    int sync_busy_status = 429;
    bool person_numbers_refused = true;
    // billing reports
    bool billing_forbidden = false;
    bool billing_busy = false;
    int billing_create_status = 200;
    bool download_ranges = true;
    std::chrono::milliseconds download_url_lasts{3'600'000};
    // OAuth
    bool partner_full_admin = true;
    enum class ClientAuth { kBoth, kBasic, kForm } client_auth = ClientAuth::kBoth;
    bool rotate_refresh_tokens = false;
    bool refresh_token_omitted = false;
    bool refresh_expiry_counts_down = false;
    bool token_type_and_scope_omitted = false;
    bool token_errors_rfc6749 = false;
    bool authorize_denied = false;
    bool authorize_page = false;
    bool pkce_required = false;
    bool unoffered_scopes_dropped = false;
    std::chrono::milliseconds code_lifetime{std::chrono::minutes(10)};
    std::chrono::milliseconds access_token_lifetime{std::chrono::hours(14 * 24)};
    std::chrono::milliseconds refresh_token_lifetime{std::chrono::hours(90 * 24)};
};

struct WebexConfig {
    std::string name = "acme";
    std::string listen = "127.0.0.1:0";
    std::string cert_file;  // both: https
    std::string key_file;
    std::string client_id;
    std::string client_secret;
    std::vector<std::string> refresh_tokens;  // grants that exist from the start
    std::vector<std::string> redirect_uris;   // of the integration; empty: any on a loopback host
    std::vector<std::string> scopes;          // of every grant; empty: all that the APIs need
    std::vector<WebexTemplate> templates;
    WebexDelays delays;
    WebexRateLimit rate_limit;
    WebexSwitches switches;
    std::uint64_t seed = 1;
};

}  // namespace bwsync::lab
