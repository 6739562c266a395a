#include "storage/engine/parameters.hpp"

#include <gtest/gtest.h>

namespace bwsync {
namespace {

const std::string kReplaced = "\xEF\xBF\xBD";

TEST(StorableText, LeavesWellFormedTextAlone)
{
    for (const std::string& text :
         {std::string(), std::string("plain"), std::string("\xC3\xBC \xE2\x82\xAC \xF0\x9F\x98\x80 \xED\x9F\xBF"),
          std::string("a\nb\t")}) {
        EXPECT_EQ(storable_text(text), text);
    }
}

TEST(StorableText, ReplacesNulBytes)
{
    EXPECT_EQ(storable_text(std::string("a\0b", 3)), "a" + kReplaced + "b");
}

TEST(StorableText, ReplacesEachByteThatIsNotUtf8)
{
    EXPECT_EQ(storable_text("\xFF"), kReplaced);
    EXPECT_EQ(storable_text("a\xC3"), "a" + kReplaced);                           // cut off
    EXPECT_EQ(storable_text("\xC0\x80"), kReplaced + kReplaced);                  // overlong
    EXPECT_EQ(storable_text("\xE0\x80\x80"), kReplaced + kReplaced + kReplaced);  // overlong
    EXPECT_EQ(storable_text("\xED\xA0\x80"), kReplaced + kReplaced + kReplaced);  // surrogate
    EXPECT_EQ(storable_text("\xF4\x90\x80\x80").substr(0, 3), kReplaced);         // beyond U+10FFFF
    EXPECT_EQ(storable_text("\xC3\x28"), kReplaced + "(");
    EXPECT_EQ(storable_text("Caf\xE9!"), "Caf" + kReplaced + "!");  // ISO 8859-1
}

TEST(ArrayLiteral, QuotesWhatPostgreSqlWouldRead)
{
    Array array;
    array.text("plain")
        .text("")
        .text("NULL")
        .text("a\"b\\c,{d}")
        .null()
        .number(-7)
        .flag(true)
        .instant(Instant(Millis(5)))
        .instant(std::nullopt);
    EXPECT_EQ(array.finished(), R"({"plain","","NULL","a\"b\\c,{d}",NULL,-7,t,5,NULL})");
    EXPECT_EQ(Array().finished(), "{}");
}

TEST(ParameterList, WritesBytesAsHexadecimal)
{
    Parameters parameters;
    parameters.bytes(std::string("\0\xFFz", 3)).null().text("x");
    EXPECT_EQ(parameters.values().at(0), "\\x00ff7a");
    EXPECT_FALSE(parameters.values().at(1));
    EXPECT_EQ(parameters.values().at(2), "x");
}

}  // namespace
}  // namespace bwsync
