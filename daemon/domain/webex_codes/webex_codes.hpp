// What each Webex error code means for us, as one table: what to do next, how far the trouble reaches, who can end it.
// Source of codes and meanings: Cisco Webex for BroadWorks guide, section "API Error Codes" (119 codes, shared with
// Webex Wholesale). Codes outside the table are normal: webex_code() is total, and an unknown code parks the
// subscriber.
#pragma once

#include <span>
#include <string_view>

#include "daemon/domain/basics/names.hpp"

namespace bwsync {

// What decide() does next. None of these removes anything.
enum class CodeAction {
    kWait,           // Webex is busy with the same thing: read again later, then decide again
    kWaitForPerson,  // a person has to answer Webex first: read again, do not repeat
    kLookAndAdopt,   // our picture is wrong: list by user id (or e-mail) and decide on what is there
    kDone,           // what was wanted already holds
    kPark,           // repeating does not help: show code and remedy until the input or the operator changes something
    kRetry,          // Webex is ill: repeat with back-off (after a look, where the call creates)
    kRefreshGrant,   // the access token was refused: the token keeper renews it, then repeat
    kStopPartner,    // no right at all: stop writing to this partner and alarm
    kSplit,          // adding and removing at once: send two updates
};

constexpr auto table_of(CodeAction)
{
    using enum CodeAction;
    return table<Name<CodeAction>>({
        {kWait, "wait"},
        {kWaitForPerson, "wait-for-person"},
        {kLookAndAdopt, "look"},
        {kDone, "done"},
        {kPark, "park"},
        {kRetry, "retry"},
        {kRefreshGrant, "refresh-grant"},
        {kStopPartner, "stop-partner"},
        {kSplit, "split"},
    });
}

// How many others would fail the same way: what a breaker of that scope holds back.
enum class BlastScope { kRequest, kSubscriber, kEnterprise, kTemplate, kCluster, kPartner, kPlatform };

constexpr auto table_of(BlastScope)
{
    using enum BlastScope;
    return table<Name<BlastScope>>({
        {kRequest, "request"},
        {kSubscriber, "subscriber"},
        {kEnterprise, "enterprise"},
        {kTemplate, "template"},
        {kCluster, "cluster"},
        {kPartner, "partner"},
        {kPlatform, "platform"},
    });
}

enum class RetryRule {
    kNever,     // not before the input changes or the operator asks
    kDoubling,  // after 30 s, then doubling up to 10 minutes
    kBackOff,   // exponential with jitter, a few times
    kOnce,      // once, after what the remedy says was done
    kSlow,      // a person is awaited: look every 15 minutes at most
};

constexpr auto table_of(RetryRule)
{
    using enum RetryRule;
    return table<Name<RetryRule>>({
        {kNever, "never"},
        {kDoubling, "doubling"},
        {kBackOff, "back-off"},
        {kOnce, "once"},
        {kSlow, "slow"},
    });
}

enum class CodeOwner {
    kNobody,        // heals by itself
    kOperator,      // the provider: BroadWorks data or this configuration
    kPartnerAdmin,  // an administrator in Partner Hub or Control Hub
    kPerson,        // the subscriber
    kCisco,         // a support case
};

constexpr auto table_of(CodeOwner)
{
    using enum CodeOwner;
    return table<Name<CodeOwner>>({
        {kNobody, "nobody"},
        {kOperator, "operator"},
        {kPartnerAdmin, "partner-admin"},
        {kPerson, "person"},
        {kCisco, "cisco"},
    });
}

struct WebexCode {
    int code;                // 0 for an answer without a known code
    std::string_view title;  // what is wrong, in a few words
    CodeAction action;
    BlastScope scope;
    RetryRule retry;
    CodeOwner owner;
    std::string_view remedy;  // what to do, in plain words
};

// All codes of the guide, ascending.
std::span<const WebexCode> webex_codes();

// Total: an unknown code (or 0) gives an entry with code 0, action kPark, scope kSubscriber.
const WebexCode& webex_code(int code);

enum class WebexCall { kRead, kProvision, kUpdate, kRemove };

// The entry that applies to a failed call. The code decides; only an answer without a known code falls back on the HTTP
// status (RFC 9110 section 15), and 2001 to a removal, which means that it is done. Pass 0 for what was not in the
// answer.
const WebexCode& webex_code_for(WebexCall call, int http_status, int code);

}  // namespace bwsync
