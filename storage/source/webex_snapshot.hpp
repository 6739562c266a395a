// How a snapshot of Webex is compared with the mirror. Internal to storage/.
#pragma once

#include "storage/source/snapshots.hpp"

namespace bwsync {

// See SnapshotStore::finish_webex_snapshot; the snapshot's own end is not part of it.
SnapshotResult compare_webex(Transaction& transaction, const RunningSnapshot& snapshot, const BridgeRef& bridge);

}  // namespace bwsync
