// One emulated partner over real TCP, with a clock that stands still until the test advances it.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/integration/lab_webex/http_client.hpp"
#include "tests/integration/lab_webex/io_thread.hpp"
#include "tests/lab/clock.hpp"
#include "tests/lab/webex/config.hpp"
#include "tests/lab/webex/emulator.hpp"

namespace bwsync::lab::test {

using nlohmann::json;
using namespace std::chrono_literals;

inline constexpr const char* kTemplate = "trusted-template";
inline constexpr const char* kUntrusted = "untrusted-template";

class WebexLabTest : public testing::Test {
protected:
    WebexLabTest();
    ~WebexLabTest() override;

    static WebexConfig standard_config();
    // Replaces the partner; the token is fetched anew when next needed.
    void restart(WebexConfig config);

    // A call of the API with a good token. body: null for none.
    Reply call(const std::string& method, const std::string& target, const json& body = nullptr);
    Reply refresh(const std::string& refresh_token = "refresh-1");
    // The control API; fails the test unless it answers 200.
    json control(const std::string& path, const json& body = nullptr);
    int control_status(const std::string& path, const json& body);
    void set(const std::string& name, const json& value) { control("/switches", {{name, value}}); }
    void advance(LabClock::Duration by);

    // The body of a POST for user@domain in SP1+Acme.
    static json person(const std::string& user_id, const std::string& enterprise = "SP1+Acme");
    Reply provision(const json& body) { return call("POST", "/broadworks/subscribers", body); }
    // Provisioned to the end, the organisation included; the id.
    std::string provisioned(const json& body);
    json get(const std::string& id);
    static int code_of(const Reply& reply);
    int accepted_posts(const std::string& user_id);

    IoThread thread;
    std::unique_ptr<LabClock> clock;
    std::unique_ptr<WebexEmulator> webex;
    std::unique_ptr<HttpClient> client;
    std::string token;
};

}  // namespace bwsync::lab::test
