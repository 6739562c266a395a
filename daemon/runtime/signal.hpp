// Signal: a bell that can be rung many times; what work loops wait on. It knows no time: Clock::wait_for() waits on it,
// or wait_for() of timed_wait.hpp inside an adapter.
#pragma once

#include <functional>
#include <memory>
#include <utility>

namespace bwsync {

// One waiter at a time. A ring before the wait is remembered. Used from the io thread.
class Signal {
public:
    Signal() = default;
    Signal(const Signal&) = delete;
    Signal& operator=(const Signal&) = delete;

    void ring()
    {
        state_->is_rung = true;
        if (state_->on_ring) state_->on_ring();
    }

private:
    struct State {
        bool is_rung = false;
        std::function<void()> on_ring;
    };
    // Shared with the waiter: a coroutine that is destroyed where it stands may outlive the bell.
    std::shared_ptr<State> state_ = std::make_shared<State>();

public:
    // The waiter's side, held for the length of one wait: on_ring is called at each ring, and the end clears the ring.
    class Listener final {
    public:
        Listener(Signal& signal, std::function<void()> on_ring) : state_(signal.state_)
        {
            state_->on_ring = std::move(on_ring);
        }
        ~Listener()
        {
            state_->on_ring = nullptr;
            state_->is_rung = false;
        }
        Listener(const Listener&) = delete;
        Listener& operator=(const Listener&) = delete;
        [[nodiscard]] bool is_rung() const { return state_->is_rung; }

    private:
        std::shared_ptr<State> state_;
    };
};

}  // namespace bwsync
