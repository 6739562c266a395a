// What BroadWorks says: users, service providers, groups and lists, as read by OCI-P. Values only; text is UTF-8.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bwsync {

struct AssignedService {
    std::string name;               // "Integrated IMP"
    std::optional<bool> is_active;  // absent when the answer does not say

    bool operator==(const AssignedService&) const = default;
};

// One user in full: profile, service packs, effective services, Integrated IMP.
struct UserFacts {
    std::string user_id;  // the primary one, spelled as BroadWorks returns it
    std::string service_provider_id;
    std::string group_id;
    std::string first_name;
    std::string last_name;
    std::string phone_number;     // as returned: national digits or +CC-number
    std::string country_code;     // digits
    std::string national_prefix;  // digits
    std::string extension;
    std::string mobile_phone_number;
    std::string email_address;
    std::string language;   // BroadWorks display name, "English"
    std::string time_zone;  // IANA name
    std::string imp_id;
    bool imp_active = false;
    std::vector<std::string> alternate_user_ids;
    std::vector<std::string> service_packs;  // assigned ones, sorted
    std::vector<AssignedService> services;   // directly assigned or through a pack, sorted by name

    bool operator==(const UserFacts&) const = default;
};

// The answer to "read this user": exactly one of facts, is_absent, failure.
struct UserReading {
    std::string asked;               // the id that was asked for (an alternate id may have been)
    std::optional<UserFacts> facts;  // the user exists
    bool is_absent = false;          // BroadWorks answered [Error 4008]
    std::string failure;             // neither is known: why, for a person
};

struct ServiceProviderFacts {
    std::string service_provider_id;
    bool is_enterprise = false;
    // Integrated IM&P provisioning URL in force (own or the system's); empty: none. Webex there means flow-through.
    std::string imp_provisioning_url;
};

struct GroupKey {
    std::string service_provider_id;
    std::string group_id;

    auto operator<=>(const GroupKey&) const = default;
};

// One row of a list of users: what a sweep compares. Cells are kept as shown; their hash tells a change.
struct UserRow {
    std::string user_id;
    std::string row;  // the cells that matter, joined: first and last name, number, extension, e-mail

    bool operator==(const UserRow&) const = default;
};

struct UserList {
    std::vector<UserRow> rows;
    std::optional<std::int64_t> count_by_system;  // userCount of the group profile (release 22 on)
};

// How many holders of a service pack the system itself counts, per group.
struct PackUtilization {
    std::string service_pack;
    std::string group_id;
    std::int64_t assigned = 0;
};

enum class EntitlementKind { kServicePack, kService };

struct Entitlement {
    EntitlementKind kind = EntitlementKind::kServicePack;
    std::string name;

    auto operator<=>(const Entitlement&) const = default;
};

}  // namespace bwsync
