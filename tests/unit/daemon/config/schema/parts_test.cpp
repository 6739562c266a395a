// The small parsers by themselves: connection strings, schedules, patterns, near names, base64.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/config/reading/nearest.hpp"
#include "daemon/config/schema/base64.hpp"
#include "daemon/config/schema/cron.hpp"
#include "daemon/config/schema/dsn.hpp"
#include "daemon/config/schema/globs.hpp"
#include "daemon/config/schema/loopback.hpp"

namespace bwsync::config {

namespace {

TEST(DsnTest, FindsPasswordsInTheKeywordForm)
{
    for (const char* dsn : {"password=x", "host=db password=x", "host=db password = x", "host='a b' password='x y'",
                            "host=a\\ b password=x", "sslpassword=x", "\thost=db\npassword=x",
                            "dbname='postgresql://u:x@db/d'", "host='it\\'s' password=x"})
        EXPECT_TRUE(examine_dsn(dsn).has_password) << dsn;
    for (const char* dsn :
         {"", "host=db", "host='password=x'", "user=password", "password=", "password='' user=x",
          "passfile=/etc/bwsync/pgpass", "application_name=a\\ password=x", "dbname='postgresql://u@db/d'"})
        EXPECT_FALSE(examine_dsn(dsn).has_password) << dsn;
}

TEST(DsnTest, FindsPasswordsInTheUriForm)
{
    for (const char* dsn :
         {"postgresql://u:x@db", "postgres://u:x@db/d", "postgresql://:x@db", "postgresql://db/d?password=x",
          "postgresql:///d?host=/run&password=x", "postgresql://db/d?pass%77ord=x", "postgresql://db?sslpassword=x"})
        EXPECT_TRUE(examine_dsn(dsn).has_password) << dsn;
    for (const char* dsn : {"postgresql://", "postgresql://db", "postgresql://u@db:5432/d", "postgresql://u:@db/d",
                            "postgresql://a:1,b:2/d?target_session_attrs=any", "postgresql://[::1]:5432/d",
                            "postgresql://db/a:b@c", "postgresql://db/d?passfile=/x"})
        EXPECT_FALSE(examine_dsn(dsn).has_password) << dsn;
}

TEST(DsnTest, SaysWhatIsNoConnectionString)
{
    EXPECT_EQ(examine_dsn("bwsync").trouble, "a word without =");
    EXPECT_EQ(examine_dsn("host=db port").trouble, "a word without =");
    EXPECT_EQ(examine_dsn("=db").trouble, "a word without =");
    EXPECT_EQ(examine_dsn("host='db").trouble, "a quote that is not closed");
    EXPECT_EQ(examine_dsn("postgresql://db/d?sslmode").trouble, "a parameter without =");
    EXPECT_EQ(examine_dsn("host=db port=5432  ").trouble, "");
    EXPECT_EQ(examine_dsn("postgresql://db/d?a=b&c=d").trouble, "");
}

std::string bits(const CronSchedule& schedule)
{
    std::string out;
    for (std::size_t i = 0; i < 60; ++i) out += schedule.minutes[i] ? " " + std::to_string(i) : "";
    out += ";";
    for (std::size_t i = 0; i < 24; ++i) out += schedule.hours[i] ? " " + std::to_string(i) : "";
    return out;
}

TEST(CronTest, ReadsNumbersListsRangesAndSteps)
{
    EXPECT_EQ(bits(parse_cron("0 8 * * *").schedule), " 0; 8");
    EXPECT_EQ(bits(parse_cron("*/20 1,3-5 * * *").schedule), " 0 20 40; 1 3 4 5");
    EXPECT_EQ(bits(parse_cron("10-50/15,59 0-23/12 * * *").schedule), " 10 25 40 59; 0 12");
    EXPECT_EQ(bits(parse_cron("0 0/1 * * *").schedule), " 0;");
    EXPECT_EQ(bits(parse_cron("*/2147483647 0 * * *").schedule), " 0; 0");
    EXPECT_EQ(parse_cron("  5\t4 3 2 1 ").schedule.text, "  5\t4 3 2 1 ");
}

TEST(CronTest, ReadsMonthsAndDaysOfWeekByName)
{
    const CronSchedule schedule = parse_cron("0 0 * jan,DEC mon-Fri").schedule;
    EXPECT_EQ(schedule.months.to_string(), "1000000000010");
    EXPECT_EQ(schedule.weekdays.to_string(), "0111110");
    EXPECT_EQ(parse_cron("0 0 * * sun").schedule.weekdays, parse_cron("0 0 * * 7").schedule.weekdays);
    EXPECT_EQ(parse_cron("0 0 * * 5-7").schedule.weekdays.to_string(), "1100001");
    EXPECT_TRUE(parse_cron("0 0 * * *").schedule.weekdays.all());
}

TEST(CronTest, KnowsWhichDayFieldsRestrict)
{
    const auto restricted = [](const char* text) {
        const CronSchedule schedule = parse_cron(text).schedule;
        return std::pair(schedule.days_restricted, schedule.weekdays_restricted);
    };
    EXPECT_EQ(restricted("0 0 * * *"), std::pair(false, false));
    EXPECT_EQ(restricted("0 0 1 * *"), std::pair(true, false));
    EXPECT_EQ(restricted("0 0 * * 1"), std::pair(false, true));
    EXPECT_EQ(restricted("0 0 1 * 1"), std::pair(true, true));
    EXPECT_EQ(restricted("0 0 */2 * 1"), std::pair(false, true));
}

TEST(CronTest, RefusesWhatIsNoSchedule)
{
    for (const char* text : {"",
                             "0 8 * *",
                             "0 8 * * * *",
                             "@daily",
                             "60 0 * * *",
                             "0 24 * * *",
                             "0 0 0 * *",
                             "0 0 32 * *",
                             "0 0 * 0 *",
                             "0 0 * 13 *",
                             "0 0 * * 8",
                             "-1 0 * * *",
                             "1- 0 * * *",
                             "5-1 0 * * *",
                             "*/0 0 * * *",
                             "*/ 0 * * *",
                             "1/5 0 * * *",
                             ", 0 * * *",
                             "1, 0 * * *",
                             "+1 0 * * *",
                             "0x1 0 * * *",
                             "jan 0 * * *",
                             "0 0 * january *",
                             "** 0 * * *",
                             "*/-1 0 * * *"})
        EXPECT_NE(parse_cron(text).trouble, "") << text;
}

TEST(CronTest, RefusesDatesThatNeverCome)
{
    EXPECT_EQ(parse_cron("0 0 30 2 *").trouble, "a date that never comes");
    EXPECT_EQ(parse_cron("0 0 31 4,6 *").trouble, "a date that never comes");
    EXPECT_EQ(parse_cron("0 0 29 2 *").trouble, "");
    EXPECT_EQ(parse_cron("0 0 30 2 1").trouble, "");
}

TEST(GlobsTest, KnowsWhenOneCoversAnother)
{
    EXPECT_TRUE(glob_covers("*", "abc"));
    EXPECT_TRUE(glob_covers("*", ""));
    EXPECT_TRUE(glob_covers("a*c", "ABBC"));
    EXPECT_TRUE(glob_covers("a*", "a*c"));
    EXPECT_TRUE(glob_covers("*b*", "a*b*c"));
    EXPECT_TRUE(glob_covers("**", "*"));
    EXPECT_FALSE(glob_covers("a*c", "a*"));
    EXPECT_FALSE(glob_covers("abc", "*"));
    EXPECT_FALSE(glob_covers("", "a"));
    EXPECT_FALSE(glob_covers("a*b*c", "acb"));
    EXPECT_TRUE(glob_covers("a*bc", "abcbc"));
}

TEST(GlobsTest, KnowsWhenTwoMeet)
{
    EXPECT_TRUE(globs_meet("a*", "*z"));
    EXPECT_TRUE(globs_meet("*", "*"));
    EXPECT_TRUE(globs_meet("", "*"));
    EXPECT_TRUE(globs_meet("A*c", "abc"));
    EXPECT_TRUE(globs_meet("*x*", "*y*"));
    EXPECT_FALSE(globs_meet("a*", "b*"));
    EXPECT_FALSE(globs_meet("*a", "*b"));
    EXPECT_FALSE(globs_meet("a*bc", "abx"));
    EXPECT_FALSE(globs_meet("", "a"));
}

// Both answers against every text of up to four letters.
TEST(GlobsTest, AgreesWithMatchingEveryShortText)
{
    std::vector<std::string> texts{""};
    for (std::size_t i = 0; texts[i].size() < 4; ++i)
        for (const char c : {'a', 'b'}) texts.push_back(texts[i] + c);
    std::vector<std::string> globs{""};
    for (std::size_t i = 0; globs[i].size() < 3; ++i)
        for (const char c : {'a', 'b', '*'}) globs.push_back(globs[i] + c);
    for (const std::string& a : globs) {
        for (const std::string& b : globs) {
            bool all = true;
            bool some = false;
            for (const std::string& text : texts) {
                const bool in_a = glob_covers(a, text);
                const bool in_b = glob_covers(b, text);
                all = all && (in_a || !in_b);
                some = some || (in_a && in_b);
            }
            EXPECT_EQ(globs_meet(a, b), some) << a << " " << b;
            if (glob_covers(a, b)) {
                EXPECT_TRUE(all) << a << " " << b;
            }
        }
    }
}

TEST(NearestTest, FindsSlipsAndNothingElse)
{
    const std::vector<std::string> names{"service_provider", "group", "user"};
    EXPECT_EQ(nearest("service-provider", names), "service_provider");
    EXPECT_EQ(nearest("ServiceProvider", names), "service_provider");
    EXPECT_EQ(nearest("gruop", names), "group");
    EXPECT_EQ(nearest("users", names), "user");
    EXPECT_EQ(nearest("uesr", names), "user");
    EXPECT_EQ(nearest("colour", names), "");
    EXPECT_EQ(nearest("", names), "");
    EXPECT_EQ(nearest(std::string(1000, 'x'), names), "");
    EXPECT_EQ(suggestion("colour", {}, "known here:"), "");
}

TEST(Base64Test, DecodesAndRefusesStrictly)
{
    EXPECT_EQ(decode_base64(""), "");
    EXPECT_EQ(decode_base64("Zg=="), "f");
    EXPECT_EQ(decode_base64("Zm8="), "fo");
    EXPECT_EQ(decode_base64("Zm9v"), "foo");
    EXPECT_EQ(decode_base64("+/+/"), "\xFB\xFF\xBF");
    for (const char* bad : {"Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "Zm 9", "Zm9-", "=Zm9", "Zg==Zg=="})
        EXPECT_FALSE(decode_base64(bad).has_value()) << bad;
}

TEST(LoopbackTest, TakesNoNameOnTrust)
{
    for (const char* host : {"localhost", "127.0.0.1", "127.255.0.9", "::1"}) EXPECT_TRUE(is_loopback(host)) << host;
    for (const char* host : {"127.0.0.1.example.net", "127.evil", "10.0.0.1", "::2", "localhost.example.net", ""})
        EXPECT_FALSE(is_loopback(host)) << host;
}

}  // namespace

}  // namespace bwsync::config
