#include "daemon/domain/enterprise/organization.hpp"

#include <gtest/gtest.h>

namespace bwsync {
namespace {

Enterprise bootstrapping()
{
    Enterprise enterprise;
    enterprise.bridge = "emea";
    enterprise.sp_enterprise_id = "acme";
    return bootstrapped(enterprise, "anna@example.com");
}

TEST(Organization, IsBootstrappedByItsFirstSubscriber)
{
    EXPECT_EQ(bootstrapping().state, EnterpriseState::kBootstrapping);
    EXPECT_EQ(bootstrapping().first_user_key, "anna@example.com");
    EXPECT_EQ(bootstrapping().sp_enterprise_id, "acme");
}

TEST(Organization, ADecisionThatTellsNothingChangesNothing)
{
    EXPECT_FALSE(followed(bootstrapping(), Decision()));
}

TEST(Organization, IsReadyOnceASubscriberStands)
{
    Decision stands;
    stands.organization_stands = true;
    const std::optional<EnterpriseNews> news = followed(bootstrapping(), stands);
    ASSERT_TRUE(news);
    EXPECT_EQ(news->enterprise.state, EnterpriseState::kReady);
    EXPECT_EQ(news->enterprise.first_user_key, "");
    EXPECT_EQ(news->event, "organization-ready");
    EXPECT_FALSE(followed(news->enterprise, stands));
}

TEST(Organization, NeedsAnotherFirstSubscriberWhenItsOwnGivesUp)
{
    Decision gives_up;
    gives_up.gives_up_first = true;
    const std::optional<EnterpriseNews> news = followed(bootstrapping(), gives_up);
    ASSERT_TRUE(news);
    EXPECT_EQ(news->enterprise.state, EnterpriseState::kNone);
    EXPECT_EQ(news->enterprise.first_user_key, "");
    EXPECT_EQ(news->event, "first-subscriber-gave-up");
}

TEST(Organization, RemembersWhichSitesStandAndLeavesTheFirstSubscriberBe)
{
    Decision proves;
    proves.site_package = "premium";
    const std::optional<EnterpriseNews> news = followed(bootstrapping(), proves);
    ASSERT_TRUE(news);
    EXPECT_TRUE(news->enterprise.has_premium);
    EXPECT_FALSE(news->enterprise.has_standard);
    EXPECT_EQ(news->enterprise.state, EnterpriseState::kBootstrapping);
    EXPECT_EQ(news->event, "site-stands");
    EXPECT_FALSE(followed(news->enterprise, proves));
}

}  // namespace
}  // namespace bwsync
