// How a snapshot of BroadWorks is compared with what was read before. Internal to storage/.
#pragma once

#include "storage/source/snapshots.hpp"

namespace bwsync {

// See SnapshotStore::finish_snapshot; the snapshot's own end is not part of it.
SnapshotResult compare_broadworks(Transaction& transaction, const RunningSnapshot& snapshot, double deep_fraction);

}  // namespace bwsync
