#include "tests/unit/daemon/domain/answers/answered_world.hpp"

#include <algorithm>

#include "daemon/domain/subscriber/outcome.hpp"
#include "daemon/domain/subscriber/step.hpp"

namespace bwsync::testing_data {

namespace {

constexpr int kQuestionsMost = 10;
constexpr std::size_t kCallsMost = 500;

}  // namespace

AnsweredWorld::AnsweredWorld(Subject begun, BridgePolicy rules, Answer answer)
    : subject_(std::move(begun)),
      rules_(std::move(rules)),
      answer_(std::move(answer)),
      is_in_webex_(subject_.webex.has_value())
{
}

void AnsweredWorld::run_for(Millis length)
{
    const Instant end = now_ + length;
    while (subject_.row.due_at && *subject_.row.due_at <= end && calls_.size() < kCallsMost) {
        now_ = std::max(now_, *subject_.row.due_at);
        evaluate();
        // No decision takes no time at all; what is due at once for ever would never end here.
        now_ += Millis(1);
    }
    now_ = std::max(now_, end);
}

void AnsweredWorld::evaluate()
{
    const Decision decision = asked();
    subject_.row = decision.row;
    if (decision.closes_intent) subject_.open_intent.reset();
    if (decision.step == Step::kReadSource) read_source();
    if (sends(decision.step)) carry_out(decision);
}

Decision AnsweredWorld::asked()
{
    Situation around = situation(now_);
    Decision decision = decide_on(subject_, around, rules_);
    for (int i = 0; i < kQuestionsMost && is_question(decision.step); ++i) {
        if (decision.step == Step::kLook) {
            called();
            around.has_looked = true;
            if (!is_in_webex_) subject_.webex.reset();
        }
        if (decision.step == Step::kFindHolder) around.has_sought_holder = true;
        if (decision.step == Step::kSeekPerson) around.has_sought_person = true;
        if (decision.step == Step::kAskCandidate) around.candidate = subject_.row.user_key;
        if (decision.step == Step::kAskSite) around.site_stands = true;
        decision = decide_on(subject_, around, rules_);
    }
    return decision;
}

void AnsweredWorld::read_source()
{
    subject_.source->read_at = now_;
    subject_.row.due_at = now_;
}

void AnsweredWorld::carry_out(const Decision& decision)
{
    OpenIntent intent;
    intent.operation = *operation_of(decision.step);
    intent.opened_at = now_;
    if (decision.row.wanted) intent.provision = *decision.row.wanted;
    intent.update = decision.update;
    called();
    operations_.push_back(intent.operation);
    const std::optional<WebexFailure> failure = answer_(intent.operation);
    if (!failure) return succeed(intent);
    const Aftermath after = without_what_is_gone(after_failure(subject_.row, intent.operation, *failure, now_, 0.0),
                                                 intent.operation, now_);
    subject_.row = after.row;
    if (!after.outcome) subject_.open_intent = intent;
    if (after.is_gone_in_webex) subject_.webex.reset();
}

void AnsweredWorld::succeed(const OpenIntent& intent)
{
    const bool shows_nothing = intent.operation == Operation::kRemove || intent.operation == Operation::kHardDelete;
    done_in_webex(intent);
    const Aftermath after =
        shows_nothing ? without_what_is_gone(after_done(subject_.row, intent.operation, now_), intent.operation, now_)
                      : after_success(subject_.row, intent, *subject_.webex, now_);
    subject_.row = after.row;
    subject_.row.due_at = now_;  // the tracker sees the end of it
}

void AnsweredWorld::done_in_webex(const OpenIntent& intent)
{
    is_in_webex_ = intent.operation != Operation::kRemove;
    if (!is_in_webex_) return subject_.webex.reset();
    if (subject_.row.wanted) subject_.webex = in_webex(*subject_.row.wanted);
}

int AnsweredWorld::calls_in_worst_hour() const
{
    std::ptrdiff_t most = 0;
    for (auto first = calls_.begin(); first != calls_.end(); ++first) {
        const auto last = std::upper_bound(first, calls_.end(), *first + std::chrono::hours(1));
        most = std::max(most, last - first);
    }
    return static_cast<int>(most);
}

int AnsweredWorld::calls_of(Operation operation) const
{
    return static_cast<int>(std::count(operations_.begin(), operations_.end(), operation));
}

}  // namespace bwsync::testing_data
