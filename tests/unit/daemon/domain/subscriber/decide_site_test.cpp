// The time zone of a Meetings site: whose it is, and who has to say yes.
#include <gtest/gtest.h>

#include "tests/unit/daemon/domain/subscriber/subjects.hpp"

namespace bwsync {
namespace {

using namespace testing_data;

constexpr const char* kCountryZone = "Europe/Berlin";

BridgePolicy with_rule(SiteZone rule, const std::string& package)
{
    BridgePolicy rules = policy();
    rules.organizations.front().site_zone = rule;
    rules.organizations.front().country_zone = kCountryZone;
    rules.packages.front().package = package;
    return rules;
}

struct SiteCase {
    SiteZone rule;
    const char* package;
    bool makes_organization;
    bool flag;                   // the enterprise's own memory that the site stands
    std::optional<bool> stands;  // what the store says, when it was asked
    bool is_approved;
};

Decision decided(const SiteCase& site)
{
    Situation around = situation();
    if (site.makes_organization) {
        around.enterprise.state = EnterpriseState::kNone;
        around.candidate = "anna@example.com";
    }
    around.enterprise.has_standard = site.flag;
    around.enterprise.has_premium = site.flag;
    around.site_stands = site.stands;
    Subject one = subject();
    if (site.is_approved) {
        one.row.state = SubscriberState::kParked;
        one.row.reason = "site-time-zone";
        one.row.approval = Approval::kApproved;
    }
    return decide_on(one, around, with_rule(site.rule, site.package));
}

// Every combination, against the rules in words.
TEST(DecideSite, EveryCombinationFollowsTheRules)
{
    int seen = 0;
    for (const SiteZone rule : {SiteZone::kUser, SiteZone::kCountry, SiteZone::kHold}) {
        for (const char* package : {"softphone", "basic", "standard", "premium"}) {
            for (const bool makes : {false, true}) {
                for (const bool flag : {false, true}) {
                    for (const std::optional<bool> stands :
                         {std::optional<bool>(), std::optional(false), std::optional(true)}) {
                        for (const bool approved : {false, true}) {
                            const Decision got = decided({rule, package, makes, flag, stands, approved});
                            const bool matters = rule != SiteZone::kUser && has_site(package);
                            const bool is_asked = matters && !makes && !flag && !stands;
                            const bool is_first = matters && (makes || (!flag && stands == false));
                            const bool is_parked = is_first && rule == SiteZone::kHold && !approved;
                            const Step wanted = is_asked ? Step::kAskSite : is_parked ? Step::kNone : Step::kProvision;
                            EXPECT_EQ(got.step, wanted) << package << makes << flag << approved;
                            EXPECT_EQ(got.row.reason == "site-time-zone" && got.row.state == SubscriberState::kParked,
                                      is_parked || (is_asked && approved));
                            const bool is_country =
                                wanted == Step::kProvision && is_first && rule == SiteZone::kCountry;
                            EXPECT_EQ(got.site_time_zone, is_country ? kCountryZone : "");
                            ++seen;
                        }
                    }
                }
            }
        }
    }
    EXPECT_EQ(seen, 3 * 4 * 2 * 2 * 3 * 2);
}

TEST(DecideSite, WithoutATimeZoneOfItsOwnTheCountrysMakesTheOrganisation)
{
    Situation around = situation();
    around.enterprise.state = EnterpriseState::kNone;
    around.candidate = "anna@example.com";
    Subject one = subject();
    one.source->facts->time_zone.clear();
    EXPECT_EQ(decide_on(one, around, with_rule(SiteZone::kUser, "premium")).row.reason, "no-time-zone");
    const Decision made = decide_on(one, around, with_rule(SiteZone::kCountry, "premium"));
    EXPECT_EQ(made.step, Step::kProvision);
    EXPECT_EQ(made.site_time_zone, kCountryZone);
    EXPECT_TRUE(made.makes_organization);
}

TEST(DecideSite, AProvisionedSubscriberProvesTheSiteOfItsPackage)
{
    EXPECT_EQ(decide_on(provisioned()).site_package, "premium");
    Subject basic = provisioned();
    basic.webex->package = "basic";
    EXPECT_EQ(decide_on(basic).site_package, "");
    Subject pending = provisioned();
    pending.webex->status = WebexStatus::kProvisioning;
    EXPECT_EQ(decide_on(pending).site_package, "");
}

TEST(DecideSite, TheHoldTellsTheTimeZone)
{
    const Decision held = decided({SiteZone::kHold, "premium", true, false, {}, false});
    EXPECT_NE(held.row.detail.find("America/New_York"), std::string::npos);
    EXPECT_NE(held.row.detail.find("premium"), std::string::npos);
}

TEST(DecideSite, AnotherRuleIsAnotherPolicy)
{
    EXPECT_NE(fingerprint(with_rule(SiteZone::kUser, "premium")), fingerprint(with_rule(SiteZone::kHold, "premium")));
}

}  // namespace
}  // namespace bwsync
