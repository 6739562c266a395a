// The calls that change something about one subscriber or its workspace. Each is written down as an intent before it
// goes out.
#pragma once

#include "daemon/domain/basics/names.hpp"
#include "daemon/domain/webex_codes/webex_codes.hpp"

namespace bwsync {

enum class Operation { kProvision, kUpdate, kRemove, kHardDelete, kConsentMove, kEmailChange };

struct OperationRow {
    Operation value;
    std::string_view word;
    WebexCall judged_as;  // the kind of call by which the code table judges a failure
    bool is_update;       // counted by the update brake, and as unheeded when Webex shows other values afterwards
    // Of the provisioning family. Deleting or changing a person and sending a mail need other rights: a refusal there
    // says nothing about provisioning, so no breaker counts it or holds it back.
    bool minds_breakers;
};

constexpr auto table_of(Operation)
{
    using enum Operation;
    return table<OperationRow>({
        {kProvision, "provision", WebexCall::kProvision, false, true},
        {kUpdate, "update", WebexCall::kUpdate, true, true},
        {kRemove, "remove", WebexCall::kRemove, false, true},
        {kHardDelete, "hard_delete", WebexCall::kRemove, false, false},
        {kConsentMove, "consent_move", WebexCall::kRemove, false, false},
        {kEmailChange, "email_change", WebexCall::kRemove, true, false},
    });
}

}  // namespace bwsync
