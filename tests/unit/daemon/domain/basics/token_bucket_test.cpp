#include "daemon/domain/basics/token_bucket.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <functional>

namespace bwsync {
namespace {

using namespace std::chrono_literals;
using Time = TokenBucket::Time;

const Time kStart = Time(1000s);

TEST(TokenBucketTest, GivesTheBurstAtOnceAndThenTheRate)
{
    TokenBucket bucket(4, 10, kStart);
    for (int i = 0; i < 10; ++i) {
        ASSERT_EQ(bucket.wait(kStart), 0ns) << i;
        bucket.take();
    }
    EXPECT_NEAR(static_cast<double>(bucket.wait(kStart).count()), 250e6, 1e3);
    EXPECT_EQ(bucket.wait(kStart + 250ms), 0ns);
    bucket.take();
    EXPECT_GT(bucket.wait(kStart + 251ms), 0ns);
}

TEST(TokenBucketTest, KeepsNoMoreThanTheBurstHoweverLongItRested)
{
    TokenBucket bucket(4, 3, kStart);
    const Time later = kStart + 24h;
    int given = 0;
    while (bucket.wait(later) == 0ns) {
        bucket.take();
        ++given;
    }
    EXPECT_EQ(given, 3);
}

TEST(TokenBucketTest, AClockThatStandsOrGoesBackGivesNothingMore)
{
    TokenBucket bucket(4, 1, kStart);
    ASSERT_EQ(bucket.wait(kStart), 0ns);
    bucket.take();
    EXPECT_GT(bucket.wait(kStart - 1h), 0ns);
    EXPECT_GT(bucket.wait(kStart), 0ns);
    EXPECT_EQ(bucket.wait(kStart + 250ms), 0ns);
}

TEST(TokenBucketTest, APauseHoldsEverythingAndIsNeverShortened)
{
    TokenBucket bucket(4, 10, kStart);
    EXPECT_EQ(bucket.pause(kStart + 10s, kStart), 10s);
    EXPECT_EQ(bucket.pause(kStart + 5s, kStart), 0s);
    EXPECT_EQ(bucket.pause(kStart + 12s, kStart + 1s), 2s);
    EXPECT_EQ(bucket.wait(kStart + 2s), 10s);
    EXPECT_EQ(bucket.wait(kStart + 12s), 0ns);
}

TEST(TokenBucketTest, SlowsDownOnceForCallsThatWereOutTogetherAndRecovers)
{
    TokenBucket bucket(10, 10, kStart);
    bucket.slow_down(kStart, kStart + 1s);
    const double slowed = bucket.rate();
    EXPECT_LT(slowed, 10);
    bucket.slow_down(kStart + 500ms, kStart + 1100ms);  // sent before the first refusal was known
    EXPECT_EQ(bucket.rate(), slowed);
    for (int i = 0; i < 10'000; ++i) bucket.speed_up();
    EXPECT_EQ(bucket.rate(), 10);
}

TEST(TokenBucketTest, NeverStops)
{
    TokenBucket bucket(1, 1, kStart);
    for (int i = 1; i < 1000; ++i) bucket.slow_down(kStart + i * 1s, kStart + i * 1s);
    EXPECT_GT(bucket.rate(), 0.01);
}

// A server whose own limit may be lower than what we were told, and a client that always has work.
struct Outcome {
    double used = 0;     // of what the server allows
    double refused = 0;  // of the answers
};

class SlidingWindow {  // at most `limit` in any `span`
public:
    SlidingWindow(std::size_t limit, TokenBucket::Span span) : limit_(limit), span_(span) {}
    bool admit(Time now)
    {
        while (!seen_.empty() && seen_.front() <= now - span_) seen_.pop_front();
        if (seen_.size() >= limit_) return false;
        seen_.push_back(now);
        return true;
    }

private:
    std::size_t limit_;
    TokenBucket::Span span_;
    std::deque<Time> seen_;
};

Outcome drive(TokenBucket bucket, double allowed_per_second, std::function<bool(Time)> admit,
              std::chrono::seconds warm_up, std::chrono::seconds length)
{
    Time now = kStart;
    std::uint32_t noise = 12345;
    long sent = 0;
    long refused = 0;
    const Time from = kStart + warm_up;
    const Time to = from + length;
    Time arrived = now;
    while (now < to) {
        for (auto wait = bucket.wait(now); wait > 0ns; wait = bucket.wait(now)) now += wait;
        bucket.take();
        const Time left = now;
        noise = noise * 1664525 + 1013904223;
        // 20 to 60 ms on the way, in order.
        arrived = std::max(arrived, left + 20ms + std::chrono::microseconds((noise >> 8) % 40'000));
        const bool is_good = admit(arrived);
        if (left >= from) ++sent;
        if (is_good) {
            bucket.speed_up();
            continue;
        }
        if (left >= from) ++refused;
        bucket.slow_down(left, arrived);
        bucket.pause(arrived + 1s, arrived);
        now = std::max(now, arrived);
    }
    Outcome outcome;
    outcome.used =
        static_cast<double>(sent - refused) / (allowed_per_second * std::chrono::duration<double>(length).count());
    outcome.refused = static_cast<double>(refused) / static_cast<double>(sent);
    return outcome;
}

TEST(TokenBucketTest, UsesWhatAServerThatCountsLikeItAllows)
{
    for (const double rate : {4.0, 20.0, 100.0}) {
        TokenBucket server(rate, 10, kStart);
        const auto admit = [&server](Time at) {
            const bool is_free = server.wait(at) == 0ns;
            if (is_free) server.take();
            return is_free;
        };
        const Outcome outcome = drive(TokenBucket(rate, 9, kStart), rate, admit, 0s, 600s);
        EXPECT_GE(outcome.used, 0.95) << rate;
        EXPECT_LT(outcome.refused, 0.01) << rate;
    }
}

TEST(TokenBucketTest, LearnsALimitLowerThanItWasTold)
{
    for (const double allowed : {1.0, 2.5, 3.7}) {
        TokenBucket server(allowed, 5, kStart);
        const auto admit = [&server](Time at) {
            const bool is_free = server.wait(at) == 0ns;
            if (is_free) server.take();
            return is_free;
        };
        const Outcome outcome = drive(TokenBucket(4, 9, kStart), allowed, admit, 300s, 3600s);
        EXPECT_GE(outcome.used, 0.95) << allowed;
        EXPECT_LT(outcome.refused, 0.01) << allowed;
    }
}

TEST(TokenBucketTest, LearnsALimitPerMinute)
{
    SlidingWindow window(180, 60s);
    const auto admit = [&window](Time at) { return window.admit(at); };
    const Outcome outcome = drive(TokenBucket(4, 9, kStart), 3, admit, 600s, 3600s);
    EXPECT_GE(outcome.used, 0.9);
    EXPECT_LT(outcome.refused, 0.01);
}

TEST(TokenBucketTest, IsBackAtItsRateAfterAStormThatWasNotAboutThePace)
{
    long calls = 0;
    const auto admit = [&calls](Time) { return ++calls > 60; };
    // The storm itself lasts a minute: each refusal asks for a second.
    const Outcome outcome = drive(TokenBucket(4, 9, kStart), 4, admit, 70s, 600s);
    EXPECT_GE(outcome.used, 0.95);
    EXPECT_LT(outcome.refused, 0.01);
}

}  // namespace
}  // namespace bwsync
