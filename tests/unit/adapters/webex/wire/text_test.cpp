#include "adapters/webex/wire/text.hpp"

#include <gtest/gtest.h>

namespace bwsync {
namespace {

using namespace std::chrono_literals;

long long millis(const char* text)
{
    const auto parsed = parse_timestamp(text);
    return parsed ? static_cast<long long>(parsed->time_since_epoch().count()) : -1;
}

TEST(TimestampTest, ReadsEveryFormThatWebexUses)
{
    const long long when = 1571408776000;  // 2019-10-18 14:26:16 UTC
    EXPECT_EQ(millis("2019-10-18T14:26:16Z"), when);
    EXPECT_EQ(millis("2019-10-18T14:26:16.000Z"), when);
    EXPECT_EQ(millis("2019-10-18T14:26:16.5Z"), when + 500);
    EXPECT_EQ(millis("2019-10-18T14:26:16.704911Z"), when + 704);
    EXPECT_EQ(millis("2019-10-18T14:26:16.123456789Z"), when + 123);
    EXPECT_EQ(millis("2019-10-18T14:26:16+00:00"), when);
    EXPECT_EQ(millis("2019-10-18T16:56:16.25+02:30"), when + 250);
    EXPECT_EQ(millis("2019-10-18T06:26:16-0800"), when);
    EXPECT_EQ(millis("2019-10-18T15:26:16+01"), when);
    EXPECT_EQ(millis("2019-10-18T14:26:16"), when);
}

TEST(TimestampTest, RefusesWhatIsNoTime)
{
    for (const char* text :
         {"", "x", "2019-10-18", "2019-13-18T14:26:16Z", "2019-02-30T14:26:16Z", "2019-10-18T25:26:16Z",
          "2019-10-18T14:26:16.Z", "2019-10-18T14:26:16.1234567890Z", "2019-10-18T14:26:16Zx", "2019-10-18T14:26:16+",
          "2019-10-18T14:26:16+1", "2019-10-18T14:26:16+99:00"}) {
        EXPECT_FALSE(parse_timestamp(text)) << text;
    }
}

TEST(RetryAfterTest, ReadsSecondsAndAllDateForms)
{
    const Instant now = *parse_timestamp("1994-11-06T08:49:30Z");
    EXPECT_EQ(retry_after("3", now), 3s);
    EXPECT_EQ(retry_after(" 60 ", now), 60s);
    EXPECT_EQ(retry_after("1.5", now), 1500ms);
    EXPECT_EQ(retry_after("Sun, 06 Nov 1994 08:49:37 GMT", now), 7s);
    EXPECT_EQ(retry_after("Sunday, 06-Nov-94 08:49:37 GMT", now), 7s);
    EXPECT_EQ(retry_after("Sun Nov  6 08:49:37 1994", now), 7s);
}

TEST(RetryAfterTest, StaysBetweenASecondAndFiveMinutes)
{
    const Instant now = *parse_timestamp("1994-11-06T08:49:30Z");
    EXPECT_EQ(retry_after("0", now), 1s);
    EXPECT_EQ(retry_after("Sun, 06 Nov 1994 08:00:00 GMT", now), 1s);
    EXPECT_EQ(retry_after("86400", now), 5min);
    EXPECT_EQ(retry_after("99999999999999999999999", now), 5min);
    EXPECT_EQ(retry_after("Sun, 06 Nov 2094 08:00:00 GMT", now), 5min);
}

TEST(RetryAfterTest, TakesFiveSecondsWhereItIsMissingOrGarbage)
{
    for (const char* text :
         {"", " ", "soon", "-5", "1e9", "3,5", "1.2.3", "Sun, 99 Nov 1994 08:49:37 GMT", "Sun, 06 Nov"}) {
        EXPECT_EQ(retry_after(text, Instant()), 5s) << text;
    }
    EXPECT_EQ(retry_after(std::nullopt, Instant()), 5s);
}

TEST(CleanTextTest, TakesOutAddressesTokensAndPersonalData)
{
    EXPECT_EQ(
        clean_text("POST failed: HTTP/1.1 400 Bad Request (url = https://inner.example.net/a/b, error = 'Invalid')"),
        "POST failed: HTTP/1.1 400 Bad Request (url = <address>, error = 'Invalid')");
    const std::string token = std::string(64, 'A') + "_ab12_3e0d8f9a-0000-1111-2222-333344445555";
    EXPECT_EQ(clean_text("token " + token + " refused"), "token <id> refused");
    EXPECT_EQ(clean_text("user jo@example.net with +1-240-555-1212 exists"), "user <e-mail> with <number> exists");
    EXPECT_EQ(clean_text("Authorization: Bearer abc refused"), "Authorization: Bearer <token> refused");
    EXPECT_EQ(clean_text("plain\r\n  text\x01"), "plain text");
}

TEST(CleanTextTest, KeepsItShortAndWholeCharacters)
{
    std::string umlauts;
    for (int i = 0; i < 400; ++i) umlauts += "\xC3\xBC ";
    const std::string cleaned = clean_text(umlauts);
    EXPECT_LE(cleaned.size(), 303U);
    EXPECT_TRUE(cleaned.ends_with("..."));
    EXPECT_NE(static_cast<unsigned char>(cleaned[cleaned.size() - 4]), 0xC3);
}

TEST(PercentEncodedTest, LeavesOnlyUnreservedCharacters)
{
    EXPECT_EQ(percent_encoded("SP1+Acme"), "SP1%2BAcme");
    EXPECT_EQ(percent_encoded("a b&c=d/e?f#g'h"), "a%20b%26c%3Dd%2Fe%3Ff%23g%27h");
    EXPECT_EQ(percent_encoded("Az09-._~"), "Az09-._~");
    EXPECT_EQ(percent_encoded("\xC3\xBC"), "%C3%BC");
}

}  // namespace
}  // namespace bwsync
