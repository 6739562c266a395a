#include "adapters/webex/partner.hpp"

#include <stdexcept>

#include "adapters/webex/families/family_calls.hpp"
#include "adapters/webex/wire/outcomes.hpp"
#include "adapters/webex/wire/requests.hpp"
#include "adapters/webex/wire/responses.hpp"
#include "adapters/webex/wire/text.hpp"

namespace bwsync {

namespace {

using std::chrono::steady_clock;  // how long a call took: a limit inside an adapter, not the Clock port

// A call is sent at most this often: once, again with a new token, and again after Webex asked to wait.
constexpr int kSendsMax = 5;
// A longer wish to wait goes back to the caller; everybody else waits at the gate.
constexpr Millis kPatience{30'000};
// A 429 that is not about pace: another directory synchronisation of the cluster runs. Nobody else has to wait for it.
constexpr int kAnotherSyncRuns = 6002;

Url base_of(const PartnerConfig& settings)
{
    const auto url = parse_url(settings.base_url);
    if (!url || url->target.find('?') != std::string::npos) {
        throw std::runtime_error("partner " + settings.name + ": base_url is not an http or https address");
    }
    return *url;
}

std::string path_of(const Url& url)
{
    std::string path = url.target;
    while (path.ends_with('/')) path.pop_back();
    return path;
}

std::unique_ptr<HttpClient> client_for(const PartnerConfig& settings, const Url& base, int in_flight)
{
    HttpSettings http;
    http.origin = base.origin();
    http.ca_file = settings.ca_file;
    http.timeout = settings.timeout;
    http.in_flight_max = in_flight;
    auto client = HttpClient::make(std::move(http));
    if (!client) throw std::runtime_error("partner " + settings.name + ": " + client.error().what);
    return std::move(*client);
}

GateLimits limits_of(const PartnerConfig& settings)
{
    GateLimits limits;
    limits.requests_per_second = settings.requests_per_second;
    limits.burst = settings.burst;
    limits.in_flight_max = settings.in_flight;
    limits.campaign_per_second = settings.precheck_per_second;
    return limits;
}

TokenKeeper::Settings keeper_settings(const PartnerConfig& settings)
{
    TokenKeeper::Settings out;
    out.partner = settings.name;
    out.grants = settings.grants;
    out.scopes = settings.scopes;
    out.refresh_every = settings.refresh_every;
    return out;
}

FileFetchSettings file_settings(const PartnerConfig& settings)
{
    FileFetchSettings out;
    out.ca_file = settings.ca_file;
    return out;
}

}  // namespace

WebexPartner::WebexPartner(PartnerConfig settings, GrantStore& store, Clock& clock, Random& random,
                           Telemetry& telemetry, asio::any_io_executor executor)
    : settings_(std::move(settings)),
      clock_(clock),
      random_(random),
      telemetry_(telemetry),
      base_(base_of(settings_)),
      base_path_(path_of(base_)),
      http_(client_for(settings_, base_, settings_.in_flight)),
      token_http_(client_for(settings_, base_, static_cast<int>(settings_.grants.size()) + 1)),
      gate_(executor, limits_of(settings_)),
      keeper_(keeper_settings(settings_), store, clock, random, telemetry, executor,
              {[this](const Grant& grant, Instant now) { return fetch_tokens(grant, now); },
               [this](std::stop_token stop) { return token_turn(stop); },
               [this](AccessToken token, std::stop_token stop) { return ask_expiry(std::move(token), stop); }}),
      unknown_(settings_.name, telemetry),
      access_(*this, clock),
      people_(*this, access_),
      organizations_(*this, access_),
      enterprises_(*this, access_),
      billing_(*this, access_),
      workspaces_(*this, access_),
      files_(file_settings(settings_), clock)
{
}

WebexPartner::~WebexPartner() = default;

Task<bool> WebexPartner::renew_token()
{
    const std::optional<AccessToken> used = keeper_.usable_token();
    if (!used) co_return false;
    const Result<> renewed = co_await keeper_.refresh_now(used->grant);
    co_return static_cast<bool>(renewed);
}

std::string WebexPartner::new_tracking_id()
{
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string id = "BWSYNC_";
    for (const int group : {8, 4, 4, 4, 12}) {
        for (int i = 0; i < group; ++i) id += kHex[static_cast<std::size_t>(random_.unit() * 16) % 16];
        id += '-';
    }
    id.pop_back();
    return id;
}

void WebexPartner::pause_for(const WebexFailure& failure)
{
    const auto grown = gate_.pause(failure.retry_after.value_or(Millis(0)));
    Labels labels{settings_.name};
    telemetry_.count("webex_throttled_seconds_total", std::move(labels), std::chrono::duration<double>(grown).count());
}

Task<HttpOutcome> WebexPartner::send(std::string operation, HttpRequest request, std::stop_token stop)
{
    const auto began = steady_clock::now();
    HttpOutcome outcome = co_await http_->send(std::move(request), stop);
    const bool has_left = outcome || outcome.error().kind != HttpFailure::Kind::kCancelled;
    if (has_left) record(operation, outcome, began);
    co_return outcome;
}

// Sends, and sends again only what Webex surely did not act on: 401, 423 and 429 say so.
Task<WebexResult<HttpAnswer>> WebexPartner::call(std::string operation, Lane lane, HttpRequest request,
                                                 std::stop_token stop)
{
    bool has_new_token = false;
    WebexFailure last = simple_failure(WebexFailure::Kind::kCancelled, "stopping");
    for (int sends = 0; sends < kSendsMax; ++sends) {
        // The token first: its refresh needs a turn of its own, which a place held here could deny it.
        Result<AccessToken> token = co_await keeper_.token(stop);
        if (!token) co_return token_failure(token.error());
        Gate::Pass pass = co_await gate_.enter(lane, stop);
        if (!pass) co_return simple_failure(WebexFailure::Kind::kCancelled, "stopping");
        const std::optional<AccessToken> newer = keeper_.usable_token();
        if (newer) *token = *newer;
        HttpRequest attempt = request;
        attempt.headers["Authorization"] = "Bearer " + token->text;
        const std::string own_id = new_tracking_id();
        attempt.headers["TrackingID"] = own_id;
        HttpOutcome outcome = co_await send(operation, std::move(attempt), stop);
        if (!outcome) co_return failure_of(outcome.error(), own_id);
        HttpAnswer answer = std::move(*outcome);
        if (!answer.headers.contains("trackingid")) {
            const std::string from_body = is_success(answer.status) ? std::string() : tracking_id(answer);
            answer.headers["trackingid"] = from_body.empty() ? own_id : from_body;
        }
        if (answer.status != 401) keeper_.accepted(*token);
        if (answer.status != 429) gate_.in_order();
        if (is_success(answer.status)) co_return answer;

        last = parse_failure(answer, clock_.now());
        unknown_.see(last);
        if (last.code == kAnotherSyncRuns) break;
        if (answer.status == 429 || answer.status == 423) {
            if (answer.status == 429) gate_.too_fast(pass);
            pause_for(last);
            pass.give_back();
            if (last.retry_after.value_or(kPatience) >= kPatience) break;
        } else if (answer.status == 401 && !has_new_token) {
            has_new_token = true;
            pass.give_back();
            const bool is_worth_it = co_await keeper_.refused(*token, stop);
            if (!is_worth_it && !keeper_.has_grant()) last.kind = WebexFailure::Kind::kNoGrant;
            if (!is_worth_it) break;
        } else {
            if (answer.status == 401) (void)co_await keeper_.refused(*token, stop);
            break;
        }
    }
    co_return last;
}

Task<WebexResult<SubscriberPage>> WebexPartner::list(SubscriberFilter filter, std::string next, std::stop_token stop)
{
    HttpRequest request = list_request(base_path_, filter);
    const WebexResult<PageCursor> place = place_in_list(request, next);
    if (!place) co_return place.error();
    request.target = place->target;
    const Lane lane = filter.last_status_change_after.has_value() && next.empty() ? Lane::kFirst : Lane::kRead;
    WebexResult<HttpAnswer> answer = co_await call("list", lane, std::move(request), stop);
    if (!answer) co_return answer.error();
    auto items = parse_subscribers(answer->body);
    if (!items) co_return unreadable(*answer);
    for (const WebexSubscriber& subscriber : *items) unknown_.see(subscriber);
    WebexResult<std::string> following = next_place(base_, *place, *answer);
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
    co_return co_await subscriber_call("get", Lane::kRead, get_request(base_path_, id), stop);
}

Task<WebexResult<Answered<WebexSubscriber>>> WebexPartner::provision(ProvisionRequest request, std::stop_token stop)
{
    co_return co_await subscriber_call("provision", Lane::kWrite, provision_request(base_path_, request), stop);
}

Task<WebexResult<Answered<WebexSubscriber>>> WebexPartner::update(std::string id, UpdateRequest request,
                                                                  std::stop_token stop)
{
    co_return co_await subscriber_call("update", Lane::kWrite, update_request(base_path_, id, request), stop);
}

Task<WebexResult<Done>> WebexPartner::simple_call(std::string operation, HttpRequest request, std::stop_token stop)
{
    const WebexResult<HttpAnswer> answer = co_await call(std::move(operation), Lane::kWrite, std::move(request), stop);
    co_return done_of(answer);
}

Task<WebexResult<Done>> WebexPartner::remove(std::string id, std::stop_token stop)
{
    co_return co_await simple_call("remove", remove_request(base_path_, id), stop);
}

Task<WebexResult<Done>> WebexPartner::consent_move(std::string id, std::stop_token stop)
{
    co_return co_await simple_call("consent_move", consent_move_request(base_path_, id), stop);
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
    co_return co_await precheck_call(Lane::kWrite, precheck_request(base_path_, request), stop);
}

Task<WebexResult<Answered<PrecheckReport>>> WebexPartner::campaign_precheck(ProvisionRequest request,
                                                                            std::stop_token stop)
{
    co_return co_await precheck_call(Lane::kCampaign, precheck_request(base_path_, request), stop);
}

Task<WebexResult<Answered<PrecheckReport>>> WebexPartner::precheck_email(EmailPrecheck request, std::stop_token stop)
{
    co_return co_await precheck_call(Lane::kCampaign, precheck_email_request(base_path_, request), stop);
}

}  // namespace bwsync
