#include <algorithm>
#include <array>

#include "daemon/domain/billing/webex_billing.hpp"
#include "daemon/domain/enterprise/webex_enterprise.hpp"

namespace bwsync {

namespace {

constexpr std::array<std::string_view, 8> kSyncStatuses = {
    "NOT_SYNCED",        "IN_PROGRESS",         "COMPLETE", "FAILED", "ABORTED",
    "DISABLE_INITIATED", "DISABLE_IN_PROGRESS", "UNKNOWN"};
constexpr std::array<std::string_view, 4> kBillingStatuses = {"IN_PROGRESS", "COMPLETED", "FAILED", "UNKNOWN"};
constexpr std::array<std::string_view, 5> kExternalUserActions = {"added", "updated", "deleted", "nothing", "unknown"};

char upper(char c)
{
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// The last of the words is the one for everything else. One filter of Cisco's writes the words in small letters.
template <class Enum, std::size_t N>
Enum word_of(const std::array<std::string_view, N>& words, std::string_view text)
{
    const auto is_it = [text](std::string_view word) {
        return std::equal(word.begin(), word.end(), text.begin(), text.end(),
                          [](char a, char b) { return a == upper(b); });
    };
    const auto found = std::find_if(words.begin(), words.end() - 1, is_it);
    return static_cast<Enum>(found - words.begin());
}

}  // namespace

std::string_view name_of(DirectorySyncStatus status)
{
    return kSyncStatuses[static_cast<std::size_t>(status)];
}

DirectorySyncStatus directory_sync_status(std::string_view text)
{
    return word_of<DirectorySyncStatus>(kSyncStatuses, text);
}

std::string_view name_of(ExternalUserAction action)
{
    return kExternalUserActions[static_cast<std::size_t>(action)];
}

std::string_view name_of(BillingStatus status)
{
    return kBillingStatuses[static_cast<std::size_t>(status)];
}

BillingStatus billing_status(std::string_view text)
{
    return word_of<BillingStatus>(kBillingStatuses, text);
}

bool is_billing_period(std::string_view text)
{
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.size() != 7 || text[4] != '-') return false;
    if (!std::all_of(text.begin(), text.begin() + 4, is_digit)) return false;
    if (!is_digit(text[5]) || !is_digit(text[6])) return false;
    const int month = (text[5] - '0') * 10 + (text[6] - '0');
    return month >= 1 && month <= 12;
}

std::vector<NamedCount> named_counts(const DirectorySyncCounts& counts)
{
    return {{"usersAdded", counts.users_added},
            {"usersUpdated", counts.users_updated},
            {"usersDeleted", counts.users_deleted},
            {"machinesAdded", counts.machines_added},
            {"machinesUpdated", counts.machines_updated},
            {"machinesDeleted", counts.machines_deleted},
            {"userContactsAdded", counts.user_contacts_added},
            {"userContactsUpdated", counts.user_contacts_updated},
            {"userContactsDeleted", counts.user_contacts_deleted},
            {"orgContactsAdded", counts.org_contacts_added},
            {"orgContactsUpdated", counts.org_contacts_updated},
            {"orgContactsDeleted", counts.org_contacts_deleted},
            {"totalExternalUsers", counts.total_external_users},
            {"totalExternalMachines", counts.total_external_machines},
            {"totalUserContacts", counts.total_user_contacts},
            {"totalOrgContacts", counts.total_org_contacts}};
}

}  // namespace bwsync
