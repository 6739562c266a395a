// Channels on which the store tells every replica that something changed. A hint only: what was missed is found by
// polling.
#pragma once

namespace bwsync {

constexpr const char* kDirtyChannel = "bwsync_dirty";  // payload: the cluster with new dirty keys
constexpr const char* kSubscribersChannel =
    "bwsync_subscribers";                                      // payload: the bridge with subscribers that became due
constexpr const char* kControlsChannel = "bwsync_controls";    // payload: the bridge that was paused, resumed, approved
constexpr const char* kGrantsChannel = "bwsync_grants";        // payload: the partner with a new or changed grant
constexpr const char* kSnapshotsChannel = "bwsync_snapshots";  // payload: the cluster with a snapshot asked for
constexpr const char* kLeasesChannel = "bwsync_leases";        // payload: the lease that was given up

}  // namespace bwsync
