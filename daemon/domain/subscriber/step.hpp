// The steps that decide() can ask for, and everything that is known of each in one table: whether it is a question,
// which call goes out, what a plan calls it.
#pragma once

#include <optional>

#include "daemon/domain/preview/plan_action.hpp"
#include "daemon/domain/subscriber/operation.hpp"

namespace bwsync {

enum class Step {
    kNone,
    kReadSource,  // read the user in BroadWorks again, then ask again
    kLook,        // ask Webex about this subscriber (by id, else by user id), then ask again with has_looked
    kFindHolder,  // find who of ours has the wanted e-mail, then ask again with email_holder
    kSucceed,  // the e-mail's holder is this person under an earlier user id: rename email_holder's row, then ask again
    kAskCandidate,  // find the enterprise's first subscriber, then ask again with candidate
    kAskSite,       // find whether somebody of the enterprise has the package in Webex, then ask again with site_stands
    kProvision,     // row.wanted, or row.workspace
    kUpdate,        // update
    kRemove,        // row.webex_id
    kSeekPerson,    // ask Webex for subscribers with row.person_id, then ask again with has_sought_person
    kHardDelete,    // row.person_id
    kConsentMove,   // row.webex_id
    kEmailChange,   // row.person_id gets row.wanted's address
};

struct StepRow {
    Step value;
    std::string_view word;
    bool is_question;                    // its answer goes into the Situation, and decide() is asked again at once
    std::optional<Operation> operation;  // the call that goes out; nullopt: none
    PlanAction action;                   // carried out at once; kNone: nothing is
};

constexpr auto table_of(Step)
{
    using enum Step;
    using Action = PlanAction;
    return table<StepRow>({
        {kNone, "none", false, std::nullopt, Action::kNone},
        {kReadSource, "read-source", false, std::nullopt, Action::kNone},
        {kLook, "look", true, std::nullopt, Action::kNone},
        {kFindHolder, "find-holder", true, std::nullopt, Action::kNone},
        {kSucceed, "succeed", false, std::nullopt, Action::kRename},
        {kAskCandidate, "ask-candidate", true, std::nullopt, Action::kNone},
        {kAskSite, "ask-site", true, std::nullopt, Action::kNone},
        {kProvision, "provision", false, Operation::kProvision, Action::kProvision},
        {kUpdate, "update", false, Operation::kUpdate, Action::kUpdate},
        {kRemove, "remove", false, Operation::kRemove, Action::kRemove},
        {kSeekPerson, "seek-person", true, std::nullopt, Action::kNone},
        {kHardDelete, "hard-delete", false, Operation::kHardDelete, Action::kHardDelete},
        {kConsentMove, "consent-move", false, Operation::kConsentMove, Action::kConsentMail},
        {kEmailChange, "email-change", false, Operation::kEmailChange, Action::kUpdate},
    });
}

constexpr bool is_question(Step step)
{
    return row_of(step).is_question;
}

// nullopt: nothing is sent to Webex.
constexpr std::optional<Operation> operation_of(Step step)
{
    return row_of(step).operation;
}

constexpr bool sends(Step step)
{
    return operation_of(step).has_value();
}

constexpr bool is_update(Step step)
{
    return sends(step) && row_of(*operation_of(step)).is_update;
}

}  // namespace bwsync
