// What operators ask and order about enterprises: asks Webex, then puts procedures into the store, where the holder of
// the bridge finds them.
#pragma once

#include "daemon/admin/enterprise_service.hpp"
#include "daemon/parts/parts.hpp"

namespace bwsync {

class OperatorEnterprises final : public EnterpriseService {
public:
    OperatorEnterprises(ProcedureOrders& orders, Parts& parts) : orders_(orders), parts_(parts) {}

    Task<Result<EnterpriseList>> list_enterprises(EnterpriseQuery query) override;
    Task<Result<EnterpriseItem>> show_enterprise(std::string bridge, std::string enterprise) override;
    Task<Result<OrganizationView>> show_organization(std::string bridge, std::string enterprise) override;
    Task<Result<SyncOrders>> order_sync(SyncOrderRequest request) override;
    Task<Result<OrderedProcedure>> order_deletion(DeletionRequest request) override;

    Task<Result<std::string>> list_procedures(ProcedureQuery query) override
    {
        return orders_.list_procedures(std::move(query));
    }
    Task<Result<std::string>> show_procedure(std::int64_t id) override { return orders_.show_procedure(id); }
    Task<Result<std::string>> stop_procedure(std::int64_t id, std::string by) override;
    Task<Result<std::string>> resume_procedure(std::int64_t id, std::string by) override;

private:
    Result<BridgePart*> bridge_named(const std::string& name);
    // The bridge that provisions with the template; empty: none.
    std::string bridge_of(const std::string& partner, const WebexEnterprise& enterprise,
                          const std::string& preferred) const;
    Task<Result<std::vector<EnterpriseItem>>> all_of(std::string partner, EnterpriseFilter filter, std::string bridge);
    Task<Result<EnterpriseItem>> find(std::string bridge, std::string enterprise);
    Task<Result<std::int64_t>> count_people(WebexPartner* webex, std::string organization_id);
    Task<Result<SyncOrders>> order_sync_of_all(SyncOrderRequest request);
    Task<Result<std::vector<OrderedProcedure>>> put(std::vector<Procedure> procedures);
    void wake(const std::string& bridge);

    ProcedureOrders& orders_;
    Parts& parts_;
};

}  // namespace bwsync
