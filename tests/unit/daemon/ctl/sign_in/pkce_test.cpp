#include "daemon/ctl/sign_in/pkce.hpp"

#include <gtest/gtest.h>

#include <set>

namespace bwsync::ctl {
namespace {

// RFC 7636, appendix B.
TEST(Pkce, MakesTheChallengeOfTheRfc)
{
    EXPECT_EQ(code_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
              "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

TEST(Pkce, MakesWordsThatAVerifierMayBeAndNoneTwice)
{
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        const std::string word = random_word();
        EXPECT_EQ(word.size(), 43U);
        EXPECT_EQ(word.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
                  std::string::npos);
        EXPECT_TRUE(seen.insert(word).second);
    }
}

}  // namespace
}  // namespace bwsync::ctl
