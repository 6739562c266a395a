// The HTTP client over TLS: whom it trusts, and what becomes of calls when the handshake fails.
#include <fstream>

#include "adapters/http/trust.hpp"
#include "tests/contract/webex/http_fixture.hpp"

namespace bwsync::test {
namespace {

class HttpTlsTest : public testing::Test {
protected:
    static RawServer::Handler polite()
    {
        return http_handler([](RawConnection& c, const RawRequest&) { return c.write(answer("200 OK", "{}")); });
    }
    HttpSettings trusting(const std::string& origin) const
    {
        HttpSettings settings = settings_for(origin);
        settings.timeout = 5s;
        settings.ca_file = certificates.ca_file();
        return settings;
    }
    TestCertificates certificates;
};

TEST_F(HttpTlsTest, TalksToAServerWhoseAuthorityItWasGiven)
{
    RawServer server(polite(), certificates.identity("IP:127.0.0.1"));
    auto client = client_for(trusting(server.origin()));
    for (int i = 0; i < 5; ++i) EXPECT_EQ(summary(call(*client, with_body("POST", "/x"))), "200");
    EXPECT_EQ(server.count("POST /x"), 5);
    EXPECT_LE(server.connections(), 2);
}

TEST_F(HttpTlsTest, RefusesAnUnknownAuthority)
{
    RawServer server(polite(), certificates.identity("IP:127.0.0.1"));
    HttpSettings settings = trusting(server.origin());
    settings.ca_file = certificates.other_ca_file();
    auto client = client_for(settings);
    const HttpOutcome outcome = call(*client, with_body("POST", "/x"));
    EXPECT_EQ(summary(outcome), "not-sent tls");
    EXPECT_NE(outcome.error().what.find("certificate verify failed"), std::string::npos) << outcome.error().what;
    EXPECT_EQ(server.count("POST /x"), 0);
}

TEST_F(HttpTlsTest, RefusesTheSystemsUnknownToo)
{
    RawServer server(polite(), certificates.identity("IP:127.0.0.1"));
    HttpSettings settings = trusting(server.origin());
    settings.ca_file = "";
    auto client = HttpClient::make(settings);
    if (!client) GTEST_SKIP() << "this machine has no certificate bundle";
    EXPECT_EQ(summary(call(**client, get("/x"))), "not-sent tls");
}

TEST_F(HttpTlsTest, RefusesACertificateOfAnotherName)
{
    RawServer server(polite(), certificates.identity("DNS:example.net"));
    auto client = client_for(trusting(server.origin()));
    EXPECT_EQ(summary(call(*client, with_body("POST", "/x"))), "not-sent tls");
    EXPECT_EQ(server.count("POST /x"), 0);
}

TEST_F(HttpTlsTest, RefusesVersionsBefore12)
{
    TlsIdentity identity = certificates.identity("IP:127.0.0.1");
    identity.newest_version = TLS1_1_VERSION;
    RawServer server(polite(), identity);
    auto client = client_for(trusting(server.origin()));
    EXPECT_EQ(summary(call(*client, with_body("POST", "/x"))), "not-sent tls");
}

TEST_F(HttpTlsTest, AServerWithoutTlsWasNotSentAnything)
{
    RawServer server(polite());
    HttpSettings settings = trusting("https://127.0.0.1:" + std::to_string(server.port()));
    settings.timeout = 500ms;
    auto client = client_for(settings);
    EXPECT_EQ(summary(call(*client, with_body("POST", "/x"))).substr(0, 8), "not-sent");
    EXPECT_EQ(server.count("POST /x"), 0);
}

TEST_F(HttpTlsTest, UsesNoConnectionThatWasIdleTooLong)
{
    RawServer server(http_handler([](RawConnection& connection, const RawRequest&) {
                         connection.write(answer("200 OK", "{}"));
                         return false;
                     }),
                     certificates.identity("IP:127.0.0.1"));
    HttpSettings settings = trusting(server.origin());
    settings.idle_max = 0ms;
    auto client = client_for(settings);
    for (int i = 0; i < 10; ++i) ASSERT_EQ(summary(call(*client, with_body("POST", "/x"))), "200");
    EXPECT_EQ(server.count("POST /x"), 10);
}

TEST_F(HttpTlsTest, OnAStaleConnectionSendsAPostAtMostOnce)
{
    RawServer server(http_handler([](RawConnection& connection, const RawRequest&) {
                         connection.write(answer("200 OK", "{}"));
                         return false;
                     }),
                     certificates.identity("IP:127.0.0.1"));
    auto client = client_for(trusting(server.origin()));
    int answered = 0;
    for (int i = 0; i < 12; ++i) {
        const HttpOutcome outcome = call(*client, with_body("POST", "/x", std::string(100'000, 'x')));
        if (outcome) {
            ++answered;
        } else {
            EXPECT_EQ(outcome.error().label, "reset") << outcome.error().what;
        }
    }
    EXPECT_EQ(server.count("POST /x"), answered);
    EXPECT_GE(answered, 6);
}

TEST_F(HttpTlsTest, AnUnreadableCertificateFileIsSaid)
{
    EXPECT_FALSE(load_trust("/nonexistent/ca.pem"));
    const std::string path = certificates.ca_file() + ".bad";
    std::ofstream(path) << "no certificate";
    EXPECT_FALSE(load_trust(path));
    EXPECT_TRUE(load_trust(certificates.ca_file()));
}

}  // namespace
}  // namespace bwsync::test
