// Webex as a small world in memory: subscribers of one partner with what becomes of them in the background, the people
// behind them, enterprises, workspaces, billing reports. It watches what must never happen to it.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "daemon/domain/billing/webex_billing.hpp"
#include "daemon/domain/enterprise/webex_enterprise.hpp"
#include "daemon/domain/enterprise/webex_organization.hpp"
#include "daemon/domain/enterprise/webex_person.hpp"
#include "daemon/domain/workspace/webex_workspace.hpp"
#include "daemon/ports/webex_result.hpp"
#include "tests/support/manual_clock.hpp"

namespace bwsync::test {

struct WebexDelays {
    Millis organization{20'000};  // the first subscriber of an enterprise
    Millis subscriber{3'000};
    Millis update{2'000};
};

class WebexWorld final {
public:
    explicit WebexWorld(ManualClock& clock) : clock_(clock) {}

    WebexResult<WebexSubscriber> provision(const ProvisionRequest& request);
    WebexResult<WebexSubscriber> update(const std::string& id, const UpdateRequest& request);
    WebexResult<std::monostate> remove(const std::string& id);
    WebexResult<WebexSubscriber> get(const std::string& id) const;
    SubscriberPage list(const SubscriberFilter& filter, const std::string& next) const;

    // Somebody else removes, or makes, a subscriber there.
    void remove_by_hand(const std::string& id) { subscribers.erase(id); }
    WebexSubscriber& add(WebexSubscriber shown);
    [[nodiscard]] WebexSubscriber* find_user(const std::string& user_id);

    WebexDelays delays;
    std::size_t page = 1000;
    std::map<std::string, WebexSubscriber> subscribers;  // by id
    std::map<std::string, ProvisionRequest> requests;    // what each was made with, by id
    std::map<std::string, WebexPerson> people;           // by id
    std::map<std::string, WebexEnterprise> enterprises;  // by id
    std::map<std::string, WebexWorkspace> workspaces;    // by id
    std::map<std::string, BillingReport> reports;        // by id
    std::set<std::string> codes_for_users;               // unused unless a test puts "user-id" in: answered with 2005
    std::vector<std::string> violations;                 // what must not happen to us, in words
    std::function<void(const std::string&)> on_write;    // "provision ada", "update w3", ...

    void later(Millis delay, std::function<void()> what) { clock_.in(delay, std::move(what)); }
    static WebexFailure refusal(int http_status, int code, const std::string& what);
    std::string next_id(const std::string& kind);

private:
    enum class Organization { kNone, kCreating, kStands };

    void finish(const std::string& id);
    void note(const std::string& write)
    {
        if (on_write) on_write(write);
    }
    Instant tick();

    ManualClock& clock_;
    std::map<std::string, Organization> organizations_;  // by spEnterpriseId
    std::int64_t ids_ = 0;
    Instant last_change_{};
};

}  // namespace bwsync::test
