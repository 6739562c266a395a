// Cluster: everything that is done for one BroadWorks cluster under its lease: every server's feed, the reader, the
// sweeps.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "daemon/core/feed/ingest.hpp"
#include "daemon/core/feed/reader.hpp"
#include "daemon/core/source/sweep.hpp"

namespace bwsync {

struct ClusterPorts {
    BroadWorks& broadworks;
    std::vector<Feed*> feeds;
    FeedStore& feed;
    SourceStore& source;
    SnapshotStore& snapshots;
    Clock& clock;
    Telemetry& telemetry;
    Liveness& liveness;
};

struct ClusterSettings {
    std::string cluster;
    Millis quiet_period{1500};
    Millis snapshot_every{std::chrono::hours(24)};
    bool snapshot_on_connect = true;
    Reader::Settings reader;
    Sweep::Settings sweep;
};

class Cluster {
public:
    Cluster(ClusterPorts ports, ClusterSettings settings, std::function<void()> readings_are_there);

    Task<> run(Lease lease, std::stop_token stop);
    void wake_reader() { reader_.wake_in(Millis(0)); }
    void request_snapshot();

    struct FeedState {
        std::string server;
        bool is_connected = false;
    };
    [[nodiscard]] std::vector<FeedState> feeds() const;
    [[nodiscard]] BroadWorks& broadworks() const { return ports_.broadworks; }

private:
    Task<> sweep_when_due(Lease lease, std::stop_token stop);
    Task<std::string> reason_to_sweep();

    ClusterPorts ports_;
    const ClusterSettings settings_;
    Sweep sweep_;
    Reader reader_;
    const std::string name_;  // of the sweeps, for the proof of life
    std::vector<std::unique_ptr<Ingest>> ingests_;
    std::shared_ptr<Signal> bell_;
    bool is_requested_ = false;
    bool has_swept_ = false;
};

}  // namespace bwsync
