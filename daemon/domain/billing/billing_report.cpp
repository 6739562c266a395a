#include "daemon/domain/billing/billing_report.hpp"

#include "daemon/domain/webex_codes/webex_codes.hpp"

namespace bwsync {

namespace {

std::chrono::year_month month_of(const std::string& period)
{
    return std::chrono::year(std::stoi(period.substr(0, 4))) /
           std::chrono::month(static_cast<unsigned>(std::stoi(period.substr(5))));
}

std::string written(std::chrono::year_month month)
{
    const std::string year = std::to_string(static_cast<int>(month.year()));
    const std::string number = std::to_string(static_cast<unsigned>(month.month()));
    return std::string(4 - std::min<std::size_t>(4, year.size()), '0') + year + (number.size() == 1 ? "-0" : "-") +
           number;
}

std::string meaning_of(int code)
{
    const WebexCode& entry = webex_code(code);
    if (entry.code == 0) return "Webex error code " + std::to_string(code);
    return "Webex error code " + std::to_string(code) + ", " + std::string(entry.title);
}

std::string with_remedy(std::string text, int code)
{
    const WebexCode& entry = webex_code(code);
    if (entry.code != 0 && !entry.remedy.empty()) text += ". " + std::string(entry.remedy);
    return text;
}

ErrorKind kind_of(const WebexFailure& failure)
{
    switch (failure.kind) {
        case WebexFailure::Kind::kNotSent:
            return ErrorKind::kRetry;
        case WebexFailure::Kind::kUnknownOutcome:
            return ErrorKind::kUnknownOutcome;
        case WebexFailure::Kind::kNoGrant:
            return ErrorKind::kUnauthorized;
        case WebexFailure::Kind::kCancelled:
            return ErrorKind::kCancelled;
        case WebexFailure::Kind::kAnswered:
            break;
    }
    if (failure.code == 2024 || failure.http_status == 404) return ErrorKind::kNotFound;
    if (failure.code == 2025 || failure.code == 2026 || failure.http_status == 409) return ErrorKind::kConflict;
    if (failure.code == 2030 || failure.http_status >= 500) return ErrorKind::kRetry;
    if (failure.http_status == 429) return ErrorKind::kRateLimited;
    if (failure.http_status == 401 || failure.http_status == 403) return ErrorKind::kUnauthorized;
    return ErrorKind::kRejected;
}

int rank_of(const BillingReport& report)
{
    if (report.status == BillingStatus::kCompleted) return 2;
    return report.status == BillingStatus::kInProgress ? 1 : 0;
}

}  // namespace

std::string billing_period_of(Instant at)
{
    const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(at));
    return written(day.year() / day.month());
}

std::string period_before(const std::string& period)
{
    return written(month_of(period) - std::chrono::months(1));
}

std::pair<Instant, Instant> bounds_of(const std::string& period)
{
    const std::chrono::year_month month = month_of(period);
    const auto first = [](std::chrono::year_month of) {
        return Instant(std::chrono::sys_days(of / std::chrono::day(1)).time_since_epoch());
    };
    return {first(month), first(month + std::chrono::months(1))};
}

Error billing_error(const WebexFailure& failure)
{
    std::string text = failure.what;
    if (failure.kind == WebexFailure::Kind::kAnswered && failure.code != 0)
        text = with_remedy(meaning_of(failure.code), failure.code);
    if (!failure.tracking_id.empty()) text += " (tracking id " + failure.tracking_id + ")";
    Error error(kind_of(failure), std::move(text));
    error.retry_after = failure.retry_after;
    return error;
}

Result<> check_downloadable(const BillingReport& report)
{
    const std::string which = "the report of " + report.period;
    if (report.status == BillingStatus::kInProgress)
        return Error(ErrorKind::kConflict,
                     which + " is still being made: wait until bwsyncctl billing show says COMPLETED");
    if (report.status == BillingStatus::kFailed) {
        std::string text = which + " failed in Webex";
        for (const WebexError& error : report.errors)
            text += "; " + with_remedy(meaning_of(error.code), error.code) +
                    (error.description.empty() ? "" : " (" + error.description + ")");
        return Error(ErrorKind::kRejected, text + ". Delete it and create it anew");
    }
    if (report.status != BillingStatus::kCompleted)
        return Error(ErrorKind::kRetry, which + " has the status '" + report.status_text + "', which is not published");
    if (!is_billing_period(report.period))
        return Error(ErrorKind::kRejected, "the report has '" + report.period + "' for its month");
    if (report.download_url.empty())
        return Error(ErrorKind::kRetry, which + " is completed and has no link to its file yet");
    return std::monostate();
}

const BillingReport* report_of_period(const std::vector<BillingReport>& reports, const std::string& period)
{
    const BillingReport* best = nullptr;
    for (const BillingReport& report : reports) {
        if (report.period != period) continue;
        if (best == nullptr || rank_of(report) >= rank_of(*best)) best = &report;
    }
    return best;
}

}  // namespace bwsync
