// The whole lab in one object: clock, emulators and the control API on loopback that drives them. The program runs
// one; tests run one in process.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/lab/broadworks/cluster.hpp"
#include "tests/lab/clock.hpp"
#include "tests/lab/config.hpp"
#include "tests/lab/http/http_server.hpp"
#include "tests/lab/webex/emulator.hpp"

namespace bwsync::lab {

class Lab final {
public:
    // Binds every port at once; throws std::runtime_error that says which failed. io outlives the lab.
    Lab(asio::io_context& io, const LabConfig& config);
    Lab(const Lab&) = delete;
    Lab& operator=(const Lab&) = delete;

    void start();

    // {"control": URL, "broadworks": {name: {"ocip": [...], "ocir": [...]}}, "webex": {name: URL}}
    nlohmann::json ports() const;

    LabClock& clock() { return clock_; }
    BroadworksCluster* cluster(const std::string& name);

private:
    Task<HttpResponse> handle(HttpRequest request);
    HttpResponse clock_request(const HttpRequest& request);
    Task<HttpResponse> webex_request(std::string partner, HttpRequest request);

    LabClock clock_;
    std::vector<std::unique_ptr<BroadworksCluster>> clusters_;
    std::vector<std::unique_ptr<WebexEmulator>> partners_;
    std::unique_ptr<HttpServer> server_;
};

// Writes the ports to a temporary name beside path, then renames: whoever sees the file sees all of it. Throws
// std::runtime_error.
void write_ports_file(const std::string& path, const nlohmann::json& ports);

}  // namespace bwsync::lab
