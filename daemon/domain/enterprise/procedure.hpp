// A procedure: a sequence of steps that takes minutes to days, kept in the store so that it can be seen, stopped and
// resumed, and so that a crash costs nothing. Each kind decides by looking at Webex first: what a lost process had
// begun is seen there, never repeated blindly.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "daemon/domain/basics/names.hpp"
#include "daemon/domain/basics/time.hpp"
#include "daemon/domain/subscriber/webex_subscriber.hpp"

namespace bwsync {

// kStopped can be resumed: an operator stopped it, or it needs a person first (then `problem` says what for).
enum class ProcedureState { kRunning, kStopped, kDone, kFailed };

constexpr auto table_of(ProcedureState)
{
    using enum ProcedureState;
    return table<Name<ProcedureState>>({
        {kRunning, "running"},
        {kStopped, "stopped"},
        {kDone, "done"},
        {kFailed, "failed"},
    });
}

// Kinds, as the store and the admin API spell them.
inline constexpr std::string_view kOrganizationDelete = "organization-delete";
inline constexpr std::string_view kSyncRun = "directory-sync-run";
inline constexpr std::string_view kSyncEnable = "directory-sync-enable";
inline constexpr std::string_view kSyncDisable = "directory-sync-disable";
inline constexpr std::string_view kSyncUser = "directory-sync-user";

// The step of every procedure that has not begun. Procedures of one kind that may only run one at a time per cluster
// wait here.
inline constexpr std::string_view kQueued = "queued";

struct Procedure {
    std::int64_t id = 0;
    std::string kind;
    std::string bridge;   // whose lease it runs under
    std::string cluster;  // of the bridge
    std::string partner;
    std::string subject;  // its spEnterpriseId; one procedure per enterprise of a partner's cluster runs at a time
    std::string title;    // the subject for a person
    ProcedureState state = ProcedureState::kRunning;
    std::string step{kQueued};
    Instant step_since{};
    int attempts = 0;           // failures in a row
    std::string problem;        // empty: none
    std::string asked_by;       // who ordered it
    std::string stop_asked_by;  // who wants it stopped; empty: nobody
    std::map<std::string, std::string> facts;
    // Nobody else of its kind and cluster has left the queue, and nobody of its bridge waits there longer.
    bool is_first_in_cluster = true;

    [[nodiscard]] std::string fact(const std::string& name) const
    {
        const auto found = facts.find(name);
        return found == facts.end() ? std::string() : found->second;
    }
    [[nodiscard]] long long number(const std::string& name) const;  // 0 when absent or none
};

// How long to wait: `poll` between two looks at Webex; a failure doubles it up to `longest`.
struct ProcedurePace {
    Millis poll{15'000};
    Millis longest{600'000};
};

// What becomes of the procedure, and when it is looked at next.
struct ProcedureMove {
    Procedure next;
    Millis wait{0};
    std::string note;  // for the history; empty: nothing worth it
    std::string tracking_id;
};

ProcedureMove stay(Procedure procedure, Millis wait, std::string problem = "");
ProcedureMove go(Procedure procedure, std::string_view step, Instant now, Millis wait, std::string note);
ProcedureMove finish(Procedure procedure, Instant now, std::string note);
ProcedureMove fail(Procedure procedure, std::string why);
// A person is needed; resuming goes on at the same step.
ProcedureMove stop_for(Procedure procedure, std::string why);

// What an order to stop makes of it. A deletion can be resumed; a synchronisation is ordered anew instead, so that
// nothing waits for a person in a queue.
ProcedureMove obey_stop(Procedure procedure);

// What follows from a failed call whatever it was about: wait and try again where that can help (lost answers too: the
// next look sees what became of them), stop for a person where it can't.
ProcedureMove judge(Procedure procedure, const WebexFailure& failure, ProcedurePace pace, const std::string& what);

// "code 6004: <what is wrong>; <remedy>", or the answer's own words.
std::string explained(const WebexFailure& failure);
std::string explained(const WebexError& error);

}  // namespace bwsync
