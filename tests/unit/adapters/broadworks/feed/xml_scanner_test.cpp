#include "adapters/broadworks/feed/xml_scanner.hpp"

#include <gtest/gtest.h>

#include <string>

namespace bwsync::feed {
namespace {

using Token = XmlScanner::Token;

// The whole walk as one line: "(a |text| [cdata] (b ) )", ending with "." or "!" and the error.
std::string walk(std::string_view document)
{
    XmlScanner scanner(document);
    std::string out;
    while (true) {
        switch (scanner.next()) {
            case Token::kStart:
                out.append("(").append(scanner.name());
                for (const auto& [name, value] : scanner.attributes()) {
                    out.append(" ").append(name.qualified).append("=").append(value);
                }
                break;
            case Token::kEnd:
                out += ")";
                break;
            case Token::kText:
                out.append("|").append(scanner.text()).append("|");
                break;
            case Token::kCdata:
                out.append("[").append(scanner.text()).append("]");
                break;
            case Token::kDone:
                return out + ".";
            case Token::kError:
                return std::string("!") + scanner.error();
        }
    }
}

TEST(XmlScannerTest, ElementsTextAndSectionsComeInOrder)
{
    EXPECT_EQ(walk("<a><b>x</b><c/>y<![CDATA[<z>]]></a>"), "(a(b|x|)(c)|y|[<z>]).");
    EXPECT_EQ(walk("<?xml version='1.0'?>\n<!-- c --><?pi x?>\n<a/>\n<!-- d -->\n"), "(a).");
    EXPECT_EQ(walk("<a><!-- <b> --><?p <b>?><![CDATA[]]></a>"), "(a[]).");
    EXPECT_EQ(walk("<a><![CDATA[x]]]]><![CDATA[>y]]></a>"), "(a[x]]][>y]).");
}

TEST(XmlScannerTest, AttributesComeInAnyOrderQuotesAndSpacing)
{
    EXPECT_EQ(walk("<a x='1' y=\"2\"/>"), "(a x=1 y=2).");
    EXPECT_EQ(walk("<a\n  y = \"2\"\r\n\tx\n=\n'it\"s > />'\n>\n</a\n>"), "(a y=2 x=it\"s > />|\n|).");
    EXPECT_EQ(walk("<p:a xmlns:p=\"u\" p:b=\"\"></p:a>"), "(a xmlns:p=u p:b=).");
}

TEST(XmlScannerTest, TheDeclarationGivesTheEncoding)
{
    EXPECT_EQ(XmlScanner("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a/>").encoding(), "ISO-8859-1");
    EXPECT_EQ(XmlScanner("\xEF\xBB\xBF<?xml version='1.0' encoding = 'utf-8' standalone='yes' ?><a/>").encoding(),
              "utf-8");
    EXPECT_EQ(XmlScanner(" \n <?xml version='1.0'?><a/>").encoding(), "");
    EXPECT_EQ(XmlScanner("<a/>").encoding(), "");
}

TEST(XmlScannerTest, MalformedDocumentsAreRefused)
{
    for (const char* bad : {"",
                            " ",
                            "x",
                            "<",
                            "<a",
                            "<a>",
                            "<a></b>",
                            "<a></a",
                            "<a></aa>",
                            "<a/><b/>",
                            "<a/>x",
                            "x<a/>",
                            "</a>",
                            "<a></a></a>",
                            "<1/>",
                            "< a/>",
                            "<a x/>",
                            "<a x=1/>",
                            "<a x='1/>",
                            "<a x='<'/>",
                            "<a x='1'y='2'/>",
                            "<a / >",
                            "<a><b/</a>",
                            "<a><![CDATA[x</a>",
                            "<a><!-- x</a>",
                            "<a><?p x</a>",
                            "<![CDATA[x]]><a/>",
                            "<?xml version='1.0'<a/>",
                            "<?xml version=1?><a/>",
                            "<?xmlversion='1.0'?><a/>",
                            "<a><?xml version='1.0'?></a>",
                            "<a/><?xml version='1.0'?>"}) {
        EXPECT_EQ(walk(bad).substr(0, 1), "!") << bad;
    }
}

TEST(XmlScannerTest, NoDocumentTypeIsEverAccepted)
{
    for (const char* bad : {"<!DOCTYPE a><a/>", "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "<a><!DOCTYPE a></a>",
                            "<a><!ENTITY x 'y'></a>", "<a/><!DOCTYPE a>"}) {
        EXPECT_EQ(walk(bad), "!a document type or another declaration, which is not allowed") << bad;
    }
}

TEST(XmlScannerTest, DepthAndAttributesHaveLimits)
{
    const auto nested = [](std::size_t depth) {
        std::string out;
        for (std::size_t i = 0; i < depth; ++i) out += "<a>";
        for (std::size_t i = 0; i < depth; ++i) out += "</a>";
        return out;
    };
    EXPECT_EQ(walk(nested(XmlScanner::kDepthMax)).back(), '.');
    EXPECT_EQ(walk(nested(XmlScanner::kDepthMax + 1)), "!elements are nested too deep");
    std::string many = "<a";
    for (std::size_t i = 0; i <= XmlScanner::kAttributesMax; ++i) many += " x='1'";
    EXPECT_EQ(walk(many + "/>"), "!a start tag is malformed");
}

TEST(XmlScannerTest, AnErrorStays)
{
    XmlScanner scanner("<a></b></a>");
    EXPECT_EQ(scanner.next(), Token::kStart);
    EXPECT_EQ(scanner.next(), Token::kError);
    EXPECT_EQ(scanner.next(), Token::kError);
    EXPECT_FALSE(scanner.skip_element());
}

TEST(XmlScannerTest, SkippingEndsBehindTheElement)
{
    const std::string inside = "<b>1</b> <c x='/>'/><d><d><e/></d>t<![CDATA[</d>]]></d><!-- </a> --><f y='1'>z</f>";
    const std::string document = "<r><a>" + inside + "</a><last/></r>";
    XmlScanner scanner(document);
    ASSERT_EQ(scanner.next(), Token::kStart);
    ASSERT_EQ(scanner.next(), Token::kStart);
    ASSERT_TRUE(scanner.skip_element());
    EXPECT_EQ(scanner.depth(), 1U);
    ASSERT_EQ(scanner.next(), Token::kStart);
    EXPECT_EQ(scanner.name(), "last");
    ASSERT_TRUE(scanner.skip_element());
    EXPECT_EQ(scanner.next(), Token::kEnd);
    EXPECT_EQ(scanner.next(), Token::kDone);
}

TEST(XmlScannerTest, SkippingIsAsStrictAsReading)
{
    for (const char* bad :
         {"<r><a><b>1</c></a></r>", "<r><a><b x=1>1</b></a></r>", "<r><a><b>1</b></r>", "<r><a><b>1", "<r><a><b>",
          "<r><a><b", "<r><a><b x='1'", "<r><a><b/></r>", "<r><a><!DOCTYPE b></a></r>", "<r><a><b>1</b x></a></r>"}) {
        XmlScanner scanner(bad);
        ASSERT_EQ(scanner.next(), Token::kStart);
        ASSERT_EQ(scanner.next(), Token::kStart);
        const bool is_skipped = scanner.skip_element();
        EXPECT_TRUE(!is_skipped || scanner.next() == Token::kError) << bad;
    }
}

TEST(XmlScannerTest, LeavesNobodyWantsArePassedOver)
{
    XmlScanner scanner("<r>\n <a>1</a>\n <p:b x='2'/> <c><d/></c> <want>3</want></r>");
    ASSERT_EQ(scanner.next(), Token::kStart);
    const auto is_wanted = [](std::string_view name) { return name == "want"; };
    scanner.skip_leaves(is_wanted);
    ASSERT_EQ(scanner.next(), Token::kText);
    ASSERT_EQ(scanner.next(), Token::kStart);
    EXPECT_EQ(scanner.name(), "c") << "an element with children is not passed over";
    ASSERT_TRUE(scanner.skip_element());
    scanner.skip_leaves(is_wanted);
    ASSERT_EQ(scanner.next(), Token::kText);
    ASSERT_EQ(scanner.next(), Token::kStart);
    EXPECT_EQ(scanner.name(), "want");
}

// The searches work on eight bytes at a time: every distance to the end of the bytes, every position of the hit.
TEST(CharactersTest, NearSearchFindsTheFirstHitAtEveryPosition)
{
    for (std::size_t size = 0; size < 40; ++size) {
        for (std::size_t at = 0; at <= size; ++at) {
            std::string text(size, '\xBD');  // one bit away from '<' in each wrong place a carry could reach
            if (at < size) text[at] = '<';
            if (at + 1 < size) text[at + 1] = '<';
            const char* found = find_near(text.data(), text.data() + size, '<');
            EXPECT_EQ(found, at < size ? text.data() + at : nullptr);
        }
    }
}

TEST(CharactersTest, NamesEndAtTheFirstByteThatIsNoPartOfThem)
{
    for (int c = 0; c < 256; ++c) {
        for (std::size_t before = 0; before < 20; ++before) {
            const std::string text = std::string(before, 'z') + static_cast<char>(c) + "AZaz09-._";
            const char* colon = nullptr;
            const char* end = skip_name(text.data(), text.data() + text.size(), colon);
            const bool is_part = is_name_part(static_cast<char>(c));
            EXPECT_EQ(end, text.data() + (is_part ? text.size() : before)) << c;
            EXPECT_EQ(colon, c == ':' ? text.data() + before : nullptr);
        }
    }
}

}  // namespace
}  // namespace bwsync::feed
