// A BroadWorks enterprise as Webex shows it, and its directory synchronisation. Source: Cisco's Webex for BroadWorks
// guide and the public OpenAPI document of the BroadWorks enterprise family.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/domain/basics/names.hpp"
#include "daemon/domain/basics/time.hpp"
#include "daemon/domain/subscriber/webex_subscriber.hpp"

namespace bwsync {

// The published type is a free text: a word that is not here is kUnknown and stands in status_text.
enum class DirectorySyncStatus {
    kNotSynced,
    kInProgress,
    kComplete,
    kFailed,
    kAborted,
    kDisableInitiated,
    kDisableInProgress,
    kUnknown,
};

constexpr auto table_of(DirectorySyncStatus)
{
    using enum DirectorySyncStatus;
    return table<Name<DirectorySyncStatus>>({
        {kNotSynced, "NOT_SYNCED"},
        {kInProgress, "IN_PROGRESS"},
        {kComplete, "COMPLETE"},
        {kFailed, "FAILED"},
        {kAborted, "ABORTED"},
        {kDisableInitiated, "DISABLE_INITIATED"},
        {kDisableInProgress, "DISABLE_IN_PROGRESS"},
        {kUnknown, "UNKNOWN"},
    });
}

DirectorySyncStatus directory_sync_status(std::string_view text);

// Counters of a run and totals after it; nullopt: not told.
struct DirectorySyncCounts {
    std::optional<long long> users_added;
    std::optional<long long> users_updated;
    std::optional<long long> users_deleted;
    std::optional<long long> machines_added;
    std::optional<long long> machines_updated;
    std::optional<long long> machines_deleted;
    std::optional<long long> user_contacts_added;
    std::optional<long long> user_contacts_updated;
    std::optional<long long> user_contacts_deleted;
    std::optional<long long> org_contacts_added;
    std::optional<long long> org_contacts_updated;
    std::optional<long long> org_contacts_deleted;
    std::optional<long long> total_external_users;
    std::optional<long long> total_external_machines;
    std::optional<long long> total_user_contacts;
    std::optional<long long> total_org_contacts;

    bool operator==(const DirectorySyncCounts&) const = default;
};

// By the names of the admin API.
using NamedCount = std::pair<std::string_view, std::optional<long long>>;
std::vector<NamedCount> named_counts(const DirectorySyncCounts& counts);

struct DirectorySync {
    std::optional<bool> is_enabled;  // nullopt: not told
    DirectorySyncStatus status = DirectorySyncStatus::kUnknown;
    std::string status_text;
    Instant last_start{};  // the epoch: never, or not told; so for the next two
    Instant last_end{};
    Instant last_success{};
    std::string last_tracking_id;
    std::vector<WebexError> errors;  // of the last run
    DirectorySyncCounts counts;

    bool operator==(const DirectorySync&) const = default;
};

struct WebexEnterprise {
    std::string id;  // opaque, compared byte for byte
    std::string organization_id;
    std::string sp_enterprise_id;
    std::string provisioning_id;
    DirectorySync sync;

    bool operator==(const WebexEnterprise&) const = default;
};

// Query of GET /broadworks/enterprises; empty fields are not sent. At most one of the two: Webex is said to refuse
// both.
struct EnterpriseFilter {
    std::string sp_enterprise_id;  // exact
    std::string starts_with;       // the beginning of spEnterpriseId
};

struct EnterprisePage {
    std::vector<WebexEnterprise> items;  // may be empty although there is a next page
    std::string next;                    // opaque; empty: the last page
};

// What a synchronisation of one BroadWorks user who is no Webex user did to the directory.
enum class ExternalUserAction { kAdded, kUpdated, kDeleted, kNothing, kUnknown };

constexpr auto table_of(ExternalUserAction)
{
    using enum ExternalUserAction;
    return table<Name<ExternalUserAction>>({
        {kAdded, "added"},
        {kUpdated, "updated"},
        {kDeleted, "deleted"},
        {kNothing, "nothing"},
        {kUnknown, "unknown"},
    });
}

struct ExternalUser {
    ExternalUserAction action = ExternalUserAction::kUnknown;
    std::string action_text;  // as Webex writes it
    std::string user_id;
    std::string first_name;
    std::string last_name;
    std::string extension;
    std::string number;
    std::string mobile;

    bool operator==(const ExternalUser&) const = default;
};

}  // namespace bwsync
