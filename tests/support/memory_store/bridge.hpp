// Enterprises, brakes and breakers of a bridge in memory: storage/{enterprise,guard} by other means.
#pragma once

#include "daemon/ports/store/bridge_store.hpp"
#include "daemon/ports/store/enterprise_store.hpp"
#include "tests/support/memory_store/tables.hpp"

namespace bwsync::test::memory {

std::vector<Enterprise> load_enterprises(const Tables& tables, const std::string& bridge);
EnterpriseStore::Candidate first_candidate(const Tables& tables, const BridgeRef& bridge,
                                           const std::string& sp_enterprise_id, EnterpriseStore::CandidateNeeds needs);
EnterpriseStore::Site site_of(const Tables& tables, const BridgeRef& bridge, const std::string& sp_enterprise_id,
                              const std::string& package);
BrakeCounts brake_counts(const Tables& tables, const BridgeRef& bridge, Millis window);
BridgeControls load_controls(const Tables& tables, const std::string& bridge);

void save_breaker(Tables& tables, const std::string& bridge, const Breaker& breaker);
// The row that may go; 0: nobody is held.
std::int64_t wake_probe(Tables& tables, const std::string& bridge, const Breaker& breaker);

}  // namespace bwsync::test::memory
