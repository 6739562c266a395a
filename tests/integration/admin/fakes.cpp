#include "tests/integration/admin/fakes.hpp"

#include <stdexcept>

namespace bwsync::test {

void FakeOperations::answer(const std::string& function, Result<std::string> text)
{
    const std::lock_guard held(mutex_);
    texts_.insert_or_assign(function, std::move(text));
}

void FakeOperations::answer_number(const std::string& function, Result<std::int64_t> number)
{
    const std::lock_guard held(mutex_);
    numbers_.insert_or_assign(function, std::move(number));
}

std::vector<std::string> FakeOperations::calls() const
{
    const std::lock_guard held(mutex_);
    return calls_;
}

Result<std::string> FakeOperations::text(const std::string& function, const std::string& call)
{
    const std::lock_guard held(mutex_);
    calls_.push_back(function + call);
    const auto found = texts_.find(function);
    return found == texts_.end() ? Result<std::string>(R"({"items":[],"next":null})") : found->second;
}

Result<std::int64_t> FakeOperations::number(const std::string& function, const std::string& call)
{
    const std::lock_guard held(mutex_);
    calls_.push_back(function + call);
    const auto found = numbers_.find(function);
    return found == numbers_.end() ? Result<std::int64_t>(1) : found->second;
}

Task<Result<std::string>> FakeOperations::list_subscribers(SubscriberQuery query)
{
    co_return text("list_subscribers", " " + query.bridge + "|" + query.state + "|" + query.enterprise + "|" +
                                           query.text + "|" + std::to_string(query.limit) + "|" + query.cursor);
}

Task<Result<std::string>> FakeOperations::explain_subscriber(std::string bridge, std::string user_id)
{
    co_return text("explain_subscriber", " " + bridge + " " + user_id);
}

Task<Result<std::string>> FakeOperations::find_subscriber(std::string name)
{
    co_return text("find_subscriber", " " + name);
}

Task<Result<std::string>> FakeOperations::list_gaps(std::string cluster)
{
    co_return text("list_gaps", " " + cluster);
}

Task<Result<std::string>> FakeOperations::list_snapshots(std::string cluster)
{
    co_return text("list_snapshots", " " + cluster);
}

Task<Result<std::string>> FakeOperations::list_bridges()
{
    co_return text("list_bridges", "");
}

Task<Result<std::string>> FakeOperations::list_leases()
{
    co_return text("list_leases", "");
}

Task<Result<std::string>> FakeOperations::list_breakers()
{
    co_return text("list_breakers", "");
}

Task<Result<std::string>> FakeOperations::list_workspaces(std::string bridge, std::string user_id)
{
    co_return text("list_workspaces", " " + bridge + "|" + user_id);
}

Task<Result<std::int64_t>> FakeOperations::order_workspace(WorkspaceOrder order)
{
    co_return number("order_workspace",
                     " " + order.bridge + " " + order.user_id + " " + order.order + " " + order.workspace_id);
}

Task<Result<std::int64_t>> FakeOperations::reset_breakers(std::string bridge, std::string scope, std::string subject)
{
    co_return number("reset_breakers", " " + bridge + " " + scope + " " + subject);
}

Task<Result<std::int64_t>> FakeOperations::resync(std::string bridge, std::string cluster, std::string user_id)
{
    co_return number("resync", " " + bridge + " " + cluster + " " + user_id);
}

Task<Result<std::int64_t>> FakeOperations::retry(std::string bridge, std::string user_id)
{
    co_return number("retry", " " + bridge + " " + user_id);
}

Task<Result<std::int64_t>> FakeOperations::approve(std::string bridge, std::string user_id)
{
    co_return number("approve", " " + bridge + " " + user_id);
}

Task<Result<std::int64_t>> FakeOperations::erase(std::string bridge, std::string user_id)
{
    co_return number("erase", " " + bridge + " " + user_id);
}

Task<Result<std::int64_t>> FakeOperations::release(std::string bridge, std::string user_id)
{
    co_return number("release", " " + bridge + " " + user_id);
}

Task<Result<std::int64_t>> FakeOperations::decide_brake(std::string bridge, bool removals, bool approve)
{
    const std::string kind = removals ? "removals" : "updates";
    co_return number("decide_" + kind, " " + bridge + (approve ? " approve" : " reject"));
}

Task<Result<std::int64_t>> FakeOperations::pause(std::string bridge, std::string enterprise, bool paused)
{
    co_return number(paused ? "pause" : "resume", " " + bridge + " " + enterprise);
}

Task<Result<std::int64_t>> FakeOperations::request_snapshot(std::string cluster, std::string side)
{
    co_return number("request_snapshot", " " + cluster + " " + side);
}

Task<Result<std::vector<std::pair<std::string, std::string>>>> FakeOperations::take_snapshot_requests(
    std::vector<std::string>, std::vector<std::string>)
{
    std::vector<std::pair<std::string, std::string>> none;
    co_return none;
}

FakeService::FakeService()
{
    daemon.version = "9.9";
    daemon.instance = "host-a";
    daemon.config_file = "/etc/bwsync/bwsync.yaml";
    daemon.started_at = now() - std::chrono::hours(3);
    daemon.summary = "2 of 2 bridges held, all well";
    daemon.clusters = {"east", "west"};
    daemon.partners = {"acme"};
    daemon.bridges = {{"east-acme", "east", "acme", "sync", true}, {"west-acme", "west", "acme", "observe", false}};
    daemon.feeds = {{"east", "as1:8025", true, now(), ""}};
    GrantStatus grant;
    grant.partner = "acme";
    grant.name = "primary";
    grant.state = "good";
    grant.refresh_expires_at = now() + std::chrono::hours(24 * 60);
    grant_list = {grant};
}

Task<Result<std::vector<GrantStatus>>> FakeService::grants()
{
    if (throws) throw std::runtime_error("a bug");
    co_return grant_list;
}

Task<Result<GrantStatus>> FakeService::import_grant(std::string partner, std::string name, std::string refresh_token)
{
    imported.push_back(partner + " " + name + " " + refresh_token);
    if (grant_error) co_return *grant_error;
    co_return grant_list.front();
}

Task<Result<GrantStatus>> FakeService::refresh_grant(std::string partner, std::string name)
{
    imported.push_back("refresh " + partner + " " + name);
    if (grant_error) co_return *grant_error;
    co_return grant_list.front();
}

Result<SignInStart> FakeService::begin_sign_in(std::string partner, std::string name, SignInRequest request)
{
    imported.push_back("begin " + partner + " " + name);
    sign_in_request = std::move(request);
    if (partner != "acme") return Error(ErrorKind::kNotFound, "no partner named " + partner);
    SignInStart start;
    start.url = "https://webex.example/authorize?state=" + sign_in_request.state;
    start.redirect_uri = redirect_uri;
    return start;
}

Task<Result<GrantStatus>> FakeService::complete_sign_in(std::string partner, std::string name, SignInCode code)
{
    imported.push_back("complete " + partner + " " + name);
    sign_in_code = std::move(code);
    if (grant_error) co_return *grant_error;
    co_return grant_list.front();
}

Task<Result<PrecheckBatch>> FakeService::precheck(std::string bridge, std::vector<PrecheckAsk> asks)
{
    if (precheck_error) co_return *precheck_error;
    PrecheckBatch batch;
    for (PrecheckAsk& ask : asks) {
        PrecheckAnswer answer;
        const std::string name = ask.user_id.empty() ? ask.email : ask.user_id;
        answer.ask = std::move(ask);
        const bool is_asked = batch.answers.size() < prechecks_at_once;
        PrecheckReport well;
        well.info_codes = {100};
        const auto known = prechecks.find(name);
        if (is_asked) answer.outcome = known == prechecks.end() ? outcome_of(well) : known->second;
        if (!is_asked) answer.outcome.reason = "not-yet";
        if (is_asked) prechecked.push_back(bridge + " " + name);
        answer.tracking_id = "T-1";
        batch.answers.push_back(std::move(answer));
    }
    co_return batch;
}

Task<Result<PrecheckCandidates>> FakeService::precheck_candidates(std::string, std::string after, int)
{
    PrecheckCandidates page;
    for (const std::string& user : candidates) {
        if (user <= after) continue;
        if (page.user_ids.size() == 2) page.next = page.user_ids.back();
        if (page.user_ids.size() < 2) page.user_ids.push_back(user);
    }
    co_return page;
}

Task<Result<PlanPage>> FakeService::plan(std::string bridge, PlanQuery query)
{
    plan_calls.push_back(bridge + " " + query.enterprise + " " + query.user_id);
    PlanPage page;
    for (const PlanItem& item : planned) {
        if (item.user_id <= query.after) continue;
        if (page.items.size() == 2) page.next = page.items.back().user_id;
        if (page.items.size() < 2) page.items.push_back(item);
    }
    page.examined = page.items.size();
    co_return page;
}

Task<Result<ConfigCheck>> FakeService::check_config()
{
    co_return config_check;
}

}  // namespace bwsync::test
