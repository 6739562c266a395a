// What can happen to a call on its way to a peer (the store, Webex, BroadWorks) and to its answer on the way back.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "daemon/domain/basics/result.hpp"
#include "daemon/domain/basics/time.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync::test {

class Mishaps {
public:
    virtual ~Mishaps() = default;
    // Before the peer hears of the call. An error: it never does.
    virtual Task<std::optional<Error>> going(std::string call) = 0;
    // Asked after a call was lost with kUnknownOutcome: it may reach the peer that much later. nullopt: never.
    virtual std::optional<Millis> arrives_after() = 0;
    // After the peer has acted. An error takes the place of the answer.
    virtual Task<std::optional<Error>> returning(std::string call) = 0;
};

// Mishaps that a test orders; everything else goes well and at once. Counts the calls.
class ScriptedMishaps final : public Mishaps {
public:
    // The n-th call from now on (1: the next) fails once, with the peer having acted or not.
    void fail_nth(int n, Error error, bool has_acted = false)
    {
        nth_ = static_cast<int>(calls.size()) + n;
        nth_error_ = std::move(error);
        nth_has_acted_ = has_acted;
    }
    // Every call of this name fails until heal().
    void fail_all(const std::string& call, Error error) { failing_.insert_or_assign(call, std::move(error)); }
    void heal()
    {
        failing_.clear();
        nth_ = 0;
    }

    Task<std::optional<Error>> going(std::string call) override
    {
        calls.push_back(call);
        const auto found = failing_.find(call);
        if (found != failing_.end()) co_return found->second;
        if (is_nth() && !nth_has_acted_) co_return nth_error_;
        co_return std::nullopt;
    }
    std::optional<Millis> arrives_after() override { return late; }
    Task<std::optional<Error>> returning(std::string) override
    {
        if (is_nth() && nth_has_acted_) co_return nth_error_;
        co_return std::nullopt;
    }

    std::vector<std::string> calls;
    std::optional<Millis> late;  // see arrives_after()

private:
    [[nodiscard]] bool is_nth() const { return static_cast<int>(calls.size()) == nth_; }

    int nth_ = 0;
    bool nth_has_acted_ = false;
    std::optional<Error> nth_error_;
    std::map<std::string, Error> failing_;
};

}  // namespace bwsync::test
