#include "adapters/broadworks/ocip/text.hpp"

#include <gtest/gtest.h>

namespace bwsync::ocip {
namespace {

std::string escaped(std::string_view text)
{
    std::string out;
    append_escaped(out, text);
    return out;
}

TEST(OcipText, MarkupIsEscaped)
{
    EXPECT_EQ(escaped("a<b>&\"c'"), "a&lt;b&gt;&amp;&quot;c&apos;");
}

TEST(OcipText, Latin1GoesAsOneByteAndTheRestAsReferences)
{
    EXPECT_EQ(escaped("\xC3\xB3\xC3\xB0"), "\xF3\xF0");                                    // o acute, eth
    EXPECT_EQ(escaped("\xC5\x82\xE2\x82\xAC\xF0\x9F\x98\x80"), "&#322;&#8364;&#128512;");  // l stroke, euro, a smiley
    EXPECT_EQ(escaped("\xC2\x85"), "&#133;");  // a C1 control, which some readers take for a line end
}

TEST(OcipText, Utf8IsCheckedStrictly)
{
    EXPECT_TRUE(is_utf8("plain"));
    EXPECT_TRUE(is_utf8("\xF0\x9F\x98\x80"));
    EXPECT_FALSE(is_utf8("\xC3"));              // cut
    EXPECT_FALSE(is_utf8("\xC0\xAF"));          // overlong
    EXPECT_FALSE(is_utf8("\xE0\x80\xAF"));      // overlong
    EXPECT_FALSE(is_utf8("\xED\xA0\x80"));      // surrogate
    EXPECT_FALSE(is_utf8("\xF5\x80\x80\x80"));  // beyond Unicode
    EXPECT_FALSE(is_utf8("\xF3 latin"));
}

TEST(OcipText, Latin1BecomesUtf8)
{
    EXPECT_EQ(utf8_from_latin1("J\xF3n"), "J\xC3\xB3n");
    EXPECT_EQ(utf8_from_latin1("\x80"), "\xC2\x80");
}

TEST(OcipText, WhatXmlCannotCarryIsNotSendable)
{
    EXPECT_TRUE(is_sendable("u@example.com"));
    EXPECT_TRUE(is_sendable("Group One"));
    EXPECT_FALSE(is_sendable(""));
    EXPECT_FALSE(is_sendable("  "));
    EXPECT_FALSE(is_sendable("a\x01"));
    EXPECT_FALSE(is_sendable("a\nb"));
    EXPECT_FALSE(is_sendable("\xF3"));
}

TEST(OcipText, WhiteSpaceIsNormalised)
{
    EXPECT_EQ(squeeze("  a \t\r\n b  "), "a b");
    EXPECT_EQ(squeeze(" \n "), "");
    EXPECT_EQ(trim("\n a b \t"), "a b");
}

TEST(OcipText, ShorteningKeepsCharactersWhole)
{
    EXPECT_EQ(shorten("abc", 3), "abc");
    EXPECT_EQ(shorten("ab\xC3\xB3", 3), "ab...");
}

TEST(OcipText, CaseIsIgnoredForAscii)
{
    EXPECT_TRUE(equal_without_case("Anna@X.com", "anna@x.COM"));
    EXPECT_FALSE(equal_without_case("anna", "anna2"));
}

}  // namespace
}  // namespace bwsync::ocip
