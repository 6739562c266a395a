#include "daemon/core/enterprise/known_enterprises.hpp"

namespace bwsync {

namespace {

// nullopt: the decision says nothing new.
std::optional<Enterprise> followed(const Enterprise& known, const Decision& decision)
{
    const bool becomes_ready = decision.organization_stands && known.state != EnterpriseState::kReady;
    const bool has_new_site = (decision.site_package == "standard" && !known.has_standard) ||
                              (decision.site_package == "premium" && !known.has_premium);
    if (!becomes_ready && !decision.gives_up_first && !has_new_site) return std::nullopt;
    Enterprise changed = known;
    if (becomes_ready || decision.gives_up_first) {
        changed.state = becomes_ready ? EnterpriseState::kReady : EnterpriseState::kNone;
        changed.first_user_key.clear();
    }
    if (decision.site_package == "standard") changed.has_standard = true;
    if (decision.site_package == "premium") changed.has_premium = true;
    return changed;
}

std::string news_of(const Enterprise& before, const Decision& decision)
{
    const bool becomes_ready = decision.organization_stands && before.state != EnterpriseState::kReady;
    if (becomes_ready) return "organization-ready";
    return decision.gives_up_first ? "first-subscriber-gave-up" : "site-stands";
}

}  // namespace

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
    Enterprise before = known;
    known.state = EnterpriseState::kBootstrapping;
    known.first_user_key = decision.row.user_key;
    return before;
}

Task<> KnownEnterprises::follow(Lease lease, const Decision& decision, std::stop_token stop)
{
    if (!decision.row.wanted) co_return;
    const std::string id = decision.row.wanted->sp_enterprise_id;
    const Enterprise before = enterprise(id);
    const std::optional<Enterprise> changed = followed(before, decision);
    if (!changed) co_return;
    const bool is_saved = co_await save(lease, *changed, stop);
    if (!is_saved) co_return;
    enterprises_[id] = *changed;
    ports_.telemetry.log(LogLevel::kInfo, news_of(before, decision),
                         {Field("bridge", bridge_), Field("enterprise", id)});
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
