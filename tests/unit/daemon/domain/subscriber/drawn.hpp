// Random subjects, situations and policies for the properties of decide() and for its golden net. The same seed gives
// the same draws on every machine: std::mt19937 is specified bit by bit, and no distribution of the library is used.
#pragma once

#include <random>

#include "daemon/domain/subscriber/decide.hpp"
#include "tests/unit/daemon/domain/subscriber/subjects.hpp"

namespace bwsync::testing_data {

class Draw {
public:
    explicit Draw(unsigned seed) : engine_(seed) {}
    bool coin() { return engine_() % 2 == 0; }
    int below(int n) { return static_cast<int>(engine_() % static_cast<unsigned>(n)); }
    Instant around_now() { return kNow - std::chrono::seconds(below(100'000)); }

private:
    std::mt19937 engine_;
};

struct Drawn {
    Subject subject;
    Situation around;
    BridgePolicy rules;
};

inline RemovalEvidence evidence(Draw& draw)
{
    RemovalEvidence drawn;
    drawn.first_at = draw.around_now();
    drawn.last_at = drawn.first_at + std::chrono::seconds(draw.below(2000));
    drawn.confirmations = 1 + draw.below(3);
    return drawn;
}

inline void draw_webex(Draw& draw, Subject& subject)
{
    subject.webex = in_webex(verdict().wanted, static_cast<WebexStatus>(draw.below(8)));
    if (draw.coin()) subject.webex->last_name = "Other";
    if (draw.below(4) == 0) subject.webex->sp_enterprise_id = "other";
    if (draw.below(4) == 0) subject.webex->email = "other@mail.example.com";
    if (draw.coin()) subject.webex->person_id = "person-1";
    if (draw.coin()) subject.webex->errors = {WebexError{draw.coin() ? 5001 : 2002, "?"}};
}

inline void draw_source(Draw& draw, Subject& subject)
{
    subject.source->read_at = draw.around_now();
    const int what = draw.below(4);
    if (what == 0) subject.source->facts->service_packs.clear();
    if (what == 1) subject.source->facts->email_address.clear();
    if (what != 2) return;
    subject.source->facts.reset();
    subject.source->absence_is_proven = draw.coin();
}

inline Drawn draw_one(Draw& draw)
{
    Drawn drawn;
    drawn.rules = policy();
    drawn.rules.sync = static_cast<SyncPolicy>(draw.below(4));
    drawn.rules.confirmations = 1 + draw.below(3);
    drawn.rules.grace = std::chrono::seconds(draw.below(5000));
    drawn.rules.restore_removed_in_webex = draw.coin();
    drawn.rules.email_change = static_cast<EmailChange>(draw.below(3));
    Subject& subject = drawn.subject;
    subject = draw.coin() ? provisioned() : testing_data::subject();
    if (draw.coin()) draw_webex(draw, subject);
    if (draw.below(3) == 0) subject.webex.reset();
    draw_source(draw, subject);
    subject.row.state = static_cast<SubscriberState>(draw.below(10));
    subject.row.approval = static_cast<Approval>(draw.below(3));
    subject.row.removal_approval = static_cast<Approval>(draw.below(3));
    subject.row.attempts = draw.below(5);
    if (draw.coin()) subject.row.removal = evidence(draw);
    if (draw.below(4) == 0) {
        subject.open_intent = OpenIntent{1,
                                         static_cast<Operation>(draw.below(3)),
                                         kNow - std::chrono::seconds(draw.below(20)),
                                         verdict().wanted,
                                         {}};
    }
    Situation& around = drawn.around;
    around = situation();
    around.is_paused = draw.below(5) == 0;
    around.window_is_closed = draw.below(5) == 0;
    around.has_grant = draw.below(5) != 0;
    around.webex_is_known = draw.below(5) != 0;
    around.only_observe = draw.below(5) == 0;
    around.is_flow_through = draw.below(5) == 0;
    around.has_looked = draw.coin();
    around.enterprise.state = static_cast<EnterpriseState>(draw.below(3));
    around.enterprise.first_user_key = draw.coin() ? subject.row.user_key : "aaron@example.com";
    if (draw.coin()) around.candidate = draw.coin() ? subject.row.user_key : "aaron@example.com";
    around.brakes.removals_tripped = draw.below(5) == 0;
    around.brakes.updates_tripped = draw.below(5) == 0;
    return drawn;
}

}  // namespace bwsync::testing_data
