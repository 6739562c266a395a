#include "daemon/operator/billing.hpp"

#include <fstream>

#include "daemon/domain/billing/billing_report.hpp"

namespace bwsync {

namespace {

constexpr std::size_t kPieceMax = std::size_t(1024) * 1024;
constexpr std::size_t kRemembered = 64;
constexpr Millis kWhile = std::chrono::hours(24);

}  // namespace

OperatorBilling::OperatorBilling(Parts& parts, BillingStore& store, BillingColumns columns, Clock& clock,
                                 Telemetry& telemetry)
    : parts_(parts), store_(store), columns_(std::move(columns)), clock_(clock), telemetry_(telemetry)
{
}

OperatorBilling::~OperatorBilling()
{
    disk_.join();
}

Task<> OperatorBilling::run(std::stop_token stop)
{
    auto executor = co_await asio::this_coro::executor;
    TaskGroup group(executor, stop);
    downloads_under_way_ = &group;
    while (!stop.stop_requested()) co_await clock_.sleep_for(kWhile, stop);
    downloads_under_way_ = nullptr;
    co_await group.join();
}

WebexBilling& OperatorBilling::billing_of(const std::string& partner)
{
    return parts_.partner(partner)->billing();
}

Task<Result<std::vector<BillingReport>>> OperatorBilling::list(std::string partner, BillingFilter filter)
{
    const std::stop_token never;
    WebexResult<std::vector<BillingReport>> reports = co_await billing_of(partner).list(std::move(filter), never);
    if (!reports) co_return billing_error(reports.error());
    co_return std::move(*reports);
}

Task<Result<BillingReport>> OperatorBilling::create(std::string partner, std::string period)
{
    const std::stop_token never;
    WebexResult<Answered<std::string>> made = co_await billing_of(partner).create(period, never);
    if (made) {
        telemetry_.log(LogLevel::kInfo, "billing-report-ordered",
                       {Field("partner", partner), Field("period", period), Field("by", std::string("operator"))});
        BillingReport report;
        report.id = made->value;
        report.period = period;
        report.status = BillingStatus::kInProgress;
        co_return report;
    }
    Error refused = billing_error(made.error());
    if (refused.kind != ErrorKind::kUnknownOutcome) co_return refused;
    WebexResult<std::vector<BillingReport>> there = co_await billing_of(partner).list(BillingFilter(), never);
    const BillingReport* found = there ? report_of_period(*there, period) : nullptr;
    if (found != nullptr && found->status != BillingStatus::kFailed) co_return *found;
    co_return Error(ErrorKind::kUnknownOutcome, refused.what + "; look with bwsyncctl billing list before repeating");
}

Task<Result<BillingReport>> OperatorBilling::get(std::string partner, std::string id)
{
    const std::stop_token never;
    WebexResult<Answered<BillingReport>> report = co_await billing_of(partner).get(std::move(id), never);
    if (!report) co_return billing_error(report.error());
    report->value.download_url.clear();
    co_return std::move(report->value);
}

Task<Result<>> OperatorBilling::remove(std::string partner, std::string id)
{
    const std::stop_token never;
    WebexResult<Done> removed = co_await billing_of(partner).remove(std::move(id), never);
    if (!removed) co_return billing_error(removed.error());
    co_return std::monostate();
}

Result<BillingDownload> OperatorBilling::begin_download(std::string partner, std::string id)
{
    const Key key(std::move(partner), std::move(id));
    const auto known = downloads_.find(key);
    if (known != downloads_.end() && known->second.state == BillingDownload::State::kRunning) return known->second;
    if (downloads_under_way_ == nullptr) return Error(ErrorKind::kRetry, "the daemon is starting or stopping");
    forget_ended();
    BillingDownload begun;
    begun.report_id = key.second;
    downloads_.insert_or_assign(key, begun);
    downloads_under_way_->spawn([this, key](std::stop_token stop) { return bring(key, stop); });
    return begun;
}

Task<> OperatorBilling::bring(Key key, std::stop_token stop)
{
    Result<BillingFile> file = co_await parts_.billing_files(key.first).fetch(key.second, stop);
    BillingDownload& download = downloads_[key];
    if (!file) {
        download.state = BillingDownload::State::kFailed;
        download.problem = file.error().what;
        telemetry_.log(LogLevel::kWarning, "billing-download-failed",
                       {Field("partner", key.first), Field("why", file.error().what)});
        co_return;
    }
    download.state = BillingDownload::State::kDone;
    download.period = file->report.period;
    download.path = file->path.string();
    download.bytes = file->fetched.bytes;
    download.bytes_resumed = file->fetched.bytes_resumed;
    telemetry_.log(LogLevel::kInfo, "billing-report-downloaded",
                   {Field("partner", key.first), Field("period", download.period), Field("path", download.path),
                    Field("bytes", static_cast<std::int64_t>(download.bytes))});
}

Result<BillingDownload> OperatorBilling::download(std::string partner, std::string id)
{
    const auto known = downloads_.find(Key(std::move(partner), std::move(id)));
    if (known != downloads_.end()) return known->second;
    return Error(ErrorKind::kNotFound,
                 "no download of this report was begun here; a restart of the daemon ends one: begin it again, "
                 "it goes on where it stopped");
}

// The map stays small however many are asked for.
void OperatorBilling::forget_ended()
{
    if (downloads_.size() < kRemembered) return;
    std::erase_if(downloads_, [](const auto& each) { return each.second.state != BillingDownload::State::kRunning; });
}

Task<Result<BillingFileStatus>> OperatorBilling::file(std::string partner, std::string period)
{
    const std::filesystem::path path = parts_.billing_files(partner).path_of(period);
    auto look = [path]() -> Result<BillingFileStatus> {
        std::error_code failed;
        BillingFileStatus status;
        status.path = path.string();
        status.bytes = std::filesystem::file_size(path, failed);
        if (!failed) return status;
        const bool is_missing = failed == std::errc::no_such_file_or_directory;
        if (is_missing)
            return Error(ErrorKind::kNotFound, "there is no " + path.string() + ": download the report first");
        return Error(ErrorKind::kRejected, path.string() + ": " + failed.message());
    };
    co_return co_await offload(disk_, std::move(look));
}

Task<Result<std::string>> OperatorBilling::piece(std::string partner, std::string period, std::uint64_t offset)
{
    const std::filesystem::path path = parts_.billing_files(partner).path_of(period);
    auto read = [path, offset]() -> Result<std::string> {
        std::ifstream stream(path, std::ios::binary);
        if (!stream) return Error(ErrorKind::kNotFound, "there is no " + path.string() + " that can be read");
        stream.seekg(static_cast<std::streamoff>(offset));
        std::string bytes(kPieceMax, '\0');
        stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        if (stream.bad()) return Error(ErrorKind::kRejected, path.string() + " can't be read");
        bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(stream.gcount(), 0)));
        return bytes;
    };
    co_return co_await offload(disk_, std::move(read));
}

Task<Result<std::vector<Instant>>> OperatorBilling::looks(std::string partner)
{
    return store_.webex_looks(std::move(partner));
}

Task<Result<std::string>> OperatorBilling::history(std::string partner, std::string cursor, int limit)
{
    return store_.list_periods(std::move(partner), std::move(cursor), limit);
}

}  // namespace bwsync
