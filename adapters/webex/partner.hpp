// One Webex partner organization over HTTP: the Webex port, and a port for each other family of its API.
#pragma once

#include "adapters/http/file_fetch.hpp"
#include "adapters/webex/channel.hpp"
#include "adapters/webex/families/billing.hpp"
#include "adapters/webex/families/enterprises.hpp"
#include "adapters/webex/families/organizations.hpp"
#include "adapters/webex/families/people.hpp"
#include "adapters/webex/families/workspaces.hpp"
#include "adapters/webex/line.hpp"
#include "adapters/webex/wire/unknown_words.hpp"
#include "daemon/ports/tokens.hpp"
#include "daemon/ports/webex.hpp"

namespace bwsync {

// Everything here is called on the io thread. It is destroyed when none of its calls is under way any more.
class WebexPartner final : public Webex, private Channel {
public:
    WebexPartner(PartnerLine& line, AccessTokens& tokens);
    ~WebexPartner() override;

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
    [[nodiscard]] bool has_grant() const override { return tokens_.has_grant(); }

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
    [[nodiscard]] const Url& base() const override { return line_.base(); }
    [[nodiscard]] const std::string& base_path() const override { return line_.base_path(); }
    Task<WebexResult<Answered<WebexSubscriber>>> subscriber_call(std::string operation, Lane lane, HttpRequest request,
                                                                 std::stop_token stop);
    Task<WebexResult<Answered<PrecheckReport>>> precheck_call(Lane lane, HttpRequest request, std::stop_token stop);
    Task<WebexResult<Done>> simple_call(std::string operation, HttpRequest request, std::stop_token stop);

    PartnerLine& line_;
    AccessTokens& tokens_;
    Clock& clock_;
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
