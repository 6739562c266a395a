// The tables about Webex's codes and time zones: complete, in order, and at one with each other.
#include <gtest/gtest.h>

#include <set>

#include "daemon/domain/enterprise/site_time_zones.hpp"
#include "daemon/domain/preview/precheck_codes.hpp"
#include "daemon/domain/webex_codes/code_appearance.hpp"
#include "daemon/domain/webex_codes/webex_codes.hpp"

namespace bwsync {
namespace {

TEST(CodeTables, EveryErrorCodeHasWhatAnOperatorNeeds)
{
    EXPECT_EQ(webex_codes().size(), 119U);
    for (const WebexCode& code : webex_codes()) {
        EXPECT_FALSE(code.title.empty() || code.remedy.empty()) << code.code;
        EXPECT_EQ(code.remedy.back(), '.') << code.code;
        ASSERT_NE(code_appearance(code.code), nullptr) << code.code;
        EXPECT_FALSE(guide_section(code.code).empty()) << code.code;
        // Who waits for nothing needs nobody; who is parked needs somebody.
        if (code.action == CodeAction::kPark) {
            EXPECT_NE(code.owner, CodeOwner::kNobody) << code.code;
            EXPECT_TRUE(code.retry == RetryRule::kNever || code.code == 2006 || code.code == 2011) << code.code;
        }
        if (code.action == CodeAction::kWait) {
            EXPECT_EQ(code.retry, RetryRule::kDoubling) << code.code;
        }
    }
    EXPECT_EQ(code_appearance(999), nullptr);
    EXPECT_TRUE(guide_section(999).empty());
}

TEST(CodeTables, StatusesAreErrors)
{
    for (const WebexCode& code : webex_codes()) {
        const CodeAppearance& shows = *code_appearance(code.code);
        for (const int status : shows.http) EXPECT_TRUE(status == 0 || (status >= 400 && status < 600)) << code.code;
    }
    EXPECT_EQ(code_appearance(4001)->http[0], 0);
    EXPECT_TRUE(code_appearance(4001)->on_subscriber);
}

TEST(CodeTables, PrecheckSaysWhoComesFirstAndWhoMoves)
{
    ASSERT_EQ(precheck_codes().size(), 17U);
    int expected = 100;
    for (const PrecheckCode& code : precheck_codes()) {
        EXPECT_EQ(code.code, expected++);
        EXPECT_EQ(code.first.empty(), !code.primary_first) << code.code;
        EXPECT_FALSE(code.meaning.empty() || code.notice.empty()) << code.code;
        EXPECT_EQ(code.person == AccountMove::kWithConsent, code.notice.find("consent") != std::string_view::npos)
            << code.code;
    }
    const std::set<int> first = {101, 105, 106, 108, 109, 110, 111, 112, 113, 114};
    const std::set<int> by_consent = {104, 106, 109, 114};
    const std::set<int> by_itself = {102, 103, 105, 108, 113};
    for (const PrecheckCode& code : precheck_codes()) {
        EXPECT_EQ(code.primary_first, first.contains(code.code)) << code.code;
        EXPECT_EQ(code.person == AccountMove::kWithConsent, by_consent.contains(code.code)) << code.code;
        EXPECT_EQ(code.person == AccountMove::kByItself, by_itself.contains(code.code)) << code.code;
    }
    EXPECT_EQ(precheck_code(117), nullptr);
}

TEST(CodeTables, CountriesAndRegionsHaveADefaultTimeZone)
{
    EXPECT_EQ(site_countries().size(), 180U);
    EXPECT_EQ(site_regions().size(), 3U);
    for (const SiteTimeZones& country : site_countries()) {
        EXPECT_TRUE(country.holds(country.preferred())) << country.code;
        EXPECT_EQ(site_country(country.code), &country);
        EXPECT_EQ(site_country(country.name), &country);
    }
    EXPECT_EQ(site_country("germany")->preferred(), "Europe/Berlin");
    EXPECT_TRUE(site_country("de")->holds("Europe/Zurich"));
    EXPECT_FALSE(site_country("de")->holds("Europe/Zur"));
    EXPECT_EQ(site_country("XK"), nullptr);
    EXPECT_EQ(default_site_time_zone("US", "EU").preferred(), "America/Los_Angeles");
    EXPECT_EQ(default_site_time_zone("AQ", "US-A").preferred(), "America/New_York");
    EXPECT_EQ(default_site_time_zone("AQ", "US-B").preferred(), "America/Los_Angeles");
    EXPECT_EQ(default_site_time_zone("AQ", "EU").preferred(), "Europe/London");
}

}  // namespace
}  // namespace bwsync
