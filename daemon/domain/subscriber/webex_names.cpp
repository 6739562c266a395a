#include <algorithm>
#include <string>

#include "daemon/domain/billing/webex_billing.hpp"
#include "daemon/domain/enterprise/webex_enterprise.hpp"

namespace bwsync {

namespace {

char upper(char c)
{
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// The last of the words is the one for everything else. One filter of Cisco's writes the words in small letters.
template <class Enum>
Enum shown(std::string_view text)
{
    std::string capitals(text);
    std::transform(capitals.begin(), capitals.end(), capitals.begin(), upper);
    return named<Enum>(capitals).value_or(kTable<Enum>.back().value);
}

}  // namespace

DirectorySyncStatus directory_sync_status(std::string_view text)
{
    return shown<DirectorySyncStatus>(text);
}

BillingStatus billing_status(std::string_view text)
{
    return shown<BillingStatus>(text);
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
