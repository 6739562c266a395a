// Procedures in the store: what the holder of a bridge works on, and what operators order and see. Errors as in
// store/lease_store.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daemon/domain/enterprise/procedure.hpp"
#include "daemon/ports/store/lease_store.hpp"

namespace bwsync {

struct ProcedureWork {
    std::vector<Procedure> due;
    std::optional<Millis> next;  // until another one is due; nullopt: none waits for a time
};

class ProcedureStore {
public:
    virtual ~ProcedureStore() = default;
    // Running ones of the bridge that are due, without those in `busy`. A run that waits for its turn in the cluster is
    // not due, and while the bridge is paused only what is to be stopped is.
    virtual Task<Result<ProcedureWork>> due_procedures(std::string bridge, std::vector<std::int64_t> busy,
                                                       int limit) = 0;
    // What became of it, with its place in the history. False: another run has the turn in the cluster, nothing was
    // written. The end of a deletion also makes the enterprise one without organisation, on each bridge to it.
    virtual Task<Result<bool>> save_procedure(Lease lease, ProcedureMove move) = 0;
};

struct ProcedureQuery {
    std::string bridge;
    std::string kind;  // or the beginning of several
    std::string state;
    std::string enterprise;  // spEnterpriseId
    int limit = 100;         // 1 to 1000
    std::string cursor;      // of the page before
};

struct OrderedProcedure {
    std::int64_t id = 0;
    bool is_new = false;  // false: `kind` runs for this enterprise already, nothing was made
    std::string kind;
    std::string subject;
};

// Errors as of Operations.
class ProcedureOrders {
public:
    virtual ~ProcedureOrders() = default;
    // In one transaction, in their order. A deletion also pauses its enterprise on each bridge of the cluster and
    // partner: nobody is provisioned into what is being deleted.
    virtual Task<Result<std::vector<OrderedProcedure>>> order(std::vector<Procedure> procedures) = 0;
    // Newest first, as JSON: {"items": [...], "next": CURSOR or null}.
    virtual Task<Result<std::string>> list_procedures(ProcedureQuery query) = 0;
    // One, with its steps.
    virtual Task<Result<std::string>> show_procedure(std::int64_t id) = 0;
    // Both return the bridge's name. Stop takes effect when its holder comes to it, after the call under way. Resume:
    // kConflict unless it is a deletion that was stopped or has failed, or while another procedure runs there.
    virtual Task<Result<std::string>> stop_procedure(std::int64_t id, std::string by) = 0;
    virtual Task<Result<std::string>> resume_procedure(std::int64_t id, std::string by) = 0;
};

}  // namespace bwsync
