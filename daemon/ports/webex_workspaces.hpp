// Workspaces of one Webex partner. There is neither a list nor a get: whoever makes a workspace stores its id.
#pragma once

#include <stop_token>

#include "daemon/domain/workspace/webex_workspace.hpp"
#include "daemon/ports/webex_result.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

class WebexWorkspaces {
public:
    virtual ~WebexWorkspaces() = default;

    // Code 2040: the name is in use. kUnknownOutcome: a workspace may exist whose id nobody knows; repeating it with
    // the same display name gives 2040 then.
    virtual Task<WebexResult<Answered<WebexWorkspace>>> provision(WorkspaceRequest request, std::stop_token stop) = 0;
    // Code 2039: there is none. May be repeated.
    virtual Task<WebexResult<Answered<WebexWorkspace>>> update(std::string id, WorkspaceUpdate change,
                                                               std::stop_token stop) = 0;
    // Already gone is a failure with code 2039; repeating does no harm.
    virtual Task<WebexResult<Done>> remove(std::string id, std::stop_token stop) = 0;
};

}  // namespace bwsync
