// BroadWorks workspaces: made at once, for a customer that exists; nothing lists them.
#pragma once

#include <map>
#include <string>

#include "tests/lab/webex/api/api.hpp"

namespace bwsync::lab::webex {

class WorkspacesApi final {
public:
    explicit WorkspacesApi(Partner& partner) : partner_(partner) {}

    Outcome provision(const Exchange& call);
    Outcome update(const Exchange& call);
    Outcome remove(const Exchange& call);

    Json state() const;  // for the control API: all of them

private:
    struct Workspace {
        std::string id, provisioning_id, user_id, sp_enterprise_id, display_name, primary_number, extension, cluster;
        std::int64_t created_ms = 0;
    };
    bool is_user_taken(const std::string& cluster, const std::string& user_id, const std::string& own_id) const;
    Json workspace_json(const Workspace& workspace) const;

    Partner& partner_;
    std::map<std::string, Workspace> workspaces_;
};

}  // namespace bwsync::lab::webex
