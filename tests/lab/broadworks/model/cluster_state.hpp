// Everything one emulated cluster knows, in one place: what the commands, the feed and the control API work on.
#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <string>

#include "tests/lab/broadworks/config.hpp"
#include "tests/lab/broadworks/model/model.hpp"
#include "tests/lab/broadworks/ocip/faults.hpp"
#include "tests/lab/broadworks/ocip/received.hpp"
#include "tests/lab/broadworks/ocir/feed.hpp"
#include "tests/lab/clock.hpp"

namespace bwsync::lab {

struct ClusterState {
    ClusterState(BroadworksConfig settings, LabClock& lab_clock)
        : config(std::move(settings)), clock(lab_clock), feed(config.feed, config.ocir.size()), random(config.seed)
    {
        model.set_default_domain(config.default_domain);
    }
    ClusterState(const ClusterState&) = delete;
    ClusterState& operator=(const ClusterState&) = delete;

    BroadworksConfig config;
    LabClock& clock;
    Model model;
    Feed feed;
    Faults faults;
    Received received;
    std::mt19937_64 random;
    std::map<std::string, int> failed_logins;  // by administrator
    std::uint16_t feed_port = 8025;            // of the first application server, as bound
    int background_tasks = 0;
};

}  // namespace bwsync::lab
