#include "adapters/webex/families/workspaces.hpp"

#include "adapters/webex/families/family_calls.hpp"
#include "adapters/webex/wire/workspaces_wire.hpp"

namespace bwsync {

Task<WebexResult<Answered<WebexWorkspace>>> Workspaces::provision(WorkspaceRequest request, std::stop_token stop)
{
    HttpRequest sent = workspace_provision_request(channel_.base_path(), request);
    CustomerCall call("workspace_provision", Lane::kWrite, std::move(sent), "");
    co_return co_await object_call(access_, std::move(call), &parse_workspace, stop);
}

Task<WebexResult<Answered<WebexWorkspace>>> Workspaces::update(std::string id, WorkspaceUpdate change,
                                                               std::stop_token stop)
{
    HttpRequest sent = workspace_update_request(channel_.base_path(), id, change);
    CustomerCall call("workspace_update", Lane::kWrite, std::move(sent), "");
    co_return co_await object_call(access_, std::move(call), &parse_workspace, stop);
}

Task<WebexResult<Done>> Workspaces::remove(std::string id, std::stop_token stop)
{
    HttpRequest sent = workspace_remove_request(channel_.base_path(), id);
    CustomerCall call("workspace_remove", Lane::kWrite, std::move(sent), "");
    co_return co_await done_call(access_, std::move(call), stop);
}

}  // namespace bwsync
