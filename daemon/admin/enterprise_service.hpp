// What the admin API asks and orders about enterprises in Webex: lists, organisations, directory synchronisation, and
// the procedures that came of it. Errors as in Operations; kUnauthorized: Webex refused, `what` says why.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "daemon/domain/enterprise/webex_enterprise.hpp"
#include "daemon/domain/enterprise/webex_organization.hpp"
#include "daemon/ports/procedures.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

struct EnterpriseItem {
    std::string bridge;  // empty: no bridge provisions with its template
    std::string partner;
    WebexEnterprise enterprise;
};

struct EnterpriseQuery {
    std::string bridge;
    std::string enterprise;   // spEnterpriseId, exact
    std::string starts_with;  // or its beginning
    int limit = 100;          // 1 to 1000
    std::string cursor;       // of the page before
};

struct EnterpriseList {
    std::vector<EnterpriseItem> items;
    std::string next;  // empty: the last page
};

struct OrganizationView {
    EnterpriseItem item;
    WebexOrganization organization;
    std::int64_t people = 0;
};

struct SyncOrderRequest {
    std::string kind;        // kSyncRun, kSyncEnable, kSyncDisable, kSyncUser
    std::string bridge;      // empty: every bridge, with `enterprise` empty only
    std::string enterprise;  // empty: all of the bridge
    std::string user_id;     // for kSyncUser
    std::string by;
};

struct SyncOrders {
    struct Skipped {
        std::string bridge;
        std::string enterprise;
        std::string why;
    };
    std::vector<OrderedProcedure> procedures;
    std::vector<Skipped> skipped;
};

struct DeletionRequest {
    std::string bridge;
    std::string enterprise;
    std::string name;  // the organisation's, typed in full
    std::string by;
};

class EnterpriseService {
public:
    virtual ~EnterpriseService() = default;
    virtual Task<Result<EnterpriseList>> list_enterprises(EnterpriseQuery query) = 0;
    // kNotFound: the bridge's partner has no such enterprise under a template of the bridge. So for those below.
    virtual Task<Result<EnterpriseItem>> show_enterprise(std::string bridge, std::string enterprise) = 0;
    virtual Task<Result<OrganizationView>> show_organization(std::string bridge, std::string enterprise) = 0;
    // kConflict: another procedure runs for the enterprise, or the bridge only observes.
    virtual Task<Result<SyncOrders>> order_sync(SyncOrderRequest request) = 0;
    // kConflict as above, and: the name is not the organisation's.
    virtual Task<Result<OrderedProcedure>> order_deletion(DeletionRequest request) = 0;

    virtual Task<Result<std::string>> list_procedures(ProcedureQuery query) = 0;
    virtual Task<Result<std::string>> show_procedure(std::int64_t id) = 0;
    virtual Task<Result<std::string>> stop_procedure(std::int64_t id, std::string by) = 0;
    virtual Task<Result<std::string>> resume_procedure(std::int64_t id, std::string by) = 0;
};

}  // namespace bwsync
