#include "adapters/phone/libphonenumber.hpp"

#include <gtest/gtest.h>

namespace bwsync {
namespace {

class PhoneNumbersTest : public ::testing::Test {
protected:
    std::string e164(const std::string& number, const std::string& code = "", const std::string& prefix = "",
                     const std::string& region = "US")
    {
        return numbers.e164(number, code, prefix, region).value_or("(none)");
    }
    LibPhoneNumbers numbers;
};

TEST_F(PhoneNumbersTest, BothSpellingsOfBroadWorksMeanTheSame)
{
    EXPECT_EQ(e164("+1-2405551212"), "+12405551212");
    EXPECT_EQ(e164("2405551212", "1"), "+12405551212");
    EXPECT_EQ(e164("2405551212", "1", "1"), "+12405551212");
}

TEST_F(PhoneNumbersTest, TheNationalPrefixIsTakenOff)
{
    EXPECT_EQ(e164("02079460018", "44", "0"), "+442079460018");
    EXPECT_EQ(e164("2079460018", "44", "0"), "+442079460018");
    EXPECT_EQ(e164("02079460018", "44"), "+442079460018") << "by the rules of the country";
    EXPECT_EQ(e164("12405551212", "1", "1"), "+12405551212");
}

TEST_F(PhoneNumbersTest, ALeadingZeroThatBelongsToTheNumberStays)
{
    EXPECT_EQ(e164("0612345678", "39"), "+390612345678");
}

TEST_F(PhoneNumbersTest, TheCountryCodeWinsOverTheRegion)
{
    EXPECT_EQ(e164("30123456", "49", "0", "US"), "+4930123456");
}

TEST_F(PhoneNumbersTest, WithoutACountryCodeTheRegionDecides)
{
    EXPECT_EQ(e164("(240) 555-1212"), "+12405551212");
    EXPECT_EQ(e164("0170 1234567", "", "", "DE"), "+491701234567");
    EXPECT_EQ(e164("2405551212", "", "", ""), "(none)");
}

TEST_F(PhoneNumbersTest, AnUnknownCountryCodeCountsAsNone)
{
    EXPECT_EQ(e164("2405551212", "999"), "+12405551212");
    EXPECT_EQ(e164("2405551212", "abc"), "+12405551212");
    EXPECT_EQ(e164("2405551212", "99999999999999999999"), "+12405551212");
}

TEST_F(PhoneNumbersTest, SpellingOfTheCountryCodeDoesNotMatter)
{
    EXPECT_EQ(e164("2405551212", "+1"), "+12405551212");
}

TEST_F(PhoneNumbersTest, WhatIsNoNumberGivesNothing)
{
    for (const char* text :
         {"", "   ", "n/a", "1101", "12", "call Anna", "1-800-FLOWERS", "+", "++1", "+999123456789", "2405551212 x12",
          "sip:2405551212@x", "240555121224055512122405551212", "+1 240 555 1212 +1 240 555 1213"}) {
        EXPECT_EQ(e164(text), "(none)") << text;
    }
    EXPECT_EQ(e164(std::string(1000, '1')), "(none)");
    EXPECT_EQ(e164("240555\xF3"), "(none)");
}

TEST_F(PhoneNumbersTest, WhiteSpaceAroundIsIgnored)
{
    EXPECT_EQ(e164(" +1 240-555-1212\n"), "+12405551212");
}

}  // namespace
}  // namespace bwsync
