// Draft: one decision in the making: the subject, what surrounds it, and the row that is to be written. The chapters of
// decide() are free functions over it; nothing outside them uses it.
#pragma once

#include "daemon/domain/subscriber/decide.hpp"

namespace bwsync {

// How long what cannot be known or done now waits before it is decided again.
inline constexpr Millis kHeldRecheck{std::chrono::seconds(60)};
// A removal is sent only on a reading at most this old.
inline constexpr Millis kFreshReading{std::chrono::seconds(60)};

struct Draft {
    Draft(const Subject& about, const std::optional<Verdict>& judged, const BridgePolicy& rules,
          const Situation& around);

    SubscriberRow& row() { return decision.row; }
    [[nodiscard]] const SubscriberRow& row() const { return decision.row; }
    [[nodiscard]] const SubscriberRow& before() const { return subject.row; }
    [[nodiscard]] bool is_approved() const { return decision.row.approval == Approval::kApproved; }

    void be(SubscriberState state, Reason reason = Reason::kNone, std::string detail = {});
    // Refused by Webex with this code.
    void be_refused(SubscriberState state, int code, std::string detail);
    // As be(); BroadWorks and Webex agree, or the reason why not is final.
    void settle(SubscriberState state, Reason reason = Reason::kNone, std::string detail = {});
    // The row stays as it is.
    void keep() { decision.has_converged = true; }

    void due_in(Millis delay) { row().due_at = now + delay; }
    void step(Step what) { decision.step = what; }
    // The reading itself makes the subscriber due again.
    void read_source() { step(Step::kReadSource); }
    // A question that a peer answers; the due time is the net should the question itself fail.
    void ask_peer(Step question);
    // A new reading is asked for when the time has come.
    void read_source_at(Instant instant);

    // The wish is a new one: what was counted about the former, and approved of it, is void.
    void begin_anew();
    void clear_removal();
    // What Webex never returns, as it was sent.
    void remember_sent(const ProvisionRequest& sent);

    const Subject& subject;
    const std::optional<Verdict>& verdict;
    const BridgePolicy& policy;
    const Situation& situation;
    const std::optional<WebexSubscriber>& webex;  // the subject's
    const Instant now;
    Decision decision;
};

}  // namespace bwsync
