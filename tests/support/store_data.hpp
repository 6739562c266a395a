// Values that tests of the store and of the core are made of: events, readings, rows of lists, what Webex shows.
#pragma once

#include <string>

#include "daemon/ports/store/bridge_ref.hpp"
#include "daemon/ports/store/feed_store.hpp"
#include "daemon/ports/store/snapshot_store.hpp"
#include "daemon/ports/store/source_store.hpp"

namespace bwsync::test {

inline constexpr const char* kCluster = "east";
inline constexpr const char* kBridge = "east-acme";
inline constexpr const char* kPartner = "acme";

// kBridge as the store is asked about it, with the provisioning id "p1".
BridgeRef east_acme();

// Inherited by fixtures for its short names.
struct StoreData {
    static FeedEvent user_event(const std::string& user_id, bool says_gone = false);
    static FeedEvent rename_event(const std::string& from, const std::string& to,
                                  const std::string& write_id = "write1");
    static ReadUser present(const std::string& user_id, const std::string& group = "g1",
                            const std::string& provider = "sp1");
    static ReadUser absent(const std::string& user_id);
    static StagedUser staged(const std::string& user_id, const std::string& row = "row",
                             const std::string& group = "g1");
    static WebexSubscriber in_webex(const std::string& id, const std::string& user_id,
                                    const std::string& provisioning_id = "p1");
    static ProvisionRequest request(const std::string& user_id);
};

}  // namespace bwsync::test
