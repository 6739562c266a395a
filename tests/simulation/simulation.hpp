// One simulated run from one seed: the core over a world in memory and virtual time, with changes in BroadWorks,
// crashes and lost answers for a while; then calm. In the end Webex must show what BroadWorks has.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/support/scripted/broadworks.hpp"
#include "tests/support/scripted/webex_world.hpp"

namespace bwsync::test {

struct Outcome {
    std::uint64_t trace = 0;
    std::int64_t steps = 0;
    std::int64_t changes = 0;
    std::int64_t crashes = 0;
    std::int64_t writes = 0;            // to Webex
    std::vector<std::string> failures;  // empty: all is well
    std::vector<std::string> story;     // what happened, in order; for a person
};

// spares_known: what is known to go wrong does not happen.
Outcome simulate(std::uint64_t seed, bool spares_known = true);

// What Webex shows and BroadWorks does not say, or the other way round.
std::vector<std::string> differences(const BroadWorksWorld& broadworks, const WebexWorld& webex);

}  // namespace bwsync::test
