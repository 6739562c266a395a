#include "adapters/webex/partner.hpp"

#include "adapters/webex/families/family_calls.hpp"
#include "adapters/webex/wire/outcomes.hpp"
#include "adapters/webex/wire/requests.hpp"
#include "adapters/webex/wire/responses.hpp"
#include "adapters/webex/wire/text.hpp"

namespace bwsync {

namespace {

// A call is sent at most this often: once, again with a new token, and again after Webex asked to wait.
constexpr int kSendsMax = 5;
// A longer wish to wait goes back to the caller; everybody else waits at the gate.
constexpr Millis kPatience{30'000};
// A 429 that is not about pace: another directory synchronisation of the cluster runs. Nobody else has to wait for it.
constexpr int kAnotherSyncRuns = 6002;

FileFetchSettings file_settings(const PartnerConfig& settings)
{
    FileFetchSettings out;
    out.ca_file = settings.ca_file;
    return out;
}

}  // namespace

WebexPartner::WebexPartner(PartnerLine& line, AccessTokens& tokens)
    : line_(line),
      tokens_(tokens),
      clock_(line.ports().clock),
      unknown_(line.settings().name, line.ports().telemetry),
      access_(*this, clock_),
      people_(*this, access_),
      organizations_(*this, access_),
      enterprises_(*this, access_),
      billing_(*this, access_),
      workspaces_(*this, access_),
      files_(file_settings(line.settings()), clock_)
{
}

WebexPartner::~WebexPartner() = default;

Task<bool> WebexPartner::renew_token()
{
    const std::optional<AccessToken> used = tokens_.usable_token();
    if (!used) co_return false;
    const Result<> renewed = co_await tokens_.refresh_now(used->grant);
    co_return static_cast<bool>(renewed);
}

// Sends, and sends again only what Webex surely did not act on: 401, 423 and 429 say so.
Task<WebexResult<HttpAnswer>> WebexPartner::call(std::string operation, Lane lane, HttpRequest request,
                                                 std::stop_token stop)
{
    bool has_new_token = false;
    WebexFailure last = simple_failure(WebexFailure::Kind::kCancelled, "stopping");
    for (int sends = 0; sends < kSendsMax; ++sends) {
        // The token first: its refresh needs a turn of its own, which a place held here could deny it.
        Result<AccessToken> token = co_await tokens_.token(stop);
        if (!token) co_return token_failure(token.error());
        Gate::Pass pass = co_await line_.gate().enter(lane, stop);
        if (!pass) co_return simple_failure(WebexFailure::Kind::kCancelled, "stopping");
        const std::optional<AccessToken> newer = tokens_.usable_token();
        if (newer) *token = *newer;
        HttpRequest attempt = request;
        attempt.headers["Authorization"] = "Bearer " + token->text;
        const std::string own_id = line_.new_tracking_id();
        attempt.headers["TrackingID"] = own_id;
        HttpOutcome outcome = co_await line_.send(operation, std::move(attempt), stop);
        if (!outcome) co_return failure_of(outcome.error(), own_id);
        HttpAnswer answer = std::move(*outcome);
        if (!answer.headers.contains("trackingid")) {
            const std::string from_body = is_success(answer.status) ? std::string() : tracking_id(answer);
            answer.headers["trackingid"] = from_body.empty() ? own_id : from_body;
        }
        if (answer.status != 401) tokens_.accepted(*token);
        if (answer.status != 429) line_.gate().in_order();
        if (is_success(answer.status)) co_return answer;

        last = parse_failure(answer, clock_.now());
        unknown_.see(last);
        if (last.code == kAnotherSyncRuns) break;
        if (answer.status == 429 || answer.status == 423) {
            if (answer.status == 429) line_.gate().too_fast(pass);
            line_.pause_for(last);
            pass.give_back();
            if (last.retry_after.value_or(kPatience) >= kPatience) break;
        } else if (answer.status == 401 && !has_new_token) {
            has_new_token = true;
            pass.give_back();
            const bool is_worth_it = co_await tokens_.refused(*token, stop);
            if (!is_worth_it && !tokens_.has_grant()) last.kind = WebexFailure::Kind::kNoGrant;
            if (!is_worth_it) break;
        } else {
            if (answer.status == 401) (void)co_await tokens_.refused(*token, stop);
            break;
        }
    }
    co_return last;
}

Task<WebexResult<SubscriberPage>> WebexPartner::list(SubscriberFilter filter, std::string next, std::stop_token stop)
{
    HttpRequest request = list_request(line_.base_path(), filter);
    const WebexResult<PageCursor> place = place_in_list(request, next);
    if (!place) co_return place.error();
    request.target = place->target;
    const Lane lane = filter.last_status_change_after.has_value() && next.empty() ? Lane::kFirst : Lane::kRead;
    WebexResult<HttpAnswer> answer = co_await call("list", lane, std::move(request), stop);
    if (!answer) co_return answer.error();
    auto items = parse_subscribers(answer->body);
    if (!items) co_return unreadable(*answer);
    for (const WebexSubscriber& subscriber : *items) unknown_.see(subscriber);
    WebexResult<std::string> following = next_place(line_.base(), *place, *answer);
    if (!following) co_return following.error();
    SubscriberPage page;
    page.items = std::move(*items);
    page.next = std::move(*following);
    co_return page;
}

Task<WebexResult<Answered<WebexSubscriber>>> WebexPartner::subscriber_call(std::string operation, Lane lane,
                                                                           HttpRequest request, std::stop_token stop)
{
    WebexResult<HttpAnswer> answer = co_await call(std::move(operation), lane, std::move(request), stop);
    if (!answer) co_return answer.error();
    auto subscriber = parse_subscriber(answer->body);
    if (!subscriber) co_return unreadable(*answer);
    unknown_.see(*subscriber);
    unknown_.see_fields(answer->body);
    co_return Answered<WebexSubscriber>(std::move(*subscriber), trace_of(*answer));
}

Task<WebexResult<Answered<WebexSubscriber>>> WebexPartner::get(std::string id, std::stop_token stop)
{
    co_return co_await subscriber_call("get", Lane::kRead, get_request(line_.base_path(), id), stop);
}

Task<WebexResult<Answered<WebexSubscriber>>> WebexPartner::provision(ProvisionRequest request, std::stop_token stop)
{
    co_return co_await subscriber_call("provision", Lane::kWrite, provision_request(line_.base_path(), request), stop);
}

Task<WebexResult<Answered<WebexSubscriber>>> WebexPartner::update(std::string id, UpdateRequest request,
                                                                  std::stop_token stop)
{
    co_return co_await subscriber_call("update", Lane::kWrite, update_request(line_.base_path(), id, request), stop);
}

Task<WebexResult<Done>> WebexPartner::simple_call(std::string operation, HttpRequest request, std::stop_token stop)
{
    const WebexResult<HttpAnswer> answer = co_await call(std::move(operation), Lane::kWrite, std::move(request), stop);
    co_return done_of(answer);
}

Task<WebexResult<Done>> WebexPartner::remove(std::string id, std::stop_token stop)
{
    co_return co_await simple_call("remove", remove_request(line_.base_path(), id), stop);
}

Task<WebexResult<Done>> WebexPartner::consent_move(std::string id, std::stop_token stop)
{
    co_return co_await simple_call("consent_move", consent_move_request(line_.base_path(), id), stop);
}

Task<WebexResult<Answered<PrecheckReport>>> WebexPartner::precheck_call(Lane lane, HttpRequest request,
                                                                        std::stop_token stop)
{
    WebexResult<HttpAnswer> answer = co_await call("precheck", lane, std::move(request), stop);
    if (!answer) co_return answer.error();
    auto report = parse_precheck(answer->body);
    if (!report) co_return unreadable(*answer);
    unknown_.see(*report);
    co_return Answered<PrecheckReport>(std::move(*report), trace_of(*answer));
}

Task<WebexResult<Answered<PrecheckReport>>> WebexPartner::precheck(ProvisionRequest request, std::stop_token stop)
{
    co_return co_await precheck_call(Lane::kWrite, precheck_request(line_.base_path(), request), stop);
}

Task<WebexResult<Answered<PrecheckReport>>> WebexPartner::campaign_precheck(ProvisionRequest request,
                                                                            std::stop_token stop)
{
    co_return co_await precheck_call(Lane::kCampaign, precheck_request(line_.base_path(), request), stop);
}

Task<WebexResult<Answered<PrecheckReport>>> WebexPartner::precheck_email(EmailPrecheck request, std::stop_token stop)
{
    co_return co_await precheck_call(Lane::kCampaign, precheck_email_request(line_.base_path(), request), stop);
}

}  // namespace bwsync
