// Webex as it was last seen: the mirror table inside transactions that do more. Internal to storage/.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "daemon/domain/subscriber/webex_subscriber.hpp"
#include "storage/engine/session.hpp"

namespace bwsync {

// Upserts what is newer, wakes the subscribers concerned on every bridge of the partner but the one with the id
// `informed` (0: none is); how many changed.
std::int64_t mirror_webex(Transaction& transaction, const std::string& partner,
                          const std::vector<WebexSubscriber>& subscribers, std::int64_t informed);

// The partner to which a bridge leads; empty when nobody has worked on the bridge yet.
std::string partner_of(Transaction& transaction, const std::string& bridge);

}  // namespace bwsync
