#include "daemon/core/billing/billing_files.hpp"

#include "daemon/domain/billing/billing_report.hpp"

namespace bwsync {

namespace {

using namespace std::chrono_literals;

// FileFetch repeats a piece by itself; these are for what outlasts that.
constexpr int kAttemptsMax = 5;
constexpr Millis kPause = 2s;

}  // namespace

BillingFiles::BillingFiles(WebexBilling& billing, FileFetch& fetch, Clock& clock, std::string partner,
                           std::string directory)
    : billing_(billing), fetch_(fetch), clock_(clock), partner_(std::move(partner)), directory_(std::move(directory))
{
}

std::filesystem::path BillingFiles::path_of(const std::string& period) const
{
    return directory_ / (partner_ + "-" + period + ".csv");
}

Task<Result<BillingFile>> BillingFiles::fetch(std::string id, std::stop_token stop)
{
    WebexResult<Answered<BillingReport>> answer = co_await billing_.get(id, stop);
    if (!answer) co_return billing_error(answer.error());
    BillingFile file;
    file.report = std::move(answer->value);
    Result<> ready = check_downloadable(file.report);
    if (!ready) co_return ready.error();
    file.path = path_of(file.report.period);
    std::error_code failed;
    std::filesystem::create_directories(directory_, failed);
    if (failed)
        co_return Error(ErrorKind::kRejected, "the folder " + directory_.string() +
                                                  " (billing.directory) can't be made: " + failed.message());
    if (!busy_.insert(file.path).second)
        co_return Error(ErrorKind::kConflict, "the report of " + file.report.period + " is being downloaded already");
    Result<FetchedFile> fetched = co_await bring(file.report, file.path, stop);
    busy_.erase(file.path);
    if (!fetched) co_return fetched.error();
    file.fetched = *fetched;
    file.report.download_url.clear();
    co_return file;
}

Task<Result<FetchedFile>> BillingFiles::bring(BillingReport report, std::filesystem::path path, std::stop_token stop)
{
    for (int attempt = 1;; ++attempt) {
        FetchOrder order;
        order.url = report.download_url;
        order.path = path;
        Result<FetchedFile> fetched = co_await fetch_.fetch(std::move(order), stop);
        if (fetched) co_return fetched;
        const ErrorKind kind = fetched.error().kind;
        const bool heals =
            kind == ErrorKind::kRetry || kind == ErrorKind::kRateLimited || kind == ErrorKind::kUnauthorized;
        if (!heals || attempt >= kAttemptsMax) co_return fetched;
        const Millis pause = kPause * (1 << (attempt - 1));
        const bool goes_on = co_await clock_.sleep_for(pause, stop);
        if (!goes_on)
            co_return Error(ErrorKind::kCancelled, "stopping; the download goes on when it is asked for again");
        // The link is signed and short-lived: each attempt has a new one.
        WebexResult<Answered<BillingReport>> again = co_await billing_.get(report.id, stop);
        if (!again) co_return billing_error(again.error());
        Result<> ready = check_downloadable(again->value);
        if (!ready) co_return ready.error();
        report = std::move(again->value);
    }
}

}  // namespace bwsync
