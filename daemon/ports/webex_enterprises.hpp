// Enterprises of one Webex partner and their directory synchronisation. `id` is the enterprise's; `organization_id`
// its organisation's, for access that Webex wants opened first (empty: not known, then a refusal stays one).
#pragma once

#include <stop_token>

#include "daemon/domain/enterprise/webex_enterprise.hpp"
#include "daemon/ports/webex_result.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

class WebexEnterprises {
public:
    virtual ~WebexEnterprises() = default;

    // One page; `next` of the page before, or empty for the first.
    virtual Task<WebexResult<EnterprisePage>> list(EnterpriseFilter filter, std::string next, std::stop_token stop) = 0;

    // The four below fail with code 6006 for an unknown enterprise; all may be repeated.
    virtual Task<WebexResult<Answered<DirectorySync>>> sync_status(std::string id, std::string organization_id,
                                                                   std::stop_token stop) = 0;
    // Off goes through DISABLE_INITIATED and DISABLE_IN_PROGRESS to NOT_SYNCED: sync_status() follows it. Code 6007:
    // not while a run goes on.
    virtual Task<WebexResult<Answered<DirectorySync>>> enable_sync(std::string id, std::string organization_id,
                                                                   bool is_enabled, std::stop_token stop) = 0;
    // Starts a run. Code 6002 (HTTP 429 or 503): another run of that cluster goes on; 6004: not enabled.
    virtual Task<WebexResult<Answered<DirectorySync>>> trigger_sync(std::string id, std::string organization_id,
                                                                    std::stop_token stop) = 0;
    // Takes one BroadWorks user who is no Webex user into the directory. Needs one complete run before.
    virtual Task<WebexResult<Answered<ExternalUser>>> sync_user(std::string id, std::string organization_id,
                                                                std::string user_id, std::stop_token stop) = 0;
};

}  // namespace bwsync
