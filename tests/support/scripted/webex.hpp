// The Webex ports over a WebexWorld, with what mishaps do to calls and answers on their way.
#pragma once

#include <functional>
#include <string>
#include <utility>

#include "daemon/ports/webex.hpp"
#include "daemon/ports/webex_billing.hpp"
#include "daemon/ports/webex_enterprises.hpp"
#include "daemon/ports/webex_organizations.hpp"
#include "daemon/ports/webex_people.hpp"
#include "daemon/ports/webex_workspaces.hpp"
#include "tests/support/mishaps.hpp"
#include "tests/support/scripted/webex_world.hpp"

namespace bwsync::test {

// The way to Webex of one process. `mishaps` may be null.
class WebexLine final {
public:
    WebexLine(WebexWorld& world, Mishaps* mishaps) : world_(&world), mishaps_(mishaps) {}

    template <class T>
    Task<WebexResult<T>> call(std::string name, std::function<WebexResult<T>()> act) const
    {
        if (mishaps_ != nullptr) {
            std::optional<Error> lost = co_await mishaps_->going(name);
            if (lost) arrive_late(*lost, act);
            if (lost) co_return failure_of(*lost);
        }
        WebexResult<T> result = act();
        if (mishaps_ != nullptr) {
            std::optional<Error> lost = co_await mishaps_->returning(name);
            if (lost) co_return failure_of(*lost);
        }
        co_return result;
    }
    [[nodiscard]] WebexWorld& world() const { return *world_; }

    // kRetry: not sent; kRateLimited: 429; kUnknownOutcome; kUnauthorized: no grant; kCancelled; the others: HTTP 503.
    static WebexFailure failure_of(const Error& error);

private:
    // The request of a call whose answer was lost may still be on its way.
    template <class Act>
    void arrive_late(const Error& lost, const Act& act) const
    {
        if (lost.kind != ErrorKind::kUnknownOutcome) return;
        const std::optional<Millis> after = mishaps_->arrives_after();
        if (after) world_->later(*after, [act] { (void)act(); });
    }

    WebexWorld* world_;
    Mishaps* mishaps_;
};

class ScriptedSubscribers final : public Webex {
public:
    explicit ScriptedSubscribers(WebexLine line) : line_(line) {}
    Task<WebexResult<SubscriberPage>> list(SubscriberFilter filter, std::string next, std::stop_token stop) override;
    Task<WebexResult<Answered<WebexSubscriber>>> get(std::string id, std::stop_token stop) override;
    Task<WebexResult<Answered<WebexSubscriber>>> provision(ProvisionRequest request, std::stop_token stop) override;
    Task<WebexResult<Answered<WebexSubscriber>>> update(std::string id, UpdateRequest request,
                                                        std::stop_token stop) override;
    Task<WebexResult<Answered<std::monostate>>> remove(std::string id, std::stop_token stop) override;
    Task<WebexResult<Answered<PrecheckReport>>> precheck(ProvisionRequest request, std::stop_token stop) override;
    Task<WebexResult<Answered<PrecheckReport>>> campaign_precheck(ProvisionRequest request,
                                                                  std::stop_token stop) override;
    Task<WebexResult<Answered<PrecheckReport>>> precheck_email(EmailPrecheck request, std::stop_token stop) override;
    Task<WebexResult<Answered<std::monostate>>> consent_move(std::string id, std::stop_token stop) override;
    [[nodiscard]] bool has_grant() const override { return grant_is_alive; }

    bool grant_is_alive = true;
    std::vector<int> precheck_codes{100};

private:
    WebexLine line_;
};

class ScriptedPeople final : public WebexPeople {
public:
    explicit ScriptedPeople(WebexLine line) : line_(line) {}
    Task<WebexResult<PersonPage>> list(PersonFilter filter, std::string next, std::stop_token stop) override;
    Task<WebexResult<Answered<WebexPerson>>> get(std::string id, std::string organization,
                                                 std::stop_token stop) override;
    Task<WebexResult<Answered<WebexPerson>>> update(std::string id, std::string organization, PersonChange change,
                                                    std::stop_token stop) override;
    Task<WebexResult<Answered<std::monostate>>> remove(std::string id, std::string organization,
                                                       std::stop_token stop) override;

private:
    WebexLine line_;
};

class ScriptedEnterprises final : public WebexEnterprises {
public:
    explicit ScriptedEnterprises(WebexLine line) : line_(line) {}
    Task<WebexResult<EnterprisePage>> list(EnterpriseFilter filter, std::string next, std::stop_token stop) override;
    Task<WebexResult<Answered<DirectorySync>>> sync_status(std::string id, std::string organization,
                                                           std::stop_token stop) override;
    Task<WebexResult<Answered<DirectorySync>>> enable_sync(std::string id, std::string organization, bool is_enabled,
                                                           std::stop_token stop) override;
    Task<WebexResult<Answered<DirectorySync>>> trigger_sync(std::string id, std::string organization,
                                                            std::stop_token stop) override;
    Task<WebexResult<Answered<ExternalUser>>> sync_user(std::string id, std::string organization, std::string user_id,
                                                        std::stop_token stop) override;

private:
    WebexLine line_;
};

class ScriptedOrganizations final : public WebexOrganizations {
public:
    explicit ScriptedOrganizations(WebexLine line) : line_(line) {}
    Task<WebexResult<std::vector<WebexOrganization>>> list(std::stop_token stop) override;
    Task<WebexResult<Answered<WebexOrganization>>> get(std::string id, std::stop_token stop) override;
    Task<WebexResult<Answered<std::monostate>>> remove(std::string id, std::stop_token stop) override;

private:
    WebexLine line_;
};

class ScriptedWorkspaces final : public WebexWorkspaces {
public:
    explicit ScriptedWorkspaces(WebexLine line) : line_(line) {}
    Task<WebexResult<Answered<WebexWorkspace>>> provision(WorkspaceRequest request, std::stop_token stop) override;
    Task<WebexResult<Answered<WebexWorkspace>>> update(std::string id, WorkspaceUpdate change,
                                                       std::stop_token stop) override;
    Task<WebexResult<Answered<std::monostate>>> remove(std::string id, std::stop_token stop) override;

private:
    WebexLine line_;
};

class ScriptedBilling final : public WebexBilling {
public:
    explicit ScriptedBilling(WebexLine line) : line_(line) {}
    Task<WebexResult<std::vector<BillingReport>>> list(BillingFilter filter, std::stop_token stop) override;
    Task<WebexResult<Answered<std::string>>> create(std::string period, std::stop_token stop) override;
    Task<WebexResult<Answered<BillingReport>>> get(std::string id, std::stop_token stop) override;
    Task<WebexResult<Answered<std::monostate>>> remove(std::string id, std::stop_token stop) override;

private:
    WebexLine line_;
};

// All of them, as one process has them.
class ScriptedWebex final {
public:
    explicit ScriptedWebex(WebexWorld& world, Mishaps* mishaps = nullptr) : ScriptedWebex(WebexLine(world, mishaps)) {}

    ScriptedSubscribers subscribers;
    ScriptedPeople people;
    ScriptedEnterprises enterprises;
    ScriptedOrganizations organizations;
    ScriptedWorkspaces workspaces;
    ScriptedBilling billing;

private:
    explicit ScriptedWebex(WebexLine line)
        : subscribers(line), people(line), enterprises(line), organizations(line), workspaces(line), billing(line)
    {
    }
};

}  // namespace bwsync::test
