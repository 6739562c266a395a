// The whole lab in process: ports file, clock and dispatch of the control API over HTTP.
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/integration/lab_broadworks/lab_fixture.hpp"
#include "tests/lab/control.hpp"

namespace bwsync::lab {
namespace {

class ControlApiTest : public ::testing::Test {
protected:
    void SetUp() override
    {
        LabConfig config;
        config.clock_rate = 0;
        BroadworksConfig east;
        config.broadworks.push_back(east);
        WebexConfig acme;
        acme.client_id = "id";
        acme.client_secret = "secret";
        config.webex.push_back(acme);
        lab = std::make_unique<Lab>(io, config);
        lab->start();
        ports = lab->ports();
        thread = std::thread([this] { io.run(); });
    }
    void TearDown() override
    {
        io.stop();
        thread.join();
    }
    // Status line and body of one request.
    std::pair<std::string, nlohmann::json> call(const std::string& method, const std::string& path,
                                                const std::string& body = "")
    {
        const std::string url = ports["control"];
        const std::size_t colon = url.rfind(':');
        Client client(url.substr(7, colon - 7), std::stoi(url.substr(colon + 1)));
        client.send(method + " " + path + " HTTP/1.1\r\nHost: lab\r\nConnection: close\r\nContent-Length: " +
                    std::to_string(body.size()) + "\r\n\r\n" + body);
        EXPECT_TRUE(client.ends());
        const std::string& answer = client.rest();
        return {answer.substr(9, 3), nlohmann::json::parse(answer.substr(answer.find("\r\n\r\n") + 4), nullptr, false)};
    }

    boost::asio::io_context io{1};
    std::unique_ptr<Lab> lab;
    nlohmann::json ports;
    std::thread thread;
};

TEST_F(ControlApiTest, NamesItsPorts)
{
    EXPECT_EQ(call("GET", "/").second, ports);
    EXPECT_TRUE(ports["webex"]["acme"].get<std::string>().ends_with("/v1"));
    EXPECT_EQ(ports["broadworks"]["east"]["ocip"].size(), 1U);
    char directory[] = "/tmp/lab_ports_XXXXXX";
    ASSERT_NE(mkdtemp(directory), nullptr);
    const std::string path = std::string(directory) + "/ports.json";
    write_ports_file(path, ports);
    std::ifstream file(path);
    EXPECT_EQ(nlohmann::json::parse(file), ports);
    std::remove(path.c_str());
    std::remove(directory);
    EXPECT_THROW(write_ports_file("/nonexistent/ports.json", ports), std::runtime_error);
}

TEST_F(ControlApiTest, MovesTheClock)
{
    const auto before = call("GET", "/clock").second["nowMs"].get<long long>();
    const auto after = call("POST", "/clock", R"({"advance":"5m"})").second["nowMs"].get<long long>();
    EXPECT_EQ(after - before, 300'000);
    EXPECT_EQ(call("POST", "/clock", R"({"rate":60})").second["rate"], 60.0);
    EXPECT_EQ(call("POST", "/clock", R"({"rate":-1})").first, "400");
    EXPECT_EQ(call("POST", "/clock", R"({"forward":"5m"})").first, "400");
    EXPECT_EQ(call("DELETE", "/clock").first, "405");
}

TEST_F(ControlApiTest, SendsEachRequestToItsEmulator)
{
    EXPECT_EQ(call("POST", "/broadworks/east/service-providers", R"({"serviceProviderId":"ent"})").first, "200");
    EXPECT_EQ(call("GET", "/broadworks/east/service-providers").second["serviceProviders"].size(), 1U);
    EXPECT_EQ(call("POST", "/broadworks/east/service-providers", "{}").first, "400");
    EXPECT_EQ(call("GET", "/webex/acme/state").first, "200");
    for (const char* const path :
         {"/broadworks/west/users", "/webex/other/state", "/nothing", "/broadworks", "/x/y/z"}) {
        const auto [status, body] = call("GET", path);
        EXPECT_EQ(status, "404") << path;
        EXPECT_TRUE(body.contains("error"));
    }
}

}  // namespace
}  // namespace bwsync::lab
