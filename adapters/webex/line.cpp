#include "adapters/webex/line.hpp"

#include <stdexcept>

#include "adapters/webex/wire/outcomes.hpp"

namespace bwsync {

namespace {

using std::chrono::steady_clock;  // how long a call took: a limit inside an adapter, not the Clock port

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

}  // namespace

PartnerLine::PartnerLine(PartnerConfig settings, Ports ports, asio::any_io_executor executor)
    : settings_(std::move(settings)),
      ports_(ports),
      base_(base_of(settings_)),
      base_path_(path_of(base_)),
      http_(client_for(settings_, base_, settings_.in_flight)),
      token_http_(client_for(settings_, base_, static_cast<int>(settings_.grants.size()) + 1)),
      gate_(std::move(executor), limits_of(settings_))
{
}

Task<HttpOutcome> PartnerLine::send(std::string operation, HttpRequest request, std::stop_token stop)
{
    const auto began = steady_clock::now();
    HttpOutcome outcome = co_await http_->send(std::move(request), stop);
    const bool has_left = outcome || outcome.error().kind != HttpFailure::Kind::kCancelled;
    if (has_left) record(operation, outcome, began);
    co_return outcome;
}

Task<HttpOutcome> PartnerLine::send_to_token_endpoint(HttpRequest request, std::stop_token stop)
{
    const auto began = steady_clock::now();
    HttpOutcome outcome = co_await token_http_->send(std::move(request), stop);
    record("token", outcome, began);
    co_return outcome;
}

HttpOutcome PartnerLine::send_to_token_endpoint_and_wait(const HttpRequest& request) const
{
    const auto began = steady_clock::now();
    HttpOutcome outcome = token_http_->send_and_wait(request);
    record("token", outcome, began);
    return outcome;
}

void PartnerLine::record(const std::string& operation, const HttpOutcome& outcome, steady_clock::time_point began) const
{
    const std::chrono::duration<double> took = steady_clock::now() - began;
    Labels by_code{settings_.name, operation, code_label(outcome)};
    Labels by_operation{settings_.name, operation};
    ports_.telemetry.count("webex_requests_total", std::move(by_code));
    ports_.telemetry.observe("webex_request_seconds", std::move(by_operation), took.count());
}

void PartnerLine::pause_for(const WebexFailure& failure)
{
    const auto grown = gate_.pause(failure.retry_after.value_or(Millis(0)));
    Labels labels{settings_.name};
    const double seconds = std::chrono::duration<double>(grown).count();
    ports_.telemetry.count("webex_throttled_seconds_total", std::move(labels), seconds);
}

std::string PartnerLine::new_tracking_id()
{
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string id = "BWSYNC_";
    for (const int group : {8, 4, 4, 4, 12}) {
        for (int i = 0; i < group; ++i) id += kHex[static_cast<std::size_t>(ports_.random.unit() * 16) % 16];
        id += '-';
    }
    id.pop_back();
    return id;
}

}  // namespace bwsync
