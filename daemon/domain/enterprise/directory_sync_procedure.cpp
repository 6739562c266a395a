#include "daemon/domain/enterprise/directory_sync_procedure.hpp"

#include <algorithm>

#include "daemon/domain/enterprise/organization_deletion.hpp"

namespace bwsync {

namespace {

constexpr int kAnotherRuns = 6002;
constexpr int kThisRuns = 6007;
// About an hour with the pace of 15 s: then others have their turn. Webex that is away, or without a grant, does not
// count.
constexpr int kAnsweredFailuresMax = 10;

SyncNext ask(SyncOrder order)
{
    SyncNext next;
    next.order = order;
    return next;
}

SyncNext sync_moves(ProcedureMove move)
{
    SyncNext next;
    next.move = std::move(move);
    return next;
}

bool runs(const DirectorySync& sync)
{
    return sync.status == DirectorySyncStatus::kInProgress;
}

std::string instant_text(Instant at)
{
    return std::to_string(at.time_since_epoch().count());
}

// What tells one run from another.
std::string run_mark(const DirectorySync& sync)
{
    return sync.last_tracking_id + '/' + instant_text(sync.last_start) + '/' + instant_text(sync.last_end);
}

void keep_counts(Procedure& procedure, const DirectorySync& sync)
{
    for (const auto& [name, count] : named_counts(sync.counts)) {
        if (count) procedure.facts[std::string(name)] = std::to_string(*count);
    }
    procedure.facts["status"] = sync.status_text;
    procedure.facts["trackingId"] = sync.last_tracking_id;
}

SyncNext run_ended(Procedure procedure, const DirectorySync& sync, Instant now)
{
    keep_counts(procedure, sync);
    if (sync.status == DirectorySyncStatus::kComplete)
        return sync_moves(finish(std::move(procedure), now, "the run is complete"));
    std::string why = "the run ended with " + sync.status_text;
    for (const WebexError& error : sync.errors) why += "; " + explained(error);
    return sync_moves(fail(std::move(procedure), why));
}

SyncNext next_run(const Procedure& procedure, const SyncSight& sight, Instant now, ProcedurePace pace)
{
    if (procedure.step == kQueued && !procedure.is_first_in_cluster) return sync_moves(stay(procedure, pace.poll));
    if (!sight.sync) return ask(SyncOrder::kLook);
    const DirectorySync& sync = *sight.sync;
    if (procedure.step == kQueued) {
        if (!sync.is_enabled.value_or(true))
            return sync_moves(fail(procedure,
                                   "directory synchronisation is not enabled for this enterprise: "
                                   "bwsyncctl enterprise dir-sync enable"));
        // What stands there before the run: a lost answer is told from a run that was never begun by it.
        Procedure marked = procedure;
        marked.facts["before"] = run_mark(sync);
        return sync_moves(go(std::move(marked), kSendStep, now, Millis(0), "its turn in the cluster"));
    }
    const bool is_another = run_mark(sync) != procedure.fact("before");
    if (procedure.step == kSendStep && !sight.is_sent) {
        if (runs(sync)) return sync_moves(go(procedure, kFollowStep, now, pace.poll, "a run goes on: it is followed"));
        if (!is_another) return ask(SyncOrder::kTrigger);
    }
    if (procedure.step == kSendStep && sight.is_sent)
        return sync_moves(go(procedure, kFollowStep, now, pace.poll, "the run is accepted"));
    if (runs(sync)) return sync_moves(stay(procedure, pace.poll));
    if (is_another) return run_ended(procedure, sync, now);
    // Accepted, but no run of it is shown yet.
    constexpr int kLooks = 20;
    if (now - procedure.step_since >= pace.poll * kLooks)
        return sync_moves(
            go(procedure, kSendStep, now, Millis(0), "no run is shown after it was accepted: ordered anew"));
    return sync_moves(stay(procedure, pace.poll));
}

SyncNext next_switch(const Procedure& procedure, const SyncSight& sight, Instant now, ProcedurePace pace, bool is_on)
{
    if (!sight.sync) return ask(SyncOrder::kLook);
    const DirectorySync& sync = *sight.sync;
    const bool is_done = is_on ? sync.is_enabled.value_or(false) && !is_cleaning_up(sync) : is_off(sync);
    if (is_done) {
        Procedure seen = procedure;
        seen.facts["status"] = sync.status_text;
        return sync_moves(
            finish(std::move(seen), now, std::string("directory synchronisation is ") + (is_on ? "on" : "off")));
    }
    if (!is_on && is_cleaning_up(sync)) {
        const bool is_new = procedure.fact("status") != sync.status_text;
        Procedure seen = procedure;
        seen.facts["status"] = sync.status_text;
        return sync_moves(
            go(std::move(seen), kFollowStep, now, pace.poll, is_new ? "Webex shows " + sync.status_text : ""));
    }
    if (!is_on && runs(sync))
        return sync_moves(stay(procedure, pace.poll, "a run goes on; it is switched off after its end"));
    if (procedure.step == kQueued) return sync_moves(go(procedure, kSendStep, now, Millis(0), ""));
    // The classic way off ends without the words of the clean-up.
    const bool is_classic_end = !is_on && procedure.step == kFollowStep && !sync.is_enabled.value_or(true);
    constexpr int kLooks = 3;
    if (is_classic_end && now - procedure.step_since >= pace.poll * kLooks)
        return sync_moves(
            finish(procedure, now, "directory synchronisation is off; its last state is " + sync.status_text));
    if (procedure.step == kFollowStep && (is_on || is_classic_end)) return sync_moves(stay(procedure, pace.poll));
    if (!sight.is_sent) return ask(is_on ? SyncOrder::kSwitchOn : SyncOrder::kSwitchOff);
    return sync_moves(go(procedure, kFollowStep, now, pace.poll, std::string("switched ") + (is_on ? "on" : "off")));
}

SyncNext next_user(const Procedure& procedure, const SyncSight& sight, Instant now)
{
    if (procedure.step == kQueued) return sync_moves(go(procedure, kSendStep, now, Millis(0), ""));
    if (!sight.user) return ask(SyncOrder::kAskForUser);
    Procedure seen = procedure;
    const bool is_known = sight.user->action != ExternalUserAction::kUnknown;
    seen.facts["action"] = is_known ? std::string(name_of(sight.user->action)) : sight.user->action_text;
    return sync_moves(finish(std::move(seen), now, "the user is synchronised"));
}

SyncNext failed(const Procedure& procedure, const SyncSight& sight, Instant now, ProcedurePace pace)
{
    const WebexFailure& failure = *sight.failure;
    if (sight.failed == SyncOrder::kTrigger && failure.code == kAnotherRuns) {
        ProcedureMove move =
            go(procedure, kQueued, now, std::max(pace.poll, failure.retry_after.value_or(Millis(0))), "");
        move.next.problem = "another run of this cluster goes on (code 6002): waits for its end";
        return sync_moves(std::move(move));
    }
    if (sight.failed == SyncOrder::kSwitchOff && failure.code == kThisRuns)
        return sync_moves(stay(procedure, pace.poll, "a run goes on; it is switched off after its end"));
    ProcedureMove move = judge(procedure, failure, pace, "directory synchronisation");
    // A refusal ends the order: a queue must not wait for a person behind it.
    if (move.next.state == ProcedureState::kStopped) move.next.state = ProcedureState::kFailed;
    const bool gives_up = failure.kind == WebexFailure::Kind::kAnswered && move.next.attempts > kAnsweredFailuresMax;
    if (gives_up) return sync_moves(fail(std::move(move.next), move.next.problem + "; given up after many tries"));
    return sync_moves(std::move(move));
}

}  // namespace

SyncNext next_sync(const Procedure& procedure, const SyncSight& sight, Instant now, ProcedurePace pace)
{
    if (sight.failure) return failed(procedure, sight, now, pace);
    if (!sight.may_write) return sync_moves(fail(procedure, "the bridge only observes: nothing is sent to Webex"));
    if (procedure.kind == kSyncRun) return next_run(procedure, sight, now, pace);
    if (procedure.kind == kSyncUser) return next_user(procedure, sight, now);
    return next_switch(procedure, sight, now, pace, procedure.kind == kSyncEnable);
}

}  // namespace bwsync
