#include "daemon/domain/feed/renames.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace bwsync {
namespace {

std::map<std::string, std::string> ends(const std::vector<Rename>& hints)
{
    std::map<std::string, std::string> result;
    for (const Rename& rename : final_renames(hints)) result[rename.from] = rename.to;
    return result;
}

using Ends = std::map<std::string, std::string>;

TEST(Renames, AChainIsOneMovement)
{
    EXPECT_EQ(ends({{"a", "b"}, {"b", "c"}}), (Ends{{"a", "c"}}));
}

TEST(Renames, ThereAndBackIsNone)
{
    EXPECT_EQ(ends({{"a", "b"}, {"b", "a"}}), Ends{});
}

TEST(Renames, ASwapMovesBoth)
{
    EXPECT_EQ(ends({{"a", "t"}, {"b", "a"}, {"t", "b"}}), (Ends{{"a", "b"}, {"b", "a"}}));
}

TEST(Renames, AChainKnowsItsOwnHintsOnly)
{
    const std::vector<Rename> hints = {{"a", "b"}, {"x", "y"}, {"b", "c"}};
    EXPECT_EQ(chain_of(hints, "c").size(), 2U);
    EXPECT_EQ(chain_of(hints, "x").size(), 1U);
    EXPECT_TRUE(chain_of(hints, "nobody").empty());
}

// Against the plain model: people standing on places, moved one by one.
TEST(Renames, AgreesWithMovingPeopleOneByOne)
{
    std::mt19937 engine(1);
    for (int round = 0; round < 2000; ++round) {
        std::map<std::string, std::string> who_stands_at;
        for (char place = 'a'; place < 'f'; ++place) who_stands_at[std::string(1, place)] = std::string(1, place);
        std::vector<Rename> hints;
        for (int move = 0; move < 6; ++move) {
            const std::string from(1, static_cast<char>('a' + engine() % 8));
            const std::string to(1, static_cast<char>('a' + engine() % 8));
            const bool is_possible = who_stands_at.contains(from) && !who_stands_at.contains(to);
            if (!is_possible) continue;
            who_stands_at[to] = who_stands_at[from];
            who_stands_at.erase(from);
            hints.push_back({from, to});
        }
        Ends expected;
        for (const auto& [place, person] : who_stands_at) {
            if (place != person) expected[person] = place;
        }
        EXPECT_EQ(ends(hints), expected);
    }
}

}  // namespace
}  // namespace bwsync
