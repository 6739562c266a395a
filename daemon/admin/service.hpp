// What the admin API asks of the running daemon beyond the store: health, what is configured and connected, grants,
// the configuration file. Plain values; the API turns them into JSON.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "daemon/config/reading/fault.hpp"
#include "daemon/domain/basics/result.hpp"
#include "daemon/domain/basics/time.hpp"
#include "daemon/domain/grant/grant_rules.hpp"
#include "daemon/domain/preview/plan_page.hpp"
#include "daemon/domain/preview/precheck_batch.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

// Something that keeps the daemon from being ready, or that a person should look at.
struct Problem {
    std::string subject;  // "store", "bridge east-acme", "grant acme/primary"
    std::string detail;   // what is wrong and what to do, for a person
};

struct BridgeStatus {
    std::string name;
    std::string cluster;
    std::string partner;
    std::string policy;    // observe | create-only | upsert-only | sync
    bool is_held = false;  // by this process
};

struct FeedStatus {
    std::string cluster;
    std::string server;  // host:port
    bool is_connected = false;
    std::optional<Instant> last_byte_at;
    std::string problem;  // why it is not connected; empty: none
};

struct DaemonStatus {
    std::string version;
    std::string instance;
    std::string config_file;
    Instant started_at{};
    std::string summary;  // the line that the service manager shows
    std::vector<std::string> clusters;
    std::vector<std::string> partners;
    std::vector<BridgeStatus> bridges;
    std::vector<FeedStatus> feeds;
};

// Never holds a token.
struct GrantStatus {
    std::string partner;
    std::string name;
    std::string state;       // good | missing | dead | expired | failing
    bool is_in_use = false;  // calls of this process leave with it
    std::string problem;
    std::string scopes;
    std::vector<ScopeNeed> missing_scopes;
    std::optional<Instant> access_expires_at;
    std::optional<Instant> refresh_expires_at;
    std::optional<Instant> refreshed_at;
};

// How a sign-in begins. The state and the challenge (RFC 7636, S256) are made by the one that the browser is sent back
// to, who alone can tell that an answer is the one it waits for; so a sign-in needs nothing remembered here, and may
// begin at one replica and end at another.
struct SignInRequest {
    std::string state;
    std::string code_challenge;
};
struct SignInStart {
    std::string url;           // for the browser
    std::string redirect_uri;  // where it will be sent back to
};

// How it ends.
struct SignInCode {
    std::string code;
    std::string code_verifier;
    std::string redirect_uri;  // as it began
};

struct ConfigCheck {
    std::vector<config::Fault> faults;
    std::vector<config::Fault> warnings;
};

class BillingService;

// Calls from the loop. Errors as in Operations: kNotFound, kConflict, kRejected (bad argument), others pass by
// themselves.
class AdminService {
public:
    virtual ~AdminService() = default;

    // Whether every subsystem gets on; `stalled` says which do not, empty: all do. For /healthz.
    virtual std::string stalled() = 0;
    // What keeps the daemon from being ready (store; per bridge held here: feed, OCI-P, a grant); empty: ready. For
    // /readyz.
    virtual std::vector<Problem> not_ready() = 0;
    virtual DaemonStatus status() = 0;
    virtual Instant now() = 0;

    // Every configured grant, those without a token too; and those of the store that no configuration names.
    virtual Task<Result<std::vector<GrantStatus>>> grants() = 0;
    // Stores the refresh token and tries it at once. kUnauthorized: Webex refused it.
    virtual Task<Result<GrantStatus>> import_grant(std::string partner, std::string name,
                                                   std::string refresh_token) = 0;
    virtual Task<Result<GrantStatus>> refresh_grant(std::string partner, std::string name) = 0;
    // kNotFound: no such partner or grant in the configuration.
    virtual Result<SignInStart> begin_sign_in(std::string partner, std::string name, SignInRequest request) = 0;
    // Trades the code for tokens, stores them, then tries them. kNotFound as above; kUnauthorized: the code or the new
    // token was refused; kConflict: the client's secret was, or the redirect URI has changed. Only another sign-in can
    // follow an error.
    virtual Task<Result<GrantStatus>> complete_sign_in(std::string partner, std::string name, SignInCode code) = 0;

    // A few prechecks for an operator, as many as the rate allows within some seconds: the rest is answered "not-yet".
    // kNotFound: no such bridge. kUnauthorized: no grant; kConflict: the partner may not ask at all.
    virtual Task<Result<PrecheckBatch>> precheck(std::string bridge, std::vector<PrecheckAsk> asks) = 0;
    // A page of those whom the bridge would provision.
    virtual Task<Result<PrecheckCandidates>> precheck_candidates(std::string bridge, std::string after, int limit) = 0;

    // What would be done for a bridge, and why; nothing is sent. kNotFound: no such bridge.
    virtual Task<Result<PlanPage>> plan(std::string bridge, PlanQuery query) = 0;

    // Reads the configuration file again, without taking it over.
    virtual Task<Result<ConfigCheck>> check_config() = 0;

    virtual BillingService& billing() = 0;
};

}  // namespace bwsync
