// bwsyncctl billing reconcile against a real admin server.
#include <gtest/gtest.h>

#include <sstream>

#include "tests/integration/ctl/process.hpp"

namespace bwsync::test {
namespace {

using nlohmann::json;

// The fake's time is 2026-11-23: last month is 2026-10.
constexpr std::int64_t kOctober = 1'790'812'800'000;
constexpr std::int64_t kDay = 86'400'000;

class ReconcileTest : public testing::Test {
protected:
    ReconcileTest()
    {
        for (int day = -10; day < 40; ++day) billing().look_times.emplace_back(Millis(kOctober + day * kDay));
        billing().pages[""] = page({stood("u1", "standard"), stood("u2", "premium")}, "\"c\"");
        billing().pages["c"] = page({stood("u3", "basic", kOctober - 3 * kDay)}, "null");
    }
    static std::string stood(const std::string& user, const std::string& package, std::int64_t until = 0)
    {
        const std::int64_t from = kOctober - 9 * kDay;
        const std::string end = until == 0 ? "null" : std::to_string(until);
        std::ostringstream row;
        row << "[\"w-" << user << "\",\"" << user << "\",\"ent1\",\"" << package << "\",\"" << user << "@mail\",true,"
            << from << "," << from << "," << end << "," << end << "]";
        return row.str();
    }
    static std::string page(const std::vector<std::string>& rows, const std::string& next)
    {
        std::string items;
        for (const std::string& row : rows) items += (items.empty() ? "" : ",") + row;
        return "{\"items\":[" + items + "],\"next\":" + next + "}";
    }
    std::string report(const std::string& text) { return fixture.write("report.csv", text); }
    FakeBilling& billing() { return fixture.admin.service.fake_billing; }
    static bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

    CtlFixture fixture;
};

TEST_F(ReconcileTest, TheReportThatSaysWhatIsKnownHasNoFinding)
{
    const Ended ended = fixture.ctl(
        {"billing", "reconcile", "--exit-code", "--file", report("User ID,Package\r\nu1,standard\r\nu2,Premium\r\n")});
    EXPECT_EQ(ended.status, 0) << ended.err;
    EXPECT_TRUE(has(ended.out, "Billing report of 2026-10 of partner acme")) << ended.out;
    EXPECT_TRUE(has(ended.out, "none: the report says what is known"));
}

TEST_F(ReconcileTest, ShowsEachDifferenceWithWhatIsKnown)
{
    const std::string file = report("User ID,Package\nu1,premium\nu1,premium\nu3,basic\nghost,gold\nx\n");
    const Ended shown = fixture.ctl({"billing", "reconcile", "--month", "2026-10", "--file", file, "--exit-code"});
    EXPECT_EQ(shown.status, 4) << shown.err;
    for (const char* text : {"billed-but-gone: 1", "billed-unknown: 1", "active-not-billed: 1", "wrong-package: 2",
                             "double: 1", "line 5: 'gold' is none of", "line 6: it has 1 cells", "gone from Webex"})
        EXPECT_TRUE(has(shown.out, text)) << text << "\n" << shown.out;
    const Ended as_json = fixture.ctl({"billing", "reconcile", "--file", file, "-o", "json"});
    EXPECT_EQ(as_json.status, 0);
    const json found = as_json.json();
    EXPECT_EQ(found["billingPeriod"], "2026-10");
    EXPECT_EQ(found["summary"]["double"], 1);
    EXPECT_EQ(found["faults"][0]["line"], 6);
    EXPECT_EQ(found["findings"][0]["finding"], "billed-but-gone");
    EXPECT_EQ(found["findings"][0]["userId"], "u3");
    EXPECT_EQ(found["findings"][0]["events"][0]["at"], "2026-09-22T00:00:00Z");
    EXPECT_EQ(found["doubt"], nullptr);
    const Ended as_csv = fixture.ctl({"billing", "reconcile", "--file", file, "-o", "csv"});
    EXPECT_EQ(as_csv.out.rfind("finding,proven,user_id,", 0), 0U);
    EXPECT_TRUE(has(as_csv.out, "\r\nbilled-but-gone,yes,u3,u3@mail,ent1,w-u3,basic,,0,4,2026-09-22T00:00:00Z"))
        << as_csv.out;
}

TEST_F(ReconcileTest, SaysWhenTheHistoryProvesNothing)
{
    billing().look_times = {Instant(Millis(kOctober + kDay))};
    const Ended ended = fixture.ctl({"billing", "reconcile", "--file", report("User ID,Package\nghost,basic\n")});
    EXPECT_TRUE(has(ended.out, "is not proven")) << ended.out;
    EXPECT_TRUE(has(ended.out, "2026-10-02"));
}

TEST_F(ReconcileTest, TakesTheDaemonsFileAndHasItFetchedWhenItIsMissing)
{
    billing().content = "User ID;Package\nu1;standard\nu2;premium\n";
    billing().piece_max = 7;
    const Ended ended = fixture.ctl({"billing", "reconcile", "-o", "json"});
    EXPECT_EQ(ended.status, 0) << ended.err;
    EXPECT_EQ(ended.json()["rows"], 2);
    EXPECT_TRUE(has(ended.json()["source"], "acme-2026-10.csv"));
}

TEST_F(ReconcileTest, UnknownColumnsAreListedAndExitOne)
{
    const Ended ended = fixture.ctl({"billing", "reconcile", "--file", report("Who,What\na,b\n")});
    EXPECT_EQ(ended.status, 1);
    EXPECT_TRUE(has(ended.err, "'Who', 'What'"));
    EXPECT_TRUE(has(ended.err, "billing.columns"));
}

TEST_F(ReconcileTest, WrongUseIsRefused)
{
    EXPECT_EQ(fixture.ctl({"billing", "reconcile", "2027-01", "--file", report("User ID\n")}).status, 2);
    EXPECT_EQ(fixture.ctl({"billing", "reconcile", "--file", fixture.folder + "/missing"}).status, 2);
    EXPECT_EQ(fixture.ctl({"billing", "list", "-o", "csv"}).status, 2);
}

}  // namespace
}  // namespace bwsync::test
