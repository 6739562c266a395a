// What a plan says that would be done about a subscriber.
#pragma once

#include "daemon/domain/basics/names.hpp"

namespace bwsync {

enum class PlanAction {
    kNone,
    kProvision,
    kUpdate,
    kReplace,  // remove and provision again
    kRename,   // the account of the same person under an earlier user id moves along
    kRemove,
    kHardDelete,
    kConsentMail,
};

constexpr auto table_of(PlanAction)
{
    using enum PlanAction;
    return table<Name<PlanAction>>({
        {kNone, "none"},
        {kProvision, "provision"},
        {kUpdate, "update"},
        {kReplace, "replace"},
        {kRename, "rename"},
        {kRemove, "remove"},
        {kHardDelete, "hard-delete"},
        {kConsentMail, "consent-mail"},
    });
}

}  // namespace bwsync
