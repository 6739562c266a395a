#include "tests/support/virtual_clock.hpp"

#include <algorithm>

namespace bwsync::test {

Task<bool> VirtualClock::sleep_for(Millis delay, std::stop_token stop)
{
    auto executor = co_await asio::this_coro::executor;
    auto awake = std::make_shared<Event>(executor);
    sleepers_.emplace(now_ + delay, awake);
    std::stop_callback on_stop(stop, [awake] { awake->set(); });
    if (stop.stop_requested()) awake->set();
    co_await awake->wait();
    co_return !stop.stop_requested();
}

Task<> VirtualClock::wait_for(Signal& bell, Millis limit, std::stop_token stop)
{
    auto executor = co_await asio::this_coro::executor;
    auto awake = std::make_shared<Event>(executor);
    sleepers_.emplace(now_ + limit, awake);
    Signal::Listener listener(bell, [awake] { awake->set(); });
    std::stop_callback on_stop(stop, [awake] { awake->set(); });
    if (stop.stop_requested() || listener.is_rung()) awake->set();
    co_await awake->wait();
}

void VirtualClock::run(asio::io_context& io, Millis at_most)
{
    const Instant end = now_ + at_most;
    for (;;) {
        io.restart();
        while (io.poll() > 0) {
        }
        if (now_ >= end || !wake_next()) return;
    }
}

bool VirtualClock::wake_next()
{
    while (!sleepers_.empty() && sleepers_.begin()->second->is_set()) sleepers_.erase(sleepers_.begin());
    if (sleepers_.empty()) return false;
    const auto [at, awake] = *sleepers_.begin();
    sleepers_.erase(sleepers_.begin());
    now_ = std::max(now_, at);
    awake->set();
    return true;
}

}  // namespace bwsync::test
