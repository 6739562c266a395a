// Scripted ports behind the admin API: they answer what a test put in and remember what they were asked.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "daemon/admin/service.hpp"
#include "daemon/ports/operations.hpp"
#include "tests/integration/admin/fake_billing.hpp"

namespace bwsync::test {

class FakeOperations final : public Operations {
public:
    // Answers by the name of the function; the one put in last holds. Without one: an empty list, or 1.
    void answer(const std::string& function, Result<std::string> text);
    void answer_number(const std::string& function, Result<std::int64_t> number);
    // "resync east-acme east u@x", in order.
    [[nodiscard]] std::vector<std::string> calls() const;

    Task<Result<std::string>> list_subscribers(SubscriberQuery query) override;
    Task<Result<std::string>> explain_subscriber(std::string bridge, std::string user_id) override;
    Task<Result<std::string>> find_subscriber(std::string text) override;
    Task<Result<std::string>> list_gaps(std::string cluster) override;
    Task<Result<std::string>> list_snapshots(std::string cluster) override;
    Task<Result<std::string>> list_bridges() override;
    Task<Result<std::string>> list_leases() override;
    Task<Result<std::string>> list_breakers() override;
    Task<Result<std::string>> list_workspaces(std::string bridge, std::string user_id) override;
    Task<Result<std::int64_t>> order_workspace(WorkspaceOrder order) override;
    Task<Result<std::int64_t>> resync(std::string bridge, std::string cluster, std::string user_id) override;
    Task<Result<std::int64_t>> retry(std::string bridge, std::string user_id) override;
    Task<Result<std::int64_t>> approve(std::string bridge, std::string user_id) override;
    Task<Result<std::int64_t>> erase(std::string bridge, std::string user_id) override;
    Task<Result<std::int64_t>> release(std::string bridge, std::string user_id) override;
    Task<Result<std::int64_t>> decide_brake(std::string bridge, bool removals, bool approve) override;
    Task<Result<std::int64_t>> reset_breakers(std::string bridge, std::string scope, std::string subject) override;
    Task<Result<std::int64_t>> pause(std::string bridge, std::string enterprise, bool paused) override;
    Task<Result<std::int64_t>> request_snapshot(std::string cluster, std::string side) override;
    Task<Result<std::vector<std::pair<std::string, std::string>>>> take_snapshot_requests(
        std::vector<std::string> clusters, std::vector<std::string> bridges) override;

private:
    Result<std::string> text(const std::string& function, const std::string& call);
    Result<std::int64_t> number(const std::string& function, const std::string& call);

    mutable std::mutex mutex_;
    std::vector<std::string> calls_;
    std::map<std::string, Result<std::string>> texts_;
    std::map<std::string, Result<std::int64_t>> numbers_;
};

// Two bridges, east-acme and west-acme, of the clusters east and west to the partner acme. Set up before it is served.
class FakeService final : public AdminService {
public:
    FakeService();

    std::string stalled() override { return stalled_parts; }
    std::vector<Problem> not_ready() override { return problems; }
    DaemonStatus status() override { return daemon; }
    Instant now() override { return Instant(std::chrono::seconds(1'795'426'200)); }
    Task<Result<std::vector<GrantStatus>>> grants() override;
    Task<Result<GrantStatus>> import_grant(std::string partner, std::string name, std::string refresh_token) override;
    Task<Result<GrantStatus>> refresh_grant(std::string partner, std::string name) override;
    Result<SignInStart> begin_sign_in(std::string partner, std::string name, SignInRequest request) override;
    Task<Result<GrantStatus>> complete_sign_in(std::string partner, std::string name, SignInCode code) override;
    Task<Result<PrecheckBatch>> precheck(std::string bridge, std::vector<PrecheckAsk> asks) override;
    Task<Result<PrecheckCandidates>> precheck_candidates(std::string bridge, std::string after, int limit) override;
    Task<Result<PlanPage>> plan(std::string bridge, PlanQuery query) override;
    Task<Result<ConfigCheck>> check_config() override;
    BillingService& billing() override { return fake_billing; }

    FakeBilling fake_billing;
    std::string stalled_parts;
    std::vector<Problem> problems;
    DaemonStatus daemon;
    std::vector<GrantStatus> grant_list;
    std::optional<Error> grant_error;
    SignInRequest sign_in_request;  // the last
    SignInCode sign_in_code;        // the last
    std::string redirect_uri = "http://127.0.0.1:9482/callback";
    ConfigCheck config_check;
    std::vector<std::string> imported;  // "acme primary TOKEN"
    bool throws = false;                // grants() throws, as a bug would
    // What Webex says of an e-mail address or user id; of others: 100.
    std::map<std::string, PrecheckOutcome> prechecks;
    std::size_t prechecks_at_once = 1000;  // answered by one call; the rest is "not-yet"
    std::optional<Error> precheck_error;
    std::vector<std::string> prechecked;  // "east-acme ADDRESS", those that were answered
    std::vector<std::string> candidates;  // two a page
    std::vector<PlanItem> planned;        // two a page, the same for every bridge
    std::vector<std::string> plan_calls;  // "east-acme ENTERPRISE USER"
};

}  // namespace bwsync::test
