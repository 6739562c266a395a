// What surrounds decide() for the subscribers of one bridge: the verdict about a subject and the situation it is in.
// One place, so that what is told beforehand and what is done are the same.
#pragma once

#include <optional>
#include <string>

#include "daemon/core/enterprise/known_enterprises.hpp"
#include "daemon/domain/subscriber/decide.hpp"
#include "daemon/ports/phone.hpp"
#include "daemon/ports/store/bridge_store.hpp"
#include "daemon/ports/store/enterprise_store.hpp"

namespace bwsync {

// nullopt: the user, or its service provider, has not been read.
std::optional<Verdict> judged(const BridgePolicy& policy, const PhoneNumbers& phone, const Subject& subject);

// What the first subscriber of an enterprise cannot do without.
EnterpriseStore::CandidateNeeds candidate_needs(const Verdict& verdict);

// What is true for the whole bridge at this moment.
struct Surroundings {
    Instant now{};
    bool window_is_closed = false;
    bool has_grant = true;
    bool webex_is_known = true;
    bool only_observe = false;
    BridgeControls controls;
    BrakeCounts brakes;
};

Situation situation_of(const Surroundings& around, const EnterpriseMap& enterprises, const Subject& subject,
                       const std::optional<Verdict>& verdict);

}  // namespace bwsync
