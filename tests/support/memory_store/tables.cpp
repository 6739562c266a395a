#include "tests/support/memory_store/tables.hpp"

#include <algorithm>

namespace bwsync::test::memory {

Result<> Tables::check(const Lease& lease) const
{
    const auto found = leases.find(lease.name);
    const bool is_ours = found != leases.end() && found->second.epoch == lease.epoch && found->second.expires_at > now_;
    if (is_ours) return std::monostate();
    return Error(ErrorKind::kConflict, "the lease " + lease.name + " is held by another process or has expired");
}

void Tables::wake(StoredSubscriber& subscriber) const
{
    ++subscriber.row.wakes;
    subscriber.row.due_at = std::min(subscriber.row.due_at.value_or(now_), now_);
}

StoredSubscriber* Tables::find(const std::string& bridge, const std::string& user_key)
{
    for (auto& [id, stored] : subscribers) {
        if (stored.row.bridge == bridge && stored.row.user_key == user_key) return &stored;
    }
    return nullptr;
}

const IntentRow* Tables::open_intent_of(std::int64_t subscriber) const
{
    for (const auto& [id, intent] : intents) {
        if (intent.subscriber == subscriber && !intent.closed_at) return &intent;
    }
    return nullptr;
}

bool Tables::leads_to(const std::string& bridge, const std::string& partner) const
{
    const auto found = bridges.find(bridge);
    return found != bridges.end() && found->second.partner == partner;
}

std::string sp_enterprise_id_of(const SubscriberRow& row)
{
    return row.wanted ? row.wanted->sp_enterprise_id : std::string();
}

}  // namespace bwsync::test::memory
