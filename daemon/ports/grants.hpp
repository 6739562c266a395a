// OAuth grants as they are kept: encrypted at rest, one refresh at a time across all replicas.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "daemon/domain/basics/result.hpp"
#include "daemon/domain/grant/grant.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

class GrantStore {
public:
    virtual ~GrantStore() = default;

    // Every grant of the partner that the store knows. A row that no configured key decrypts is returned dead, with the
    // problem said.
    virtual Task<Result<std::vector<Grant>>> load_grants(std::string partner) = 0;

    // Locks the grant's row, reads it again under the lock and
    //  - returns it as it is when its version is newer than `known_version` (somebody else refreshed it),
    //  - else calls `refresh` (on a pool thread; it may block) with the current grant, commits what it gave, and only
    //  then returns.
    // kRejected or kUnauthorized from `refresh` marks the grant dead; every other error is kept as its problem. The
    // error is returned.
    virtual Task<Result<Grant>> refresh_grant(std::string partner, std::string name, std::int64_t known_version,
                                              std::function<Result<RefreshedTokens>(const Grant&)> refresh) = 0;

    // Puts a refresh token in: replaces the row of that name and revives it. kRejected: it is no token.
    virtual Task<Result<Grant>> import_grant(std::string partner, std::string name, std::string refresh_token) = 0;

    // The same with all that a sign-in gave. kRejected: there is no refresh token in it.
    virtual Task<Result<Grant>> store_sign_in(std::string partner, std::string name, RefreshedTokens tokens) = 0;
};

}  // namespace bwsync
