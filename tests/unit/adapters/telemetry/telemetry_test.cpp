#include "adapters/telemetry/telemetry.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <nlohmann/json.hpp>
#include <sstream>

namespace bwsync {
namespace {

using namespace std::chrono_literals;

class TelemetryTest : public testing::Test {
protected:
    TelemetryTest() : file_(std::tmpfile()) {}
    ~TelemetryTest() override { std::fclose(file_); }

    void make(LogSettings settings)
    {
        settings.descriptor = fileno(file_);
        telemetry.emplace(settings, [this] { return now; });
    }
    std::vector<nlohmann::json> lines()
    {
        EXPECT_TRUE(telemetry->flush(10s));
        std::string text;
        std::rewind(file_);
        for (int c = std::fgetc(file_); c != EOF; c = std::fgetc(file_)) text += static_cast<char>(c);
        std::vector<nlohmann::json> result;
        std::istringstream in(text);
        for (std::string line; std::getline(in, line);) result.push_back(nlohmann::json::parse(line));
        return result;
    }

    Instant now{Millis(1'000'000)};
    std::optional<PrometheusTelemetry> telemetry;

private:
    std::FILE* file_;
};

TEST_F(TelemetryTest, LeavesOutLinesBelowItsLevel)
{
    make({LogLevel::kWarning, LogShape::kJson, "i", 2, {}, {}});
    telemetry->log(LogLevel::kInfo, "quiet");
    telemetry->log(LogLevel::kWarning, "loud");
    ASSERT_EQ(lines().size(), 1U);
    EXPECT_EQ(lines()[0]["event"], "loud");
    EXPECT_EQ(lines()[0]["instance"], "i");
}

TEST_F(TelemetryTest, LimitsIdenticalLinesAndTellsHowManyItLeftOut)
{
    LogSettings settings;
    settings.same_line = {2, 1min, 100};
    make(settings);
    for (int i = 0; i < 6; ++i)
        telemetry->log(LogLevel::kError, "webex.failed", {Field("reason", "busy"), Field("after_ms", std::int64_t(i))});
    now += 2min;
    telemetry->log(LogLevel::kInfo, "other");
    const auto written = lines();
    ASSERT_EQ(written.size(), 4U);
    EXPECT_EQ(written[2]["event"], "log.suppressed");
    EXPECT_EQ(written[2]["lines_of"], "error webex.failed");
    EXPECT_EQ(written[2]["lines"], 4);
    EXPECT_NE(telemetry->exposition().find("bwsync_log_lines_suppressed_total 4"), std::string::npos);
}

TEST_F(TelemetryTest, DoesNotTakeLinesAboutDifferentSubjectsForIdentical)
{
    LogSettings settings;
    settings.same_line = {1, 1min, 100};
    make(settings);
    for (int i = 0; i < 5; ++i) telemetry->log(LogLevel::kInfo, "provisioned", {Field("subject", std::int64_t(i))});
    EXPECT_EQ(lines().size(), 5U);
}

TEST_F(TelemetryTest, LimitsAnEventWhateverItsFieldsSay)
{
    LogSettings settings;
    settings.same_event = {3, 1min, 100};
    make(settings);
    for (int i = 0; i < 9; ++i) telemetry->log(LogLevel::kInfo, "provisioned", {Field("subject", std::int64_t(i))});
    EXPECT_EQ(lines().size(), 3U);
}

TEST_F(TelemetryTest, TakesOverLevelAndShapeOnReload)
{
    make({LogLevel::kError, LogShape::kText, "a", 2, {}, {}});
    telemetry->log(LogLevel::kInfo, "unseen");
    telemetry->reconfigure(LogLevel::kDebug, LogShape::kJson, "b");
    telemetry->log(LogLevel::kDebug, "seen", {Field("user", "u@x")});
    ASSERT_EQ(lines().size(), 1U);
    EXPECT_EQ(lines()[0]["instance"], "b");
    EXPECT_EQ(lines()[0]["user"], "u@x");
}

}  // namespace
}  // namespace bwsync
