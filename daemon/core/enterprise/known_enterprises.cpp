#include "daemon/core/enterprise/known_enterprises.hpp"

#include "daemon/domain/enterprise/organization.hpp"

namespace bwsync {

Task<bool> KnownEnterprises::load()
{
    Result<std::vector<Enterprise>> stored = co_await ports_.store.load_enterprises(bridge_);
    if (!stored) co_return false;
    enterprises_.clear();
    for (Enterprise& each : *stored) enterprises_[each.sp_enterprise_id] = each;
    co_return true;
}

Enterprise& KnownEnterprises::enterprise(const std::string& sp_enterprise_id)
{
    Enterprise& known = enterprises_[sp_enterprise_id];
    known.bridge = bridge_;
    known.sp_enterprise_id = sp_enterprise_id;
    return known;
}

const Enterprise& KnownEnterprises::noticed(const std::string& sp_enterprise_id, Instant now)
{
    Enterprise& known = enterprise(sp_enterprise_id);
    if (known.seen_at == Instant{}) known.seen_at = now;
    return known;
}

Enterprise KnownEnterprises::bootstrap(const Decision& decision)
{
    Enterprise& known = enterprise(decision.row.wanted->sp_enterprise_id);
    known = bootstrapped(std::move(known), decision.row.user_key);
    return known;
}

Task<> KnownEnterprises::follow(Lease lease, const Decision& decision, std::stop_token stop)
{
    if (!decision.row.wanted) co_return;
    const std::string id = decision.row.wanted->sp_enterprise_id;
    const std::optional<EnterpriseNews> news = followed(enterprise(id), decision);
    if (!news) co_return;
    const bool is_saved = co_await save(lease, news->enterprise, stop);
    if (!is_saved) co_return;
    enterprises_[id] = news->enterprise;
    ports_.telemetry.log(LogLevel::kInfo, news->event, {Field("bridge", bridge_), Field("enterprise", id)});
    co_await wake(lease, id, stop);
}

Task<bool> KnownEnterprises::save(Lease lease, Enterprise changed, std::stop_token stop)
{
    std::function<Task<Result<>>()> verb = [this, lease, &changed] {
        return ports_.store.save_enterprise(lease, changed);
    };
    co_return co_await keeper_.keep("save-enterprise", verb, stop);
}

Task<> KnownEnterprises::wake(Lease lease, std::string sp_enterprise_id, std::stop_token stop)
{
    std::function<Task<Result<>>()> verb = [this, lease, &sp_enterprise_id] {
        return ports_.subscribers.wake_enterprise(lease, bridge_, sp_enterprise_id);
    };
    [[maybe_unused]] const bool is_roused = co_await keeper_.keep("wake-enterprise", verb, stop);
}

}  // namespace bwsync
