// Procedures in PostgreSQL. Internal to storage/.
#pragma once

#include "daemon/ports/procedures.hpp"
#include "storage/engine/executor.hpp"

namespace bwsync {

class PostgresProcedureStore final : public ProcedureStore {
public:
    explicit PostgresProcedureStore(Executor& executor) : executor_(executor) {}

    Task<Result<ProcedureWork>> due_procedures(std::string bridge, std::vector<std::int64_t> busy, int limit) override;
    Task<Result<bool>> save_procedure(Lease lease, ProcedureMove move) override;

private:
    Executor& executor_;
};

class PostgresProcedureOrders final : public ProcedureOrders {
public:
    explicit PostgresProcedureOrders(Executor& executor) : executor_(executor) {}

    Task<Result<std::vector<OrderedProcedure>>> order(std::vector<Procedure> procedures) override;
    Task<Result<std::string>> list_procedures(ProcedureQuery query) override;
    Task<Result<std::string>> show_procedure(std::int64_t id) override;
    Task<Result<std::string>> stop_procedure(std::int64_t id, std::string by) override;
    Task<Result<std::string>> resume_procedure(std::int64_t id, std::string by) override;

private:
    Executor& executor_;
};

// One more line of the history.
void add_event(Transaction& transaction, std::int64_t procedure, std::string_view step, const std::string& note,
               const std::string& tracking_id = "");

}  // namespace bwsync
