// A GrantStore in memory that keeps the port's promises: a lock per row, a second read under it, versions that grow,
// dead grants that stay dead until an import. Several keepers over one of these are several replicas.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <map>
#include <mutex>

#include "daemon/ports/grants.hpp"

namespace bwsync::test {

class MemoryGrants final : public GrantStore {
public:
    ~MemoryGrants() override { pool_.join(); }

    Task<Result<std::vector<Grant>>> load_grants(std::string partner) override;
    Task<Result<Grant>> refresh_grant(std::string partner, std::string name, std::int64_t known_version,
                                      std::function<Result<RefreshedTokens>(const Grant&)> refresh) override;
    Task<Result<Grant>> import_grant(std::string partner, std::string name, std::string refresh_token) override;
    Task<Result<Grant>> store_sign_in(std::string partner, std::string name, RefreshedTokens tokens) override;

    // For tests, from any thread.
    void put(Grant grant);
    Grant at(const std::string& name);
    void fail_loads(bool on);

    // Called after a refresh was committed and before it is returned.
    std::function<void(const Grant&)> on_commit;

private:
    struct Row {
        Grant grant;
        std::mutex lock;
    };
    Result<Grant> refresh_now(const std::string& name, std::int64_t known_version,
                              const std::function<Result<RefreshedTokens>(const Grant&)>& refresh);
    Row& row(const std::string& name);

    std::mutex mutex_;  // of everything below; never held while a refresh runs
    std::map<std::string, Row> rows_;
    bool is_failing_ = false;
    asio::thread_pool pool_{4};
};

}  // namespace bwsync::test
