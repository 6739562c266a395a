#include "daemon/domain/subscriber/draft.hpp"

#include <utility>

namespace bwsync {

Draft::Draft(const Subject& about, const std::optional<Verdict>& judged, const BridgePolicy& rules,
             const Situation& around)
    : subject(about), verdict(judged), policy(rules), situation(around), webex(about.webex), now(around.now)
{
    decision.row = about.row;
    decision.row.due_at.reset();
}

void Draft::be(SubscriberState state, Reason reason, std::string detail)
{
    row().state = state;
    row().reason = name_of(reason);
    row().detail = std::move(detail);
}

void Draft::be_refused(SubscriberState state, int code, std::string detail)
{
    be(state, Reason::kNone, std::move(detail));
    row().reason = webex_reason(code);
}

void Draft::settle(SubscriberState state, Reason reason, std::string detail)
{
    be(state, reason, std::move(detail));
    keep();
}

void Draft::ask_peer(Step question)
{
    due_in(kHeldRecheck);
    step(question);
}

void Draft::read_source_at(Instant instant)
{
    if (now >= instant) return read_source();
    row().due_at = instant;
}

void Draft::begin_anew()
{
    row().attempts = 0;
    row().unheeded = 0;
    row().update_approval = Approval::kNone;
}

void Draft::clear_removal()
{
    row().removal.reset();
    row().removal_decided_at.reset();
    row().removal_approval = Approval::kNone;
    row().is_absent = false;
}

void Draft::remember_sent(const ProvisionRequest& sent)
{
    row().sent_time_zone = sent.time_zone;
    row().sent_language = sent.language;
}

}  // namespace bwsync
