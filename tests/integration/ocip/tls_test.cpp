#include "tests/integration/ocip/peer_fixture.hpp"
#include "tests/support/certificates.hpp"

namespace bwsync::ocip {
namespace {

using namespace testing;
using ::testing::HasSubstr;

class OcipTls : public OcipTest {
protected:
    std::shared_ptr<asio::ssl::context> server_context(const std::string& client_ca = "")
    {
        auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
        context->use_certificate_chain_file(certificate.cert_file);
        context->use_private_key_file(certificate.key_file, asio::ssl::context::pem);
        if (client_ca.empty()) return context;
        context->set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);
        context->load_verify_file(client_ca);
        return context;
    }
    void start(const std::string& client_ca = "")
    {
        peer = std::make_unique<ScriptedPeer>(io, server_context(client_ca));
        peer->answer = usual_answer;
        use(peer->port(), true);
        settings.tls.ca_file = certificate.cert_file;
    }
    Result<std::vector<std::string>> list()
    {
        Result<std::vector<std::string>> outcome(Error(ErrorKind::kRejected, "not asked"));
        run([&](OcipBroadWorks& broadworks) -> Task<> { outcome = co_await broadworks.list_groups("SP", never); });
        return outcome;
    }
    void expect_refused(const std::string& text)
    {
        const auto outcome = list();
        ASSERT_FALSE(outcome);
        EXPECT_EQ(kind_of(outcome), ErrorKind::kRetry);
        EXPECT_THAT(outcome.error().what, HasSubstr(text));
        EXPECT_TRUE(peer->documents.empty()) << "nothing is said to a stranger";
    }
    void peer_done() override
    {
        if (!peer) return;
        peer->refuse();
        peer->close_all();
    }

    CertificateFolder folder;
    Certificate certificate = folder.make("ocs.example.com");
    std::unique_ptr<ScriptedPeer> peer;
};

TEST_F(OcipTls, LogsInWithThePasswordItself)
{
    start();
    const auto groups = list();
    ASSERT_TRUE(groups) << groups.error().what;
    EXPECT_EQ(peer->documents[0].commands[0].name, "LoginRequest22V5");
    EXPECT_EQ(peer->documents[0].commands[0].children.at("password"), "password");
    EXPECT_EQ(peer->count("AuthenticationRequest"), 0U);
}

TEST_F(OcipTls, LogsInWithADigestWhenToldTo)
{
    settings.login = LoginMode::kDigest;
    start();
    EXPECT_TRUE(list());
    EXPECT_EQ(peer->documents[0].commands[0].name, "AuthenticationRequest");
}

TEST_F(OcipTls, StepsDownToTheLoginThatIsKnownAndStartsThereTheNextTime)
{
    start();
    settings.idle_max = 5ms;
    peer->answer = [](const SeenCommand& command) {
        const bool is_new = command.name.rfind("LoginRequest22", 0) == 0;
        return is_new ? error_answer(command, "[Error 6004] OCI XML Request validation error") : usual_answer(command);
    };
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        auto groups = co_await broadworks.list_groups("SP", never);
        EXPECT_TRUE(groups);
        const bool is_closed = co_await eventually([&] { return peer->open_connections == 0; });
        EXPECT_TRUE(is_closed);
        groups = co_await broadworks.list_groups("SP", never);
        EXPECT_TRUE(groups);
    });
    EXPECT_EQ(peer->count("LoginRequest22V5"), 1U);
    EXPECT_EQ(peer->count("LoginRequest14sp4"), 2U);
}

TEST_F(OcipTls, TheServerNameMayDifferFromTheHost)
{
    settings.tls.server_name = "ocs.example.com";
    start();
    EXPECT_TRUE(list());
}

TEST_F(OcipTls, ACertificateForAnotherNameIsRefused)
{
    settings.tls.server_name = "other.example.com";
    start();
    expect_refused("certificate verify failed");
}

TEST_F(OcipTls, ACertificateOfAnotherAuthorityIsRefused)
{
    start();
    settings.tls.ca_file = folder.make("stranger.example.com").cert_file;
    expect_refused("certificate verify failed");
}

TEST_F(OcipTls, WithoutACaFileTheSystemsAuthoritiesCount)
{
    start();
    settings.tls.ca_file.clear();
    expect_refused("certificate verify failed");
}

TEST_F(OcipTls, ShowsItsClientCertificate)
{
    const Certificate client = folder.make("client.example.com");
    start(client.cert_file);
    settings.tls.client_cert_file = client.cert_file;
    settings.tls.client_key_file = client.key_file;
    const auto groups = list();
    EXPECT_TRUE(groups) << groups.error().what;
}

TEST_F(OcipTls, AServerThatAsksForACertificateInVainIsUnreachable)
{
    start(folder.make("client.example.com").cert_file);
    const auto groups = list();
    ASSERT_FALSE(groups);
    EXPECT_EQ(kind_of(groups), ErrorKind::kRetry);
}

TEST_F(OcipTls, AFileThatCannotBeReadIsNamed)
{
    start();
    settings.tls.ca_file = "/nonexistent/ca.pem";
    const auto groups = list();
    ASSERT_FALSE(groups);
    EXPECT_EQ(kind_of(groups), ErrorKind::kRejected);
    EXPECT_THAT(groups.error().what, HasSubstr("/nonexistent/ca.pem"));
}

TEST_F(OcipTls, APlainServerOnATlsPortIsUnreachable)
{
    ScriptedPeer plain(io);
    plain.react = [](const SeenDocument&) -> std::optional<Reaction> { return Reaction(); };
    settings.connect_timeout = 100ms;
    use(plain.port(), true);
    Result<std::vector<std::string>> outcome(Error(ErrorKind::kRejected, "not asked"));
    run([&](OcipBroadWorks& broadworks) -> Task<> {
        outcome = co_await broadworks.list_groups("SP", never);
        plain.refuse();
        plain.close_all();
    });
    ASSERT_FALSE(outcome);
    EXPECT_EQ(kind_of(outcome), ErrorKind::kRetry);
    EXPECT_TRUE(plain.documents.empty());
}

TEST_F(OcipTls, AConnectionCutWhileIdleCostsNothing)
{
    start();
    run([&](OcipBroadWorks& broadworks) -> Task<> {
        auto groups = co_await broadworks.list_groups("SP", never);
        EXPECT_TRUE(groups);
        peer->close_all();
        const bool is_closed = co_await eventually([&] { return peer->open_connections == 0; });
        EXPECT_TRUE(is_closed);
        groups = co_await broadworks.list_groups("SP", never);
        EXPECT_TRUE(groups);
    });
    EXPECT_EQ(peer->connections, 2U);
}

}  // namespace
}  // namespace bwsync::ocip
