// Holds one lease and runs the work that may only be done under it (promise P4: one writer).
#pragma once

#include <functional>
#include <string>

#include "daemon/ports/clock.hpp"
#include "daemon/ports/store/lease_store.hpp"
#include "daemon/ports/telemetry.hpp"
#include "daemon/runtime/task_group.hpp"

namespace bwsync {

struct LeaseHolder {
    std::string name;         // this replica's
    std::string incarnation;  // this process's own random id
};

class LeaseKeeper {
public:
    // Runs until its stop is requested; that the lease is lost looks to it like a stop.
    using Work = std::function<Task<>(Lease, std::stop_token)>;

    LeaseKeeper(LeaseStore& store, Clock& clock, Telemetry& telemetry, std::string name, LeaseHolder holder, Work work);

    // Takes the lease whenever it is free, renews it, starts and stops the work; on stop lets the work end and gives
    // the lease back. A lease that is lost, for whatever reason, stops the work; it begins anew with the next epoch.
    Task<> run(std::stop_token stop);

    [[nodiscard]] bool is_held() const { return held_.has_value(); }
    [[nodiscard]] const std::string& name() const { return name_; }

private:
    Task<> hold(std::stop_token stop);
    Task<> renew(TaskGroup& working, std::stop_token stop);
    Task<> give_up_in_time(TaskGroup& working, std::stop_token stop);
    void lose(TaskGroup& working, std::string why);

    LeaseStore& store_;
    Clock& clock_;
    Telemetry& telemetry_;
    const std::string name_;
    const LeaseHolder holder_;
    const Work work_;
    std::optional<Lease> held_;
    Instant asked_at_{};  // of the last renewal that was granted: the lease runs from then at the earliest
};

}  // namespace bwsync
