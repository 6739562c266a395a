#include "tests/integration/admin/fake_billing.hpp"

#include <algorithm>

namespace bwsync::test {

void FakeBilling::note(const std::string& call)
{
    const std::lock_guard held(mutex_);
    calls_.push_back(call);
}

std::vector<std::string> FakeBilling::calls() const
{
    const std::lock_guard held(mutex_);
    return calls_;
}

Task<Result<std::vector<BillingReport>>> FakeBilling::list(std::string partner, BillingFilter filter)
{
    const std::string sort = filter.sort ? std::to_string(static_cast<int>(*filter.sort)) : "";
    note("list " + partner + " " + filter.after + "|" + filter.before + "|" + sort);
    if (refusal) co_return *refusal;
    co_return reports;
}

Task<Result<BillingReport>> FakeBilling::create(std::string partner, std::string period)
{
    note("create " + partner + " " + period);
    if (refusal) co_return *refusal;
    BillingReport report;
    report.id = "made";
    report.period = period;
    report.status = BillingStatus::kInProgress;
    reports.push_back(report);
    co_return report;
}

Task<Result<BillingReport>> FakeBilling::get(std::string partner, std::string id)
{
    note("get " + partner + " " + id);
    if (refusal) co_return *refusal;
    for (BillingReport& report : reports) {
        if (report.id != id) continue;
        const bool is_due = report.status == BillingStatus::kInProgress && looks_until_made-- <= 0;
        if (is_due) report.status = BillingStatus::kCompleted;
        co_return report;
    }
    co_return Error(ErrorKind::kNotFound, "Webex error code 2024, no such billing report");
}

Task<Result<>> FakeBilling::remove(std::string partner, std::string id)
{
    note("remove " + partner + " " + id);
    if (refusal) co_return *refusal;
    co_return std::monostate();
}

Result<BillingDownload> FakeBilling::begin_download(std::string partner, std::string id)
{
    note("begin " + partner + " " + id);
    if (refusal) return *refusal;
    BillingDownload begun;
    begun.report_id = id;
    return begun;
}

Result<BillingDownload> FakeBilling::download(std::string partner, std::string id)
{
    note("look " + partner + " " + id);
    if (refusal) return *refusal;
    BillingDownload download;
    download.report_id = id;
    if (looks_until_fetched-- > 0) return download;
    download.state = download_ends;
    download.period = "2026-09";
    download.path = "/var/lib/bwsync/billing/acme-2026-09.csv";
    download.bytes = content.size();
    if (download_ends == BillingDownload::State::kFailed) download.problem = "the disk is full";
    return download;
}

Task<Result<BillingFileStatus>> FakeBilling::file(std::string partner, std::string period)
{
    note("file " + partner + " " + period);
    if (refusal) co_return *refusal;
    BillingFileStatus status;
    status.path = "/var/lib/bwsync/billing/" + partner + "-" + period + ".csv";
    status.bytes = content.size();
    co_return status;
}

Task<Result<std::string>> FakeBilling::piece(std::string partner, std::string period, std::uint64_t offset)
{
    note("piece " + partner + " " + period + " " + std::to_string(offset));
    if (refusal) co_return *refusal;
    if (offset >= content.size()) co_return std::string();
    co_return content.substr(static_cast<std::size_t>(offset), piece_max);
}

Task<Result<std::vector<Instant>>> FakeBilling::looks(std::string partner)
{
    note("looks " + partner);
    if (refusal) co_return *refusal;
    co_return look_times;
}

Task<Result<std::string>> FakeBilling::history(std::string partner, std::string cursor, int)
{
    note("history " + partner + " " + cursor);
    if (refusal) co_return *refusal;
    co_return pages[cursor];
}

}  // namespace bwsync::test
