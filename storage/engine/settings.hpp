// What the store needs to be told; read once at the start.
#pragma once

#include <string>
#include <vector>

namespace bwsync {

struct StoreSettings {
    std::string dsn;      // libpq connection string or URI; what it does not say about time-outs is added
    int connections = 8;  // also the number of threads that wait for PostgreSQL
    // Encryption keys of the grants, 32 raw bytes each. The first encrypts, all decrypt.
    std::vector<std::string> keys;
};

}  // namespace bwsync
