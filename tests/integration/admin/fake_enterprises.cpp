#include "tests/integration/admin/fake_enterprises.hpp"

namespace bwsync::test {

FakeEnterprises::FakeEnterprises()
{
    EnterpriseItem item;
    item.bridge = "east-acme";
    item.partner = "acme";
    item.enterprise.id = "E1";
    item.enterprise.organization_id = "O1";
    item.enterprise.sp_enterprise_id = "e1";
    item.enterprise.provisioning_id = "template-secret";
    item.enterprise.sync.is_enabled = true;
    item.enterprise.sync.status = DirectorySyncStatus::kFailed;
    item.enterprise.sync.status_text = "FAILED";
    item.enterprise.sync.counts.users_added = 7;
    item.enterprise.sync.errors.push_back(WebexError{6013, "none"});
    enterprises.push_back(std::move(item));
}

std::vector<std::string> FakeEnterprises::calls() const
{
    const std::lock_guard held(mutex_);
    return calls_;
}

void FakeEnterprises::answer(const std::string& function, std::string text)
{
    const std::lock_guard held(mutex_);
    texts_[function] = std::move(text);
}

void FakeEnterprises::note(const std::string& call)
{
    const std::lock_guard held(mutex_);
    calls_.push_back(call);
}

std::string FakeEnterprises::text(const std::string& function) const
{
    const std::lock_guard held(mutex_);
    const auto found = texts_.find(function);
    return found == texts_.end() ? R"({"items":[],"next":null})" : found->second;
}

Task<Result<EnterpriseList>> FakeEnterprises::list_enterprises(EnterpriseQuery query)
{
    note("list " + query.bridge + "|" + query.enterprise + "|" + query.starts_with + "|" + std::to_string(query.limit) +
         "|" + query.cursor);
    if (error) co_return *error;
    EnterpriseList list;
    list.items = enterprises;
    if (query.cursor.empty() && query.limit == 1) list.next = "c2";
    co_return list;
}

Task<Result<EnterpriseItem>> FakeEnterprises::show_enterprise(std::string bridge, std::string enterprise)
{
    note("show " + bridge + " " + enterprise);
    if (error) co_return *error;
    co_return enterprises.front();
}

Task<Result<OrganizationView>> FakeEnterprises::show_organization(std::string bridge, std::string enterprise)
{
    note("organization " + bridge + " " + enterprise);
    if (error) co_return *error;
    OrganizationView view;
    view.item = enterprises.front();
    view.organization.display_name = "Metro Ltd";
    view.people = 12;
    co_return view;
}

Task<Result<SyncOrders>> FakeEnterprises::order_sync(SyncOrderRequest request)
{
    note("order " + request.kind + " " + request.bridge + "|" + request.enterprise + "|" + request.user_id);
    if (error) co_return *error;
    SyncOrders orders;
    OrderedProcedure ordered;
    ordered.id = 5;
    ordered.is_new = true;
    ordered.kind = request.kind;
    ordered.subject = "e1";
    orders.procedures.push_back(ordered);
    if (request.enterprise.empty()) orders.skipped.push_back({"east-acme", "e2", "is not enabled"});
    co_return orders;
}

Task<Result<OrderedProcedure>> FakeEnterprises::order_deletion(DeletionRequest request)
{
    note("delete " + request.bridge + "|" + request.enterprise + "|" + request.name);
    if (error) co_return *error;
    if (request.name != "Metro Ltd") co_return Error(ErrorKind::kConflict, "that is not its name");
    OrderedProcedure ordered;
    ordered.id = 6;
    ordered.is_new = true;
    ordered.kind = std::string(kOrganizationDelete);
    ordered.subject = request.enterprise;
    co_return ordered;
}

Task<Result<std::string>> FakeEnterprises::list_procedures(ProcedureQuery query)
{
    note("procedures " + query.bridge + "|" + query.kind + "|" + query.state + "|" + query.enterprise + "|" +
         std::to_string(query.limit) + "|" + query.cursor);
    co_return text("list_procedures");
}

Task<Result<std::string>> FakeEnterprises::show_procedure(std::int64_t id)
{
    note("procedure " + std::to_string(id));
    if (error) co_return *error;
    co_return text("show_procedure");
}

Task<Result<std::string>> FakeEnterprises::stop_procedure(std::int64_t id, std::string)
{
    note("stop " + std::to_string(id));
    if (error) co_return *error;
    co_return std::string("east-acme");
}

Task<Result<std::string>> FakeEnterprises::resume_procedure(std::int64_t id, std::string)
{
    note("resume " + std::to_string(id));
    if (error) co_return *error;
    co_return std::string("east-acme");
}

}  // namespace bwsync::test
