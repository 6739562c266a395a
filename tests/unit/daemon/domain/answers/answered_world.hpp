// One subscriber before a Webex that answers every call as it is told to: the evaluator and the caller re-enacted over
// the real decide(), after_failure() and after_success(), in virtual time. Counts what is asked of Webex.
#pragma once

#include <functional>
#include <vector>

#include "daemon/domain/subscriber/decide.hpp"
#include "daemon/domain/subscriber/failure.hpp"
#include "tests/unit/daemon/domain/subscriber/subjects.hpp"

namespace bwsync::testing_data {

class AnsweredWorld final {
public:
    // nullopt: Webex accepts the call and does it.
    using Answer = std::function<std::optional<WebexFailure>(Operation)>;

    AnsweredWorld(Subject begun, BridgePolicy rules, Answer answer);

    // Runs everything that becomes due until then. Something that is due again at once for ever ends the run, as more
    // calls than any invariant allows.
    void run_for(Millis length);

    [[nodiscard]] const SubscriberRow& row() const { return subject_.row; }
    [[nodiscard]] const Subject& subject() const { return subject_; }
    // The most calls (looks are calls too) within any hour.
    [[nodiscard]] int calls_in_worst_hour() const;
    [[nodiscard]] int calls_of(Operation operation) const;

private:
    void evaluate();
    Decision asked();
    void called() { calls_.push_back(now_); }
    void carry_out(const Decision& decision);
    void succeed(const OpenIntent& intent);
    void done_in_webex(const OpenIntent& intent);
    void read_source();

    Subject subject_;
    BridgePolicy rules_;
    Answer answer_;
    Instant now_ = kNow;
    bool is_in_webex_;
    std::vector<Instant> calls_;
    std::vector<Operation> operations_;
};

}  // namespace bwsync::testing_data
