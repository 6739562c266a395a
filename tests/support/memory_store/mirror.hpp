// Webex as it was last seen, in memory: storage/subscriber/webex_mirror by other means.
#pragma once

#include "daemon/ports/store/bridge_ref.hpp"
#include "tests/support/memory_store/tables.hpp"

namespace bwsync::test::memory {

// How many changed; wakes whom they concern but the row `informed` (0: nobody is).
std::int64_t mirror_webex(Tables& tables, const std::string& partner, const std::vector<WebexSubscriber>& subscribers,
                          std::int64_t informed);
Result<std::int64_t> record_webex(Tables& tables, const std::string& partner,
                                  const std::vector<WebexSubscriber>& subscribers,
                                  std::optional<std::int64_t> snapshot);
void forget_webex(Tables& tables, const std::string& partner, const std::string& webex_id);
// What the snapshot did not show and nobody has recorded since it began; how many of ours that concerns.
std::int64_t drop_unseen(Tables& tables, const SnapshotRow& snapshot, const BridgeRef& bridge);
void drop_foreign(Tables& tables, const BridgeRef& bridge);
void add_foreign(Tables& tables, const BridgeRef& bridge);
// The mirror's row leaves; its period ends.
void erase_shown(Tables& tables, const Place& place);

}  // namespace bwsync::test::memory
