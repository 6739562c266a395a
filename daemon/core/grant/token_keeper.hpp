// Keeps one partner's OAuth grants alive and hands out access tokens. A new token is stored before it is used, and is
// asked for by one caller at a time: inside the process here, across replicas by the store's row lock.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "daemon/core/grant/grant_log.hpp"
#include "daemon/domain/grant/grant_plan.hpp"
#include "daemon/ports/clock.hpp"
#include "daemon/ports/grants.hpp"
#include "daemon/ports/telemetry.hpp"
#include "daemon/ports/tokens.hpp"
#include "daemon/runtime/event.hpp"
#include "daemon/runtime/signal.hpp"

namespace bwsync {

// A grant as an operator may see it: no token in it.
struct GrantHealth {
    std::string name;
    bool is_known = false;   // the store has it
    bool is_dead = false;    // only an import or a sign-in helps
    bool is_in_use = false;  // calls leave with it now
    std::string problem;     // for a person; empty: none
    std::string scopes;
    std::optional<Instant> access_expires_at;
    std::optional<Instant> refresh_expires_at;
    std::optional<Instant> refreshed_at;
};

class TokenKeeper final : public AccessTokens {
public:
    struct Settings {
        std::string partner;
        std::vector<std::string> grants;  // best first
        std::vector<std::string> scopes;  // wanted; empty: all known ones
        Millis refresh_every{86'400'000};
        Millis reread_every{4'000};  // how soon an import made elsewhere, or a death seen elsewhere, is noticed
    };
    struct Ports {
        GrantStore& store;
        TokenEndpoint& endpoint;
        Clock& clock;
        Random& random;
        Telemetry& telemetry;
    };

    TokenKeeper(Settings settings, Ports ports, asio::any_io_executor executor);
    TokenKeeper(const TokenKeeper&) = delete;
    TokenKeeper& operator=(const TokenKeeper&) = delete;

    // Reads the grants, refreshes them when due and warns of their end, until stop.
    Task<> run(std::stop_token stop);

    Task<Result<AccessToken>> token(std::stop_token stop) override;
    [[nodiscard]] std::optional<AccessToken> usable_token() const override;
    Task<bool> refused(AccessToken token, std::stop_token stop) override;
    void accepted(const AccessToken& token) override;
    Task<Result<>> refresh_now(std::string grant) override;
    [[nodiscard]] bool has_grant() const override;

    // Reads the store again and shows the grant's access token to Webex. kNotFound as of refresh_now; kUnauthorized:
    // Webex refuses it. Webex being away is no error, nor is a token that has ended: the keeper goes on by itself.
    Task<Result<>> try_now(std::string grant);
    // Something was imported: read the store now.
    void changed() { bell_.ring(); }

    [[nodiscard]] std::vector<GrantHealth> statuses() const;

private:
    struct Flight {
        explicit Flight(const asio::any_io_executor& executor) : done(executor) {}
        Event done;
        Result<> result{std::monostate()};
    };

    Task<Result<>> reload();
    Task<Result<>> refresh(std::size_t index, std::stop_token stop);
    Task<Result<>> fly(std::size_t index, std::stop_token stop);
    Task<Result<>> ask_expiry(std::size_t index, std::stop_token stop);
    [[nodiscard]] std::optional<std::size_t> find(const std::string& grant) const;
    Task<> refresh_due_ones(std::stop_token stop);
    void adopt(KeptGrant& kept, std::optional<Grant> grant);
    void report(KeptGrant& kept);
    void report_scopes(KeptGrant& kept);
    void report_use();
    void publish(const KeptGrant& kept);
    [[nodiscard]] Millis until_next() const;

    Settings settings_;
    Ports ports_;
    GrantLog log_;
    asio::any_io_executor executor_;
    Signal bell_;
    std::vector<KeptGrant> kept_;
    std::vector<std::shared_ptr<Flight>> flights_;  // one place per grant; null: no refresh is running
    bool has_loaded_ = false;
    bool is_store_failing_ = false;
    std::string in_use_;
};

}  // namespace bwsync
