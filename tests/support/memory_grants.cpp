#include "tests/support/memory_grants.hpp"

#include "daemon/runtime/offload.hpp"

namespace bwsync::test {

MemoryGrants::Row& MemoryGrants::row(const std::string& name)
{
    const std::lock_guard lock(mutex_);
    return rows_[name];
}

Task<Result<std::vector<Grant>>> MemoryGrants::load_grants(std::string)
{
    const std::lock_guard lock(mutex_);
    if (is_failing_) co_return Error(ErrorKind::kRetry, "the store is down");
    std::vector<Grant> out;
    for (const auto& [name, row] : rows_) out.push_back(row.grant);
    co_return out;
}

Result<Grant> MemoryGrants::refresh_now(const std::string& name, std::int64_t known_version,
                                        const std::function<Result<RefreshedTokens>(const Grant&)>& refresh)
{
    Row& found = row(name);
    const std::lock_guard row_lock(found.lock);
    Grant grant = at(name);
    if (grant.version > known_version) return grant;
    Result<RefreshedTokens> tokens = refresh(grant);
    ++grant.version;
    if (tokens) {
        grant.access_token = tokens->access_token;
        if (tokens->refresh_token) grant.refresh_token = *tokens->refresh_token;
        grant.scopes = tokens->scopes;
        grant.access_expires_at = tokens->access_expires_at;
        grant.refresh_expires_at = tokens->refresh_expires_at;
        grant.refreshed_at = std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now());
        grant.problem.clear();
    } else {
        const ErrorKind kind = tokens.error().kind;
        grant.is_dead = kind == ErrorKind::kUnauthorized || kind == ErrorKind::kRejected;
        grant.problem = tokens.error().what;
    }
    put(grant);
    if (!tokens) return tokens.error();
    if (on_commit) on_commit(grant);
    return grant;
}

Task<Result<Grant>> MemoryGrants::refresh_grant(std::string, std::string name, std::int64_t known_version,
                                                std::function<Result<RefreshedTokens>(const Grant&)> refresh)
{
    auto work = [this, name, known_version, refresh] { return refresh_now(name, known_version, refresh); };
    co_return co_await offload(pool_, work);
}

Task<Result<Grant>> MemoryGrants::import_grant(std::string partner, std::string name, std::string refresh_token)
{
    Grant grant;
    grant.partner = partner;
    grant.name = name;
    grant.refresh_token = refresh_token;
    grant.version = at(name).version + 1;
    put(grant);
    co_return grant;
}

Task<Result<Grant>> MemoryGrants::store_sign_in(std::string partner, std::string name, RefreshedTokens tokens)
{
    if (!tokens.refresh_token) co_return Error(ErrorKind::kRejected, "a refresh token is one line of text");
    Grant grant;
    grant.partner = partner;
    grant.name = name;
    grant.refresh_token = *tokens.refresh_token;
    grant.access_token = tokens.access_token;
    grant.scopes = tokens.scopes;
    grant.access_expires_at = tokens.access_expires_at;
    grant.refresh_expires_at = tokens.refresh_expires_at;
    grant.version = at(name).version + 1;
    put(grant);
    co_return grant;
}

void MemoryGrants::put(Grant grant)
{
    const std::lock_guard lock(mutex_);
    const std::string name = grant.name;
    rows_[name].grant = std::move(grant);
}

Grant MemoryGrants::at(const std::string& name)
{
    const std::lock_guard lock(mutex_);
    return rows_[name].grant;
}

void MemoryGrants::fail_loads(bool on)
{
    const std::lock_guard lock(mutex_);
    is_failing_ = on;
}

}  // namespace bwsync::test
