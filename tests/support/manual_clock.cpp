#include "tests/support/manual_clock.hpp"

#include <optional>

#include "daemon/runtime/event.hpp"

namespace bwsync::test {

// A place in the timeline for the length of one wait.
class ManualClock::Entry final {
public:
    Entry(std::shared_ptr<Timeline> timeline, Instant at, std::function<void()> wake)
        : timeline_(std::move(timeline)), place_(at, ++timeline_->sequence)
    {
        timeline_->entries.emplace(place_, std::move(wake));
    }
    ~Entry() { timeline_->entries.erase(place_); }
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;

private:
    std::shared_ptr<Timeline> timeline_;
    Place place_;
};

ManualClock::ManualClock(asio::io_context& io, Instant start) : io_(io)
{
    timeline_->now = start;
}

Task<> ManualClock::wait(Millis delay, Signal* bell, std::stop_token stop)
{
    const auto executor = co_await asio::this_coro::executor;
    const auto gate = std::make_shared<Event>(executor);
    const std::function<void()> wake = [gate] { gate->set(); };
    const Entry entry(timeline_, now() + std::max(delay, Millis(0)), wake);
    const std::stop_callback on_stop(stop, wake);
    std::optional<Signal::Listener> listener;
    if (bell != nullptr) listener.emplace(*bell, wake);
    const bool is_rung = listener && listener->is_rung();
    if (!is_rung && !stop.stop_requested()) co_await gate->wait();
}

Task<bool> ManualClock::sleep_for(Millis delay, std::stop_token stop)
{
    co_await wait(delay, nullptr, stop);
    co_return !stop.stop_requested();
}

Task<> ManualClock::wait_for(Signal& bell, Millis limit, std::stop_token stop)
{
    return wait(limit, &bell, std::move(stop));
}

void ManualClock::at(Instant when, std::function<void()> what)
{
    timeline_->entries.emplace(Place(std::max(when, now()), ++timeline_->sequence), std::move(what));
}

bool ManualClock::run_until(Instant deadline, const std::function<bool()>& is_done)
{
    for (;;) {
        io_.restart();
        io_.poll();
        if (is_done && is_done()) return true;
        auto& entries = timeline_->entries;
        if (entries.empty() || entries.begin()->first.first > deadline) break;
        auto first = entries.extract(entries.begin());
        timeline_->now = std::max(timeline_->now, first.key().first);
        ++steps_;
        first.mapped()();
    }
    timeline_->now = std::max(timeline_->now, deadline);
    return false;
}

void ManualClock::run_for(Millis length)
{
    run_until(now() + length, nullptr);
}

}  // namespace bwsync::test
