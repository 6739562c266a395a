#include "daemon/domain/enterprise/procedure.hpp"

#include <algorithm>
#include <cstdlib>

#include "daemon/domain/basics/back_off.hpp"
#include "daemon/domain/webex_codes/webex_codes.hpp"

namespace bwsync {

namespace {

std::string explained(int code, const std::string& what)
{
    const WebexCode& known = webex_code(code);
    if (code == 0) return what;
    const std::string head = "code " + std::to_string(code) + ": ";
    if (known.code == 0) return head + what;
    return head + std::string(known.title) + "; " + std::string(known.remedy);
}

Millis back_off(int attempts, ProcedurePace pace)
{
    return doubling(pace.poll, std::max(pace.longest, pace.poll), attempts);
}

bool heals(const WebexFailure& failure)
{
    constexpr int kForbidden = 403;
    constexpr int kUnauthorized = 401;
    constexpr int kTimeout = 408;
    constexpr int kBusy = 429;
    constexpr int kServerErrors = 500;
    if (failure.kind != WebexFailure::Kind::kAnswered) return true;
    const CodeAction action = webex_code(failure.code).action;
    if (failure.code != 0 && webex_code(failure.code).code != 0)
        return action == CodeAction::kWait || action == CodeAction::kRetry || action == CodeAction::kRefreshGrant;
    const int status = failure.http_status;
    return status == kForbidden || status == kUnauthorized || status == kTimeout || status == kBusy ||
           status >= kServerErrors;
}

}  // namespace

long long Procedure::number(const std::string& name) const
{
    return std::strtoll(fact(name).c_str(), nullptr, 10);
}

ProcedureMove stay(Procedure procedure, Millis wait, std::string problem)
{
    ProcedureMove move;
    move.next = std::move(procedure);
    move.next.problem = std::move(problem);
    move.next.attempts = 0;
    move.wait = wait;
    return move;
}

ProcedureMove go(Procedure procedure, std::string_view step, Instant now, Millis wait, std::string note)
{
    ProcedureMove move = stay(std::move(procedure), wait);
    if (move.next.step != step) move.next.step_since = now;
    move.next.step = std::string(step);
    move.note = std::move(note);
    return move;
}

ProcedureMove finish(Procedure procedure, Instant now, std::string note)
{
    ProcedureMove move = go(std::move(procedure), "done", now, Millis(0), std::move(note));
    move.next.state = ProcedureState::kDone;
    return move;
}

ProcedureMove fail(Procedure procedure, std::string why)
{
    ProcedureMove move = stay(std::move(procedure), Millis(0), why);
    move.next.state = ProcedureState::kFailed;
    move.note = "failed: " + std::move(why);
    return move;
}

ProcedureMove stop_for(Procedure procedure, std::string why)
{
    ProcedureMove move = stay(std::move(procedure), Millis(0), why);
    move.next.state = ProcedureState::kStopped;
    move.note = "stopped: " + std::move(why);
    return move;
}

ProcedureMove obey_stop(Procedure procedure)
{
    const std::string why = "by order of " + procedure.stop_asked_by;
    return procedure.kind == kOrganizationDelete ? stop_for(std::move(procedure), why)
                                                 : fail(std::move(procedure), "stopped " + why);
}

ProcedureMove judge(Procedure procedure, const WebexFailure& failure, ProcedurePace pace, const std::string& what)
{
    if (failure.kind == WebexFailure::Kind::kCancelled) return stay(std::move(procedure), Millis(0));
    const std::string why = what + ": " + explained(failure);
    if (!heals(failure)) {
        ProcedureMove stopped = stop_for(std::move(procedure), why);
        stopped.tracking_id = failure.tracking_id;
        return stopped;
    }
    const Millis wait = std::max(back_off(procedure.attempts, pace), failure.retry_after.value_or(Millis(0)));
    // Told once in the history; the problem stands there as long as it lasts.
    const bool is_new = procedure.problem != why;
    const int attempts = procedure.attempts + 1;
    ProcedureMove move = stay(std::move(procedure), wait, why);
    move.next.attempts = attempts;
    if (is_new) move.note = why;
    move.tracking_id = failure.tracking_id;
    return move;
}

std::string explained(const WebexFailure& failure)
{
    constexpr int kForbidden = 403;
    if (failure.kind == WebexFailure::Kind::kNoGrant) return "there is no live grant; bwsyncctl grant list says more";
    if (failure.code == 0 && failure.http_status == kForbidden)
        return "Webex answered 403 (" + failure.what +
               "), also with a new access token and with access to the organisation asked for; what is younger than 24 "
               "hours may be refused until then";
    return explained(failure.code, failure.what);
}

std::string explained(const WebexError& error)
{
    return explained(error.code, error.description);
}

}  // namespace bwsync
