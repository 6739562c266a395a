#include "daemon/domain/billing/delimited_text.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace bwsync {
namespace {

using Cells = std::vector<std::string>;

TEST(DelimitedText, TakesEverySeparatorLineEndAndMark)
{
    for (const std::string separator : {",", ";", "\t", "|"}) {
        for (const std::string end : {"\n", "\r\n", "\r"}) {
            const std::string text = "\xef\xbb\xbf" + ("User" + separator + "Package" + end) + "u1" + separator +
                                     "basic" + end + "u2" + separator + "\"a" + separator + " \"\"b\"\"\"";
            const DelimitedTable table = parse_delimited(text);
            EXPECT_EQ(table.separator, separator[0]);
            EXPECT_EQ(table.headings, (Cells{"User", "Package"}));
            ASSERT_EQ(table.rows.size(), 2U) << separator;
            EXPECT_EQ(table.rows[0].cells, (Cells{"u1", "basic"}));
            EXPECT_EQ(table.rows[1].cells, (Cells{"u2", "a" + separator + " \"b\""}));
            EXPECT_EQ(table.rows[1].line, 3U);
            EXPECT_TRUE(table.faults.empty());
        }
    }
}

TEST(DelimitedText, CountsLinesThroughQuotedLineEndsAndBlankOnes)
{
    const DelimitedTable table = parse_delimited("\n a,b\n\n1,\"x\r\ny\"\n , \n2,z\n");
    ASSERT_EQ(table.rows.size(), 2U);
    EXPECT_EQ(table.rows[0].line, 4U);
    EXPECT_EQ(table.rows[0].cells[1], "x\r\ny");
    EXPECT_EQ(table.rows[1].line, 7U);
}

TEST(DelimitedText, NamesWhatIsMalformedAndGoesOnBehindIt)
{
    const DelimitedTable table = parse_delimited("a,b\n1\n2,x,y\n\"3,z\n4,\"q\"r\n5,ok\n");
    ASSERT_EQ(table.rows.size(), 1U);
    EXPECT_EQ(table.rows[0].cells[0], "5");
    const std::vector<LineFault> expected = {{2, "it has 1 cells, the headings are 2"},
                                             {3, "it has 3 cells, the headings are 2"},
                                             {4, "a quote is not closed"},
                                             {5, "text stands behind a closing quote"}};
    ASSERT_EQ(table.faults.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_EQ(table.faults[i].line, expected[i].line);
        if (i != 2) {
            EXPECT_EQ(table.faults[i].what, expected[i].what);
        }
    }
}

TEST(DelimitedText, NothingIsATableWithoutHeadings)
{
    for (const char* text : {"", "\n\r\n", "\xef\xbb\xbf", " \n"}) {
        EXPECT_TRUE(parse_delimited(text).headings.empty());
        EXPECT_TRUE(parse_delimited(text).rows.empty());
    }
}

TEST(DelimitedText, IsFastWhateverItIsGiven)
{
    std::string hostile = "a,b\n";
    for (int i = 0; i < 50'000; ++i) hostile += "\"x,y\n";
    const auto began = std::chrono::steady_clock::now();
    EXPECT_GE(parse_delimited(hostile).faults.size(), 25'000U);
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(60));
}

}  // namespace
}  // namespace bwsync
