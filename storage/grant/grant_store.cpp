#include "storage/grant/grant_store.hpp"

#include <chrono>
#include <thread>

#include "storage/engine/channels.hpp"
#include "storage/engine/rows.hpp"
#include "storage/feed/dirty.hpp"

namespace bwsync {

namespace {

using namespace std::chrono_literals;

// How long tokens that Webex has already given out are kept trying to be stored while PostgreSQL is away.
constexpr auto kStoreFor = 60s;
constexpr auto kPause = 250ms;

// The row is locked while the token endpoint is asked: whoever waits for it waits as long as that may take, also with
// tokens of a sign-in in hand.
constexpr const char* kAllowWaiting =
    "set local lock_timeout = '150s'; set local statement_timeout = '180s'; set local "
    "idle_in_transaction_session_timeout = '180s'";

constexpr const char* kLoad = R"sql(
select name, key_id, encode(sealed, 'hex'), scopes, to_ms(access_expires_at), to_ms(refresh_expires_at), to_ms(refreshed_at),
       is_dead, problem, version, partner
from grants where partner = $1 order by name)sql";

constexpr const char* kLock = R"sql(
select name, key_id, encode(sealed, 'hex'), scopes, to_ms(access_expires_at), to_ms(refresh_expires_at), to_ms(refreshed_at),
       is_dead, problem, version, partner
from grants where partner = $1 and name = $2 for update)sql";

constexpr const char* kWrite = R"sql(
insert into grants as g (partner, name, key_id, sealed, scopes, access_expires_at, refresh_expires_at, refreshed_at, is_dead, problem)
values ($1, $2, $3, $4::bytea, $5, from_ms($6), from_ms($7), from_ms($8), $9, $10)
on conflict (partner, name) do update
set key_id = excluded.key_id, sealed = excluded.sealed, scopes = excluded.scopes, access_expires_at = excluded.access_expires_at,
    refresh_expires_at = excluded.refresh_expires_at, refreshed_at = excluded.refreshed_at, is_dead = excluded.is_dead,
    problem = excluded.problem, version = g.version + 1
returning version)sql";

constexpr const char* kReseal = R"sql(
update grants set key_id = $4, sealed = $5::bytea where partner = $1 and name = $2 and version = $3)sql";

constexpr const char* kNoteProblem = R"sql(
update grants set problem = $3, is_dead = is_dead or $4, version = version + 1 where partner = $1 and name = $2)sql";

std::string place_of(const Grant& grant)
{
    return grant.partner + '\n' + grant.name;
}

// Both tokens in one sealed text; neither holds a line end (RFC 6749, appendix A).
std::string tokens_text(const Grant& grant)
{
    return grant.refresh_token + '\n' + grant.access_token;
}

std::string from_hex(const std::string& hex)
{
    const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes += static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1]));
    return bytes;
}

Instant wall_clock()
{
    return std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now());
}

}  // namespace

// One refresh: what is asked for, and what Webex answered, so that a repeated transaction does not ask a second time.
struct PostgresGrantStore::Refresh {
    std::string partner;
    std::string name;
    std::int64_t known_version = 0;
    std::function<Result<RefreshedTokens>(const Grant&)> ask;
    std::optional<Result<RefreshedTokens>> answer;
};

Grant PostgresGrantStore::grant_of(const pqxx::row& row) const
{
    Grant grant;
    grant.partner = text(row[10]);
    grant.name = text(row[0]);
    grant.scopes = text(row[3]);
    grant.access_expires_at = instant(row[4]);
    grant.refresh_expires_at = instant(row[5]);
    grant.refreshed_at = instant(row[6]);
    grant.is_dead = flag(row[7]);
    grant.problem = text(row[8]);
    grant.version = number(row[9]);
    const Cipher::Sealed sealed(text(row[1]), from_hex(text(row[2])));
    const std::optional<std::string> tokens = cipher_.open(sealed, place_of(grant));
    if (!tokens) {
        grant.is_dead = true;
        grant.problem = "none of store.encryption_keys opens this grant (it was sealed with the key " + sealed.key_id +
                        "): put that key back into the list, or import the grant again";
        return grant;
    }
    const std::size_t middle = tokens->find('\n');
    grant.refresh_token = tokens->substr(0, middle);
    grant.access_token = tokens->substr(middle + 1);
    return grant;
}

void PostgresGrantStore::write(Transaction& transaction, Grant& grant) const
{
    const Cipher::Sealed sealed = cipher_.seal(tokens_text(grant), place_of(grant));
    Parameters parameters;
    parameters.text(grant.partner).text(grant.name).text(sealed.key_id).bytes(sealed.bytes).text(grant.scopes);
    parameters.instant(grant.access_expires_at).instant(grant.refresh_expires_at).instant(grant.refreshed_at);
    parameters.flag(grant.is_dead).text(grant.problem);
    grant.version = number(transaction.run(kWrite, parameters)[0][0]);
    notify(transaction, kGrantsChannel, grant.partner);
}

Task<Result<std::vector<Grant>>> PostgresGrantStore::load_grants(std::string partner)
{
    using Grants = std::vector<Grant>;
    return executor_.transact<Grants>("load_grants", [=, this](Transaction& transaction) -> Result<Grants> {
        Parameters parameters;
        parameters.text(partner);
        Grants grants;
        for (const pqxx::row& row : transaction.run(kLoad, parameters)) {
            grants.push_back(grant_of(row));
            const Grant& grant = grants.back();
            const bool is_open = !grant.refresh_token.empty();
            if (!is_open || text(row[1]) == cipher_.current_key_id()) continue;
            const Cipher::Sealed sealed = cipher_.seal(tokens_text(grant), place_of(grant));
            Parameters reseal;
            reseal.text(grant.partner).text(grant.name).number(grant.version).text(sealed.key_id).bytes(sealed.bytes);
            transaction.run(kReseal, reseal);
        }
        return grants;
    });
}

Result<Grant> PostgresGrantStore::refresh_in(Transaction& transaction, Refresh& refresh) const
{
    transaction.run_once(kAllowWaiting);
    Parameters which;
    which.text(refresh.partner).text(refresh.name);
    const pqxx::result found = transaction.run(kLock, which);
    if (found.empty())
        return Error(ErrorKind::kNotFound, "the partner " + refresh.partner + " has no grant " + refresh.name);
    Grant grant = grant_of(found[0]);
    // Somebody else refreshed it, or this is the repetition of a transaction that was committed after all.
    if (grant.version > refresh.known_version) return grant;
    if (grant.refresh_token.empty()) return Error(ErrorKind::kUnauthorized, grant.problem);
    if (!refresh.answer) refresh.answer = refresh.ask(grant);
    if (!*refresh.answer) {
        const Error& error = refresh.answer->error();
        Parameters problem = which;
        problem.text(error.what).flag(error.kind == ErrorKind::kRejected || error.kind == ErrorKind::kUnauthorized);
        transaction.run(kNoteProblem, problem);
        notify(transaction, kGrantsChannel, refresh.partner);
        return grant;
    }
    const RefreshedTokens& tokens = **refresh.answer;
    grant.access_token = tokens.access_token;
    if (tokens.refresh_token) grant.refresh_token = *tokens.refresh_token;
    if (!tokens.scopes.empty()) grant.scopes = tokens.scopes;
    grant.access_expires_at = tokens.access_expires_at;
    if (tokens.refresh_expires_at) grant.refresh_expires_at = tokens.refresh_expires_at;
    grant.refreshed_at = wall_clock();
    grant.is_dead = false;
    grant.problem.clear();
    write(transaction, grant);
    return grant;
}

// On a thread of the pool. Once Webex has answered, its tokens exist nowhere but here until they are committed:
// PostgreSQL gets time to come back.
Result<Grant> PostgresGrantStore::refresh_now(Refresh refresh)
{
    std::optional<std::chrono::steady_clock::time_point> deadline;
    for (;;) {
        Result<Grant> done = executor_.transact_now<Grant>(
            "refresh_grant", [&](Transaction& transaction) { return refresh_in(transaction, refresh); });
        const bool is_refused = refresh.answer && !*refresh.answer;
        if (is_refused) return refresh.answer->error();
        if (done || !refresh.answer) return done;
        const bool heals = done.error().kind == ErrorKind::kRetry || done.error().kind == ErrorKind::kUnknownOutcome;
        const auto now = std::chrono::steady_clock::now();
        if (!deadline) deadline = now + kStoreFor;
        if (!heals || now > *deadline) return done;
        std::this_thread::sleep_for(kPause);
    }
}

Task<Result<Grant>> PostgresGrantStore::refresh_grant(std::string partner, std::string name, std::int64_t known_version,
                                                      std::function<Result<RefreshedTokens>(const Grant&)> refresh)
{
    if (executor_.is_shut_down()) co_return Error(ErrorKind::kCancelled, "the store is shut down");
    auto work = [=, this] {
        Refresh attempt;
        attempt.partner = partner;
        attempt.name = name;
        attempt.known_version = known_version;
        attempt.ask = refresh;
        return refresh_now(std::move(attempt));
    };
    co_return co_await offload(executor_.pool(), std::move(work));
}

Task<Result<Grant>> PostgresGrantStore::replace(std::string_view query, Grant grant)
{
    return executor_.transact<Grant>(query, [grant, this](Transaction& transaction) -> Result<Grant> {
        const std::string& token = grant.refresh_token;
        const bool is_token = !token.empty() && token.find_first_of("\r\n") == std::string::npos;
        if (!is_token) return Error(ErrorKind::kRejected, "a refresh token is one line of text");
        transaction.run_once(kAllowWaiting);
        Grant written = grant;
        write(transaction, written);
        return written;
    });
}

Task<Result<Grant>> PostgresGrantStore::import_grant(std::string partner, std::string name, std::string refresh_token)
{
    Grant grant;
    grant.partner = std::move(partner);
    grant.name = std::move(name);
    grant.refresh_token = std::move(refresh_token);
    return replace("import_grant", std::move(grant));
}

Task<Result<Grant>> PostgresGrantStore::store_sign_in(std::string partner, std::string name, RefreshedTokens tokens)
{
    Grant grant;
    grant.partner = std::move(partner);
    grant.name = std::move(name);
    grant.refresh_token = tokens.refresh_token.value_or("");
    grant.access_token = std::move(tokens.access_token);
    grant.scopes = std::move(tokens.scopes);
    grant.access_expires_at = tokens.access_expires_at;
    grant.refresh_expires_at = tokens.refresh_expires_at;
    grant.refreshed_at = wall_clock();
    return replace("store_sign_in", std::move(grant));
}

}  // namespace bwsync
