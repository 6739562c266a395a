// Tracker: what Webex shows, kept in the store. One list query per status_poll follows everything in flight; a whole
// list at a steady pace finds what else has changed there.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "daemon/core/basics/bridge_ports.hpp"
#include "daemon/runtime/signal.hpp"

namespace bwsync {

class Tracker {
public:
    struct Hooks {
        std::function<void()> subscribers_are_due;
        std::function<void()> webex_is_known;  // a complete list was recorded
    };

    Tracker(BridgePorts ports, BridgeSettings settings, Hooks hooks);

    Task<> run(Lease lease, std::stop_token stop);
    // A whole list now, whatever the schedule says.
    void request_snapshot();

private:
    Task<> follow(std::stop_token stop);
    Task<> poll(std::stop_token stop);
    void see(Instant change);
    Task<> list_when_due(Lease lease, std::stop_token stop);
    Task<bool> list_all(Lease lease, std::string trigger, std::stop_token stop);
    Task<Result<>> record_pages(std::int64_t snapshot, std::stop_token stop);

    BridgePorts ports_;
    const BridgeSettings settings_;
    const Hooks hooks_;
    const std::string following_;  // names for the proof of life
    const std::string listing_;
    std::shared_ptr<Signal> bell_;
    Instant newest_{};     // the newest lastStatusChange that Webex has shown, by Webex's clock
    Instant newest_at_{};  // when it was first seen, by ours
    bool is_requested_ = false;
};

}  // namespace bwsync
