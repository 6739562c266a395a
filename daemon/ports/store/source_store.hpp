// BroadWorks as last read. Errors as in lease_store.hpp.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "daemon/domain/basics/result.hpp"
#include "daemon/domain/feed/feed_event.hpp"
#include "daemon/domain/subscriber/subscriber.hpp"
#include "daemon/ports/store/feed_store.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

struct ReadUser {
    std::string asked;  // the key that was read
    SourceUser source;  // facts or proven absence; a failed reading is not recorded, its key is deferred
};

struct ReadingBatch {
    std::string cluster;
    std::vector<std::string> bridges;
    std::vector<ReadUser> readings;
    std::vector<Rename> renames;
    std::vector<ClaimedKey> keys;  // the claimed keys that this answers
};

class SourceStore {
public:
    virtual ~SourceStore() = default;
    // Facts of users, in one transaction: upserts source rows, makes the subscribers' rows of the batch's bridges (new
    // ones in state waiting) due now with dirty_since = the key's first_at where they have none, applies the renames
    // (old key -> new key: the subscribers' and source rows move, unless the new key already has a subscriber that is
    // in Webex) and takes the keys off as FeedStore::finish_dirty does.
    virtual Task<Result<>> record_readings(Lease lease, ReadingBatch batch) = 0;
    virtual Task<Result<>> record_service_provider(Lease lease, std::string cluster, ServiceProviderFacts facts) = 0;
    // Users known in BroadWorks (facts present) in a group (or a provider: group_id empty), by user id.
    virtual Task<Result<std::vector<std::string>>> known_users(std::string cluster, GroupKey group) = 0;
    virtual Task<Result<std::vector<std::string>>> known_groups(std::string cluster,
                                                                std::string service_provider_id) = 0;
    virtual Task<Result<std::vector<std::string>>> known_service_providers(std::string cluster) = 0;
    // The group and provider where the user was last seen; nullopt: never.
    virtual Task<Result<std::optional<GroupKey>>> last_seen(std::string cluster, std::string user_id) = 0;
};

}  // namespace bwsync
