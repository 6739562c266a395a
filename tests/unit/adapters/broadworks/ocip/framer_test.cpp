#include "adapters/broadworks/ocip/framer.hpp"

#include <gtest/gtest.h>

#include "tests/unit/adapters/broadworks/ocip/documents.hpp"

namespace bwsync::ocip {
namespace {

using testing::document;

constexpr std::size_t kLimit = 1 << 20;

std::vector<std::string> cut(const std::string& bytes, std::size_t step)
{
    Framer framer(kLimit);
    std::vector<std::string> documents;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        framer.feed(std::string_view(bytes).substr(at, step));
        while (true) {
            Result<std::optional<std::string>> next = framer.next();
            EXPECT_TRUE(next) << next.error().what;
            if (!next || !*next) break;
            documents.push_back(**next);
        }
    }
    EXPECT_FALSE(framer.has_leftover());
    return documents;
}

// Everything that could pass for an end tag, and one that is.
const std::string kTricky = document(
    "<!-- </BroadsoftDocument> --><command xsi:type=\"c:ErrorResponse\" a=\"</BroadsoftDocumen\">"
    "<detail><![CDATA[<?xml?><BroadsoftDocument></BroadsoftDocument>]]]]><![CDATA[>]]></detail>"
    "<x>&lt;/BroadsoftDocument&gt;</x></BroadsoftDocuments><?pi </BroadsoftDocument> ?></command>");

TEST(OcipFramer, FindsTheEndAtEveryPossibleCut)
{
    const std::string stream = kTricky + "\n" + document("<command/>") + "\n\n" + kTricky;
    for (std::size_t step = 1; step <= stream.size(); ++step) {
        const std::vector<std::string> documents = cut(stream, step);
        ASSERT_EQ(documents.size(), 3U) << "cut every " << step;
        ASSERT_EQ(documents[0], kTricky);
        ASSERT_EQ(documents[1], document("<command/>"));
        ASSERT_EQ(documents[2], kTricky);
    }
}

TEST(OcipFramer, TakesAPrefixedRootAndSpaceInTheEndTag)
{
    const std::string odd = "<c:BroadsoftDocument xmlns:c=\"C\"></c:BroadsoftDocument\n>";
    EXPECT_EQ(cut(odd, 7), std::vector<std::string>{odd});
}

TEST(OcipFramer, SkipsWhiteSpaceAndAByteOrderMark)
{
    const std::string plain = document("");
    EXPECT_EQ(cut("\r\n " + plain, 1), std::vector<std::string>{plain});
    EXPECT_EQ(cut("\xEF\xBB\xBF\n" + plain, 1), std::vector<std::string>{plain});
}

TEST(OcipFramer, RefusesBytesThatAreNotXmlAtOnce)
{
    Framer framer(kLimit);
    framer.feed("  HTTP/1.1 400 Bad Request");
    Result<std::optional<std::string>> next = framer.next();
    ASSERT_FALSE(next);
    EXPECT_EQ(next.error().kind, ErrorKind::kRejected);
}

TEST(OcipFramer, RefusesADocumentBeyondTheLimitBeforeItEnds)
{
    Framer framer(100);
    framer.feed("<BroadsoftDocument>" + std::string(50, 'x'));
    Result<std::optional<std::string>> early = framer.next();
    ASSERT_TRUE(early);
    EXPECT_FALSE(*early);
    framer.feed(std::string(50, 'x'));
    EXPECT_FALSE(framer.next());
}

TEST(OcipFramer, TellsWhatCameAfterADocument)
{
    Framer framer(kLimit);
    framer.feed(document("") + "\n ");
    EXPECT_TRUE(*framer.next());
    EXPECT_FALSE(framer.has_leftover());
    framer.feed("<");
    EXPECT_TRUE(framer.has_leftover());
}

TEST(OcipFramer, LooksAtEachByteOfALongSectionOnce)
{
    // Quadratic work would take minutes here.
    Framer framer(64U << 20);
    framer.feed("<a><![CDATA[");
    const std::string piece(1000, 'x');
    for (int i = 0; i < 20'000; ++i) {
        framer.feed(piece);
        ASSERT_TRUE(framer.next());
    }
    framer.feed("]]></BroadsoftDocument>");
    EXPECT_TRUE(*framer.next());
}

}  // namespace
}  // namespace bwsync::ocip
