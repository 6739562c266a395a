// How calls fare in the simulation: they take time, are refused, and lose their answers, by chance; and a process that
// has crashed reaches nobody any more.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "tests/support/manual_clock.hpp"
#include "tests/support/mishaps.hpp"
#include "tests/support/seeded_random.hpp"

namespace bwsync::test {

// What a run leaves as one number: the same seed gives the same.
class Trace final {
public:
    void note(std::string_view what)
    {
        for (const char c : what) mix(static_cast<unsigned char>(c));
    }
    void note(Instant at) { mix(static_cast<std::uint64_t>(at.time_since_epoch().count())); }
    [[nodiscard]] std::uint64_t hash() const { return hash_; }

private:
    // FNV-1a.
    void mix(std::uint64_t value) { hash_ = (hash_ ^ value) * 1099511628211ULL; }
    std::uint64_t hash_ = 14695981039346656037ULL;
};

struct Storm {
    int refused = 0;    // percent of calls that do not arrive
    int lost = 0;       // percent whose answer does not come back; of these some never arrive, or late
    Millis longest{0};  // a call takes up to so long each way
    // Calls whose answers come back: what the core makes of their loss is a defect that is known.
    std::set<std::string> spared;
};

// Of one process and one peer.
class Weather final : public Mishaps {
public:
    Weather(ManualClock& clock, SeededRandom& random, Trace& trace, Storm storm)
        : clock_(clock), random_(random), trace_(trace), storm_(std::move(storm))
    {
    }

    Task<std::optional<Error>> going(std::string call) override;
    Task<std::optional<Error>> returning(std::string call) override;
    std::optional<Millis> arrives_after() override;

    void calm() { storm_.refused = storm_.lost = 0; }
    // The process crashes: what is on its way gets no answer, and nothing follows.
    void cut() { is_cut_ = true; }
    // Called before each call that arrives.
    std::function<void()> on_call;

private:
    ManualClock& clock_;
    SeededRandom& random_;
    Trace& trace_;
    Storm storm_;
    bool is_cut_ = false;
};

}  // namespace bwsync::test
