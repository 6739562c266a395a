#include "daemon/domain/grant/grant_rules.hpp"

#include <gtest/gtest.h>

namespace bwsync {
namespace {

std::string all_granted()
{
    std::string text;
    for (const std::string& scope : wanted_scopes({})) text += scope + " ";
    return text;
}

std::vector<std::string> names(const std::vector<ScopeNeed>& needs)
{
    std::vector<std::string> out;
    for (const ScopeNeed& need : needs) out.push_back(need.scope);
    return out;
}

TEST(GrantRules, AskForTheGuidesScopesBillingPeopleAndOrganizations)
{
    EXPECT_EQ(wanted_scopes({}).size(), 11U);
    EXPECT_TRUE(missing_scopes(all_granted(), {}).empty());
}

TEST(GrantRules, SayWhatDoesNotWorkWithoutAScope)
{
    const auto missing = missing_scopes("spark-admin:broadworks_subscribers_read", {});
    EXPECT_EQ(missing.size(), 10U);
    EXPECT_EQ(missing.front().scope, "spark-admin:broadworks_subscribers_write");
    EXPECT_TRUE(missing.front().is_required);
    for (const ScopeNeed& need : missing) EXPECT_FALSE(need.what_for.empty()) << need.scope;
}

TEST(GrantRules, TakeBothSpellingsOfAScope)
{
    std::string granted = all_granted();
    const std::string hyphen = "organizations-write";
    granted.replace(granted.find(hyphen), hyphen.size(), "organizations_write");
    EXPECT_TRUE(missing_scopes(granted, {}).empty());
    EXPECT_TRUE(missing_scopes(all_granted(), {"spark-admin:organizations_write"}).empty());
}

TEST(GrantRules, MissOnlyWhatTheConfigurationNamesAndWhatIsRequired)
{
    const std::vector<std::string> configured = {"spark-admin:broadworks_subscribers_read", "spark-admin:people_read",
                                                 "spark-admin:new_thing"};
    EXPECT_EQ(wanted_scopes(configured), configured);
    EXPECT_EQ(names(missing_scopes("spark-admin:broadworks_subscribers_read", configured)),
              (std::vector<std::string>{"spark-admin:broadworks_subscribers_write", "spark-admin:people_read",
                                        "spark-admin:new_thing"}));
}

TEST(GrantRules, MissNothingWhenWebexDoesNotSayWhatItGranted)
{
    EXPECT_TRUE(missing_scopes("", {}).empty());
    EXPECT_TRUE(missing_scopes("  ", {}).empty());
}

}  // namespace
}  // namespace bwsync
