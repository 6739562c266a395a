#include "adapters/telemetry/mask.hpp"

#include <gtest/gtest.h>

namespace bwsync {
namespace {

constexpr const char* kToken = "MTIzNDU2Nzg5MGFiY2RlZi0xMjM0LTU2NzgtOTBhYi1jZGVmMTIzNDU2Nzg_PF84_1234";

TEST(Mask, HidesWhatFollowsTheNameOfASecret)
{
    EXPECT_EQ(masked("password=hunter2 user=x"), "password=*** user=x");
    EXPECT_EQ(masked("client_secret: abc, next"), "client_secret: ***, next");
    EXPECT_EQ(masked(R"({"refresh_token":"a\"b","scope":"x"})"), R"({"refresh_token":***,"scope":"x"})");
    EXPECT_EQ(masked("grant_type=r&refresh_token=abc&x=1"), "grant_type=r&refresh_token=***&x=1");
    EXPECT_EQ(masked("<newPassword>s3cret</newPassword>"), "<newPassword>***</newPassword>");
    EXPECT_EQ(masked("host=h password='a b' dbname=d"), "host=h password=*** dbname=d");
}

TEST(Mask, HidesAuthorizationInEveryForm)
{
    EXPECT_EQ(masked("Authorization: Bearer abc.def"), "Authorization: ***");
    EXPECT_EQ(masked("sent Bearer abcdefghij then"), "sent Bearer *** then");
    EXPECT_EQ(masked("Basic dXNlcjpwYXNz"), "Basic ***");
}

TEST(Mask, HidesThePasswordOfAUri)
{
    EXPECT_EQ(masked("postgresql://bw:pw@db:5432/x"), "postgresql://bw:***@db:5432/x");
    EXPECT_EQ(masked("https://webexapis.com:443/v1"), "https://webexapis.com:443/v1");
}

TEST(Mask, HidesWhatLooksLikeAToken)
{
    EXPECT_EQ(masked(std::string("got ") + kToken + " there"), "got *** there");
}

TEST(Mask, LeavesIdsAndNamesAlone)
{
    for (const char* text :
         {"Y2lzY29zcGFyazovL3VzL1NVQlNDUklCRVIvNjk3MGU2YmItNzQzOS00ZmZiLWFkMzEtZDNhZjAxNTIyZTRk",
          "6970e6bb-7439-4ffb-ad31-d3af01522e4d", "ServiceProviderServicePackGetUtilizationListRequest",
          "GroupGetUserServiceAssignedUserListRequest22V2", "the password was refused", "token bucket is empty",
          "a basic package", "ROUTER_5F0A1B2C-01BB-0000-0000-000000000000"}) {
        EXPECT_EQ(masked(text), text);
    }
}

TEST(Mask, SurvivesTextThatEndsAnywhere)
{
    const std::string text = R"(x "password" : "a\" Bearer abcdefghijk scheme://u:p@h <password>q</password> token=)";
    for (std::size_t length = 0; length <= text.size(); ++length)
        EXPECT_LE(masked(text.substr(0, length)).size(), 2 * text.size());
}

TEST(Mask, KnowsFieldsThatHoldSecrets)
{
    EXPECT_TRUE(names_a_secret("refreshToken"));
    EXPECT_TRUE(names_a_secret("CLIENT_SECRET"));
    EXPECT_FALSE(names_a_secret("subject"));
}

}  // namespace
}  // namespace bwsync
