#include "daemon/admin/http/metrics_server.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <thread>

#include "tests/integration/admin/raw_client.hpp"
#include "tests/support/recorded_telemetry.hpp"

namespace bwsync::test {
namespace {

class MetricsServerTest : public testing::Test {
protected:
    void SetUp() override
    {
        ASSERT_TRUE(server_.listen());
        asio::co_spawn(
            io_, [this] { return server_.run(stop_.get_token()); }, [](std::exception_ptr) {});
        thread_ = std::thread([this] { io_.run(); });
    }
    void TearDown() override
    {
        stop_.request_stop();
        thread_.join();
    }
    RawAnswer fetch(const std::string& line) { return exchange(server_.port(), line + " HTTP/1.1\r\nHost: x\r\n\r\n"); }

private:
    asio::io_context io_;
    std::stop_source stop_;
    RecordedTelemetry telemetry_;
    MetricsServer server_{io_.get_executor(), config::Listen{"127.0.0.1", 0},
                          [] { return std::string("bwsync_x 1\n"); }, telemetry_};
    std::thread thread_;
};

TEST_F(MetricsServerTest, ServesThePageInThePrometheusFormat)
{
    const RawAnswer answer = fetch("GET /metrics");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.headers.at("content-type").rfind("text/plain; version=0.0.4", 0), 0U);
    EXPECT_EQ(answer.body, "bwsync_x 1\n");
}

TEST_F(MetricsServerTest, HasNothingElse)
{
    EXPECT_EQ(fetch("GET /").status, 404);
    EXPECT_EQ(fetch("GET /metrics/x").status, 404);
    EXPECT_EQ(fetch("POST /metrics").status, 405);
}

}  // namespace
}  // namespace bwsync::test
