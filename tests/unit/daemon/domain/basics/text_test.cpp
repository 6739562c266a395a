#include "daemon/domain/basics/text.hpp"

#include <gtest/gtest.h>

namespace bwsync {
namespace {

TEST(Glob, StarStandsForAnythingAndCaseDoesNotCount)
{
    EXPECT_TRUE(glob_matches("*", ""));
    EXPECT_TRUE(glob_matches("ACME*", "acme-east"));
    EXPECT_TRUE(glob_matches("*-lab-*", "east-lab-1"));
    EXPECT_TRUE(glob_matches("a*b*c", "aXbXbXc"));
    EXPECT_FALSE(glob_matches("a*b*c", "aXbX"));
    EXPECT_FALSE(glob_matches("acme", "acme2"));
    EXPECT_FALSE(glob_matches("", "x"));
    EXPECT_TRUE(glob_matches("", ""));
}

TEST(Glob, ManyStarsDoNotExplode)
{
    EXPECT_FALSE(glob_matches("*a*a*a*a*a*a*a*a*b", std::string(20'000, 'a')));
}

TEST(NumberKey, ComparesSpellingsByDigits)
{
    EXPECT_EQ(number_key("+1-240-555-1212"), number_key("+ 1 (240) 5551212"));
    EXPECT_NE(number_key("+12405551212"), number_key("12405551212"));
    EXPECT_EQ(number_key("12+3"), "123");
}

TEST(LowerCase, TouchesAsciiOnly)
{
    EXPECT_EQ(lower_case("ÄBc@X"), "Äbc@x");
}

}  // namespace
}  // namespace bwsync
