#include "tests/lab/webex/switches.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "tests/lab/webex/model/codes.hpp"
#include "tests/lab/webex/model/fixtures.hpp"

namespace bwsync::lab {
namespace {

using namespace std::chrono_literals;

TEST(WebexSwitchesByName, EverySwitchHasADistinctNameAndRefusesNonsense)
{
    std::set<std::string> names;
    for (const auto& row : webex_switch_descriptions()) {
        EXPECT_TRUE(names.insert(row.name).second) << row.name;
        WebexSwitches switches;
        const auto wrong = set_webex_switch(switches, row.name, "nonsense");
        ASSERT_TRUE(wrong) << row.name;
        EXPECT_NE(wrong->find(row.values), std::string::npos) << *wrong;
    }
    EXPECT_GT(names.size(), 40U);
}

TEST(WebexSwitchesByName, EveryWordOfAChoiceIsTaken)
{
    for (const auto& row : webex_switch_descriptions()) {
        if (row.values.find(" | ") == std::string::npos) continue;
        std::size_t start = 0;
        while (start != std::string::npos) {
            const auto end = row.values.find(" | ", start);
            WebexSwitches switches;
            const std::string word = row.values.substr(start, end - start);
            EXPECT_FALSE(set_webex_switch(switches, row.name, word)) << row.name;
            for (const auto& now : webex_switch_descriptions(switches)) {
                if (now.name != row.name) continue;
                EXPECT_EQ(now.value, word) << row.name;
            }
            start = end == std::string::npos ? end : end + 3;
        }
    }
}

TEST(WebexSwitchesByName, SetsWhatItSays)
{
    WebexSwitches switches;
    EXPECT_FALSE(set_webex_switch(switches, "update_busy", "2020"));
    EXPECT_EQ(switches.update_busy, WebexSwitches::Busy::k2020);
    EXPECT_FALSE(set_webex_switch(switches, "access_token_lifetime", "12h"));
    EXPECT_EQ(switches.access_token_lifetime, 12h);
    EXPECT_FALSE(set_webex_switch(switches, "string_limit", "64"));
    EXPECT_EQ(switches.string_limit, 64U);
    EXPECT_TRUE(set_webex_switch(switches, "string_limit", "0"));
    EXPECT_TRUE(set_webex_switch(switches, "no such", "true"));
}

TEST(WebexSwitchesByName, DelaysAreDurations)
{
    WebexDelays delays;
    EXPECT_FALSE(set_webex_delay(delays, "update", "250ms"));
    EXPECT_EQ(delays.update, 250ms);
    EXPECT_TRUE(set_webex_delay(delays, "update", "250"));
    EXPECT_TRUE(set_webex_delay(delays, "upgrade", "1s"));
}

TEST(WebexDurations, TakeOneNumberAndOneUnit)
{
    EXPECT_EQ(parse_duration("0s"), 0ms);
    EXPECT_EQ(parse_duration("5m"), 5min);
    EXPECT_EQ(parse_duration("90d"), 90 * 24h);
    for (const char* text : {"", "5", "m", "-1s", "1.5s", "1 s", "1s2", "1w", "99999999999999999999s", "4000d"}) {
        EXPECT_FALSE(parse_duration(text)) << text;
    }
}

TEST(WebexFixtures, AreFoundByUserThenDomainThenEnterprise)
{
    webex::Fixtures fixtures;
    const auto document = nlohmann::json::parse(R"({"emailDomains":{"X.com":2019,"y.com":4001},
        "userIds":{"Ada@z":{"code":2002,"async":true}},"enterprises":{"SP1+A":"pending_user_migration"}})");
    ASSERT_FALSE(fixtures.set(document));
    EXPECT_EQ(fixtures.find("u", "a@x.COM", "SP1+A")->code, 2019);
    EXPECT_EQ(fixtures.find("ADA@z", "a@x.com", "SP1+A")->code, 2002);
    EXPECT_TRUE(fixtures.find("u", "", "SP1+A")->migration);
    EXPECT_TRUE(fixtures.find("u", "a@y.com", "")->asynchronous) << "4001 exists only on a subscriber";
    EXPECT_EQ(fixtures.find("u", "a@w.com", "Sp1+A"), nullptr);
    ASSERT_FALSE(fixtures.set({{"emailDomains", {{"x.com", nullptr}}}}));
    EXPECT_EQ(fixtures.find("u", "a@x.com", ""), nullptr);
}

TEST(WebexCodes, CarryTheirHttpStatus)
{
    EXPECT_EQ(webex::find_code(2008)->http, 400);
    EXPECT_EQ(webex::find_code(2034)->http, 403);
    EXPECT_EQ(webex::find_code(4001)->http, 0);
    EXPECT_EQ(webex::find_code(10022), nullptr);
    EXPECT_EQ(webex::code_text(10022), "Error 10022");
}

}  // namespace
}  // namespace bwsync::lab
