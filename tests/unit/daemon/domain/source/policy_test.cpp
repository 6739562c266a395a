#include "daemon/domain/source/policy.hpp"

#include <gtest/gtest.h>

#include "tests/unit/daemon/domain/subscriber/subjects.hpp"

namespace bwsync {
namespace {

using namespace testing_data;

struct PolicyTest : testing::Test {
    BridgePolicy rules = policy();
    UserFacts user = facts();
    ServiceProviderFacts provider = enterprise();
    Numbers e164 = numbers();
    Verdict judge() { return verdict_of(rules, user, provider, e164); }
};

TEST_F(PolicyTest, WantsAnEntitledUserWithEveryField)
{
    const Verdict verdict = judge();
    ASSERT_EQ(verdict.kind, Verdict::Kind::kWanted);
    ProvisionRequest expected;
    expected.provisioning_id = "template-1";
    expected.user_id = "Anna@example.com";
    expected.sp_enterprise_id = "ent1";
    expected.first_name = "Anna";
    expected.last_name = "Moe";
    expected.package = "premium";
    expected.primary_phone_number = "+12405551212";
    expected.extension = "1212";
    expected.email = "anna@mail.example.com";
    expected.language = "en_US";
    expected.time_zone = "America/New_York";
    EXPECT_EQ(verdict.wanted, expected);
}

TEST_F(PolicyTest, ServiceProviderModelNamesProviderAndGroup)
{
    provider.is_enterprise = false;
    EXPECT_EQ(judge().wanted.sp_enterprise_id, "ent1+sales");
}

TEST_F(PolicyTest, NamesTheGroupOnlyWhereTheRuleSaysSoInTheEnterpriseModel)
{
    EXPECT_EQ(judge().wanted.sp_enterprise_group_id, "");
    rules.organizations.front().sends_group_id = true;
    EXPECT_EQ(judge().wanted.sp_enterprise_group_id, "sales");
    provider.is_enterprise = false;
    EXPECT_EQ(judge().wanted.sp_enterprise_group_id, "");
}

TEST_F(PolicyTest, ExclusionWinsOverInclusion)
{
    rules.exclude.push_back(ScopeRule{"*", "SALES", "*"});
    EXPECT_EQ(judge().kind, Verdict::Kind::kOutOfScope);
}

TEST_F(PolicyTest, NoOrganisationIsOutOfScope)
{
    rules.organizations.front().service_provider = "other*";
    EXPECT_EQ(judge().kind, Verdict::Kind::kOutOfScope);
    EXPECT_EQ(judge().reason, Reason::kNoOrganization);
}

TEST_F(PolicyTest, FirstMatchingPackageWins)
{
    PackageRule basic;
    basic.entitlement.name = "Webex-Basic";
    basic.package = "basic";
    rules.packages.insert(rules.packages.begin(), basic);
    EXPECT_EQ(judge().wanted.package, "premium");
    user.service_packs.push_back("Webex-Basic");
    EXPECT_EQ(judge().wanted.package, "basic");
}

TEST_F(PolicyTest, AServiceMayHaveToBeActive)
{
    PackageRule imp;
    imp.entitlement = Entitlement{EntitlementKind::kService, "Integrated IMP"};
    imp.package = "standard";
    rules.packages = {imp};
    user.services = {AssignedService{"Integrated IMP", false}};
    EXPECT_EQ(judge().wanted.package, "standard");
    rules.packages.front().must_be_active = true;
    EXPECT_EQ(judge().kind, Verdict::Kind::kNotEntitled);
    user.services.front().is_active = true;
    EXPECT_EQ(judge().kind, Verdict::Kind::kWanted);
}

TEST_F(PolicyTest, TakesTheFirstEmailThatIsThere)
{
    rules.email = {EmailSource::kEmailAddress, EmailSource::kAlternateUserId, EmailSource::kUserId};
    user.email_address.clear();
    EXPECT_EQ(judge().wanted.email, "Anna@example.com");
    user.alternate_user_ids = {"anna.alias@example.com"};
    EXPECT_EQ(judge().wanted.email, "anna.alias@example.com");
}

TEST_F(PolicyTest, ParksWhatWebexWouldRefuse)
{
    user.email_address.clear();
    EXPECT_EQ(judge().reason, Reason::kMissingEmail);
    user = facts();
    user.last_name.clear();
    EXPECT_EQ(judge().reason, Reason::kMissingName);
    user = facts();
    user.email_address = "anna";
    EXPECT_EQ(judge().reason, Reason::kInvalidEmail);
    user = facts();
    e164.primary = "";
    EXPECT_EQ(judge().reason, Reason::kInvalidNumber);
}

TEST_F(PolicyTest, UntrustedTemplatesSendNoEmail)
{
    rules.organizations.front().has_trusted_emails = false;
    user.email_address.clear();
    EXPECT_EQ(judge().kind, Verdict::Kind::kWanted);
    user.email_address = "anna@mail.example.com";
    EXPECT_EQ(judge().wanted.email, "");
}

TEST_F(PolicyTest, AnUnmappedLanguageIsLeftOut)
{
    user.language = "Klingon";
    EXPECT_EQ(judge().wanted.language, "");
}

TEST_F(PolicyTest, TheFingerprintTellsEveryChangeOfARule)
{
    const std::string before = fingerprint(rules);
    EXPECT_EQ(fingerprint(policy()), before);
    rules.packages.front().package = "standard";
    EXPECT_NE(fingerprint(rules), before);
    rules = policy();
    rules.exclude.push_back(ScopeRule());
    EXPECT_NE(fingerprint(rules), before);
    rules = policy();
    rules.sync = SyncPolicy::kObserve;
    EXPECT_NE(fingerprint(rules), before);
}

TEST_F(PolicyTest, PassesOverProvidersThatNoRuleTakes)
{
    EXPECT_TRUE(may_hold_users(rules, "ent1"));
    rules.include = {ScopeRule{"ent2", "*", "*"}};
    EXPECT_FALSE(may_hold_users(rules, "ent1"));
    rules.include = {ScopeRule()};
    rules.exclude = {ScopeRule{"ent1", "*", "*"}};
    EXPECT_FALSE(may_hold_users(rules, "ent1"));
    rules.exclude = {ScopeRule{"ent1", "lab", "*"}};
    EXPECT_TRUE(may_hold_users(rules, "ent1"));
}

}  // namespace
}  // namespace bwsync
