// What the info codes of Webex's precheck mean: all of them say that provisioning will succeed, and differ in who moves
// and who must come first. Source: Cisco's Webex for BroadWorks guide, "Provisioning Precheck API Info Codes" (17
// codes). "The primary" is the person or customer that the precheck named as primaryEmail.
#pragma once

#include <span>
#include <string_view>

namespace bwsync {

// From a free or self-sign-up account into the customer's organisation.
enum class AccountMove { kNone, kByItself, kWithConsent };
std::string_view name_of(AccountMove move);

enum class TargetOrganization { kUnsaid, kNew, kExisting };
std::string_view name_of(TargetOrganization organization);

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
