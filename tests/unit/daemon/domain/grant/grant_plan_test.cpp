#include "daemon/domain/grant/grant_plan.hpp"

#include <gtest/gtest.h>

namespace bwsync {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

const Instant kNow(Millis(1'700'000'000'000));

KeptGrant kept(const std::string& name)
{
    KeptGrant out;
    out.name = name;
    Grant grant;
    grant.name = name;
    grant.refresh_token = "r";
    grant.access_token = "a";
    grant.version = 1;
    grant.refreshed_at = kNow - 1h;
    grant.access_expires_at = kNow + days(13);
    out.grant = grant;
    return out;
}

TEST(GrantPlanTest, UsesTheBestGrantWhoseTokenMayBeSent)
{
    std::vector<KeptGrant> grants{kept("a"), kept("b")};
    EXPECT_EQ(grant_to_use(grants, kNow), 0U);
    grants[0].refused_version = 1;
    EXPECT_EQ(grant_to_use(grants, kNow), 1U);
    grants[0].refused_version = 0;
    grants[0].grant->is_dead = true;
    EXPECT_EQ(grant_to_use(grants, kNow), 1U);
    grants[1].grant->access_expires_at = kNow + 5s;
    EXPECT_EQ(grant_to_use(grants, kNow), std::nullopt);
    grants[1].grant->access_expires_at.reset();
    EXPECT_EQ(grant_to_use(grants, kNow), 1U);
    grants[0].grant->is_dead = false;
    EXPECT_EQ(grant_to_use(grants, kNow), 0U);
}

TEST(GrantPlanTest, RefreshesOnlyWhatIsAliveAndNotBackingOff)
{
    std::vector<KeptGrant> grants{kept("a"), kept("b"), KeptGrant()};
    grants[0].not_before = kNow + 1s;
    EXPECT_EQ(grant_to_refresh(grants, kNow), 1U);
    grants[1].grant->is_dead = true;
    EXPECT_EQ(grant_to_refresh(grants, kNow), std::nullopt);
    EXPECT_EQ(grant_to_refresh(grants, kNow + 1s), 0U);
}

TEST(GrantPlanTest, RefreshesOnSchedule)
{
    EXPECT_EQ(refresh_due(kept("a"), 24h, kNow), kNow + 23h);
    EXPECT_EQ(refresh_due(kept("a"), 30min, kNow), kNow - 30min);
}

TEST(GrantPlanTest, RefreshesBeforeTheAccessTokenEnds)
{
    KeptGrant grant = kept("a");
    grant.grant->access_expires_at = kNow + 9h;  // of 10 hours: at most an hour ahead
    EXPECT_EQ(refresh_due(grant, 24h, kNow), kNow + 8h);
    grant.grant->refreshed_at = kNow;
    grant.grant->access_expires_at = kNow + 100s;  // a fifth
    EXPECT_EQ(refresh_due(grant, 24h, kNow), kNow + 80s);
}

TEST(GrantPlanTest, RefreshesAtOnceWithoutAUsableTokenButNotWhileBackingOff)
{
    KeptGrant grant = kept("a");
    grant.grant->access_token.clear();
    EXPECT_EQ(refresh_due(grant, 24h, kNow), kNow);
    grant.not_before = kNow + 30s;
    EXPECT_EQ(refresh_due(grant, 24h, kNow), kNow + 30s);
    grant.grant->is_dead = true;
    EXPECT_EQ(refresh_due(grant, 24h, kNow), std::nullopt);
    EXPECT_EQ(refresh_due(KeptGrant(), 24h, kNow), std::nullopt);
}

TEST(GrantPlanTest, BacksOffUpToFiveMinutesAndHonoursWishes)
{
    EXPECT_EQ(refresh_back_off(1, 0, std::nullopt), 500ms);
    EXPECT_NEAR(static_cast<double>(refresh_back_off(1, 0.999, std::nullopt).count()), 1000, 2);
    EXPECT_EQ(refresh_back_off(4, 0, std::nullopt), 4s);
    EXPECT_EQ(refresh_back_off(1000, 0, std::nullopt), 150s);
    EXPECT_EQ(refresh_back_off(1, 0, Millis(60s)), 60s);
}

TEST(GrantPlanTest, WarnsInFourSteps)
{
    EXPECT_EQ(expiry_step(std::nullopt, kNow), 0);
    EXPECT_EQ(expiry_step(kNow + days(31), kNow), 0);
    EXPECT_EQ(expiry_step(kNow + days(30), kNow), 1);
    EXPECT_EQ(expiry_step(kNow + days(14), kNow), 2);
    EXPECT_EQ(expiry_step(kNow + days(7), kNow), 3);
    EXPECT_EQ(expiry_step(kNow + days(2), kNow), 4);
    EXPECT_EQ(expiry_step(kNow - days(2), kNow), 4);
}

}  // namespace
}  // namespace bwsync
