#include "daemon/core/guard/bridge_breakers.hpp"

#include <algorithm>

namespace bwsync {

namespace {

// The operation by which breakers judge the call; nullopt: it is none of theirs, nor are the few calls about
// workspaces, another family.
std::optional<Operation> minded(const Decision& decision)
{
    const std::optional<Operation> operation = operation_of(decision.step);
    if (!operation || !row_of(*operation).minds_breakers || decision.row.workspace) return std::nullopt;
    return operation;
}

bool has_package(const Decision& decision)
{
    return decision.step == Step::kProvision || (decision.step == Step::kUpdate && decision.update.package);
}

}  // namespace

Task<bool> BridgeBreakers::load()
{
    Result<std::vector<Breaker>> stored = co_await ports_.breakers.load_breakers(bridge_);
    if (!stored) co_return false;
    breakers_.load(std::move(*stored));
    unsaved_.clear();
    co_return true;
}

BreakerPlace BridgeBreakers::place_of(const SubscriberRow& row, Operation operation, bool names_package) const
{
    BreakerPlace place;
    place.row = row.id;
    place.operation = operation;
    place.has_package = names_package;
    place.cluster = cluster_;
    place.partner = partner_;
    if (!row.wanted) return place;
    place.sp_enterprise_id = row.wanted->sp_enterprise_id;
    place.provisioning_id = row.wanted->provisioning_id;
    place.package = row.wanted->package;
    return place;
}

std::string BridgeBreakers::held(const Decision& decision, Instant now)
{
    const std::optional<Operation> operation = minded(decision);
    if (!operation) return {};
    const BreakerPlace place = place_of(decision.row, *operation, has_package(decision));
    const Breaker* breaker = breakers_.hold(place, now);
    if (breaker == nullptr) return {};
    const std::string code = breaker->code == 0 ? "" : " (code " + std::to_string(breaker->code) + ")";
    return "Calls for this " + std::string(name_of(breaker->key.scope)) + " fail" + code +
           " and are tried by one subscriber at a time: " + breaker->why;
}

void BridgeBreakers::answered(const Decision& decision, const WebexFailure* failure)
{
    const std::optional<Operation> operation = minded(decision);
    if (!operation) return;
    const BreakerPlace place = place_of(decision.row, *operation, has_package(decision));
    const Instant now = ports_.clock.now();
    note(failure == nullptr ? breakers_.succeeded(place, false, now) : breakers_.failed(place, *failure, now), now);
}

void BridgeBreakers::noticed(const Subject& subject, const Decision& decision)
{
    if (!subject.webex || !decision.row.wanted) return;
    const BreakerPlace place = place_of(decision.row, Operation::kProvision, true);
    const bool is_provisioned = subject.webex->status == WebexStatus::kProvisioned;
    const bool was_parked = subject.row.state == SubscriberState::kParked;
    const bool has_failed =
        subject.webex->status == WebexStatus::kError && decision.row.state == SubscriberState::kParked && !was_parked;
    const Instant now = ports_.clock.now();
    if (is_provisioned) note(breakers_.succeeded(place, true, now), now);
    if (has_failed) note(breakers_.failed_later(place, decision.row.last_code, now), now);
}

// One alarm when a breaker opens, and one line when it closes: between them its probes are silent.
void BridgeBreakers::note(std::vector<Breaker> changed, Instant now)
{
    for (Breaker& breaker : changed) {
        const bool opens = breaker.is_open && breaker.opened_at == now && breaker.probes == 0;
        if (opens || !breaker.is_open) {
            ports_.telemetry.log(opens ? LogLevel::kError : LogLevel::kInfo,
                                 opens ? "breaker-opened" : "breaker-closed",
                                 {Field("bridge", bridge_), Field("scope", std::string(name_of(breaker.key.scope))),
                                  Field("code", std::int64_t(breaker.code)), Field("why", breaker.why)});
        }
        unsaved_.push_back(std::move(breaker));
    }
}

Task<> BridgeBreakers::keep(Lease lease, std::stop_token)
{
    if (unsaved_.empty()) co_return;
    std::vector<Breaker> batch;
    batch.swap(unsaved_);
    Result<> saved = co_await ports_.breakers.save_breakers(lease, bridge_, batch);
    // In order: what changed meanwhile comes after.
    if (!saved) unsaved_.insert(unsaved_.begin(), batch.begin(), batch.end());
}

Task<> BridgeBreakers::tend(Lease lease)
{
    if (!breakers_.open().empty()) {
        Result<std::vector<BreakerKey>> asked = co_await ports_.breakers.asked_resets(bridge_);
        if (asked) {
            for (const BreakerKey& key : *asked) {
                std::optional<Breaker> closed = breakers_.reset(key);
                if (closed) note(std::vector<Breaker>(1, *closed), ports_.clock.now());
            }
        }
    }
    std::stop_token never;
    co_await keep(lease, never);
    const std::vector<Breaker> waiting = breakers_.awaiting_probe(ports_.clock.now());
    for (const Breaker& breaker : waiting) {
        Result<std::int64_t> row = co_await ports_.breakers.wake_probe(lease, bridge_, breaker);
        if (!row) co_return;
        std::optional<Breaker> closed = breakers_.choose_probe(breaker.key, *row, ports_.clock.now());
        if (closed) note(std::vector<Breaker>(1, *closed), ports_.clock.now());
    }
}

}  // namespace bwsync
