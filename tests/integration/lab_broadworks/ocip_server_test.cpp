// OCI-P over real sockets, plain and TLS, and what faults do to a connection.
#include <openssl/ssl.h>

#include <filesystem>

#include "tests/integration/lab_broadworks/certificate.hpp"
#include "tests/integration/lab_broadworks/lab_fixture.hpp"

namespace bwsync::lab {
namespace {

class OcipServerTest : public LabTest {
protected:
    // The answer to one command on a connection.
    static std::string ask(Client& client, const std::string& type, const std::string& body = "")
    {
        client.send(oci_document(type, body));
        return client.read_until(kEndOfAnswer);
    }
    Client logged_in()
    {
        Client client = ocip();
        client.send(kPlainLogin);
        EXPECT_NE(client.read_until(kEndOfAnswer).find("LoginResponse22V5"), std::string::npos);
        return client;
    }
    void fault(const std::string& json) { control("POST", "/faults", json); }
};

TEST_F(OcipServerTest, EachConnectionLogsInForItself)
{
    start({});
    Client one = logged_in(), two = ocip();
    EXPECT_NE(ask(one, "SystemSoftwareVersionGetRequest").find("<version>24</version>"), std::string::npos);
    EXPECT_NE(ask(two, "SystemSoftwareVersionGetRequest").find("before user is logged in"), std::string::npos);
}

TEST_F(OcipServerTest, DocumentsMayComeInPiecesOrTogether)
{
    start({});
    Client client = logged_in();
    const std::string document = oci_document("AvailabilityTestRequest", "");
    for (const char c : document) client.send(std::string(1, c));
    EXPECT_NE(client.read_until(kEndOfAnswer).find("SuccessResponse"), std::string::npos);
    client.send(document + document);
    EXPECT_NE(client.read_until(kEndOfAnswer).find("SuccessResponse"), std::string::npos);
    EXPECT_NE(client.read_until(kEndOfAnswer).find("SuccessResponse"), std::string::npos);
}

TEST_F(OcipServerTest, BySwitchASecondDocumentBeforeTheAnswerEndsTheConnection)
{
    BroadworksConfig config;
    config.ocip_switches.refuse_pipelining = true;
    start(config);
    Client client = ocip();
    const std::string document = oci_document("AvailabilityTestRequest", "");
    client.send(document + document);
    EXPECT_TRUE(client.ends());
    EXPECT_EQ(client.rest(), "");
}

TEST_F(OcipServerTest, LogoutEndsTheConnectionWithoutAnAnswer)
{
    start({});
    Client client = logged_in();
    client.send(oci_document("LogoutRequest", "<userId>bwsync</userId>"));
    EXPECT_TRUE(client.ends());
    EXPECT_EQ(client.rest(), "");
}

TEST_F(OcipServerTest, IdleAndSuperfluousConnectionsAreClosed)
{
    BroadworksConfig config;
    config.ocip_switches.idle_timeout = std::chrono::milliseconds(50);
    start(config);
    Client idle = ocip();
    EXPECT_TRUE(idle.ends());
    on_lab<bool>([&] {
        cluster->state().config.ocip_switches.idle_timeout = std::chrono::milliseconds(0);
        cluster->state().config.ocip_switches.connections_max = 1;
        return true;
    });
    EXPECT_TRUE(eventually([&] { return cluster->state().received.connections_open == 0; }));
    Client first = logged_in();
    Client second = ocip();
    EXPECT_TRUE(second.ends());
    EXPECT_NE(ask(first, "AvailabilityTestRequest").find("SuccessResponse"), std::string::npos);
}

TEST_F(OcipServerTest, AnOversizedRequestEndsTheConnection)
{
    BroadworksConfig config;
    config.ocip_switches.document_max = 2000;
    start(config);
    Client client = ocip();
    client.send("<BroadsoftDocument>" + std::string(3000, ' '));
    EXPECT_TRUE(client.ends());
}

TEST_F(OcipServerTest, FaultsEndConnectionsInTheirWays)
{
    start({});
    const std::string version = oci_document("SystemSoftwareVersionGetRequest", "");
    fault(R"({"kind":"close","match":"SystemSoftware"})");
    Client client = logged_in();
    client.send(version);
    EXPECT_TRUE(client.ends());
    EXPECT_EQ(client.rest(), "");

    fault(R"({"kind":"close-mid-answer","match":"SystemSoftware"})");
    Client cut = logged_in();
    cut.send(version);
    EXPECT_TRUE(cut.ends());
    EXPECT_NE(cut.rest().find("<BroadsoftDocument"), std::string::npos);
    EXPECT_EQ(cut.rest().find("</BroadsoftDocument>"), std::string::npos);

    fault(R"({"kind":"logout","match":"SystemSoftware"})");
    Client thrown_out = logged_in();
    thrown_out.send(version);
    EXPECT_TRUE(thrown_out.ends());
    EXPECT_NE(thrown_out.rest().find("xsi:type=\"LogoutRequest\""), std::string::npos);

    fault(R"({"kind":"close-after-login"})");
    Client closed = ocip();
    closed.send(kPlainLogin);
    EXPECT_TRUE(closed.ends());
    EXPECT_NE(closed.rest().find("LoginResponse22V5"), std::string::npos);

    fault(R"({"kind":"refuse"})");
    Client refused = ocip();
    EXPECT_TRUE(refused.ends());
    Client fine = logged_in();
}

TEST_F(OcipServerTest, FaultsSpoilAnswersInTheirWays)
{
    start({});
    Client client = logged_in();
    const auto version = [&] { return ask(client, "SystemSoftwareVersionGetRequest"); };
    fault(R"({"kind":"error-6004","match":"SystemSoftware"})");
    EXPECT_NE(version().find("[Error 6004]"), std::string::npos);
    fault(R"({"kind":"wrong-echo"})");
    EXPECT_NE(version().find("echo=\"x\""), std::string::npos);
    fault(R"({"kind":"not-found"})");
    EXPECT_NE(ask(client, "UserGetRequest22V8", "<userId>u</userId>").find("[Error 4008] User not found: u"),
              std::string::npos);
    fault(R"({"kind":"wrong-encoding"})");
    EXPECT_NE(version().find("encoding=\"UTF-8\""), std::string::npos);
    fault(R"({"kind":"garbage"})");
    EXPECT_NE(version().find("garbage"), std::string::npos);
    const auto start_time = std::chrono::steady_clock::now();
    fault(R"({"kind":"slow","delay":"200ms"})");
    EXPECT_NE(version().find("<version>"), std::string::npos);
    EXPECT_GE(std::chrono::steady_clock::now() - start_time, std::chrono::milliseconds(200));
    fault(R"({"kind":"login-fails"})");
    client.send(kPlainLogin);
    EXPECT_NE(client.read_until(kEndOfAnswer).find("[Error 4962]"), std::string::npos);
}

TEST_F(OcipServerTest, SpeaksTlsOnItsOtherPort)
{
    char directory[] = "/tmp/lab_broadworks_XXXXXX";
    ASSERT_NE(mkdtemp(directory), nullptr);
    const CertificateFiles files = make_certificate(directory);
    BroadworksConfig config;
    config.ocip.tls_listen = "127.0.0.1:0";
    config.ocip.cert_file = files.cert_file;
    config.ocip.key_file = files.key_file;
    config.ocip_switches.refuse_plain_text_login = true;
    start(config);
    EXPECT_EQ(ports["ocip"][1]["tls"], true);
    Client plain = ocip(0);
    plain.send(kPlainLogin);
    EXPECT_NE(plain.read_until(kEndOfAnswer).find("[Error 4962]"), std::string::npos);

    Client client = ocip(1);
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
    const std::unique_ptr<SSL, decltype(&SSL_free)> tls(SSL_new(context.get()), SSL_free);
    SSL_set_fd(tls.get(), client.socket());
    ASSERT_EQ(SSL_connect(tls.get()), 1);
    ASSERT_GT(SSL_write(tls.get(), kPlainLogin.data(), static_cast<int>(kPlainLogin.size())), 0);
    std::string answer;
    while (answer.find(kEndOfAnswer) == std::string::npos) {
        char bytes[4096];
        const int count = SSL_read(tls.get(), bytes, sizeof bytes);
        ASSERT_GT(count, 0);
        answer.append(bytes, static_cast<std::size_t>(count));
    }
    EXPECT_NE(answer.find("LoginResponse22V5"), std::string::npos);
    std::filesystem::remove_all(directory);
}

TEST_F(OcipServerTest, AListenerThatCannotBeIsAnError)
{
    start({});
    BroadworksConfig config;
    config.ocip.listen = "127.0.0.1:" + std::to_string(ports["ocip"][0]["port"].get<int>());
    EXPECT_THROW(BroadworksCluster(io, clock, config), std::runtime_error);
    config.ocip.listen = "nowhere";
    EXPECT_THROW(BroadworksCluster(io, clock, config), std::runtime_error);
    config.ocip.listen = "";
    config.ocip.tls_listen = "127.0.0.1:0";
    config.ocip.cert_file = "/nonexistent.pem";
    EXPECT_THROW(BroadworksCluster(io, clock, config), std::runtime_error);
}

}  // namespace
}  // namespace bwsync::lab
