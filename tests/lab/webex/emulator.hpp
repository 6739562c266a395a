// One emulated Webex partner: the REST APIs under {url}/v1, and what the lab's control API does to it.
#pragma once

#include <memory>
#include <string>

#include "tests/lab/clock.hpp"
#include "tests/lab/http/http_server.hpp"
#include "tests/lab/webex/config.hpp"

namespace bwsync::lab {

class WebexEmulator final {
public:
    // Binds the port at once; std::runtime_error when that fails. io and clock outlive it.
    WebexEmulator(asio::io_context& io, LabClock& clock, WebexConfig config);
    ~WebexEmulator();
    WebexEmulator(const WebexEmulator&) = delete;
    WebexEmulator& operator=(const WebexEmulator&) = delete;

    void start();

    // "http://127.0.0.1:41234/v1": what the daemon's base_url must be.
    std::string base_url() const;
    const std::string& name() const;

    // Requests of the control API. The path may be whole ("/webex/acme/state") or what follows the partner ("/state").
    // See README.md beside this file for the paths; anything wrong is 400 with {"error": text}.
    Task<HttpResponse> control(HttpRequest request);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace bwsync::lab
