// One Webex partner organisation over HTTP: the Webex port, and the keeper of the partner's OAuth grants.
#pragma once

#include <memory>

#include "adapters/http/client.hpp"
#include "adapters/http/file_fetch.hpp"
#include "adapters/http/url.hpp"
#include "adapters/webex/families/billing.hpp"
#include "adapters/webex/families/enterprises.hpp"
#include "adapters/webex/families/organizations.hpp"
#include "adapters/webex/families/people.hpp"
#include "adapters/webex/families/workspaces.hpp"
#include "adapters/webex/gate.hpp"
#include "adapters/webex/oauth/oauth_requests.hpp"
#include "adapters/webex/token_keeper.hpp"
#include "adapters/webex/wire/unknown_words.hpp"
#include "daemon/config/schema/config.hpp"
#include "daemon/ports/webex.hpp"

namespace bwsync {

// Everything here is called on the io thread. It is destroyed when none of its calls is under way any more.
class WebexPartner final : public Webex, private Channel {
public:
    // Throws std::runtime_error when base_url or ca_file can't be used; the text is for a person. The references
    // outlive it.
    WebexPartner(PartnerConfig settings, GrantStore& store, Clock& clock, Random& random, Telemetry& telemetry,
                 asio::any_io_executor executor);
    ~WebexPartner() override;

    // The token keeper's loop; ends on stop. Calls work without it, but grants are then not refreshed ahead of time.
    Task<> run(std::stop_token stop) { return keeper_.run(stop); }
    // See TokenKeeper.
    Task<Result<>> refresh_now(std::string grant) { return keeper_.refresh_now(std::move(grant)); }
    Task<Result<>> try_now(std::string grant) { return keeper_.try_now(std::move(grant)); }
    void grants_changed() { keeper_.changed(); }
    [[nodiscard]] std::vector<GrantHealth> grants() const { return keeper_.statuses(); }

    // Where a person signs in with a browser.
    [[nodiscard]] std::string sign_in_url(std::string state, std::string code_challenge) const;
    // Trades the code that a sign-in ended with for tokens, which the caller stores before anything uses them. A code
    // is good once: whatever the error, only another sign-in helps. Errors as of parse_tokens, and kUnknownOutcome.
    Task<Result<RefreshedTokens>> redeem(AuthorizationCode code, std::stop_token stop);

    Task<WebexResult<SubscriberPage>> list(SubscriberFilter filter, std::string next, std::stop_token stop) override;
    Task<WebexResult<Answered<WebexSubscriber>>> get(std::string id, std::stop_token stop) override;
    Task<WebexResult<Answered<WebexSubscriber>>> provision(ProvisionRequest request, std::stop_token stop) override;
    Task<WebexResult<Answered<WebexSubscriber>>> update(std::string id, UpdateRequest request,
                                                        std::stop_token stop) override;
    Task<WebexResult<Done>> remove(std::string id, std::stop_token stop) override;
    Task<WebexResult<Answered<PrecheckReport>>> precheck(ProvisionRequest request, std::stop_token stop) override;
    Task<WebexResult<Answered<PrecheckReport>>> campaign_precheck(ProvisionRequest request,
                                                                  std::stop_token stop) override;
    Task<WebexResult<Answered<PrecheckReport>>> precheck_email(EmailPrecheck request, std::stop_token stop) override;
    Task<WebexResult<Done>> consent_move(std::string id, std::stop_token stop) override;
    [[nodiscard]] bool has_grant() const override { return keeper_.has_grant(); }

    // The other families, over the same token, gate and clients.
    [[nodiscard]] WebexPeople& people() { return people_; }
    [[nodiscard]] WebexOrganizations& organizations() { return organizations_; }
    [[nodiscard]] WebexEnterprises& enterprises() { return enterprises_; }
    [[nodiscard]] WebexBilling& billing() { return billing_; }
    [[nodiscard]] WebexWorkspaces& workspaces() { return workspaces_; }
    // For the files of billing reports: another host, no token, outside the gate.
    [[nodiscard]] FileFetch& files() { return files_; }

private:
    Task<WebexResult<HttpAnswer>> call(std::string operation, Lane lane, HttpRequest request,
                                       std::stop_token stop) override;
    Task<bool> renew_token() override;
    [[nodiscard]] const Url& base() const override { return base_; }
    [[nodiscard]] const std::string& base_path() const override { return base_path_; }
    Task<WebexResult<Answered<WebexSubscriber>>> subscriber_call(std::string operation, Lane lane, HttpRequest request,
                                                                 std::stop_token stop);
    Task<WebexResult<Answered<PrecheckReport>>> precheck_call(Lane lane, HttpRequest request, std::stop_token stop);
    Task<WebexResult<Done>> simple_call(std::string operation, HttpRequest request, std::stop_token stop);
    Task<HttpOutcome> send(std::string operation, HttpRequest request, std::stop_token stop);
    Task<bool> token_turn(std::stop_token stop);
    [[nodiscard]] ClientCredentials credentials() const;
    Result<RefreshedTokens> fetch_tokens(const Grant& grant, Instant now) const;
    Task<Result<Instant>> ask_expiry(AccessToken token, std::stop_token stop);
    void record(const std::string& operation, const HttpOutcome& outcome,
                std::chrono::steady_clock::time_point began) const;
    void pause_for(const WebexFailure& failure);
    std::string new_tracking_id();

    PartnerConfig settings_;
    Clock& clock_;
    Random& random_;
    Telemetry& telemetry_;
    Url base_;
    std::string base_path_;
    std::unique_ptr<HttpClient> http_;
    std::unique_ptr<HttpClient> token_http_;  // used by threads that block
    Gate gate_;
    TokenKeeper keeper_;
    UnknownWords unknown_;
    CustomerAccess access_;
    People people_;
    Organizations organizations_;
    Enterprises enterprises_;
    Billing billing_;
    Workspaces workspaces_;
    HttpFileFetch files_;
};

}  // namespace bwsync
