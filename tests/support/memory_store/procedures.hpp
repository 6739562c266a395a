// Procedures in memory: storage/enterprise by other means.
#pragma once

#include "daemon/ports/procedures.hpp"
#include "tests/support/memory_store/tables.hpp"

namespace bwsync::test::memory {

ProcedureWork due_procedures(const Tables& tables, const std::string& bridge, const std::vector<std::int64_t>& busy,
                             int limit);
Result<bool> save_procedure(Tables& tables, const ProcedureMove& move);
// As an operator orders one; 0: another one runs for the enterprise.
std::int64_t order_procedure(Tables& tables, Procedure procedure);

}  // namespace bwsync::test::memory
