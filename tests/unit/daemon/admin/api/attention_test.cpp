// What of grants needs a person, and the command that helps.
#include "daemon/admin/api/attention.hpp"

#include <gtest/gtest.h>

namespace bwsync {
namespace {

constexpr const char* kSignIn = "bwsyncctl grant sign-in --partner acme --name primary";

GrantStatus good()
{
    GrantStatus grant;
    grant.partner = "acme";
    grant.name = "primary";
    grant.state = "good";
    grant.refresh_expires_at = Instant() + std::chrono::days(1000 + 80);
    return grant;
}

std::vector<Attention> told(const GrantStatus& grant)
{
    StatusParts parts;
    parts.grants = {grant};
    parts.now = Instant() + std::chrono::days(1000);
    return attention_of(parts);
}

TEST(GrantAttention, IsSilentAboutAGoodGrant)
{
    EXPECT_TRUE(told(good()).empty());
}

TEST(GrantAttention, NamesTheCommandForADeadOne)
{
    GrantStatus grant = good();
    grant.state = "dead";
    grant.problem = "invalid_grant";
    const auto list = told(grant);
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0].detail, "invalid_grant");
    EXPECT_EQ(list[0].remedy, kSignIn);
    EXPECT_TRUE(list[0].is_urgent);
}

TEST(GrantAttention, WarnsWithinThirtyDaysOfTheEnd)
{
    GrantStatus grant = good();
    grant.refresh_expires_at = Instant() + std::chrono::days(1000 + 7);
    const auto list = told(grant);
    ASSERT_EQ(list.size(), 1U);
    EXPECT_NE(list[0].detail.find("ends in 7 days"), std::string::npos);
}

TEST(GrantAttention, TellsWithoutUrgencyThatNoWarningCanCome)
{
    GrantStatus grant = good();
    grant.refresh_expires_at.reset();
    const auto list = told(grant);
    ASSERT_EQ(list.size(), 1U);
    EXPECT_FALSE(list[0].is_urgent);
}

TEST(GrantAttention, SaysWhatDoesNotWorkForWantOfAScope)
{
    GrantStatus grant = good();
    grant.missing_scopes = {{"spark-admin:a", "writing", true}, {"spark-admin:b", "billing", false}};
    const auto list = told(grant);
    ASSERT_EQ(list.size(), 2U);
    EXPECT_NE(list[0].detail.find("writing"), std::string::npos);
    EXPECT_TRUE(list[0].is_urgent);
    EXPECT_NE(list[1].detail.find("billing"), std::string::npos);
    EXPECT_FALSE(list[1].is_urgent);
    EXPECT_NE(list[1].remedy.find(kSignIn), std::string::npos);
}

}  // namespace
}  // namespace bwsync
