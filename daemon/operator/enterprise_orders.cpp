// What operators order for enterprises: directory synchronisation, deletion.
#include <set>

#include "daemon/domain/enterprise/organization_deletion.hpp"
#include "daemon/operator/enterprises.hpp"

namespace bwsync {

namespace {

bool is_observe(const BridgePart& part)
{
    return part.config.policy == SyncPolicy::kObserve;
}

Error only_observes(const std::string& bridge)
{
    return Error(ErrorKind::kConflict, "bridge " + bridge + " only observes: nothing is sent to Webex");
}

Procedure procedure_for(const EnterpriseItem& item, const BridgePart& part, const std::string& kind,
                        const std::string& by)
{
    Procedure procedure;
    procedure.kind = kind;
    procedure.bridge = part.config.name;
    procedure.cluster = part.config.cluster;
    procedure.partner = part.config.partner;
    procedure.subject = item.enterprise.sp_enterprise_id;
    procedure.title = item.enterprise.sp_enterprise_id;
    procedure.asked_by = by.empty() ? "an operator" : by;
    procedure.facts["enterprise"] = item.enterprise.id;
    procedure.facts["organization"] = item.enterprise.organization_id;
    return procedure;
}

// Why an order for all passes over this one; empty: it does not.
std::string pointless(const std::string& kind, const DirectorySync& sync)
{
    if (kind == kSyncRun && !sync.is_enabled.value_or(true)) return "directory synchronisation is not enabled";
    if (kind == kSyncEnable && sync.is_enabled.value_or(false)) return "is enabled already";
    if (kind == kSyncDisable && is_off(sync)) return "is disabled already";
    return {};
}

Error runs_already(const OrderedProcedure& ordered)
{
    return Error(ErrorKind::kConflict, "a procedure of the kind " + ordered.kind + " runs for " + ordered.subject +
                                           " already (number " + std::to_string(ordered.id) + ")");
}

}  // namespace

Task<Result<SyncOrders>> OperatorEnterprises::order_sync(SyncOrderRequest request)
{
    if (request.enterprise.empty()) co_return co_await order_sync_of_all(std::move(request));
    Result<BridgePart*> part = bridge_named(request.bridge);
    if (!part) co_return part.error();
    if (is_observe(**part)) co_return only_observes(request.bridge);
    Result<EnterpriseItem> item = co_await find(request.bridge, request.enterprise);
    if (!item) co_return item.error();
    Procedure procedure = procedure_for(*item, **part, request.kind, request.by);
    if (!request.user_id.empty()) procedure.facts["userId"] = request.user_id;
    std::vector<Procedure> one(1, std::move(procedure));
    Result<std::vector<OrderedProcedure>> ordered = co_await put(std::move(one));
    if (!ordered) co_return ordered.error();
    const OrderedProcedure& made = ordered->front();
    // The same order once more is the one that stands; a user is not the same user.
    const bool is_another = !made.is_new && (made.kind != request.kind || request.kind == kSyncUser);
    if (is_another) co_return runs_already(made);
    SyncOrders orders;
    orders.procedures = std::move(*ordered);
    co_return orders;
}

Task<Result<SyncOrders>> OperatorEnterprises::order_sync_of_all(SyncOrderRequest request)
{
    SyncOrders orders;
    std::vector<Procedure> procedures;
    bool is_known = false;
    for (BridgePart& part : parts_.bridges()) {
        if (!request.bridge.empty() && part.config.name != request.bridge) continue;
        is_known = true;
        if (is_observe(part)) {
            if (!request.bridge.empty()) co_return only_observes(request.bridge);
            orders.skipped.push_back({part.config.name, "", "the bridge only observes"});
            continue;
        }
        const EnterpriseFilter everything;
        Result<std::vector<EnterpriseItem>> items = co_await all_of(part.config.partner, everything, part.config.name);
        if (!items) co_return items.error();
        for (const EnterpriseItem& item : *items) {
            const std::string why = pointless(request.kind, item.enterprise.sync);
            if (why.empty()) {
                procedures.push_back(procedure_for(item, part, request.kind, request.by));
            } else {
                orders.skipped.push_back({part.config.name, item.enterprise.sp_enterprise_id, why});
            }
        }
    }
    if (!is_known) {
        Result<BridgePart*> unknown = bridge_named(request.bridge);
        if (!unknown) co_return unknown.error();
    }
    Result<std::vector<OrderedProcedure>> ordered = co_await put(std::move(procedures));
    if (!ordered) co_return ordered.error();
    for (OrderedProcedure& made : *ordered) {
        if (made.is_new || made.kind == request.kind) {
            orders.procedures.push_back(std::move(made));
        } else {
            orders.skipped.push_back({request.bridge, made.subject, runs_already(made).what});
        }
    }
    co_return orders;
}

Task<Result<OrderedProcedure>> OperatorEnterprises::order_deletion(DeletionRequest request)
{
    Result<BridgePart*> part = bridge_named(request.bridge);
    if (!part) co_return part.error();
    if (is_observe(**part)) co_return only_observes(request.bridge);
    Result<OrganizationView> view = co_await show_organization(request.bridge, request.enterprise);
    if (!view) co_return view.error();
    if (view->organization.display_name != request.name)
        co_return Error(ErrorKind::kConflict, "'" + request.name + "' is not the name of the organisation of " +
                                                  request.enterprise +
                                                  ": nothing is deleted; bwsyncctl organization show tells its name");
    Procedure procedure = procedure_for(view->item, **part, std::string(kOrganizationDelete), request.by);
    procedure.title = view->organization.display_name;
    procedure.facts["name"] = view->organization.display_name;
    procedure.facts["people"] = std::to_string(view->people);
    std::vector<Procedure> one(1, std::move(procedure));
    Result<std::vector<OrderedProcedure>> ordered = co_await put(std::move(one));
    if (!ordered) co_return ordered.error();
    if (!ordered->front().is_new) co_return runs_already(ordered->front());
    co_return std::move(ordered->front());
}

Task<Result<std::vector<OrderedProcedure>>> OperatorEnterprises::put(std::vector<Procedure> procedures)
{
    std::set<std::string> bridges;
    for (const Procedure& procedure : procedures) bridges.insert(procedure.bridge);
    Result<std::vector<OrderedProcedure>> ordered = co_await orders_.order(std::move(procedures));
    for (const std::string& bridge : bridges) wake(bridge);
    co_return ordered;
}

Task<Result<std::string>> OperatorEnterprises::stop_procedure(std::int64_t id, std::string by)
{
    if (by.empty()) by = "an operator";
    Result<std::string> bridge = co_await orders_.stop_procedure(id, std::move(by));
    if (bridge) wake(*bridge);
    co_return bridge;
}

Task<Result<std::string>> OperatorEnterprises::resume_procedure(std::int64_t id, std::string by)
{
    if (by.empty()) by = "an operator";
    Result<std::string> bridge = co_await orders_.resume_procedure(id, std::move(by));
    if (bridge) wake(*bridge);
    co_return bridge;
}

void OperatorEnterprises::wake(const std::string& bridge)
{
    for (BridgePart& part : parts_.bridges()) {
        if (part.config.name == bridge) part.bridge->wake();
    }
}

}  // namespace bwsync
