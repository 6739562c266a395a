// OAuth grants, encrypted in their rows. Internal to storage/.
#pragma once

#include "daemon/ports/grants.hpp"
#include "storage/engine/cipher.hpp"
#include "storage/engine/executor.hpp"

namespace bwsync {

class PostgresGrantStore final : public GrantStore {
public:
    PostgresGrantStore(Executor& executor, std::vector<std::string> keys)
        : executor_(executor), cipher_(std::move(keys))
    {
    }

    Task<Result<std::vector<Grant>>> load_grants(std::string partner) override;
    Task<Result<Grant>> refresh_grant(std::string partner, std::string name, std::int64_t known_version,
                                      std::function<Result<RefreshedTokens>(const Grant&)> refresh) override;
    Task<Result<Grant>> import_grant(std::string partner, std::string name, std::string refresh_token) override;
    Task<Result<Grant>> store_sign_in(std::string partner, std::string name, RefreshedTokens tokens) override;

private:
    struct Refresh;
    [[nodiscard]] Grant grant_of(const pqxx::row& row) const;
    void write(Transaction& transaction, Grant& grant) const;
    Result<Grant> refresh_in(Transaction& transaction, Refresh& refresh) const;
    Result<Grant> refresh_now(Refresh refresh);
    Task<Result<Grant>> replace(std::string_view query, Grant grant);

    Executor& executor_;
    Cipher cipher_;
};

}  // namespace bwsync
