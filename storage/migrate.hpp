// Brings the schema `bwsync` to the version that this program needs; forward only.
#pragma once

#include <string>
#include <vector>

#include "daemon/domain/result.hpp"

namespace bwsync {

struct Migration {
    Migration(int n, std::string called, std::string text) : number(n), name(std::move(called)), sql(std::move(text)) {}
    int number;
    std::string name;
    std::string sql;
};

// Those built into the program, numbered from 1.
const std::vector<Migration>& migrations();

// Applies what is missing, each migration in one transaction under a lock that only one process can hold. Blocks.
// Repeatable. kRejected: PostgreSQL is older than 15, or the schema is newer than this program; the text says what to
// do.
Result<> migrate_schema(const std::string& dsn, const std::vector<Migration>& wanted);

}  // namespace bwsync
