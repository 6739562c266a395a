// The routes of billing reports over real HTTP.
#include <gtest/gtest.h>

#include "tests/integration/admin/served_admin.hpp"

namespace bwsync::test {
namespace {

using nlohmann::json;

class BillingApiTest : public testing::Test {
protected:
    BillingApiTest()
    {
        BillingReport report;
        report.id = "r1";
        report.period = "2026-09";
        report.status = BillingStatus::kFailed;
        report.status_text = "FAILED";
        report.download_url = "https://files.example/secret?signature=hush";
        report.errors = {WebexError{2030, "busy"}, WebexError{99999, "odd"}};
        billing().reports = {report};
    }
    FakeBilling& billing() { return admin.service.fake_billing; }
    std::string last_call() { return billing().calls().empty() ? "" : billing().calls().back(); }

    ServedAdmin admin;
};

TEST_F(BillingApiTest, ListsReportsOfTheOnlyPartnerWithItsFilters)
{
    const RawAnswer answer = admin.get("/api/v1/billing/reports?after=2026-01&before=2026-12&sort=status");
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(last_call(), "list acme 2026-01|2026-12|2");
    const json item = json::parse(answer.body)["items"][0];
    EXPECT_EQ(item["partner"], "acme");
    EXPECT_EQ(item["billingPeriod"], "2026-09");
    EXPECT_EQ(item["status"], "FAILED");
    EXPECT_EQ(item["created"], nullptr);
}

TEST_F(BillingApiTest, TellsWhyAReportFailedAndNeverItsLink)
{
    const RawAnswer answer = admin.get("/api/v1/billing/reports/r1");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body.find("signature"), std::string::npos);
    const json errors = json::parse(answer.body)["errors"];
    EXPECT_EQ(errors[0]["code"], 2030);
    EXPECT_NE(errors[0]["remedy"].get<std::string>().find("tried again"), std::string::npos);
    EXPECT_EQ(errors[1]["remedy"], nullptr);
    EXPECT_EQ(errors[1]["description"], "odd");
}

TEST_F(BillingApiTest, RefusesWhatIsNoMonthNoSortNoPartner)
{
    for (const char* query : {"after=2026-13", "before=2026", "sort=size", "size=1"})
        EXPECT_EQ(admin.get(std::string("/api/v1/billing/reports?") + query).status, 400) << query;
    EXPECT_EQ(admin.get("/api/v1/billing/reports?partner=other").status, 404);
    EXPECT_EQ(admin.post("/api/v1/billing/reports", R"({"billingPeriod":"2026-00"})").status, 400);
    EXPECT_EQ(admin.post("/api/v1/billing/reports", R"({"month":"2026-01"})").status, 400);
    EXPECT_EQ(admin.get("/api/v1/billing/files/..%2Fsecret").status, 400);
    EXPECT_EQ(admin.get("/api/v1/billing/files/2026-09/content?offset=-1").status, 400);
    EXPECT_TRUE(billing().calls().empty());
    admin.service.daemon.partners = {"acme", "other"};
    EXPECT_EQ(admin.get("/api/v1/billing/reports").status, 400);
    EXPECT_EQ(admin.get("/api/v1/billing/reports?partner=other").status, 200);
}

TEST_F(BillingApiTest, CreatesAndDeletes)
{
    const RawAnswer made = admin.post("/api/v1/billing/reports", R"({"billingPeriod":"2026-10","partner":"acme"})");
    EXPECT_EQ(made.status, 200);
    EXPECT_EQ(last_call(), "create acme 2026-10");
    EXPECT_EQ(json::parse(made.body)["status"], "IN_PROGRESS");
    EXPECT_EQ(admin.call("DELETE", "/api/v1/billing/reports/r1", "").status, 200);
    EXPECT_EQ(last_call(), "remove acme r1");
    billing().refusal = Error(ErrorKind::kConflict, "Webex error code 2026, a report for this period exists");
    const RawAnswer refused = admin.post("/api/v1/billing/reports", R"({"billingPeriod":"2026-10"})");
    EXPECT_EQ(refused.status, 409);
    EXPECT_NE(refused.body.find("2026"), std::string::npos);
}

TEST_F(BillingApiTest, GivesTheBytesOfAFileAsTheyAre)
{
    billing().content = std::string("a\0b\r\n\xff", 6);
    billing().piece_max = 4;
    EXPECT_EQ(json::parse(admin.get("/api/v1/billing/files/2026-09").body)["bytes"], 6);
    EXPECT_EQ(admin.get("/api/v1/billing/files/2026-09/content").body, std::string("a\0b\r", 4));
    EXPECT_EQ(admin.get("/api/v1/billing/files/2026-09/content?offset=4").body, std::string("\n\xff", 2));
    EXPECT_EQ(admin.get("/api/v1/billing/files/2026-09/content?offset=6").body, "");
}

}  // namespace
}  // namespace bwsync::test
