// Webex as it was last seen, for all bridges of a partner. Errors as in lease_store.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daemon/domain/basics/result.hpp"
#include "daemon/domain/subscriber/webex_subscriber.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

class MirrorStore {
public:
    virtual ~MirrorStore() = default;
    // What Webex shows (tracker, look-up, list page), upserted; subscribers whose Webex side changed become due.
    // Returns how many changed.
    virtual Task<Result<std::int64_t>> record_webex(std::string partner, std::vector<WebexSubscriber> subscribers,
                                                    std::optional<std::int64_t> snapshot) = 0;
    virtual Task<Result<>> forget_webex(std::string partner, std::string webex_id) = 0;  // Webex answered 404 for it
};

}  // namespace bwsync
