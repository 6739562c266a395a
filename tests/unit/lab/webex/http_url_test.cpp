#include "tests/lab/http/http_url.hpp"

#include <gtest/gtest.h>

namespace bwsync::lab {
namespace {

TEST(HttpUrl, APlusInAQueryIsASpaceAndPercent2BIsAPlus)
{
    const auto query = parse_query("a=SP1%2BAcme&b=SP1+Acme");
    ASSERT_TRUE(query);
    EXPECT_EQ(query->find("a")->second, "SP1+Acme");
    EXPECT_EQ(query->find("b")->second, "SP1 Acme");
}

TEST(HttpUrl, APlusInAPathStaysAPlus)
{
    EXPECT_EQ(percent_decode("/a+b%20c", false), "/a+b c");
}

TEST(HttpUrl, RefusesADamagedEscapeAtEveryPlace)
{
    for (const char* text : {"%", "%4", "a%", "%zz", "%4g", "ab%1"}) EXPECT_FALSE(percent_decode(text, true)) << text;
    EXPECT_FALSE(parse_query("a=1&b=%"));
    EXPECT_FALSE(parse_query("%x=1"));
}

TEST(HttpUrl, KeepsRepeatedNamesEmptyValuesAndNamesWithoutValue)
{
    const auto query = parse_query("a=1&a=2&b=&c&&");
    ASSERT_TRUE(query);
    EXPECT_EQ(query->count("a"), 2U);
    EXPECT_EQ(query->find("b")->second, "");
    EXPECT_EQ(query->find("c")->second, "");
    EXPECT_EQ(query->size(), 4U);
}

TEST(HttpUrl, EncodingRoundTripsEveryByte)
{
    std::string all;
    for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
    EXPECT_EQ(percent_decode(percent_encode(all), true), all);
    EXPECT_EQ(percent_encode("SP1+Acme"), "SP1%2BAcme");
}

}  // namespace
}  // namespace bwsync::lab
