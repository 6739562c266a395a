#include "tests/lab/webex/model/format.hpp"

#include <gtest/gtest.h>

namespace bwsync::lab::webex {
namespace {

TEST(WebexFormat, IdsAreBase64UrlWithoutPaddingAsInTheExamples)
{
    EXPECT_EQ(public_id("SUBSCRIBER", "6970e6bb-7439-4ffb-ad34-d3ff0167ddad"),
              "Y2lzY29zcGFyazovL3VzL1NVQlNDUklCRVIvNjk3MGU2YmItNzQzOS00ZmZiLWFkMzQtZDNmZjAxNjdkZGFk");
}

TEST(WebexFormat, Base64RoundTripsEveryLength)
{
    std::string bytes;
    for (int i = 0; i < 70; ++i) {
        EXPECT_EQ(base64_decode(base64_encode(bytes, false)), bytes);
        bytes += static_cast<char>(i * 37);
    }
    EXPECT_FALSE(base64_decode("a*b"));
}

TEST(WebexFormat, TimesAreWrittenWithTheAskedDigitsAndOffset)
{
    const std::int64_t ms = 1571408776'005;
    EXPECT_EQ(format_time(ms, 3, false), "2019-10-18T14:26:16.005Z");
    EXPECT_EQ(format_time(ms, 0, true), "2019-10-18T14:26:16+00:00");
    EXPECT_EQ(format_time(ms, 6, false), "2019-10-18T14:26:16.005000Z");
    EXPECT_EQ(format_time(ms, 9, false), "2019-10-18T14:26:16.005000000Z");
}

TEST(WebexFormat, TimesAreReadInEveryPublishedForm)
{
    const std::int64_t ms = 1571408776'005;
    for (const char* text : {"1571408776005", "2019-10-18T14:26:16.005Z", "2019-10-18T14:26:16.005999999Z",
                             "2019-10-18T16:26:16.005+02:00", "2019-10-18T09:56:16.005-0430"}) {
        EXPECT_EQ(parse_time(text), ms) << text;
    }
    EXPECT_EQ(parse_time("2019-10-18T14:26:16Z"), 1571408776'000);
    EXPECT_EQ(parse_time("2019-10-18T14:26:16.5Z"), 1571408776'500);
}

TEST(WebexFormat, RefusesDamagedTimes)
{
    for (const char* text : {"", "soon", "-1", "2019-10-18", "2019-10-18T14:26:16", "2019-02-30T00:00:00Z",
                             "2019-10-18T24:00:00Z", "2019-10-18T14:26:16.Z", "2019-10-18T14:26:16.0123456789Z",
                             "2019-10-18T14:26:16+2:00", "2019-10-18 14:26:16Z", "99999999999999999999"}) {
        EXPECT_FALSE(parse_time(text)) << text;
    }
}

TEST(WebexFormat, CheckOfValuesIsStrictButTakesCiscosExamples)
{
    for (const char* number : {"+1-240-555-1212", "+ 1-240-555-1212", "+188-(2323)-(343)", "2405551212"}) {
        EXPECT_TRUE(is_phone_number(number)) << number;
    }
    for (const char* number : {"", "+", "12a", "1+2", "call me"}) EXPECT_FALSE(is_phone_number(number)) << number;
    for (const char* email : {"a@b", "john.o'neil+x@acme.com"}) EXPECT_TRUE(is_email(email)) << email;
    for (const char* email : {"", "a", "@b", "a@", "a@b@c", "a b@c", "a@b,c@d"}) EXPECT_FALSE(is_email(email)) << email;
    EXPECT_TRUE(is_extension("1212"));
    EXPECT_FALSE(is_extension("12-12"));
    EXPECT_TRUE(is_language("en"));
    EXPECT_TRUE(is_language("en_US"));
    for (const char* language : {"EN", "en-US", "en_us", "eng", ""}) EXPECT_FALSE(is_language(language)) << language;
    EXPECT_TRUE(is_time_zone("America/Argentina/La_Rioja"));
    for (const char* zone : {"", "America", "/Berlin", "Europe/", "Europe/Ber lin"})
        EXPECT_FALSE(is_time_zone(zone)) << zone;
    EXPECT_TRUE(is_package("softphone"));
    EXPECT_FALSE(is_package("Premium"));
}

TEST(WebexFormat, TheSameSeedGivesTheSameIds)
{
    Dice one(7);
    Dice two(7);
    Dice other(8);
    const std::string uuid = one.uuid();
    EXPECT_EQ(uuid, two.uuid());
    EXPECT_NE(uuid, other.uuid());
    ASSERT_EQ(uuid.size(), 36U);
    EXPECT_EQ(uuid[14], '4');
    EXPECT_NE(std::string("89ab").find(uuid[19]), std::string::npos);
    EXPECT_EQ(one.token_text(64).size(), 64U);
}

}  // namespace
}  // namespace bwsync::lab::webex
