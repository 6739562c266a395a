#include "daemon/core/subscriber/live_questions.hpp"

#include "daemon/core/basics/bridge_ports.hpp"

namespace bwsync {

namespace {

constexpr int kNotFound = 404;

}  // namespace

Task<bool> LiveQuestions::look(Subject& subject, std::stop_token stop)
{
    ports_.liveness.rest(loop_);
    bool has_looked = false;
    if (subject.row.webex_id.empty()) {
        has_looked = co_await look_by_user_id(subject, stop);
    } else {
        has_looked = co_await look_by_id(subject, stop);
    }
    ports_.liveness.beat(loop_);
    co_return has_looked;
}

Task<bool> LiveQuestions::look_by_id(Subject& subject, std::stop_token stop)
{
    const std::string id = subject.row.webex_id;
    WebexResult<Answered<WebexSubscriber>> shown = co_await ports_.webex.get(id, stop);
    const bool is_gone =
        !shown && shown.error().kind == WebexFailure::Kind::kAnswered && shown.error().http_status == kNotFound;
    if (!shown && !is_gone) co_return false;
    if (is_gone) {
        Result<> forgotten = co_await ports_.mirror.forget_webex(bridge_.partner, id);
        subject.webex.reset();
        co_return static_cast<bool>(forgotten);
    }
    const std::vector<WebexSubscriber> found(1, shown->value);
    const bool is_recorded = co_await record(found);
    if (is_recorded) subject.webex = std::move(shown->value);
    co_return is_recorded;
}

Task<bool> LiveQuestions::look_by_user_id(Subject& subject, std::stop_token stop)
{
    SubscriberFilter filter;
    filter.user_id = subject.row.user_id;
    WebexResult<SubscriberPage> page = co_await ports_.webex.list(filter, std::string(), stop);
    if (!page) co_return false;
    const bool is_recorded = co_await record(page->items);
    if (!is_recorded) co_return false;
    const WebexSubscriber* picked = pick_by_user_id(page->items, subject.row.user_key, bridge_.provisioning_ids);
    subject.webex.reset();
    if (picked == nullptr) co_return true;
    // What is another subscriber of ours, renamed in BroadWorks and not yet in Webex, is nobody's to adopt.
    Result<std::optional<EmailHolder>> holder = co_await this->holder(subject.row.id, std::string());
    if (!holder) co_return false;
    if (!*holder) subject.webex = *picked;
    co_return true;
}

Task<bool> LiveQuestions::record(std::vector<WebexSubscriber> found)
{
    Result<std::int64_t> recorded =
        co_await ports_.mirror.record_webex(bridge_.partner, std::move(found), std::nullopt);
    co_return static_cast<bool>(recorded);
}

Task<std::optional<bool>> LiveQuestions::person(std::string person_id, std::stop_token stop)
{
    SubscriberFilter filter;
    filter.person_id = std::move(person_id);
    ports_.liveness.rest(loop_);
    WebexResult<SubscriberPage> page = co_await ports_.webex.list(filter, std::string(), stop);
    ports_.liveness.beat(loop_);
    if (!page) co_return std::nullopt;
    co_return !page->items.empty() || !page->next.empty();
}

Task<Result<std::optional<EmailHolder>>> LiveQuestions::holder(std::int64_t row, std::string email)
{
    co_return co_await ports_.subscribers.email_holder(bridge_.bridge, row, std::move(email));
}

Task<Result<EnterpriseStore::Candidate>> LiveQuestions::candidate(std::string sp_enterprise_id,
                                                                  EnterpriseStore::CandidateNeeds needs)
{
    const auto known = candidates_.find(sp_enterprise_id);
    if (known != candidates_.end()) co_return known->second;
    Result<EnterpriseStore::Candidate> found =
        co_await ports_.enterprises.first_candidate(bridge_, sp_enterprise_id, needs);
    if (found) candidates_[sp_enterprise_id] = *found;
    co_return found;
}

Task<Result<EnterpriseStore::Site>> LiveQuestions::site(std::string sp_enterprise_id, std::string package)
{
    co_return co_await ports_.enterprises.site_of(bridge_, std::move(sp_enterprise_id), std::move(package));
}

Enterprise LiveQuestions::choosing_first(const std::string& sp_enterprise_id, const Enterprise&)
{
    return enterprises_.noticed(sp_enterprise_id, ports_.clock.now());
}

}  // namespace bwsync
