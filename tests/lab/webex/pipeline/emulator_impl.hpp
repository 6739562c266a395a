// The inside of WebexEmulator: how one request becomes an answer, and the control API's view of it all.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "tests/lab/webex/api/api.hpp"
#include "tests/lab/webex/api/billing_api.hpp"
#include "tests/lab/webex/api/enterprises_api.hpp"
#include "tests/lab/webex/api/people_api.hpp"
#include "tests/lab/webex/api/routes.hpp"
#include "tests/lab/webex/api/subscribers_api.hpp"
#include "tests/lab/webex/api/workspaces_api.hpp"
#include "tests/lab/webex/emulator.hpp"
#include "tests/lab/webex/pipeline/faults.hpp"
#include "tests/lab/webex/pipeline/received.hpp"

namespace bwsync::lab {

class WebexEmulator::Impl final {
public:
    Impl(asio::io_context& io, LabClock& clock, WebexConfig config);
    ~Impl() { *alive_ = false; }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    void start()
    {
        server_.start();
        file_server_.start();
    }
    const std::string& base_url() const { return partner_.base_url; }
    const std::string& name() const { return config_.name; }

    HttpResponse control(const HttpRequest& request);

private:
    struct Handling;

    // The pipeline, in this order; each step may end it with an answer.
    Task<HttpResponse> handle(HttpRequest request);
    Task<HttpResponse> serve_file(HttpRequest request);
    HttpResponse process(Handling& one);
    std::optional<webex::Problem> admit(Handling& one);
    std::optional<webex::Problem> check_request(Handling& one);
    webex::Outcome run(Handling& one);
    webex::Outcome open_organization(Handling& one);
    HttpResponse finish(Handling& one, const webex::Outcome& outcome);
    HttpResponse open_operation(Handling& one);
    HttpResponse fault_answer(Handling& one, const webex::Fault& fault);
    void apply_fault(const webex::Fault& fault, HttpResponse& response) const;
    void falsify(Handling& one, const webex::Fault& fault) const;

    HttpResponse refused(Handling& one, const webex::Problem& why);
    std::optional<webex::Problem> throttle(Handling& one);
    std::string subject(const Handling& one);
    bool scopes_fit(const webex::AccessToken& token, const std::string& scopes);

    // Control, by topic.
    using Json = nlohmann::json;
    HttpResponse control_get(const std::string& path, const HttpRequest& request);
    std::optional<std::string> control_post(const std::string& path, const Json& body, webex::Json& answer);
    std::optional<std::string> control_faults(const std::string& path, const Json& body, webex::Json& answer);
    std::optional<std::string> control_grants(const std::string& path, const Json& body, webex::Json& answer);
    std::optional<std::string> control_listener(const Json& body, webex::Json& answer);
    std::optional<std::string> control_settings(const std::string& path, const Json& body);
    std::optional<std::string> control_subscribers(const std::string& path, const Json& body, webex::Json& answer);
    std::optional<std::string> seed_subscriber(const Json& row);
    std::optional<std::string> set_subscriber_status(webex::Subscriber& subscriber, const Json& body);
    std::optional<std::string> act(webex::Subscriber& subscriber, const Json& body);
    webex::Subscriber* named(const Json& body);
    std::string state(const HttpRequest& request) const;
    void append_subscriber_state(std::string& out, const webex::Subscriber& subscriber) const;
    void append_organization_state(std::string& out, const webex::Customer& customer) const;

    asio::io_context& io_;
    LabClock& clock_;
    WebexConfig config_;
    webex::Dice dice_;
    webex::World world_;
    webex::Fixtures fixtures_;
    webex::Lifecycle lifecycle_;
    webex::OAuth oauth_;
    webex::Received received_;
    webex::Faults faults_;
    HttpServer server_;
    webex::Partner partner_;
    webex::SubscribersApi subscribers_;
    webex::EnterprisesApi enterprises_;
    webex::PeopleApi people_;
    webex::WorkspacesApi workspaces_;
    HttpServer file_server_;
    webex::BillingApi billing_;

    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // for answers that are still delayed

    // The rate limit is in real time: that is how a client is slowed down.
    double tokens_ = 0;
    std::chrono::steady_clock::time_point refilled_;
    // Whose subscriber an id is or was, also after its removal: for counting and for faults by user.
    std::unordered_map<std::string, std::string> user_of_id_;
};

// One request on its way through process().
struct WebexEmulator::Impl::Handling {
    explicit Handling(const HttpRequest& the_request, const WebexSwitches& switches)
        : request(the_request),
          exchange{the_request, "", {}, 0, "", webex::SubscriberView{switches}},
          shape(switches.error_shape)
    {
    }
    const HttpRequest& request;
    webex::Routed routed;
    std::string operation = "unknown";
    webex::Exchange exchange;
    WebexSwitches::ErrorShape shape;
    const webex::AccessToken* token = nullptr;
    bool json_is_good = false;
    bool reached_handler = false;
    std::vector<std::pair<std::string, std::string>> headers;  // of the answer, whatever it is
    webex::Call log;
};

// What an edge error of this status says.
std::string edge_text(int status);

}  // namespace bwsync::lab
