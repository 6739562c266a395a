#include "daemon/domain/billing/billing_report.hpp"

#include <gtest/gtest.h>

namespace bwsync {
namespace {

using namespace std::chrono_literals;

Instant at(std::chrono::year_month_day day, std::chrono::milliseconds time = 0ms)
{
    return Instant(std::chrono::sys_days(day).time_since_epoch() + time);
}

BillingReport a_report(const std::string& id, BillingStatus status, const std::string& period = "2026-01")
{
    BillingReport made;
    made.id = id;
    made.status = status;
    made.period = period;
    made.download_url = "https://x";
    return made;
}

TEST(BillingPeriod, IsTheMonthInUtc)
{
    using namespace std::chrono;
    EXPECT_EQ(billing_period_of(at(2026y / 1 / 1)), "2026-01");
    EXPECT_EQ(billing_period_of(at(2026y / 1 / 1) - 1ms), "2025-12");
    EXPECT_EQ(billing_period_of(at(2026y / 12 / 31, 23h)), "2026-12");
    EXPECT_EQ(period_before("2026-01"), "2025-12");
    EXPECT_EQ(period_before("2026-11"), "2026-10");
    EXPECT_EQ(bounds_of("2024-02").first, at(2024y / 2 / 1));
    EXPECT_EQ(bounds_of("2024-02").second, at(2024y / 3 / 1));
    EXPECT_EQ(bounds_of("2025-12").second, at(2026y / 1 / 1));
}

TEST(BillingError, NamesCodeMeaningRemedyAndTrackingId)
{
    WebexFailure failure;
    failure.http_status = 409;
    failure.code = 2026;
    failure.tracking_id = "T1";
    const Error error = billing_error(failure);
    EXPECT_EQ(error.kind, ErrorKind::kConflict);
    EXPECT_EQ(error.what,
              "Webex error code 2026, a report for this period exists. The existing report is used; delete it first "
              "to have a new one. (tracking id T1)");
}

TEST(BillingError, EveryCodeOfTheFamilyHasAKindAndARemedy)
{
    const std::vector<std::pair<int, ErrorKind>> kinds = {
        {2023, ErrorKind::kRejected}, {2024, ErrorKind::kNotFound}, {2025, ErrorKind::kConflict},
        {2026, ErrorKind::kConflict}, {2028, ErrorKind::kRejected}, {2029, ErrorKind::kUnauthorized},
        {2030, ErrorKind::kRetry},    {2031, ErrorKind::kRejected}};
    for (const auto& [code, kind] : kinds) {
        WebexFailure failure;
        failure.code = code;
        failure.http_status = code == 2029 ? 403 : 400;
        const Error error = billing_error(failure);
        EXPECT_EQ(error.kind, kind) << code;
        EXPECT_NE(error.what.find(std::to_string(code) + ", "), std::string::npos);
        EXPECT_NE(error.what.find(". "), std::string::npos) << error.what;
    }
}

TEST(BillingError, WithoutACodeItsOwnWordsStand)
{
    WebexFailure failure;
    failure.kind = WebexFailure::Kind::kNoGrant;
    failure.what = "no grant";
    EXPECT_EQ(billing_error(failure).kind, ErrorKind::kUnauthorized);
    EXPECT_EQ(billing_error(failure).what, "no grant");
    failure.kind = WebexFailure::Kind::kUnknownOutcome;
    EXPECT_EQ(billing_error(failure).kind, ErrorKind::kUnknownOutcome);
    failure.kind = WebexFailure::Kind::kAnswered;
    failure.http_status = 503;
    EXPECT_EQ(billing_error(failure).kind, ErrorKind::kRetry);
    failure.http_status = 429;
    EXPECT_EQ(billing_error(failure).kind, ErrorKind::kRateLimited);
}

TEST(Downloadable, OnlyACompletedReportWithALink)
{
    EXPECT_TRUE(check_downloadable(a_report("a", BillingStatus::kCompleted)));
    EXPECT_EQ(check_downloadable(a_report("a", BillingStatus::kInProgress)).error().kind, ErrorKind::kConflict);
    BillingReport failed = a_report("a", BillingStatus::kFailed);
    failed.errors = {WebexError{2030, "so busy"}};
    const Result<> refused = check_downloadable(failed);
    EXPECT_EQ(refused.error().kind, ErrorKind::kRejected);
    EXPECT_NE(refused.error().what.find("2030, the report service is busy"), std::string::npos);
    EXPECT_EQ(check_downloadable(a_report("a", BillingStatus::kUnknown)).error().kind, ErrorKind::kRetry);
    // The month becomes a file's name.
    EXPECT_EQ(check_downloadable(a_report("a", BillingStatus::kCompleted, "../x")).error().kind, ErrorKind::kRejected);
    BillingReport linkless = a_report("a", BillingStatus::kCompleted);
    linkless.download_url.clear();
    EXPECT_EQ(check_downloadable(linkless).error().kind, ErrorKind::kRetry);
}

TEST(ReportOfPeriod, PrefersTheCompletedOne)
{
    const std::vector<BillingReport> reports = {
        a_report("failed", BillingStatus::kFailed), a_report("done", BillingStatus::kCompleted),
        a_report("making", BillingStatus::kInProgress), a_report("other", BillingStatus::kCompleted, "2026-02")};
    EXPECT_EQ(report_of_period(reports, "2026-01")->id, "done");
    EXPECT_EQ(report_of_period(reports, "2026-02")->id, "other");
    EXPECT_EQ(report_of_period(reports, "2026-03"), nullptr);
}

}  // namespace
}  // namespace bwsync
