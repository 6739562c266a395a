#include <gtest/gtest.h>

#include "tests/lab/broadworks/ocip/digest.hpp"
#include "tests/lab/broadworks/ocip/framer.hpp"
#include "tests/lab/broadworks/text.hpp"

namespace bwsync::lab {
namespace {

std::string escaped(std::string_view text, WireEncoding encoding)
{
    std::string out;
    append_escaped(out, text, encoding);
    return out;
}

TEST(Text, WritesLatin1BytesAndReferencesForTheRest)
{
    EXPECT_EQ(escaped("M\xC3\xBCller & \xE4\xB8\xAD", WireEncoding::kLatin1), "M\xFCller &amp; &#20013;");
    EXPECT_EQ(escaped("M\xC3\xBCller <\xE4\xB8\xAD>", WireEncoding::kUtf8), "M\xC3\xBCller &lt;\xE4\xB8\xAD&gt;");
}

TEST(Text, NeverWritesACloseOfCdata)
{
    EXPECT_EQ(escaped("a]]>b", WireEncoding::kLatin1), "a]]&gt;b");
}

TEST(Text, ReplacesWhatXmlCannotCarry)
{
    EXPECT_EQ(escaped(std::string("a\x01") + "b\xFF" + "c\xC3", WireEncoding::kUtf8), "a?b?c?");
    // U+0085 has no place in ISO-8859-1 documents that some parsers read as windows-1252.
    EXPECT_EQ(escaped("\xC2\x85", WireEncoding::kLatin1), "&#133;");
}

TEST(Text, ConvertsBetweenLatin1AndUtf8)
{
    EXPECT_EQ(latin1_to_utf8("\xE9t\xE9"), "\xC3\xA9t\xC3\xA9");
    EXPECT_EQ(utf8_to_latin1("\xC3\xA9t\xC3\xA9 \xE4\xB8\xAD"), "\xE9t\xE9 ?");
}

TEST(Digest, GivesTheWorkedExampleOfTheLogin)
{
    EXPECT_EQ(signed_password("1234567890123", "password"), "77e4a6de3a1e00be05e121cf0ebee860");
}

TEST(Framer, FindsDocumentsWhereverTheStreamIsCut)
{
    const std::string first = "<?xml version=\"1.0\"?><Doc><a><![CDATA[</Doc>]]></a><!-- </Doc> --></Doc>";
    const std::string second = "<Doc/ ><x></Doc >";
    const std::string stream = first + "\n" + second + "\n";
    for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
        Framer framer("Doc", 1000);
        std::vector<std::string> found;
        for (const std::string& part : {stream.substr(0, cut), stream.substr(cut)}) {
            framer.feed(part);
            while (auto document = framer.next()) found.push_back(*document);
        }
        EXPECT_EQ(found, (std::vector<std::string>{first, second})) << "cut at " << cut;
        EXPECT_FALSE(framer.has_leftover());
    }
}

TEST(Framer, SaysWhenADocumentIsTooLarge)
{
    Framer framer("Doc", 10);
    framer.feed("<Doc>12345");
    EXPECT_FALSE(framer.next());
    EXPECT_FALSE(framer.overflown());
    framer.feed("6");
    EXPECT_TRUE(framer.overflown());
}

}  // namespace
}  // namespace bwsync::lab
