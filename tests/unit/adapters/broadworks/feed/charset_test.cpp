#include "adapters/broadworks/feed/charset.hpp"

#include <gtest/gtest.h>

namespace bwsync::feed {
namespace {

std::string utf8(std::string_view raw, Encoding encoding)
{
    std::string out;
    return append_utf8(out, raw, encoding) ? out : "(no text)";
}

std::string content(std::string_view raw, Encoding encoding = Encoding::kUtf8)
{
    std::string out;
    return append_content(out, raw, encoding) ? out : "(no text)";
}

TEST(CharsetTest, EncodingsAreNamedInAnyCase)
{
    for (const char* label : {"UTF-8", "utf-8", "Utf8", "US-ASCII"}) EXPECT_EQ(encoding_named(label), Encoding::kUtf8);
    for (const char* label : {"ISO-8859-1", "iso-8859-1", "Latin1"})
        EXPECT_EQ(encoding_named(label), Encoding::kLatin1);
    for (const char* label : {"windows-1252", "CP1252"}) EXPECT_EQ(encoding_named(label), Encoding::kWindows1252);
    for (const char* label : {"", "UTF-16", "UTF-7", "ISO-8859-2", "EBCDIC", "utf-8 ", "ISO-8859-15"}) {
        EXPECT_EQ(encoding_named(label), Encoding::kUnknown) << label;
    }
}

TEST(CharsetTest, Latin1BytesAreTheirCodePoints)
{
    EXPECT_EQ(utf8("M\xFCller \xA3", Encoding::kLatin1), "Müller £");
    EXPECT_EQ(utf8("\xFF", Encoding::kLatin1), "ÿ");
    EXPECT_EQ(utf8("\x80", Encoding::kLatin1), "\xC2\x80");
}

TEST(CharsetTest, Windows1252DiffersBetween80And9F)
{
    EXPECT_EQ(utf8("\x80\x99\x9C\xE9", Encoding::kWindows1252), "€™œé");
    EXPECT_EQ(utf8("\x81", Encoding::kWindows1252), "\xC2\x81");
}

TEST(CharsetTest, Utf8IsCheckedAndKept)
{
    EXPECT_EQ(utf8("añ€𝄞", Encoding::kUtf8), "añ€𝄞");
    for (const char* bad : {"\xC3", "\xC3(", "\x80", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                            "\xF5", "\xEF\xBF\xBE", "a\xFF"}) {
        EXPECT_EQ(utf8(bad, Encoding::kUtf8), "(no text)");
    }
}

TEST(CharsetTest, CharactersThatXmlDoesNotHaveAreRefused)
{
    for (const auto encoding : {Encoding::kUtf8, Encoding::kLatin1, Encoding::kWindows1252}) {
        EXPECT_EQ(utf8(std::string_view("a\0b", 3), encoding), "(no text)");
        EXPECT_EQ(utf8("\x1B", encoding), "(no text)");
        EXPECT_EQ(utf8("a\t\r\nb", encoding), "a\t\r\nb");
    }
    EXPECT_EQ(utf8("a", Encoding::kUnknown), "(no text)");
}

TEST(CharsetTest, ReferencesAreReplaced)
{
    EXPECT_EQ(content("&lt;&gt;&amp;&quot;&apos;"), "<>&\"'");
    EXPECT_EQ(content("caf&#233; caf&#xE9; caf&#x0000E9;"), "café café café");
    EXPECT_EQ(content("&#x1D11E;", Encoding::kLatin1), "𝄞");
    EXPECT_EQ(content("&amp;lt;"), "&lt;");
    EXPECT_EQ(content("\xE9&#233;", Encoding::kLatin1), "éé");
}

TEST(CharsetTest, OtherReferencesAreRefused)
{
    for (const char* bad : {"&", "a&", "&amp", "&;", "&unknown;", "&#;", "&#x;", "&#0;", "&#x1F;", "&#xD800;",
                            "&#x110000;", "&#99999999999999999999;", "&#-1;", "&#x-1;", "&#+1;", "& amp;", "&AMP;",
                            "&#1 ;", "&#00000000000000000233;"}) {
        EXPECT_EQ(content(bad), "(no text)") << bad;
    }
}

}  // namespace
}  // namespace bwsync::feed
