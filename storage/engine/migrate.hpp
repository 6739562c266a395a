// Brings the schema `bwsync` to the version that this program needs; forward only. Programs of two versions may work on
// one database: each migration says which older ones survive it.
#pragma once

#include <string>
#include <vector>

#include "daemon/domain/basics/result.hpp"

namespace bwsync {

struct Migration {
    Migration(int n, std::string called, std::string text, int from)
        : number(n), name(std::move(called)), sql(std::move(text)), survived_from(from)
    {
    }
    int number;
    std::string name;
    std::string sql;
    int survived_from;  // programs that know the schema from this version on still work after it; 1 to number
};

// Those built into the program, numbered from 1.
const std::vector<Migration>& migrations();

// Applies what is missing, each migration in one transaction under a lock that only one process can hold. Blocks.
// Repeatable. A schema newer than this program is left as it is, and good when every migration that the program does
// not know says that it survives it. kRejected: it does not, or PostgreSQL is older than 15; the text says what to do.
Result<> migrate_schema(const std::string& dsn, const std::vector<Migration>& wanted);

}  // namespace bwsync
