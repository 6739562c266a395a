#include "daemon/core/subscriber/questions.hpp"

#include "daemon/core/subscriber/judgement.hpp"

namespace bwsync {

namespace {

// There are five questions, and each answer stays: a longer series goes round in circles.
constexpr int kQuestionsMax = 8;
constexpr Millis kAfterTooManyQuestions = std::chrono::seconds(60);

// Due as decide() said, so that a peer that is away is not asked in a loop.
void put_off(Decision& decision)
{
    if (decision.step == Step::kLook) decision.closes_intent.reset();
    decision.step = Step::kNone;
}

Task<Result<bool>> find_holder(Questions& questions, Situation& situation, const SubscriberRow& row)
{
    Result<std::optional<EmailHolder>> holder = co_await questions.holder(row.id, row.wanted->email);
    if (!holder) co_return holder.error();
    situation.has_sought_holder = true;
    situation.email_holder = std::move(*holder);
    co_return true;
}

Task<Result<bool>> ask_candidate(Questions& questions, Situation& situation, const Verdict& verdict,
                                 const SubscriberRow& row)
{
    const std::string id = row.wanted->sp_enterprise_id;
    situation.enterprise = questions.choosing_first(id, situation.enterprise);
    const EnterpriseStore::CandidateNeeds needs = candidate_needs(verdict);
    Result<EnterpriseStore::Candidate> candidate = co_await questions.candidate(id, needs);
    if (!candidate) co_return candidate.error();
    const bool is_named = !verdict.first_subscriber.empty();
    situation.candidate = is_named ? verdict.first_subscriber : candidate->user_key.value_or("");
    situation.candidate_may_change = candidate->has_unread && !is_named;
    co_return true;
}

Task<Result<bool>> ask_site(Questions& questions, Situation& situation, const SubscriberRow& row)
{
    Result<EnterpriseStore::Site> site = co_await questions.site(row.wanted->sp_enterprise_id, row.wanted->package);
    if (!site) co_return site.error();
    situation.site_stands = site->stands;
    co_return true;
}

Task<Result<bool>> seek_person(Questions& questions, Situation& situation, const SubscriberRow& row,
                               std::stop_token stop)
{
    const std::optional<bool> is_used = co_await questions.person(row.person_id, stop);
    if (!is_used) co_return false;
    situation.has_sought_person = true;
    situation.person_is_used = *is_used;
    co_return true;
}

// False: there is no answer now.
Task<Result<bool>> answer(Questions& questions, Inquiry& inquiry, const Decision& decision, std::stop_token stop)
{
    Situation& situation = inquiry.situation;
    if (decision.step == Step::kFindHolder) co_return co_await find_holder(questions, situation, decision.row);
    if (decision.step == Step::kAskSite) co_return co_await ask_site(questions, situation, decision.row);
    if (decision.step == Step::kSeekPerson) co_return co_await seek_person(questions, situation, decision.row, stop);
    if (decision.step == Step::kAskCandidate)
        co_return co_await ask_candidate(questions, situation, *inquiry.verdict, decision.row);
    const bool has_looked = co_await questions.look(inquiry.subject, stop);
    situation.has_looked = situation.has_looked || has_looked;
    co_return has_looked;
}

}  // namespace

Task<Result<Decision>> settle(Questions& questions, Inquiry& inquiry, Telemetry& telemetry, std::stop_token stop)
{
    Decision decision = inquiry.decide();
    for (int asked = 0; is_question(decision.step); ++asked) {
        if (asked == kQuestionsMax) {
            telemetry.log(LogLevel::kWarning, "too-many-questions",
                          {Field("bridge", inquiry.policy.bridge), Field("subject", decision.row.id)});
            decision.row.due_at = inquiry.situation.now + kAfterTooManyQuestions;
            put_off(decision);
            break;
        }
        Result<bool> is_answered = co_await answer(questions, inquiry, decision, stop);
        if (!is_answered) co_return is_answered.error();
        if (!*is_answered) {
            put_off(decision);
            break;
        }
        decision = inquiry.decide();
    }
    co_return decision;
}

}  // namespace bwsync
