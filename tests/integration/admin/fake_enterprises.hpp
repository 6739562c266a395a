// A scripted EnterpriseService: answers what a test put in and remembers what it was asked.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "daemon/admin/enterprise_service.hpp"

namespace bwsync::test {

class FakeEnterprises final : public EnterpriseService {
public:
    // One enterprise, e1 on east-acme, with a synchronisation that failed.
    FakeEnterprises();

    [[nodiscard]] std::vector<std::string> calls() const;
    // Answers of list_procedures and show_procedure.
    void answer(const std::string& function, std::string text);

    Task<Result<EnterpriseList>> list_enterprises(EnterpriseQuery query) override;
    Task<Result<EnterpriseItem>> show_enterprise(std::string bridge, std::string enterprise) override;
    Task<Result<OrganizationView>> show_organization(std::string bridge, std::string enterprise) override;
    Task<Result<SyncOrders>> order_sync(SyncOrderRequest request) override;
    Task<Result<OrderedProcedure>> order_deletion(DeletionRequest request) override;
    Task<Result<std::string>> list_procedures(ProcedureQuery query) override;
    Task<Result<std::string>> show_procedure(std::int64_t id) override;
    Task<Result<std::string>> stop_procedure(std::int64_t id, std::string by) override;
    Task<Result<std::string>> resume_procedure(std::int64_t id, std::string by) override;

    // Set up before it is served.
    std::vector<EnterpriseItem> enterprises;
    std::optional<Error> error;

private:
    void note(const std::string& call);
    std::string text(const std::string& function) const;

    mutable std::mutex mutex_;
    std::vector<std::string> calls_;
    std::map<std::string, std::string> texts_;
};

}  // namespace bwsync::test
