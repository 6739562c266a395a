#include "tests/lab/webex/emulator.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <cmath>
#include <sstream>
#include <utility>

#include "tests/lab/webex/pipeline/emulator_impl.hpp"

namespace bwsync::lab {

using namespace webex;

namespace {

// The wording of the live service for a missing or bad token.
constexpr const char* kUnauthorized =
    "The request requires a valid access token set in the Authorization request header.";

bool is_json(const HttpRequest& request)
{
    const auto found = request.headers.find("content-type");
    if (found == request.headers.end()) return false;
    std::string type = lower_ascii(found->second);
    type.erase(std::remove(type.begin(), type.end(), ' '), type.end());
    return type == "application/json" || type == "application/json;charset=utf-8";
}

bool is_write(const std::string& operation)
{
    return operation == "provision" || operation == "update" || operation == "remove";
}

}  // namespace

WebexEmulator::Impl::Impl(asio::io_context& io, LabClock& clock, WebexConfig config)
    : io_(io),
      clock_(clock),
      config_(std::move(config)),
      dice_(config_.seed),
      world_(config_.switches.case_sensitive_ids),
      lifecycle_(world_, clock, config_, fixtures_, dice_),
      oauth_(clock, config_, dice_),
      server_(io, config_.listen, TlsFiles{config_.cert_file, config_.key_file},
              [this](HttpRequest request) { return handle(std::move(request)); }),
      partner_{clock_, config_, world_, lifecycle_, fixtures_, dice_, received_, server_.url() + "/v1"},
      subscribers_(partner_),
      enterprises_(partner_),
      people_(partner_),
      workspaces_(partner_),
      file_server_(io, "127.0.0.1:0", TlsFiles{},
                   [this](HttpRequest request) { return serve_file(std::move(request)); }),
      billing_(partner_, [this] { return file_server_.url(); }),
      tokens_(config_.rate_limit.burst),
      refilled_(std::chrono::steady_clock::now())
{
}

Task<HttpResponse> WebexEmulator::Impl::handle(HttpRequest request)
{
    const auto shared = std::make_shared<Handling>(request, config_.switches);
    Handling& one = *shared;
    one.routed = find_route(request.method, request.path);
    if (one.routed.route) one.operation = one.routed.route->operation;
    received_.arrived(one.operation);
    const auto sent = request.headers.find("trackingid");
    one.exchange.tracking_id = sent != request.headers.end() ? sent->second : "ROUTERGW_" + dice_.uuid();
    one.log.lab_ms = clock_.now_ms();
    HttpResponse response = process(one);
    if (config_.switches.tracking_header) response.headers.emplace_back("trackingid", one.exchange.tracking_id);
    // Waited for here and not in the server, so that the request counts as in flight meanwhile.
    const auto delay = std::exchange(response.delay, std::chrono::milliseconds(0));
    if (delay.count() > 0) {
        const std::shared_ptr<bool> alive = alive_;
        asio::steady_timer timer(io_, delay);
        co_await timer.async_wait(asio::use_awaitable);
        if (!*alive) co_return response;
    }
    one.log.operation = one.operation;
    one.log.method = request.method;
    one.log.target = request.target;
    one.log.tracking_id = one.exchange.tracking_id;
    one.log.status = response.status;
    received_.left(one.log);
    co_return response;
}

HttpResponse WebexEmulator::Impl::process(Handling& one)
{
    one.exchange.id = one.routed.id;
    const bool open = one.routed.route && one.routed.route->is_open;
    if (!open) {
        if (const auto why = admit(one)) return refused(one, *why);
    }
    const Json parsed = Json::parse(one.request.body, nullptr, false);
    one.json_is_good = parsed.is_object();
    if (one.json_is_good) one.exchange.body = parsed;
    one.log.user_id = subject(one);
    std::optional<Fault> fault = faults_.take(one.operation, one.log.user_id);
    if (fault) {
        one.log.fault = fault->kind_name;
        const bool shows_items = one.operation == "list" || one.operation == "get";
        if (fault->kind == Fault::Kind::kCodeUnknown && !shows_items) {
            fault->kind = Fault::Kind::kStatus;
            fault->code = kUnknownCode;
            fault->processed = false;
        }
        falsify(one, *fault);
    }
    if (fault && !fault->processed) return fault_answer(one, *fault);
    HttpResponse response = open ? open_operation(one) : finish(one, run(one));
    if (!fault) return response;
    const bool replaces = fault->kind == Fault::Kind::kStatus || fault->kind == Fault::Kind::kHtml ||
                          fault->kind == Fault::Kind::k429 || fault->kind == Fault::Kind::kRedirect;
    if (replaces) return fault_answer(one, *fault);
    apply_fault(*fault, response);
    return response;
}

// Before anything is looked at: token, rate, path.
std::optional<Problem> WebexEmulator::Impl::admit(Handling& one)
{
    one.token = oauth_.check(one.request);
    if (!one.token) {
        received_.unauthorized();
        return plain_problem(401, kUnauthorized);
    }
    one.exchange.token_issued_ms = one.token->issued_ms;
    if (auto why = throttle(one)) return why;
    if (one.routed.route) return std::nullopt;
    if (one.routed.allowed.empty()) return plain_problem(404, "The requested resource could not be found.");
    one.headers.emplace_back("Allow", one.routed.allowed);
    return plain_problem(405, "The method is not supported by the resource.");
}

std::optional<Problem> WebexEmulator::Impl::throttle(Handling& one)
{
    const double rate = config_.rate_limit.requests_per_second;
    if (rate <= 0) return std::nullopt;
    const auto now = std::chrono::steady_clock::now();
    const double passed = std::chrono::duration<double>(now - std::exchange(refilled_, now)).count();
    tokens_ = std::min(std::max(config_.rate_limit.burst, 1.0), tokens_ + passed * rate);
    if (tokens_ >= 1) {
        tokens_ -= 1;
        return std::nullopt;
    }
    received_.throttled();
    const auto wait = static_cast<long>(std::ceil((1 - tokens_) / rate));
    one.headers.emplace_back("Retry-After", std::to_string(std::max(1L, wait)));
    return plain_problem(429, edge_text(429));
}

// The user a request is about, as far as it says.
std::string WebexEmulator::Impl::subject(const Handling& one)
{
    if (one.operation == "list") return parameter(one.request.query, "userId").value_or("");
    if (one.operation == "provision" || one.operation == "precheck") return text_of(one.exchange.body, "userId");
    if (one.exchange.id.empty()) return "";
    if (const Subscriber* known = world_.find(one.exchange.id)) return user_of_id_[one.exchange.id] = known->user_id;
    const auto found = user_of_id_.find(one.exchange.id);
    return found == user_of_id_.end() ? "" : found->second;
}

bool WebexEmulator::Impl::scopes_fit(const AccessToken& token, const std::string& scopes)
{
    std::istringstream in(scopes);
    for (std::string word; in >> word;) {
        const auto bar = word.find('|');
        const bool first = oauth_.has_scope(token, word.substr(0, bar));
        if (!first && (bar == std::string::npos || !oauth_.has_scope(token, word.substr(bar + 1)))) return false;
    }
    return true;
}

// Scope, media type, JSON.
std::optional<Problem> WebexEmulator::Impl::check_request(Handling& one)
{
    const Route& route = *one.routed.route;
    if (!scopes_fit(*one.token, route.scopes)) {
        return plain_problem(403, std::string("Missing required scope: ") + route.scopes);
    }
    if (config_.switches.refuse_unknown_fields) {
        const std::string known = std::string(" ") + route.query + " ";
        for (const auto& [name, value] : one.request.query) {
            if (known.find(" " + name + " ") == std::string::npos) return problem(1004, name);
        }
    }
    if (!route.has_body) return std::nullopt;
    if (!is_json(one.request)) return plain_problem(415, "The media type is not supported.");
    if (!one.json_is_good) return problem(1005, "", "The request body is not a JSON object.");
    return std::nullopt;
}

Outcome WebexEmulator::Impl::run(Handling& one)
{
    if (const auto why = check_request(one)) return refuse(*why);
    one.reached_handler = true;
    if (is_write(one.operation)) received_.handled(one.operation, one.log.user_id);
    const Exchange& exchange = one.exchange;
    const std::string& operation = one.operation;
    if (operation == "list") return subscribers_.list(exchange);
    if (operation == "get") return subscribers_.get(exchange);
    if (operation == "provision") return subscribers_.provision(exchange);
    if (operation == "update") return subscribers_.update(exchange);
    if (operation == "remove") return subscribers_.remove(exchange);
    if (operation == "precheck") return subscribers_.precheck(exchange);
    if (operation == "consentMove") return subscribers_.consent_move(exchange);
    if (operation == "enterprises") return enterprises_.list(exchange);
    if (operation == "directorySync") return enterprises_.sync_status(exchange);
    if (operation == "directorySyncWrite") return enterprises_.enable_sync(exchange);
    if (operation == "directorySyncRun") return enterprises_.run_sync(exchange);
    if (operation == "directorySyncUser") return enterprises_.sync_user(exchange);
    if (operation == "organizations") return people_.list_organizations(exchange);
    if (operation == "organization") return open_organization(one);
    if (operation == "organizationDelete") return people_.delete_organization(exchange);
    if (operation == "people") return people_.list_people(exchange);
    if (operation == "person") return people_.get_person(exchange);
    if (operation == "personUpdate") return people_.update_person(exchange);
    if (operation == "personDelete") return people_.delete_person(exchange);
    if (operation == "billingReports") return billing_.list(exchange);
    if (operation == "billingReportCreate") return billing_.create(exchange);
    if (operation == "billingReport") return billing_.get(exchange);
    if (operation == "billingReportDelete") return billing_.remove(exchange);
    if (operation == "workspaceProvision") return workspaces_.provision(exchange);
    if (operation == "workspaceUpdate") return workspaces_.update(exchange);
    if (operation == "workspaceRemove") return workspaces_.remove(exchange);
    webex::Json body = webex::Json::object();
    body["exp"] = one.token->expires_ms;  // tokenExpiry
    return done(200, std::move(body));
}

// Faults on the operation "download" apply as everywhere.
Task<HttpResponse> WebexEmulator::Impl::serve_file(HttpRequest request)
{
    Handling one(request, config_.switches);
    one.operation = "download";
    const std::optional<Fault> fault = faults_.take(one.operation, "");
    if (fault && !fault->processed) co_return fault_answer(one, *fault);
    HttpResponse response = billing_.download(request);
    if (fault) apply_fault(*fault, response);
    co_return response;
}

// GET organization opens management access, which also ends the faults that were about its absence.
Outcome WebexEmulator::Impl::open_organization(Handling& one)
{
    Outcome outcome = people_.get_organization(one.exchange);
    const auto granted = [this, alive = alive_] {
        if (*alive) faults_.grant_access();
    };
    if (!outcome.refused) clock_.schedule_in(config_.delays.management_access, granted);
    return outcome;
}

HttpResponse WebexEmulator::Impl::finish(Handling& one, const Outcome& outcome)
{
    const bool counts = one.reached_handler && is_write(one.operation);
    if (counts) received_.decided(one.operation, one.log.user_id, outcome.status, outcome.why.code);
    if (outcome.refused) return refused(one, outcome.why);
    HttpResponse response = outcome.text.empty() ? json_response(outcome.status, outcome.body)
                                                 : text_response(outcome.status, outcome.text);
    response.headers.insert(response.headers.end(), outcome.headers.begin(), outcome.headers.end());
    return response;
}

HttpResponse WebexEmulator::Impl::refused(Handling& one, const Problem& why)
{
    one.log.code = why.code;
    HttpResponse response = json_response(why.status, envelope(why, one.exchange.tracking_id, one.shape));
    response.headers.insert(response.headers.end(), one.headers.begin(), one.headers.end());
    return response;
}

HttpResponse WebexEmulator::Impl::open_operation(Handling& one)
{
    if (one.operation == "token") return oauth_.token(one.request, one.exchange.tracking_id);
    return oauth_.authorize(one.request);
}

WebexEmulator::WebexEmulator(asio::io_context& io, LabClock& clock, WebexConfig config)
    : impl_(std::make_unique<Impl>(io, clock, std::move(config)))
{
}

WebexEmulator::~WebexEmulator() = default;

void WebexEmulator::start()
{
    impl_->start();
}

std::string WebexEmulator::base_url() const
{
    return impl_->base_url();
}

const std::string& WebexEmulator::name() const
{
    return impl_->name();
}

Task<HttpResponse> WebexEmulator::control(HttpRequest request)
{
    HttpResponse response = impl_->control(request);
    co_return response;
}

}  // namespace bwsync::lab
