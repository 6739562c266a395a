#include "adapters/webex/gate.hpp"

#include <algorithm>
#include <array>
#include <deque>

#include "daemon/runtime/timed_wait.hpp"

namespace bwsync {

namespace {

using std::chrono::steady_clock;  // a limit on a peer, inside an adapter: monotonic time, not the Clock port

struct Waiter {
    Signal bell;
    bool has_turn = false;
    TokenBucket::Time sent{};
};

// One of the burst is kept back: calls that leave evenly spaced do not arrive so, and a peer that counts exactly like
// us would refuse the ones that come early.
double burst_of(const GateLimits& limits)
{
    return std::max(limits.burst - 1, 1);
}

// Half of the way out stays for the work, whatever is configured.
double campaign_rate(const GateLimits& limits)
{
    return std::min(limits.campaign_per_second, limits.requests_per_second / 2);
}

// What a late timer would lose of a high rate is caught up with.
double campaign_burst(const GateLimits& limits)
{
    return std::max(campaign_rate(limits) / 4, 1.0);
}

}  // namespace

struct Gate::State final : std::enable_shared_from_this<Gate::State> {
    State(asio::any_io_executor executor, GateLimits the_limits)
        : limits(the_limits),
          bucket(the_limits.requests_per_second, burst_of(the_limits), steady_clock::now()),
          campaign_bucket(campaign_rate(the_limits), campaign_burst(the_limits), steady_clock::now()),
          timer(executor)
    {
    }

    // Gives turns to whoever can have one, then sees to it that it runs again when the next token is there.
    void pump()
    {
        timer.cancel();
        for (;;) {
            Waiter* next = peek();
            const bool is_campaign = next == nullptr;
            if (is_campaign) next = peek_campaign();
            if (next == nullptr || in_flight >= limits.in_flight_max) return;
            const auto now = steady_clock::now();
            auto wait = bucket.wait(now);
            if (is_campaign) wait = std::max(wait, campaign_bucket.wait(now));
            if (wait.count() > 0) return pump_in(wait);
            bucket.take();
            ++in_flight;
            if (is_campaign) {
                campaign_bucket.take();
                ++campaign_in_flight;
            }
            next->has_turn = true;
            next->sent = now;
            pop(next);
            next->bell.ring();
        }
    }

    void pump_in(std::chrono::nanoseconds wait)
    {
        timer.expires_after(wait);
        timer.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
            const auto state = weak.lock();
            if (!error && state) state->pump();
        });
    }

    std::deque<Waiter*>& lane(Lane l) { return lanes[static_cast<std::size_t>(l)]; }

    Waiter* peek()
    {
        const Lane other = turn == Lane::kRead ? Lane::kWrite : Lane::kRead;
        for (const Lane l : {Lane::kFirst, turn, other}) {
            if (!lane(l).empty()) return lane(l).front();
        }
        return nullptr;
    }

    Waiter* peek_campaign()
    {
        const bool has_place = campaign_in_flight < std::max(limits.in_flight_max / 2, 1);
        return has_place && !lane(Lane::kCampaign).empty() ? lane(Lane::kCampaign).front() : nullptr;
    }

    void pop(Waiter* waiter)
    {
        for (const Lane l : {Lane::kFirst, Lane::kRead, Lane::kWrite, Lane::kCampaign}) {
            std::deque<Waiter*>& waiting = lane(l);
            const auto found = std::find(waiting.begin(), waiting.end(), waiter);
            if (found == waiting.end()) continue;
            waiting.erase(found);
            if (l == Lane::kRead) turn = Lane::kWrite;
            if (l == Lane::kWrite) turn = Lane::kRead;
        }
    }

    GateLimits limits;
    TokenBucket bucket;
    TokenBucket campaign_bucket;
    asio::steady_timer timer;
    std::array<std::deque<Waiter*>, 4> lanes;
    Lane turn = Lane::kRead;
    int in_flight = 0;
    int campaign_in_flight = 0;
};

Gate::Gate(asio::any_io_executor executor, GateLimits limits) : state_(std::make_shared<State>(executor, limits)) {}

Gate::~Gate() = default;

Task<Gate::Pass> Gate::enter(Lane lane, std::stop_token stop)
{
    Waiter waiter;
    // The frame may be destroyed while it waits: nobody must find the waiter then.
    struct Leave {
        Leave(std::shared_ptr<State> s, Waiter& w) : state(std::move(s)), self(w) {}
        Leave(const Leave&) = delete;
        Leave& operator=(const Leave&) = delete;
        ~Leave() { state->pop(&self); }
        std::shared_ptr<State> state;
        Waiter& self;
    };
    const std::shared_ptr<State> state = state_;
    const Leave leave(state, waiter);
    state->lane(lane).push_back(&waiter);
    state->pump();
    while (!waiter.has_turn && !stop.stop_requested()) co_await wait_for(waiter.bell, std::chrono::hours(1), stop);
    if (!waiter.has_turn) co_return Pass();
    Pass pass(state, waiter.sent, lane == Lane::kCampaign);
    if (stop.stop_requested()) pass.give_back();
    co_return pass;
}

Gate::Pass& Gate::Pass::operator=(Pass&& other) noexcept
{
    give_back();
    state_ = std::move(other.state_);
    sent_ = other.sent_;
    is_campaign_ = other.is_campaign_;
    return *this;
}

void Gate::Pass::give_back()
{
    const std::shared_ptr<State> state = std::move(state_);
    if (!state) return;
    --state->in_flight;
    if (is_campaign_) --state->campaign_in_flight;
    state->pump();
}

std::chrono::nanoseconds Gate::pause(std::chrono::nanoseconds from_now)
{
    const auto now = steady_clock::now();
    const auto grown = state_->bucket.pause(now + from_now, now);
    state_->pump();
    return grown;
}

void Gate::too_fast(const Pass& pass)
{
    state_->bucket.slow_down(pass.sent_, steady_clock::now());
    state_->campaign_bucket.slow_down(pass.sent_, steady_clock::now());
}

void Gate::in_order()
{
    state_->bucket.speed_up();
    state_->campaign_bucket.speed_up();
}

int Gate::in_flight() const
{
    return state_->in_flight;
}

double Gate::rate() const
{
    return state_->bucket.rate();
}

}  // namespace bwsync
