#include "tests/lab/clock.hpp"

#include <algorithm>
#include <stdexcept>

namespace bwsync::lab {
namespace {

constexpr double kRateMax = 100'000.0;
// The timer is re-armed at least this often, which also keeps the conversion to real time in range.
constexpr std::chrono::hours kLongestWait{1};

}  // namespace

LabClock::LabClock(boost::asio::io_context& io)
    : timer_(io),
      lab_base_(std::chrono::system_clock::now()),
      real_base_(std::chrono::steady_clock::now()),
      latest_(lab_base_)
{
}

LabClock::TimePoint LabClock::clock_time() const
{
    const std::chrono::duration<double> real = std::chrono::steady_clock::now() - real_base_;
    return lab_base_ + std::chrono::duration_cast<Duration>(real * rate_);
}

LabClock::TimePoint LabClock::now()
{
    if (!running_) latest_ = std::max(latest_, clock_time());
    return latest_;
}

std::int64_t LabClock::now_ms()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(now().time_since_epoch()).count();
}

void LabClock::set_rate(double rate)
{
    if (!(rate >= 0.0 && rate <= kRateMax)) throw std::invalid_argument("the rate must be from 0 to 100000");
    const TimePoint current = now();
    real_base_ = std::chrono::steady_clock::now();
    lab_base_ = current;
    rate_ = rate;
    arm();
}

void LabClock::advance(Duration by)
{
    if (by < Duration::zero()) throw std::invalid_argument("lab time cannot go back");
    if (running_) throw std::invalid_argument("advance inside a callback");
    const TimePoint target = now() + by;
    run_due(target);
    real_base_ = std::chrono::steady_clock::now();
    lab_base_ = target;
    latest_ = std::max(latest_, target);
    arm();
}

LabClock::Ticket LabClock::schedule_at(TimePoint due, Callback callback)
{
    const Ticket ticket = ++last_ticket_;
    const auto place = queue_.emplace(Key(due, ticket), std::move(callback)).first;
    due_.emplace(ticket, due);
    if (!running_ && place == queue_.begin()) arm();
    return ticket;
}

LabClock::Ticket LabClock::schedule_in(Duration delay, Callback callback)
{
    return schedule_at(now() + delay, std::move(callback));
}

bool LabClock::cancel(Ticket ticket)
{
    const auto known = due_.find(ticket);
    if (known == due_.end()) return false;
    queue_.erase(Key(known->second, ticket));
    due_.erase(known);
    return true;
}

void LabClock::run_due(TimePoint until)
{
    running_ = true;
    while (!queue_.empty() && queue_.begin()->first.first <= until) {
        auto entry = queue_.extract(queue_.begin());
        due_.erase(entry.key().second);
        latest_ = std::max(latest_, entry.key().first);
        entry.mapped()();
    }
    running_ = false;
}

void LabClock::arm()
{
    if (running_) return;
    timer_.cancel();
    if (queue_.empty()) return;
    const TimePoint current = now();
    const std::chrono::duration<double> lab_wait = queue_.begin()->first.first - current;
    if (lab_wait.count() > 0 && rate_ == 0.0) return;
    const double seconds = lab_wait.count() <= 0 ? 0.0 : lab_wait.count() / rate_;
    const double bounded = std::min(seconds, std::chrono::duration<double>(kLongestWait).count());
    timer_.expires_after(
        std::chrono::duration_cast<std::chrono::steady_clock::duration>(std::chrono::duration<double>(bounded)));
    timer_.async_wait([this](const boost::system::error_code& error) {
        if (error) return;
        run_due(now());
        arm();
    });
}

}  // namespace bwsync::lab
