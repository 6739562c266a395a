#include "daemon/core/preview/prechecks.hpp"

#include <algorithm>
#include <map>

#include "daemon/core/subscriber/judgement.hpp"
#include "daemon/domain/basics/text.hpp"
#include "daemon/runtime/task_group.hpp"

namespace bwsync {

namespace {

// The gate decides how many are under way; more than it ever lets in would only queue there.
constexpr std::size_t kWorkersMax = 16;

PrecheckOutcome without_asking(std::string reason, std::string meaning, std::string remedy = {})
{
    PrecheckOutcome outcome;
    outcome.result = PrecheckResult::kFails;
    outcome.reason = std::move(reason);
    outcome.meaning = std::move(meaning);
    outcome.remedy = std::move(remedy);
    return outcome;
}

PrecheckOutcome not_yet()
{
    PrecheckOutcome outcome;
    outcome.reason = "not-yet";
    outcome.meaning = "Not asked yet: the rate of prechecks did not allow it.";
    return outcome;
}

PrecheckOutcome not_to_be_asked(const std::optional<Verdict>& verdict)
{
    if (!verdict) return without_asking("not-read", "The user is not in BroadWorks, or has not been read yet.");
    return without_asking(std::string(name_of(verdict->reason)), verdict->detail);
}

bool is_wanted(const std::optional<Verdict>& verdict)
{
    return verdict && verdict->kind == Verdict::Kind::kWanted;
}

}  // namespace

struct Prechecks::Batch {
    std::vector<PrecheckAnswer> answers;
    std::map<std::string, std::optional<Verdict>> users;  // by user key
    std::size_t next = 0;
    std::size_t working = 0;
    std::optional<Millis> wait;
    std::optional<Error> failure;
    TaskGroup* group = nullptr;
};

Prechecks::Prechecks(BridgePorts ports, BridgeSettings settings) : ports_(ports), settings_(std::move(settings)) {}

SubjectQuery Prechecks::query() const
{
    SubjectQuery query;
    query.bridge = bridge_ref(settings_.policy);
    return query;
}

Task<Result<PrecheckBatch>> Prechecks::perform(std::vector<PrecheckAsk> asks, Millis limit, std::stop_token stop)
{
    if (!ports_.webex.has_grant()) {
        co_return Error(ErrorKind::kUnauthorized, "partner " + settings_.policy.partner +
                                                      " has no live grant, so nothing can be asked: bwsyncctl grant "
                                                      "list says which to renew");
    }
    Batch batch;
    for (PrecheckAsk& ask : asks) {
        PrecheckAnswer answer;
        answer.ask = std::move(ask);
        answer.outcome = not_yet();
        batch.answers.push_back(std::move(answer));
    }
    Result<> prepared = co_await prepare(batch);
    if (!prepared) co_return prepared.error();

    const auto executor = co_await asio::this_coro::executor;
    TaskGroup group(executor, stop);
    batch.group = &group;
    batch.working = std::min(kWorkersMax, batch.answers.size());
    std::function<Task<>(std::stop_token)> worker = [this, &batch](std::stop_token token) {
        return work(batch, token);
    };
    std::function<Task<>(std::stop_token)> timer = [this, &batch, limit](std::stop_token token) -> Task<> {
        co_await ports_.clock.sleep_for(limit, token);
        batch.group->request_stop();
    };
    const std::size_t workers = batch.working;
    for (std::size_t i = 0; i < workers; ++i) group.spawn(worker);
    if (workers > 0) group.spawn(timer);
    co_await group.join();
    if (batch.failure) co_return *batch.failure;
    PrecheckBatch done;
    done.answers = std::move(batch.answers);
    done.wait = batch.wait;
    co_return done;
}

// Reads the users that are asked about, all at once.
Task<Result<>> Prechecks::prepare(Batch& batch)
{
    SubjectQuery wanted = query();
    for (const PrecheckAnswer& answer : batch.answers) {
        if (!answer.ask.user_id.empty()) wanted.user_keys.push_back(lower_case(answer.ask.user_id));
    }
    if (wanted.user_keys.empty()) co_return std::monostate();
    wanted.limit = static_cast<int>(wanted.user_keys.size());
    Result<std::vector<Subject>> subjects = co_await ports_.subscribers.read_subjects(std::move(wanted));
    if (!subjects) co_return subjects.error();
    for (const Subject& subject : *subjects)
        batch.users[subject.row.user_key] = judged(settings_.policy, ports_.phone, subject);
    co_return std::monostate();
}

Task<> Prechecks::work(Batch& batch, std::stop_token stop)
{
    while (batch.next < batch.answers.size() && !batch.failure && !stop.stop_requested()) {
        const std::size_t index = batch.next++;
        co_await ask(batch, index, stop);
    }
    if (--batch.working == 0) batch.group->request_stop();  // the timer
}

Task<> Prechecks::ask(Batch& batch, std::size_t index, std::stop_token stop)
{
    PrecheckAnswer& answer = batch.answers[index];
    const bool is_user = !answer.ask.user_id.empty();
    ProvisionRequest full;
    if (is_user) {
        const auto user = batch.users.find(lower_case(answer.ask.user_id));
        if (user == batch.users.end()) {
            answer.outcome = without_asking("unknown-user", "The bridge has no such subscriber.",
                                            "bwsyncctl subscriber resync fetches a user that bwsync does not know.");
            co_return;
        }
        if (!is_wanted(user->second)) {
            answer.outcome = not_to_be_asked(user->second);
            co_return;
        }
        full = user->second->wanted;
        answer.ask.email = full.email;
        answer.sp_enterprise_id = full.sp_enterprise_id;
    }
    EmailPrecheck partial;
    partial.email = answer.ask.email;
    partial.customer_primary_email = answer.ask.customer_email;
    WebexResult<Answered<PrecheckReport>> report{WebexFailure()};
    if (is_user) {
        report = co_await ports_.webex.campaign_precheck(std::move(full), stop);
    } else {
        report = co_await ports_.webex.precheck_email(std::move(partial), stop);
    }
    if (report) {
        answer.outcome = outcome_of(report->value);
        answer.tracking_id = report->trace.tracking_id;
        co_return;
    }
    const WebexFailure& failure = report.error();
    if (failure.kind == WebexFailure::Kind::kCancelled) co_return;
    answer.outcome = outcome_of(failure);
    answer.tracking_id = failure.tracking_id;
    if (failure.retry_after) batch.wait = std::max(batch.wait.value_or(Millis(0)), *failure.retry_after);
    if (ends_campaign(failure))
        batch.failure.emplace(ErrorKind::kConflict, answer.outcome.meaning + ". " + answer.outcome.remedy);
}

Task<Result<PrecheckCandidates>> Prechecks::candidates(std::string after, int limit)
{
    PrecheckCandidates found;
    SubjectQuery wanted = query();
    wanted.after = std::move(after);
    wanted.limit = limit;
    Result<std::vector<Subject>> subjects = co_await ports_.subscribers.read_subjects(std::move(wanted));
    if (!subjects) co_return subjects.error();
    for (const Subject& subject : *subjects) {
        if (subject.webex || !subject.row.webex_id.empty()) continue;
        const std::optional<Verdict> verdict = judged(settings_.policy, ports_.phone, subject);
        const bool is_blocked = verdict && verdict->kind == Verdict::Kind::kBlocked;
        if (is_wanted(verdict) || is_blocked) found.user_ids.push_back(subject.row.user_id);
    }
    if (subjects->size() == static_cast<std::size_t>(limit)) found.next = subjects->back().row.user_key;
    co_return found;
}

}  // namespace bwsync
