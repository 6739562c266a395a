#include "adapters/broadworks/ocip/response.hpp"

#include <gtest/gtest.h>

#include "tests/unit/adapters/broadworks/ocip/documents.hpp"

namespace bwsync::ocip {
namespace {

using testing::answer;
using testing::answers;
using testing::data;
using testing::document;
using testing::error;
using testing::success;
using testing::table;

TEST(OcipResponse, PrefixesOfTypesAreStrippedAndOrderIsKept)
{
    const auto all = answers(data("UserGetResponse21", "<firstName>A</firstName>", "1.1") + success() +
                             error("[Error 4152] Group not found: A:B"));
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[0].type(), "UserGetResponse21");
    EXPECT_EQ(all[0].echo(), "1.1");
    EXPECT_EQ(all[0].text("firstName"), "A");
    EXPECT_TRUE(all[1].is_success());
    EXPECT_TRUE(all[2].failed_with(kGroupNotFound));
}

TEST(OcipResponse, TheTypeAttributeOfAnErrorIsNotItsKind)
{
    // ErrorResponse has an attribute `type` of its own, before or after the one that names it; the prefix is free.
    const auto parsed = parse_answers(
        "<d:BroadsoftDocument protocol=\"OCI\" xmlns:d=\"C\" xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\">"
        "<command type=\"Warning\" i:type=\"d:ErrorResponse\"><summary>[Warning 4400] partly</summary></command>"
        "</d:BroadsoftDocument>");
    ASSERT_TRUE(parsed) << parsed.error().what;
    ASSERT_TRUE(parsed->answers[0].failure());
    EXPECT_EQ(parsed->answers[0].failure()->severity, Severity::kWarning);
    EXPECT_EQ(parsed->answers[0].failure()->code, 4400);
}

TEST(OcipResponse, TheNumberOfAnErrorStandsInItsText)
{
    EXPECT_EQ(answer(error("[Error 4008] User not found: x")).failure()->code, 4008);
    EXPECT_EQ(answer(error("  [Error 6004]\n OCI XML")).failure()->code, 6004);
    EXPECT_EQ(answer(error("no number")).failure()->code, 0);
    EXPECT_EQ(answer(error("said [Error 4008]")).failure()->code, 0) << "only at the start";
    EXPECT_EQ(answer(error("no number", "<errorCode>4152</errorCode>")).failure()->code, 4152);
    EXPECT_EQ(answer(error("[Error ]")).failure()->code, 0);
    EXPECT_EQ(answer(error("[Error 99999999999999]")).failure()->code, 0);
}

TEST(OcipResponse, TheEnglishTextOfAnErrorIsPreferred)
{
    const Answer a = answer(
        "<command type=\"Error\" xsi:type=\"c:ErrorResponse\" xmlns:c=\"C\"><summary>[Error 4008] Nutzer "
        "fehlt</summary>"
        "<summaryEnglish>[Error 4008] User not found</summaryEnglish></command>");
    EXPECT_EQ(a.failure()->summary, "[Error 4008] User not found");
}

TEST(OcipResponse, DetailMayBeCdataThatQuotesADocument)
{
    const Answer a = answer(error("[Error 6004] OCI XML Request validation error",
                                  "<detail><![CDATA[Invalid xsi:type qname: 'X' in element BroadsoftDocument@C "
                                  "</BroadsoftDocument>]]></detail>"));
    EXPECT_EQ(a.failure()->detail, "Invalid xsi:type qname: 'X' in element BroadsoftDocument@C </BroadsoftDocument>");
}

TEST(OcipResponse, LongErrorTextsAreCut)
{
    EXPECT_LT(answer(error(std::string(5000, 'x'))).failure()->summary.size(), 400U);
}

TEST(OcipResponse, TheDeclaredEncodingIsHonoured)
{
    const std::string latin1 = document(data("R", "<a>J\xF3n</a>"));
    EXPECT_EQ(parse_answers(latin1)->answers[0].text("a"), "J\xC3\xB3n");
    const std::string utf8 = document(data("R", "<a>J\xC3\xB3n</a>"), "UTF-8");
    EXPECT_EQ(parse_answers(utf8)->answers[0].text("a"), "J\xC3\xB3n");
    EXPECT_EQ(parse_answers("\xEF\xBB\xBF" + utf8)->answers[0].text("a"), "J\xC3\xB3n");
    const std::string lower = document(data("R", "<a>\xF0</a>"), "iso-8859-1");
    EXPECT_EQ(parse_answers(lower)->answers[0].text("a"), "\xC3\xB0");
}

TEST(OcipResponse, WithoutADeclarationUtf8IsTakenWhereItIsOne)
{
    const std::string root =
        "<BroadsoftDocument protocol=\"OCI\" xmlns=\"C\" xmlns:xsi=\"x\"><command xsi:type=\"R\"><a>";
    const std::string end = "</a></command></BroadsoftDocument>";
    EXPECT_EQ(parse_answers(root + "J\xC3\xB3n" + end)->answers[0].text("a"), "J\xC3\xB3n");
    EXPECT_EQ(parse_answers(root + "J\xF3n" + end)->answers[0].text("a"), "J\xC3\xB3n");
}

TEST(OcipResponse, CharacterReferencesAreResolved)
{
    EXPECT_EQ(answer(data("R", "<a>&#322;&#x20AC;&amp;&lt;</a>")).text("a"), "\xC5\x82\xE2\x82\xAC&<");
}

TEST(OcipResponse, TextIsTrimmedAndGatheredFromAllItsPieces)
{
    EXPECT_EQ(answer(data("R", "<a>\n x <![CDATA[<y>]]>z\n</a>")).text("a"), "x <y>z");
    EXPECT_EQ(answer(data("R", "<a/>")).text("a"), "");
    EXPECT_EQ(answer(data("R", "")).text("a"), "");
}

TEST(OcipResponse, DamagedDocumentsAreRefusedWithoutQuotingThem)
{
    const std::string secret = "hunter2";
    std::string deep;
    for (int i = 0; i < 100; ++i) deep += "<a>";
    std::string undeep;
    for (int i = 0; i < 100; ++i) undeep += "</a>";
    std::string flood;
    for (int i = 0; i < 100; ++i) flood += success();
    const std::vector<std::string> damaged = {
        "",
        "<BroadsoftDocument protocol=\"OCI\"><command>" + secret,
        document("<command xsi:type=\"R\"><a>" + secret + "</b></command>"),
        document("<command>" + secret + "</command>"),
        document(""),
        "<html><body>" + secret + "</body></html>",
        "<BroadsoftDocument protocol=\"NSOCI\"><command/></BroadsoftDocument>",
        document(data("R", "<a>\xF3 " + secret + "</a>"), "UTF-8"),
        document(data("R", "<a>" + secret + "</a>"), "EBCDIC-" + std::string(10, 'x')),
        document(data("R", deep + secret + undeep)),
        document(data("R", "<a>" + secret + std::string(1, '\0') + "</a>")),
        document(flood),
    };
    for (const std::string& bytes : damaged) {
        const auto parsed = parse_answers(bytes);
        EXPECT_FALSE(parsed) << bytes;
        if (parsed) continue;
        EXPECT_EQ(parsed.error().what.find(secret), std::string::npos) << parsed.error().what;
    }
}

TEST(OcipResponse, EntitiesOfADoctypeAreNotExpanded)
{
    const auto parsed = parse_answers(
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\"><!ENTITY b \"boom\">]>"
        "<BroadsoftDocument protocol=\"OCI\" xmlns:xsi=\"x\"><command "
        "xsi:type=\"R\"><a>&e;&b;</a></command></BroadsoftDocument>");
    ASSERT_TRUE(parsed) << parsed.error().what;
    EXPECT_EQ(parsed->answers[0].text("a"), "&e;&b;");
}

struct Cells {
    std::vector<std::vector<std::string>> rows;
    RowReader reader()
    {
        return [this](const std::vector<std::string>& cells) {
            rows.push_back(cells);
            return Result<>(std::monostate());
        };
    }
};

TEST(OcipTable, ColumnsAreFoundByHeadingInAnyOrder)
{
    const Answer a =
        answer(data("R", table("t", {"Extra", "Name", "User  Id "}, {{"x", "Anna", "a@x"}, {"", "", "b@x"}})));
    Cells cells;
    const Columns columns{{"User Id", "Name"}, {"Country Code", "Extra"}};
    ASSERT_TRUE(read_table(a.node().child("t"), "t", columns, cells.reader()));
    const std::vector<std::vector<std::string>> expected{{"a@x", "Anna", "", "x"}, {"b@x", "", "", ""}};
    EXPECT_EQ(cells.rows, expected);
}

TEST(OcipTable, AMissingHeadingIsNamed)
{
    const Answer a = answer(data("R", table("userTable", {"User Id"}, {})));
    Cells cells;
    const Columns columns{{"User Id", "Last Name"}, {}};
    const Result<> read = read_table(a.node().child("userTable"), "userTable", columns, cells.reader());
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().kind, ErrorKind::kRejected);
    EXPECT_NE(read.error().what.find("Last Name"), std::string::npos);
}

TEST(OcipTable, AMissingTableIsNoEmptyTable)
{
    const Answer a = answer(data("R", ""));
    Cells cells;
    const Columns columns{{"User Id"}, {}};
    EXPECT_FALSE(read_table(a.node().child("userTable"), "userTable", columns, cells.reader()));
}

TEST(OcipTable, ARowThatDoesNotFitItsHeadingsSpoilsTheList)
{
    for (const testing::Row& row : {testing::Row{"1"}, testing::Row{"1", "2", "3"}, testing::Row{}}) {
        const Answer a = answer(data("R", table("t", {"A", "B"}, {row})));
        Cells cells;
        const Columns columns{{"A"}, {}};
        const Result<> read = read_table(a.node().child("t"), "t", columns, cells.reader());
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().kind, ErrorKind::kRetry);
    }
}

}  // namespace
}  // namespace bwsync::ocip
