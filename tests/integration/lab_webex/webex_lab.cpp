#include "tests/integration/lab_webex/webex_lab.hpp"

#include <future>

namespace bwsync::lab::test {

WebexLabTest::WebexLabTest()
{
    restart(standard_config());
}

WebexLabTest::~WebexLabTest()
{
    thread.on_thread([this] {
        webex.reset();
        clock.reset();
    });
}

WebexConfig WebexLabTest::standard_config()
{
    WebexConfig config;
    config.client_id = "client";
    config.client_secret = "s3cret";
    config.refresh_tokens = {"refresh-1"};
    WebexTemplate trusted;
    trusted.provisioning_id = kTemplate;
    trusted.cluster = "east";
    WebexTemplate untrusted = trusted;
    untrusted.provisioning_id = kUntrusted;
    untrusted.emails = WebexTemplate::Emails::kUntrusted;
    config.templates = {trusted, untrusted};
    return config;
}

void WebexLabTest::restart(WebexConfig config)
{
    const std::string url = thread.on_thread([this, config] {
        webex.reset();
        clock = std::make_unique<LabClock>(thread.io);
        clock->set_rate(0);
        webex = std::make_unique<WebexEmulator>(thread.io, *clock, config);
        webex->start();
        return webex->base_url();
    });
    client = std::make_unique<HttpClient>(url);
    token.clear();
}

Reply WebexLabTest::refresh(const std::string& refresh_token)
{
    return client->request(
        "POST", "/access_token",
        "grant_type=refresh_token&client_id=client&client_secret=s3cret&refresh_token=" + refresh_token,
        {{"Content-Type", "application/x-www-form-urlencoded"}});
}

Reply WebexLabTest::call(const std::string& method, const std::string& target, const json& body)
{
    if (token.empty()) token = json::parse(refresh().body).at("access_token").get<std::string>();
    HttpClient::Headers headers{{"Authorization", "Bearer " + token}};
    if (!body.is_null()) headers.emplace_back("Content-Type", "application/json");
    return client->request(method, target, body.is_null() ? "" : body.dump(), headers);
}

namespace {

Task<> run_control(WebexEmulator& webex, HttpRequest request, std::promise<HttpResponse>& done)
{
    HttpResponse response = co_await webex.control(std::move(request));
    done.set_value(std::move(response));
}

HttpResponse ask(IoThread& thread, WebexEmulator& webex, const std::string& path, const json& body)
{
    HttpRequest request;
    const auto question = path.find('?');
    request.path = path.substr(0, question);
    if (question != std::string::npos) {
        const auto equals = path.find('=', question);
        request.query.emplace(path.substr(question + 1, equals - question - 1), path.substr(equals + 1));
    }
    request.method = body.is_null() ? "GET" : "POST";
    request.body = body.is_null() ? "" : body.dump();
    std::promise<HttpResponse> done;
    auto future = done.get_future();
    auto spawn = [&] { return run_control(webex, request, done); };
    asio::co_spawn(thread.io, spawn, [](std::exception_ptr) {});
    return future.get();
}

}  // namespace

json WebexLabTest::control(const std::string& path, const json& body)
{
    const HttpResponse response = ask(thread, *webex, path, body);
    EXPECT_EQ(response.status, 200) << path << ": " << response.body;
    return json::parse(response.body, nullptr, false);
}

int WebexLabTest::control_status(const std::string& path, const json& body)
{
    return ask(thread, *webex, path, body).status;
}

void WebexLabTest::advance(LabClock::Duration by)
{
    thread.on_thread([this, by] { clock->advance(by); });
}

json WebexLabTest::person(const std::string& user_id, const std::string& enterprise)
{
    return {{"provisioningId", kTemplate},
            {"userId", user_id},
            {"spEnterpriseId", enterprise},
            {"firstName", "Ada"},
            {"lastName", "Byron"},
            {"package", "standard"},
            {"primaryPhoneNumber", "+12405551212"},
            {"extension", "1212"},
            {"email", "mail." + user_id}};
}

std::string WebexLabTest::provisioned(const json& body)
{
    const Reply reply = provision(body);
    EXPECT_EQ(reply.status, 200) << reply.body;
    if (reply.status != 200) return "";
    advance(1min);
    const std::string id = json::parse(reply.body).at("id");
    EXPECT_EQ(get(id).at("status"), "provisioned");
    return id;
}

json WebexLabTest::get(const std::string& id)
{
    const Reply reply = call("GET", "/broadworks/subscribers/" + id);
    return json::parse(reply.body, nullptr, false);
}

int WebexLabTest::code_of(const Reply& reply)
{
    const json body = json::parse(reply.body, nullptr, false);
    if (!body.is_object() || !body.contains("errors") || body["errors"].empty()) return 0;
    return body["errors"][0].value("errorCode", 0);
}

int WebexLabTest::accepted_posts(const std::string& user_id)
{
    const json report = control("/received");
    const json user = report.at("byUser").value(user_id, json::object());
    return user.value("accepted", json::object()).value("provision", 0);
}

}  // namespace bwsync::lab::test
