// The one way out to a partner: how many calls at once, how many a second, and in which order they get their turn.
#pragma once

#include <cstdint>
#include <memory>
#include <stop_token>

#include "daemon/domain/basics/token_bucket.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

// kFirst (status tracker, tokens; small by nature) goes before the others; reads and writes take turns, so that neither
// a backlog of provisionings nor a full listing holds the other up. kCampaign goes only when nobody else waits, within
// a rate of its own and half of the places in flight.
enum class Lane { kFirst, kRead, kWrite, kCampaign };

struct GateLimits {
    double requests_per_second = 4;
    int burst = 10;
    int in_flight_max = 8;
    double campaign_per_second = 1;  // beneath requests_per_second: at most half of it is given
};

// Used from the io thread.
class Gate final {
public:
    struct State;

    // A place in flight; given back when it is destroyed.
    class Pass final {
    public:
        Pass() = default;
        Pass(Pass&& other) noexcept = default;
        Pass& operator=(Pass&& other) noexcept;
        ~Pass() { give_back(); }

        explicit operator bool() const { return state_ != nullptr; }
        void give_back();

    private:
        friend class Gate;
        Pass(std::shared_ptr<State> state, TokenBucket::Time sent, bool is_campaign)
            : state_(std::move(state)), sent_(sent), is_campaign_(is_campaign)
        {
        }
        std::shared_ptr<State> state_;
        TokenBucket::Time sent_{};
        bool is_campaign_ = false;
    };

    Gate(asio::any_io_executor executor, GateLimits limits);
    ~Gate();
    Gate(const Gate&) = delete;
    Gate& operator=(const Gate&) = delete;

    // Waits for a turn. An empty pass: stop was requested.
    Task<Pass> enter(Lane lane, std::stop_token stop);

    // Webex asks everybody to wait. Returns by how much the pause grew.
    std::chrono::nanoseconds pause(std::chrono::nanoseconds from_now);
    // What the answer to the call of this pass says about the pace.
    void too_fast(const Pass& pass);
    void in_order();

    [[nodiscard]] int in_flight() const;
    [[nodiscard]] double rate() const;

private:
    std::shared_ptr<State> state_;
};

}  // namespace bwsync
