#include "adapters/broadworks/feed/reporting_feed.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bwsync {

namespace {

// One read; large enough that a backlog costs few system calls.
constexpr std::size_t kReadSize = std::size_t(64) * 1024;

Error cancelled()
{
    return Error(ErrorKind::kCancelled, "stopping");
}

}  // namespace

ReportingFeed::ReportingFeed(asio::any_io_executor executor, ReportingFeedSettings settings, Clock& clock,
                             Random& random, Telemetry& telemetry)
    : executor_(std::move(executor)),
      settings_(std::move(settings)),
      clock_(clock),
      random_(random),
      telemetry_(telemetry),
      reader_(settings_.document_max)
{
    set_connected(false);
}

ReportingFeed::~ReportingFeed() = default;

std::string ReportingFeed::server() const
{
    const auto& address = settings_.address;
    const bool is_v6 = address.host.find(':') != std::string::npos;
    return (is_v6 ? "[" + address.host + "]" : address.host) + ":" + std::to_string(address.port);
}

Task<Result<FeedStep>> ReportingFeed::next(std::stop_token stop)
{
    if (stop.stop_requested()) co_return cancelled();
    if (!connection_) co_return co_await connect(stop);
    co_return co_await read_on(stop);
}

void ReportingFeed::hang_up()
{
    if (connection_) connection_->close();
    connection_.reset();
    set_connected(false);
}

Task<Result<FeedStep>> ReportingFeed::connect(std::stop_token stop)
{
    if (attempts_ > 0) {
        const Millis delay = delay_before_next_attempt();
        const bool is_awake = co_await clock_.sleep_for(delay, stop);
        if (!is_awake) co_return cancelled();
    }
    ++attempts_;
    feed::Address address = settings_.address;
    feed::Connected made = co_await feed::connect(executor_, std::move(address), stop);
    if (stop.stop_requested()) co_return cancelled();
    if (!made.connection) {
        FeedGap gap = disconnect(FeedGap::Cause::kRefused, std::move(made.failure));
        co_return FeedStep(std::move(gap));
    }
    connection_ = std::move(made.connection);
    reader_.reset();
    set_connected(true);
    log(LogLevel::kInfo, "feed_connected", {}, {});
    FeedConnected connected;
    connected.server = server();
    co_return FeedStep(std::move(connected));
}

Task<Result<FeedStep>> ReportingFeed::read_on(std::stop_token stop)
{
    while (true) {
        auto read = reader_.next();
        if (read) {
            FeedStep step = report(std::move(*read));
            co_return std::move(step);
        }
        const std::span<char> space = reader_.prepare(kReadSize);
        const feed::Connection::Read got = co_await connection_->read(space, settings_.silence_timeout, stop);
        if (stop.stop_requested()) co_return cancelled();
        if (got.size == 0) {
            const bool is_silent = got.end == feed::Connection::End::kSilent;
            const auto cause = is_silent ? FeedGap::Cause::kSilence : FeedGap::Cause::kDisconnected;
            FeedGap gap = disconnect(cause, got.detail);
            co_return FeedStep(std::move(gap));
        }
        reader_.commit(got.size);
        attempts_ = 0;
        const double seconds = std::chrono::duration<double>(clock_.now().time_since_epoch()).count();
        telemetry_.set("feed_last_byte_timestamp_seconds", {settings_.cluster, server()}, seconds);
    }
}

FeedStep ReportingFeed::report(std::variant<FeedBatch, FeedGap> read)
{
    const std::size_t unreadable = reader_.take_unreadable();
    if (unreadable > 0) {
        const Labels labels = {settings_.cluster, std::string(name_of(FeedClass::kDamaged))};
        telemetry_.count("feed_events_total", labels, static_cast<double>(unreadable));
    }
    if (auto* gap = std::get_if<FeedGap>(&read)) {
        log(LogLevel::kWarning, "feed_unreadable", name_of(gap->cause), gap->detail);
        return std::move(*gap);
    }
    auto& batch = std::get<FeedBatch>(read);
    count_events(batch);
    return std::move(batch);
}

FeedGap ReportingFeed::disconnect(FeedGap::Cause cause, std::string detail)
{
    // A server that accepts and closes is no better than one that refuses: the back-off goes on.
    if (connection_) connection_->close();
    connection_.reset();
    attempts_ = std::max(attempts_, 1);
    set_connected(false);
    log(LogLevel::kWarning, "feed_disconnected", name_of(cause), detail);
    FeedGap gap;
    gap.cause = cause;
    gap.detail = std::move(detail);
    return gap;
}

// Full jitter: anything from nothing to the doubled limit, so that readers of a restarted server come back spread out.
Millis ReportingFeed::delay_before_next_attempt()
{
    constexpr int kDoublingsMax = 20;
    const auto doublings = std::min(attempts_ - 1, kDoublingsMax);
    const auto limit = std::min<Millis>(settings_.reconnect_initial * (1LL << doublings), settings_.reconnect_max);
    return Millis(static_cast<Millis::rep>(static_cast<double>(limit.count()) * random_.unit()));
}

void ReportingFeed::count_events(const FeedBatch& batch)
{
    std::array<std::size_t, static_cast<std::size_t>(FeedClass::kDamaged) + 1> counts{};
    for (const auto& event : batch.events) ++counts[static_cast<std::size_t>(event.classification.feed_class)];
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] == 0) continue;
        const Labels labels = {settings_.cluster, std::string(name_of(static_cast<FeedClass>(i)))};
        telemetry_.count("feed_events_total", labels, static_cast<double>(counts[i]));
    }
}

void ReportingFeed::set_connected(bool is_connected)
{
    telemetry_.set("feed_connected", {settings_.cluster, server()}, is_connected ? 1 : 0);
}

void ReportingFeed::log(LogLevel level, std::string_view event, std::string_view cause, const std::string& detail)
{
    std::vector<Field> fields;
    fields.emplace_back("cluster", settings_.cluster);
    fields.emplace_back("server", server());
    if (!cause.empty()) fields.emplace_back("cause", std::string(cause));
    if (!detail.empty()) fields.emplace_back("detail", detail);
    telemetry_.log(level, event, std::move(fields));
}

}  // namespace bwsync
