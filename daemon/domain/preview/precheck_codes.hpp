// What the info codes of Webex's precheck mean: all of them say that provisioning will succeed, and differ in who moves
// and who must come first. Source: Cisco's Webex for BroadWorks guide, "Provisioning Precheck API Info Codes" (17
// codes). "The primary" is the person or customer that the precheck named as primaryEmail.
#pragma once

#include <span>
#include <string_view>

#include "daemon/domain/basics/names.hpp"

namespace bwsync {

// From a free or self-sign-up account into the customer's organisation.
enum class AccountMove { kNone, kByItself, kWithConsent };

constexpr auto table_of(AccountMove)
{
    using enum AccountMove;
    return table<Name<AccountMove>>({
        {kNone, "none"},
        {kByItself, "by-itself"},
        {kWithConsent, "with-consent"},
    });
}

enum class TargetOrganization { kUnsaid, kNew, kExisting };

constexpr auto table_of(TargetOrganization)
{
    using enum TargetOrganization;
    return table<Name<TargetOrganization>>({
        {kUnsaid, "unsaid"},
        {kNew, "new"},
        {kExisting, "existing"},
    });
}

struct PrecheckCode {
    int code;
    bool primary_first;   // the primary must be provisioned before the person asked about
    AccountMove person;   // of the person asked about
    AccountMove primary;  // of the primary
    TargetOrganization organization;
    std::string_view meaning;
    std::string_view first;   // what must happen first; empty: nothing
    std::string_view notice;  // what the person will notice
};

// Ascending.
std::span<const PrecheckCode> precheck_codes();

// nullptr: a code that the guide does not have.
const PrecheckCode* precheck_code(int code);

}  // namespace bwsync
