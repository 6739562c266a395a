// Readings of BroadWorks and renames in memory: storage/source and storage/feed/rename by other means.
#pragma once

#include "daemon/ports/store/bridge_ref.hpp"
#include "tests/support/memory_store/tables.hpp"

namespace bwsync::test::memory {

void record_readings(Tables& tables, std::int64_t epoch, const ReadingBatch& batch);
void record_service_provider(Tables& tables, const std::string& cluster, const ServiceProviderFacts& facts);
std::vector<std::string> known_users(const Tables& tables, const std::string& cluster, const GroupKey& group);
std::vector<std::string> known_groups(const Tables& tables, const std::string& cluster, const std::string& provider);
std::vector<std::string> known_service_providers(const Tables& tables, const std::string& cluster);
std::optional<GroupKey> last_seen(const Tables& tables, const std::string& cluster, const std::string& user_id);

// Where a bridge leads, written down whenever somebody works on it.
void remember_bridge(Tables& tables, const BridgeRef& bridge);

}  // namespace bwsync::test::memory
