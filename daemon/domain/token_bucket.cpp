#include "daemon/domain/token_bucket.hpp"

#include <algorithm>

namespace bwsync {

namespace {

// A first 429, or one soon after the last, means that we are far off; a lone one among many good answers, that we only
// just touched the limit. Growth is slow enough that touching it stays well below one answer in a hundred.
constexpr double kFarOff = 0.75;
constexpr double kTouched = 0.97;
constexpr int kManyAnswers = 150;
constexpr int kAnswersPerStep = 50;
constexpr double kGrowth = 1.005;
constexpr double kSlowest = 0.02;  // of the configured rate

double seconds(TokenBucket::Span span)
{
    return std::chrono::duration<double>(span).count();
}

}  // namespace

TokenBucket::TokenBucket(double per_second, double burst, Time now)
    : full_rate_(per_second),
      burst_(std::max(burst, 1.0)),
      rate_(per_second),
      tokens_(burst_),
      filled_at_(now),
      paused_until_(now),
      slowed_at_(Time::min())
{
}

void TokenBucket::refill(Time now)
{
    if (now <= filled_at_) return;
    tokens_ = std::min(burst_, tokens_ + seconds(now - filled_at_) * rate_);
    filled_at_ = now;
}

TokenBucket::Span TokenBucket::wait(Time now)
{
    refill(now);
    const Span paused = std::max(paused_until_ - now, Span(0));
    // A billionth of a token is rounding.
    if (tokens_ >= 1 - 1e-9) return paused;
    const std::chrono::duration<double> missing((1 - tokens_) / rate_);
    return std::max(paused, std::chrono::ceil<Span>(missing));
}

void TokenBucket::take()
{
    tokens_ = std::max(tokens_ - 1, 0.0);
}

TokenBucket::Span TokenBucket::pause(Time until, Time now)
{
    const Time before = std::max(paused_until_, now);
    paused_until_ = std::max(before, until);
    return paused_until_ - before;
}

void TokenBucket::slow_down(Time sent, Time now)
{
    if (sent < slowed_at_) return;
    refill(now);
    tokens_ = 0;
    slowed_at_ = now;
    rate_ = std::max(rate_ * (answers_since_slow_ < kManyAnswers ? kFarOff : kTouched), full_rate_ * kSlowest);
    answers_since_slow_ = 0;
}

void TokenBucket::speed_up()
{
    ++answers_since_slow_;
    if (answers_since_slow_ % kAnswersPerStep == 0) rate_ = std::min(rate_ * kGrowth, full_rate_);
}

}  // namespace bwsync
