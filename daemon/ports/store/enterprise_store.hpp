// The enterprises (organizations) of a bridge: their state, and which subscriber makes one. Every write is under the
// bridge's lease. Errors as in lease_store.hpp.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "daemon/domain/basics/result.hpp"
#include "daemon/domain/subscriber/subscriber.hpp"
#include "daemon/ports/store/bridge_ref.hpp"
#include "daemon/ports/store/lease_store.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

class EnterpriseStore {
public:
    virtual ~EnterpriseStore() = default;
    virtual Task<Result<std::vector<Enterprise>>> load_enterprises(std::string bridge) = 0;
    virtual Task<Result<>> save_enterprise(Lease lease, Enterprise enterprise) = 0;
    struct CandidateNeeds {
        bool email = true;
        bool time_zone = true;
    };
    // The lowest user key (by bytes) of the enterprise's wanted subscribers that have an e-mail and a time zone (unless
    // not needed) and are not parked but for the site's time zone, those that Webex wants after another one last;
    // nullopt: none. has_unread: dirty user keys of the enterprise's provider (and group) are still to be read.
    struct Candidate {
        std::optional<std::string> user_key;
        bool has_unread = false;
    };
    virtual Task<Result<Candidate>> first_candidate(BridgeRef bridge, std::string sp_enterprise_id,
                                                    CandidateNeeds needs) = 0;

    // Whether somebody of the enterprise has the package in Webex, and with it its Meetings site stands; else the
    // lowest user key of those who want it.
    struct Site {
        bool stands = false;
        std::string first_user_key;  // empty: nobody
    };
    virtual Task<Result<Site>> site_of(BridgeRef bridge, std::string sp_enterprise_id, std::string package) = 0;
};

}  // namespace bwsync
