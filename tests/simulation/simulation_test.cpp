// The core over some hundred seeded worlds: every one ends equal, nobody was posted twice, and a seed tells one story.
#include "tests/simulation/simulation.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace bwsync::test {
namespace {

constexpr std::uint64_t kSeeds = 200;

// What the simulation has found and nobody has mended yet. Each still fails: one that passes is to be taken off the
// list.
const std::map<std::uint64_t, const char*> kOpenDefects = {
    {68, "name and address changed while away: the reuse guard takes the same person for another one"},
    {136, "the first subscriber leaves while Webex still makes the organization: the next is provisioned into it"},
    {172, "a rename within two seconds of the provisioning leaves the former user id in Webex as foreign"},
    {188, "as 136"},
};

std::string text_of(const Outcome& outcome)
{
    std::string text;
    for (const std::string& failure : outcome.failures) text += failure + "\n";
    return text;
}

TEST(Simulation, EveryWorldEndsEqualAndNobodyIsPostedTwice)
{
    std::int64_t crashes = 0;
    std::set<std::uint64_t> traces;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
        const Outcome outcome = simulate(seed);
        EXPECT_EQ(outcome.failures.empty(), !kOpenDefects.contains(seed))
            << "seed " << seed << ": bwsync-simulate --seeds 1 --from " << seed << " --story\n"
            << text_of(outcome);
        crashes += outcome.crashes;
        traces.insert(outcome.trace);
    }
    EXPECT_GT(crashes, static_cast<std::int64_t>(kSeeds)) << "the weather is too good to prove anything";
    EXPECT_EQ(traces.size(), kSeeds);
}

TEST(Simulation, ASeedIsARun)
{
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        const Outcome first = simulate(seed);
        const Outcome again = simulate(seed);
        EXPECT_EQ(first.trace, again.trace);
        EXPECT_EQ(first.steps, again.steps);
        EXPECT_EQ(first.story, again.story);
    }
}

}  // namespace
}  // namespace bwsync::test
