#include "daemon/core/basics/bridge_ports.hpp"

#include <algorithm>

#include "daemon/domain/basics/text.hpp"

namespace bwsync {

std::vector<std::string> provisioning_ids(const BridgePolicy& policy)
{
    std::vector<std::string> ids;
    for (const OrganizationRule& rule : policy.organizations) {
        if (std::find(ids.begin(), ids.end(), rule.provisioning_id) == ids.end()) ids.push_back(rule.provisioning_id);
    }
    return ids;
}

BridgeRef bridge_ref(const BridgePolicy& policy)
{
    BridgeRef ref;
    ref.bridge = policy.bridge;
    ref.cluster = policy.cluster;
    ref.partner = policy.partner;
    ref.provisioning_ids = provisioning_ids(policy);
    return ref;
}

const WebexSubscriber* pick_by_user_id(const std::vector<WebexSubscriber>& found, const std::string& user_key,
                                       const std::vector<std::string>& ours)
{
    const WebexSubscriber* picked = nullptr;
    for (const WebexSubscriber& candidate : found) {
        if (lower_case(candidate.user_id) != user_key) continue;
        const bool is_ours = std::find(ours.begin(), ours.end(), candidate.provisioning_id) != ours.end();
        if (is_ours) return &candidate;
        if (picked == nullptr) picked = &candidate;
    }
    return picked;
}

}  // namespace bwsync
