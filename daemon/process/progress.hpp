// Proof of life of the daemon's parts: each beats while it gets on, and has a limit for how long it may not.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <string_view>

#include "daemon/ports/liveness.hpp"

namespace bwsync {

using SteadyInstant = std::chrono::steady_clock::time_point;

// One subsystem's pulse. Any thread.
class Beat final {
public:
    Beat(std::string name, std::chrono::milliseconds limit, std::function<SteadyInstant()> now);

    // "I got on": called at least once within the limit while there is work or a wait of its own.
    void beat();
    // "I wait for something that may take for ever, and rightly so": not judged until the next beat.
    void rest();

    [[nodiscard]] bool is_alive(SteadyInstant at) const;
    [[nodiscard]] const std::string& name() const { return name_; }
    // How long ago the last beat was; 0 while resting.
    [[nodiscard]] std::chrono::milliseconds age(SteadyInstant at) const;

private:
    static constexpr SteadyInstant::rep kResting = -1;

    const std::string name_;
    const std::chrono::milliseconds limit_;
    const std::function<SteadyInstant()> now_;
    std::atomic<SteadyInstant::rep> last_;
};

// All subsystems of the process. A beat lives as long as this, or until it is removed.
class Progress final : public Liveness {
public:
    // How long a loop of the core may go without a beat.
    static constexpr std::chrono::minutes kLoopLimit{5};

    Progress() : Progress(&std::chrono::steady_clock::now) {}
    explicit Progress(std::function<SteadyInstant()> now) : now_(std::move(now)) {}

    // A new pulse that counts as beaten now. Names may repeat (one per cluster): say which in the name.
    Beat& subsystem(std::string name, std::chrono::milliseconds limit);
    // A loop is known from its first word on.
    void beat(std::string_view loop) override;
    void rest(std::string_view loop) override;

    // Takes one off, as its subsystem ends; the reference is dead then.
    void remove(const Beat& beat);

    [[nodiscard]] bool all_alive(SteadyInstant at) const;
    [[nodiscard]] bool all_alive() const { return all_alive(now_()); }
    // Those that stand still and for how long, for a person: "feed east (95 s), store (40 s)"; empty: none.
    [[nodiscard]] std::string stalled() const;

private:
    Beat& of(std::string_view loop);

    const std::function<SteadyInstant()> now_;
    mutable std::mutex mutex_;
    std::list<Beat> beats_;
};

}  // namespace bwsync
