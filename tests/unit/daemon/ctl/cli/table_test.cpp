#include "daemon/ctl/cli/table.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "daemon/ctl/cli/text_width.hpp"

namespace bwsync::ctl {
namespace {

TEST(TextWidth, CountsColumnsNotBytes)
{
    EXPECT_EQ(display_width("abc"), 3U);
    EXPECT_EQ(display_width("M\xc3\xbcller"), 6U);
    EXPECT_EQ(display_width("e\xcc\x81"), 1U);
    EXPECT_EQ(display_width("\xe6\x97\xa5\xe6\x9c\xac"), 4U);
}

TEST(TextWidth, MakesForeignTextFitForATerminal)
{
    EXPECT_EQ(printable("a\x1b[2Jb"), "a\xef\xbf\xbd[2Jb");
    EXPECT_EQ(printable("a\nb\tc"), "a b c");
    EXPECT_EQ(printable("a\xff"), "a\xef\xbf\xbd");
    EXPECT_EQ(printable("x\xe2\x80\xaey"), "x\xef\xbf\xbdy");
    EXPECT_EQ(printable("\xc2\x9b"), "\xef\xbf\xbd");
    EXPECT_EQ(printable("M\xc3\xbcller"), "M\xc3\xbcller");
}

TEST(TextWidth, CutsBetweenCharacters)
{
    EXPECT_EQ(cut("abcdef", 6), "abcdef");
    EXPECT_EQ(cut("abcdef", 4), "abc\xe2\x80\xa6");
    EXPECT_EQ(cut("\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e", 4), "\xe6\x97\xa5\xe2\x80\xa6");
    for (std::size_t width = 1; width < 8; ++width)
        EXPECT_LE(display_width(cut("\xe6\x97\xa5z\xe6\x9c\xac e\xcc\x81", width)), width);
}

TEST(Table, AlignsColumns)
{
    EXPECT_EQ(rendered({{"USER", "STATE"}, {{"M\xc3\xbcller", "parked"}, {"x", "waiting"}}}, 0),
              "USER    STATE\n"
              "M\xc3\xbcller  parked\n"
              "x       waiting\n");
}

TEST(Table, FitsTheTerminalByCuttingTheWidestColumn)
{
    const Table table{{"A", "B"}, {{std::string(100, 'x'), "short"}, {"y", "z"}}};
    std::istringstream lines(rendered(table, 40));
    for (std::string line; std::getline(lines, line);) EXPECT_LE(display_width(line), 40U);
    EXPECT_NE(rendered(table, 40).find("short"), std::string::npos);
    EXPECT_NE(rendered(table, 0).find(std::string(100, 'x')), std::string::npos);
}

TEST(Table, SurvivesATerminalThatIsTooNarrow)
{
    const Table table{{"ALPHA", "BETA"}, {{"0123456789", "0123456789"}}};
    EXPECT_NE(rendered(table, 3).find("0123456\xe2\x80\xa6"), std::string::npos);
}

}  // namespace
}  // namespace bwsync::ctl
