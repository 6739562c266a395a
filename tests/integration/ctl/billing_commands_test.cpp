// bwsyncctl billing against a real admin server.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/integration/ctl/process.hpp"

namespace bwsync::test {
namespace {

class BillingCtlTest : public testing::Test {
protected:
    BillingCtlTest()
    {
        add("old", BillingStatus::kFailed);
        add("good", BillingStatus::kCompleted);
        add("late", BillingStatus::kFailed);
    }
    void add(const std::string& id, BillingStatus status)
    {
        BillingReport report;
        report.id = id;
        report.period = "2026-09";
        report.status = status;
        if (status == BillingStatus::kFailed) report.errors = {WebexError{2023, "no"}};
        billing().reports.push_back(report);
    }
    FakeBilling& billing() { return fixture.admin.service.fake_billing; }
    std::string last_call() { return billing().calls().empty() ? "" : billing().calls().back(); }
    static bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }
    static std::string read(const std::string& path)
    {
        std::ostringstream text;
        text << std::ifstream(path, std::ios::binary).rdbuf();
        return text.str();
    }

    CtlFixture fixture;
};

TEST_F(BillingCtlTest, ListsReports)
{
    const Ended table = fixture.ctl({"billing", "list", "--after", "2026-01", "--sort", "id"});
    EXPECT_EQ(table.status, 0) << table.err;
    EXPECT_EQ(last_call(), "list acme 2026-01||1");
    EXPECT_TRUE(has(table.out, "acme     2026-09  COMPLETED  good")) << table.out;
    EXPECT_EQ(fixture.ctl({"billing", "list", "-o", "json"}).json()["items"].size(), 3U);
}

TEST_F(BillingCtlTest, AMonthMeansTheReportThatIsCompleted)
{
    EXPECT_EQ(fixture.ctl({"billing", "show", "2026-09", "-o", "json"}).json()["id"], "good");
    const Ended none = fixture.ctl({"billing", "show", "2026-08"});
    EXPECT_EQ(none.status, 1);
    EXPECT_TRUE(has(none.err, "bwsyncctl billing create 2026-08")) << none.err;
}

TEST_F(BillingCtlTest, ShowsWhyAReportFailedAndWhatHelps)
{
    const Ended shown = fixture.ctl({"billing", "show", "old"});
    EXPECT_EQ(shown.status, 0);
    EXPECT_TRUE(has(shown.out, "2023 the billing period asked for is not valid. Ask for a month that is over"))
        << shown.out;
    EXPECT_EQ(fixture.ctl({"billing", "show", "old", "--wait"}).status, 1);
}

TEST_F(BillingCtlTest, CreatesAndWaits)
{
    EXPECT_EQ(fixture.ctl({"billing", "create", "2026-10", "-o", "json"}).json()["status"], "IN_PROGRESS");
    billing().looks_until_made = 2;
    const Ended waited = fixture.ctl({"billing", "create", "--month", "2026-10", "--wait", "-o", "json"});
    EXPECT_EQ(waited.status, 0) << waited.err;
    EXPECT_EQ(waited.json()["status"], "COMPLETED");
    billing().looks_until_made = 1000;
    billing().reports.clear();
    const Ended over = fixture.ctl({"billing", "create", "2026-10", "--wait", "--wait-limit", "1"});
    EXPECT_EQ(over.status, 1);
    EXPECT_TRUE(has(over.err, "not made yet"));
}

TEST_F(BillingCtlTest, RefusesWhatIsNoMonth)
{
    EXPECT_EQ(fixture.ctl({"billing", "create", "2026-13"}).status, 2);
    EXPECT_EQ(fixture.ctl({"billing", "create"}).status, 2);
    EXPECT_TRUE(billing().calls().empty());
}

TEST_F(BillingCtlTest, AnErrorIsShownWithItsRemedyAndExitsOne)
{
    billing().refusal = Error(ErrorKind::kConflict, "Webex error code 2025, the billing report is still being made");
    const Ended refused = fixture.ctl({"billing", "create", "2026-10"});
    EXPECT_EQ(refused.status, 1);
    EXPECT_TRUE(has(refused.err, "2025"));
    EXPECT_EQ(refused.out, "");
}

TEST_F(BillingCtlTest, DownloadsIntoAFileThatOnlyItsOwnerReads)
{
    billing().looks_until_fetched = 2;
    for (int i = 0; i < 1000; ++i) billing().content += "line " + std::to_string(i) + "\r\n";
    const std::string path = fixture.folder + "/report.csv";
    const Ended ended = fixture.ctl({"billing", "download", "2026-09", "--file", path});
    EXPECT_EQ(ended.status, 0) << ended.err;
    EXPECT_EQ(read(path), billing().content);
    EXPECT_EQ(std::filesystem::status(path).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    EXPECT_TRUE(has(ended.out, "/var/lib/bwsync/billing/acme-2026-09.csv"));
    EXPECT_EQ(fixture.ctl({"billing", "download", "good", "--file", "-"}).out, billing().content);
}

TEST_F(BillingCtlTest, ADownloadThatFailsLeavesNoFile)
{
    billing().download_ends = BillingDownload::State::kFailed;
    const std::string path = fixture.folder + "/report.csv";
    const Ended ended = fixture.ctl({"billing", "download", "good", "--file", path});
    EXPECT_EQ(ended.status, 1);
    EXPECT_TRUE(has(ended.err, "the disk is full"));
    EXPECT_FALSE(std::filesystem::exists(path));
    billing().download_ends = BillingDownload::State::kDone;
    billing().content = "text";
    EXPECT_EQ(fixture.ctl({"billing", "download", "good", "--file", fixture.folder + "/none/x"}).status, 1);
}

TEST_F(BillingCtlTest, DeletesByMonth)
{
    EXPECT_EQ(fixture.ctl({"billing", "delete", "2026-09"}).status, 0);
    EXPECT_EQ(last_call(), "remove acme good");
}

}  // namespace
}  // namespace bwsync::test
