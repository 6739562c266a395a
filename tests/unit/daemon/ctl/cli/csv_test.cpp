#include "daemon/ctl/cli/csv.hpp"

#include <gtest/gtest.h>

namespace bwsync::ctl {
namespace {

using Fields = std::vector<std::string>;

TEST(Csv, ReadsFieldsMarksAndBreaksWithTheLineOfEachRecord)
{
    const CsvText csv = read_csv(
        "\xef\xbb\xbf"
        "a,b\r\n\"x, \"\"y\"\"\",\"two\nlines\"\n\n,\nlast,one");
    EXPECT_TRUE(csv.faults.empty());
    ASSERT_EQ(csv.records.size(), 4U);
    EXPECT_EQ(csv.records[0].fields, (Fields{"a", "b"}));
    EXPECT_EQ(csv.records[1].fields, (Fields{"x, \"y\"", "two\nlines"}));
    EXPECT_EQ(csv.records[1].line, 2U);
    EXPECT_EQ(csv.records[2].fields, (Fields{"", ""}));
    EXPECT_EQ(csv.records[2].line, 5U);
    EXPECT_EQ(csv.records[3].fields, (Fields{"last", "one"}));
}

TEST(Csv, NamesTheLineOfWhatIsWrongAndReadsOn)
{
    const CsvText csv = read_csv("a\nb\"c\n\"d\"e\nf\n\"g");
    ASSERT_EQ(csv.faults.size(), 3U);
    EXPECT_EQ(csv.faults[0].line, 2U);
    EXPECT_EQ(csv.faults[1].line, 3U);
    EXPECT_EQ(csv.faults[2].line, 5U);
    EXPECT_EQ(csv.records.size(), 2U);
}

TEST(Csv, WritesARecordAsOneLineThatReadsBack)
{
    const std::string line = csv_line({"plain", "with, comma", "a \"mark\"", "two\nlines", ""});
    EXPECT_EQ(line.find('\n'), line.size() - 1);
    const CsvText csv = read_csv(line);
    ASSERT_EQ(csv.records.size(), 1U);
    EXPECT_EQ(csv.records[0].fields, (Fields{"plain", "with, comma", "a \"mark\"", "two lines", ""}));
}

TEST(Csv, OfNothingIsNothing)
{
    EXPECT_TRUE(read_csv("").records.empty());
    EXPECT_TRUE(read_csv("\n\r\n").records.empty());
}

}  // namespace
}  // namespace bwsync::ctl
