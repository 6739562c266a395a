// Webex as it was last seen: the mirror table. Internal to storage/.
#pragma once

#include "daemon/ports/store/mirror_store.hpp"
#include "storage/engine/executor.hpp"

namespace bwsync {

class PostgresMirrorStore final : public MirrorStore {
public:
    explicit PostgresMirrorStore(Executor& executor) : executor_(executor) {}

    Task<Result<std::int64_t>> record_webex(std::string partner, std::vector<WebexSubscriber> subscribers,
                                            std::optional<std::int64_t> snapshot) override;
    Task<Result<>> forget_webex(std::string partner, std::string webex_id) override;

private:
    Executor& executor_;
};

// Upserts what is newer, wakes the subscribers concerned on every bridge of the partner but the one with the id
// `informed` (0: none is); how many changed. For transactions that do more.
std::int64_t mirror_webex(Transaction& transaction, const std::string& partner,
                          const std::vector<WebexSubscriber>& subscribers, std::int64_t informed);

// The partner to which a bridge leads; empty when nobody has worked on the bridge yet.
std::string partner_of(Transaction& transaction, const std::string& bridge);

}  // namespace bwsync
