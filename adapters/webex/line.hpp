// The line to one partner's servers: the HTTP clients, the gate that every call passes, and what is counted of each
// call. No token goes in here by itself.
#pragma once

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>

#include "adapters/http/client.hpp"
#include "adapters/http/url.hpp"
#include "adapters/webex/gate.hpp"
#include "daemon/config/schema/config.hpp"
#include "daemon/domain/subscriber/webex_subscriber.hpp"
#include "daemon/ports/clock.hpp"
#include "daemon/ports/telemetry.hpp"

namespace bwsync {

class PartnerLine final {
public:
    struct Ports {
        Clock& clock;
        Random& random;
        Telemetry& telemetry;
    };

    // Throws std::runtime_error when base_url or ca_file can't be used; the text is for a person.
    PartnerLine(PartnerConfig settings, Ports ports, asio::any_io_executor executor);

    [[nodiscard]] const PartnerConfig& settings() const { return settings_; }
    [[nodiscard]] const Ports& ports() const { return ports_; }
    [[nodiscard]] const Url& base() const { return base_; }
    // Of the API, without a slash at its end.
    [[nodiscard]] const std::string& base_path() const { return base_path_; }
    [[nodiscard]] Gate& gate() { return gate_; }

    // To the API; `operation` is the metric's word. Whoever sends holds a pass of the gate.
    Task<HttpOutcome> send(std::string operation, HttpRequest request, std::stop_token stop);
    // To the token endpoint; the second on a thread that may block.
    Task<HttpOutcome> send_to_token_endpoint(HttpRequest request, std::stop_token stop);
    HttpOutcome send_to_token_endpoint_and_wait(const HttpRequest& request) const;

    // Webex asks to wait: everybody does, at the gate.
    void pause_for(const WebexFailure& failure);
    std::string new_tracking_id();

private:
    void record(const std::string& operation, const HttpOutcome& outcome,
                std::chrono::steady_clock::time_point began) const;

    const PartnerConfig settings_;
    Ports ports_;
    const Url base_;
    const std::string base_path_;
    std::unique_ptr<HttpClient> http_;
    std::unique_ptr<HttpClient> token_http_;  // used by threads that block
    Gate gate_;
};

}  // namespace bwsync
