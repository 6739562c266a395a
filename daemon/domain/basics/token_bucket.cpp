#include "daemon/domain/basics/token_bucket.hpp"

#include <algorithm>

namespace bwsync {

namespace {

// A refusal soon after the last one means that we are far too fast; a lone one among many good answers, that we only
// just touched the limit. That limit is remembered: we stay a little below it and try it again only after many good
// answers, so that refusals, and the pauses that come with them, stay rare.
constexpr double kFarOff = 0.85;
constexpr double kBelowLimit = 0.97;
constexpr int kManyAnswers = 40;
constexpr int kAnswersPerStep = 50;
constexpr int kAnswersUntilTrial = 1000;
constexpr double kFirstGrowth = 0.005;  // then twice as much with each step
constexpr double kLastGrowth = 0.08;
constexpr double kSlowest = 0.1;  // of the configured rate

double seconds(TokenBucket::Span span)
{
    return std::chrono::duration<double>(span).count();
}

}  // namespace

TokenBucket::TokenBucket(double per_second, double burst, Time now)
    : full_rate_(per_second),
      burst_(std::max(burst, 1.0)),
      rate_(per_second),
      refused_rate_(per_second / kBelowLimit),
      growth_(kFirstGrowth),
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
    // Nothing is saved up meanwhile: who asked for a pause does not want a burst at its end.
    refill(now);
    filled_at_ = std::max(filled_at_, paused_until_);
    return paused_until_ - before;
}

void TokenBucket::slow_down(Time sent, Time now)
{
    if (sent < slowed_at_) return;
    const bool is_first = slowed_at_ == Time::min();
    refill(now);
    tokens_ = 0;
    slowed_at_ = now;
    // Refused again with nothing accepted in between: that is not about our pace.
    if (answers_since_slow_ == 0 && !is_first) return;
    refused_rate_ = rate_;
    rate_ = std::max(rate_ * (answers_since_slow_ < kManyAnswers ? kFarOff : kBelowLimit), full_rate_ * kSlowest);
    answers_since_slow_ = 0;
    growth_ = kFirstGrowth;
}

void TokenBucket::speed_up()
{
    ++answers_since_slow_;
    if (answers_since_slow_ % kAnswersPerStep != 0 || rate_ >= full_rate_) return;
    const double limit = answers_since_slow_ < kAnswersUntilTrial ? refused_rate_ * kBelowLimit : full_rate_;
    if (rate_ >= limit) return;
    rate_ = std::min({rate_ * (1 + growth_), limit, full_rate_});
    growth_ = std::min(growth_ * 2, kLastGrowth);
    // The trial of the old limit begins gently too.
    if (rate_ == limit) growth_ = kFirstGrowth;
}

}  // namespace bwsync
