#include "daemon/domain/enterprise/organization_deletion.hpp"

#include <array>
#include <utility>

#include "daemon/domain/basics/text.hpp"

namespace bwsync {

namespace {

using namespace std::chrono_literals;

constexpr int kNotFound = 404;
constexpr int kHttpConflict = 409;
constexpr int kSyncRuns = 6007;
constexpr int kConflictsMax = 5;
// Webex says ten minutes; past that the operator is told, past the second it is ordered anew, which does no harm.
constexpr Millis kExpectedEnd = 10min;
constexpr Millis kOrderAnew = 30min;

DeletionNext ask(DeletionOrder order)
{
    DeletionNext next;
    next.order = order;
    return next;
}

DeletionNext deletion_moves(ProcedureMove move)
{
    DeletionNext next;
    next.move = std::move(move);
    return next;
}

bool is_about(const DeletionSight& sight, DeletionOrder order, int status)
{
    return sight.failed == order && sight.failure->kind == WebexFailure::Kind::kAnswered &&
           sight.failure->http_status == status;
}

std::string what_failed(const DeletionSight& sight)
{
    switch (sight.failed) {
        case DeletionOrder::kLookAtOrganization:
            return "reading the organisation";
        case DeletionOrder::kLookAtPeople:
            return "listing the people";
        case DeletionOrder::kRemoveThem:
            return "removing person " + sight.failed_about;
        case DeletionOrder::kLookAtSync:
            return "reading the directory synchronisation";
        case DeletionOrder::kDisableSync:
            return "switching directory synchronisation off";
        case DeletionOrder::kRemoveOrganization:
        case DeletionOrder::kMove:
            break;
    }
    return "deleting the organisation";
}

// Somebody may have come back, or the clean-up may go on: the steps are gone through again, a few times.
DeletionNext conflict(const Procedure& procedure, const WebexFailure& failure, Instant now, ProcedurePace pace)
{
    const std::string why = "Webex refuses to delete the organisation: " + conflict_explained(failure.what);
    if (procedure.number("conflicts") >= kConflictsMax) {
        Procedure counted = procedure;
        counted.facts["conflicts"] = "0";
        return deletion_moves(stop_for(std::move(counted), why));
    }
    Procedure again = procedure;
    again.facts["conflicts"] = std::to_string(procedure.number("conflicts") + 1);
    ProcedureMove move = go(std::move(again), kRemovePeopleStep, now, pace.poll, why);
    move.next.problem = why;
    move.tracking_id = failure.tracking_id;
    return deletion_moves(std::move(move));
}

DeletionNext failed(const Procedure& procedure, const DeletionSight& sight, Instant now, ProcedurePace pace)
{
    const WebexFailure& failure = *sight.failure;
    if (is_about(sight, DeletionOrder::kRemoveOrganization, kHttpConflict))
        return conflict(procedure, failure, now, pace);
    if (sight.failed == DeletionOrder::kDisableSync && failure.code == kSyncRuns)
        return deletion_moves(
            stay(procedure, pace.poll, "a directory synchronisation runs; it is switched off after its end"));
    Procedure counted = procedure;
    if (sight.removed > 0) counted.facts["removed"] = std::to_string(procedure.number("removed") + sight.removed);
    return deletion_moves(judge(std::move(counted), failure, pace, what_failed(sight)));
}

DeletionNext people_step(const Procedure& procedure, const DeletionSight& sight, Instant now, ProcedurePace pace)
{
    if (!sight.people) return ask(DeletionOrder::kLookAtPeople);
    if (sight.people->empty()) {
        return deletion_moves(go(procedure, kSyncOffStep, now, Millis(0),
                                 std::to_string(procedure.number("removed")) + " people are removed, none is left"));
    }
    if (!sight.were_removed) return ask(DeletionOrder::kRemoveThem);
    Procedure counted = procedure;
    counted.facts["removed"] = std::to_string(procedure.number("removed") + sight.removed);
    // A list that still shows those who are gone is given time.
    const Millis wait = sight.removed > 0 ? Millis(0) : pace.poll;
    return deletion_moves(go(std::move(counted), kRemovePeopleStep, now, wait, ""));
}

DeletionNext sync_step(const Procedure& procedure, const DeletionSight& sight, Instant now, ProcedurePace pace)
{
    if (!sight.sync) return ask(DeletionOrder::kLookAtSync);
    if (!*sight.sync)
        return deletion_moves(go(procedure, kRemoveOrganizationStep, now, Millis(0), "Webex knows no such enterprise"));
    const DirectorySync& sync = **sight.sync;
    if (is_off(sync)) {
        return deletion_moves(go(procedure, kRemoveOrganizationStep, now, Millis(0),
                                 "directory synchronisation is off: " + sync.status_text));
    }
    if (is_cleaning_up(sync)) {
        const bool is_new = procedure.fact("sync") != sync.status_text;
        Procedure seen = procedure;
        seen.facts["sync"] = sync.status_text;
        return deletion_moves(
            go(std::move(seen), kSyncCleanUpStep, now, pace.poll, is_new ? "Webex shows " + sync.status_text : ""));
    }
    if (sync.status == DirectorySyncStatus::kInProgress)
        return deletion_moves(
            stay(procedure, pace.poll, "a directory synchronisation runs; it is switched off after its end"));
    if (sync.is_enabled.value_or(true)) {
        if (!sight.is_disable_sent) return ask(DeletionOrder::kDisableSync);
        return deletion_moves(
            go(procedure, kSyncCleanUpStep, now, pace.poll, "directory synchronisation is switched off"));
    }
    // Off, but without a word that the clean-up has begun or ended (the classic way has no such words): after some
    // looks the deletion itself is the question, and Webex's 409 the answer.
    constexpr int kLooks = 3;
    if (procedure.step == kSyncCleanUpStep && now - procedure.step_since >= pace.poll * kLooks)
        return deletion_moves(go(procedure, kRemoveOrganizationStep, now, Millis(0),
                                 "directory synchronisation is off; its last state is " + sync.status_text));
    return deletion_moves(go(procedure, kSyncCleanUpStep, now, pace.poll, ""));
}

DeletionNext end_step(const Procedure& procedure, Instant now, ProcedurePace pace)
{
    const auto age = now - procedure.step_since;
    if (age >= kOrderAnew)
        return deletion_moves(
            go(procedure, kRemoveOrganizationStep, now, Millis(0), "still there after 30 minutes: ordered anew"));
    std::string problem;
    if (age >= kExpectedEnd) problem = "Webex still shows the organisation more than ten minutes after its deletion";
    return deletion_moves(stay(procedure, pace.poll, std::move(problem)));
}

}  // namespace

bool is_destructive(DeletionOrder order)
{
    return order == DeletionOrder::kRemoveThem || order == DeletionOrder::kDisableSync ||
           order == DeletionOrder::kRemoveOrganization;
}

bool is_off(const DirectorySync& sync)
{
    return sync.status == DirectorySyncStatus::kNotSynced && !sync.is_enabled.value_or(false);
}

bool is_cleaning_up(const DirectorySync& sync)
{
    return sync.status == DirectorySyncStatus::kDisableInitiated ||
           sync.status == DirectorySyncStatus::kDisableInProgress;
}

std::string conflict_explained(const std::string& reason)
{
    using Known = std::pair<std::string_view, std::string_view>;
    static constexpr std::array<Known, 6> kKnown = {{
        {"directory sync", "directory synchronisation is still on or being cleaned up; bwsync waits and tries again"},
        {"user", "somebody is still in it; bwsync removes them and tries again"},
        {"license", "it still has subscriptions or licences: end them in Partner Hub or Control Hub"},
        {"site", "a Meetings site is linked to it: unlink it in Control Hub"},
        {"managed by", "more than one partner manages it: the others must release it in Partner Hub"},
        {"manage", "it manages other organisations: release them in Partner Hub"},
    }};
    const std::string lower = lower_case(reason);
    for (const auto& [word, help] : kKnown) {
        if (lower.find(word) != std::string::npos) return std::string(help) + " (Webex says: " + reason + ")";
    }
    return reason;
}

DeletionNext next_deletion(const Procedure& procedure, const DeletionSight& sight, Instant now, ProcedurePace pace)
{
    if (sight.failure) {
        const bool is_gone = is_about(sight, DeletionOrder::kLookAtOrganization, kNotFound);
        if (!is_gone) return failed(procedure, sight, now, pace);
    }
    if (!sight.may_write)
        return deletion_moves(
            stop_for(procedure, "the bridge only observes: nothing is deleted; change its policy, then resume"));
    if (!sight.is_organization_there) return ask(DeletionOrder::kLookAtOrganization);
    if (!*sight.is_organization_there) {
        if (procedure.step == kQueued) return deletion_moves(fail(procedure, "Webex does not know this organisation"));
        return deletion_moves(finish(procedure, now, "the organisation is deleted"));
    }
    if (sight.organization_name != procedure.fact("name"))
        return deletion_moves(stop_for(procedure, "the organisation is now called '" + sight.organization_name +
                                                      "', which is not the name that was confirmed"));
    if (procedure.step == kQueued)
        return deletion_moves(go(procedure, kRemovePeopleStep, now, Millis(0), "name compared"));
    if (procedure.step == kRemovePeopleStep) return people_step(procedure, sight, now, pace);
    if (procedure.step == kSyncOffStep || procedure.step == kSyncCleanUpStep)
        return sync_step(procedure, sight, now, pace);
    if (procedure.step == kRemoveOrganizationStep) {
        if (!sight.is_removal_sent) return ask(DeletionOrder::kRemoveOrganization);
        return deletion_moves(go(procedure, kAwaitEndStep, now, pace.poll, "the deletion is accepted"));
    }
    return end_step(procedure, now, pace);
}

}  // namespace bwsync
