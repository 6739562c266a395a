// The change feed of one application server (OCI-R) over TCP: the Feed of the core.
#pragma once

// clang-format off
#include <utility>  // before anything of Asio: Boost 1.74's awaitable.hpp needs it and does not include it
// clang-format on

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <string>

#include "adapters/broadworks/feed/connection.hpp"
#include "adapters/broadworks/feed/reader.hpp"
#include "daemon/ports/clock.hpp"
#include "daemon/ports/feed.hpp"
#include "daemon/ports/telemetry.hpp"

namespace bwsync {

struct ReportingFeedSettings {
    std::string cluster;  // label of the metrics
    feed::Address address;
    Millis silence_timeout{90'000};
    Millis reconnect_initial{1'000};
    Millis reconnect_max{30'000};
    std::size_t document_max = std::size_t(16) * 1024 * 1024;  // bytes
};

// Counts feed_events_total, sets feed_connected and feed_last_byte_timestamp_seconds. Reconnects by itself, with
// exponential back-off and full jitter; the first bytes of a connection reset the back-off. Each failed attempt is a
// gap (kRefused).
class ReportingFeed final : public Feed {
public:
    // The references outlive this. One caller at a time.
    ReportingFeed(asio::any_io_executor executor, ReportingFeedSettings settings, Clock& clock, Random& random,
                  Telemetry& telemetry);
    ~ReportingFeed() override;

    [[nodiscard]] std::string server() const override;
    Task<Result<FeedStep>> next(std::stop_token stop) override;
    void hang_up() override;

private:
    Task<Result<FeedStep>> connect(std::stop_token stop);
    Task<Result<FeedStep>> read_on(std::stop_token stop);
    FeedStep report(std::variant<FeedBatch, FeedGap> read);
    FeedGap disconnect(FeedGap::Cause cause, std::string detail);
    Millis delay_before_next_attempt();
    void count_events(const FeedBatch& batch);
    void set_connected(bool is_connected);
    void log(LogLevel level, std::string_view event, std::string_view cause, const std::string& detail);

    asio::any_io_executor executor_;
    ReportingFeedSettings settings_;
    Clock& clock_;
    Random& random_;
    Telemetry& telemetry_;
    feed::Reader reader_;
    std::unique_ptr<feed::Connection> connection_;
    int attempts_ = 0;  // since the last connection that sent something
};

}  // namespace bwsync
