// How bwsyncctl reaches the daemon, and what it says when it does not.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/integration/ctl/process.hpp"
#include "tests/support/certificates.hpp"

namespace bwsync::test {
namespace {

// A listener that accepts into its backlog and never says a word.
class SilentPeer {
public:
    SilentPeer() : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        EXPECT_EQ(bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
        EXPECT_EQ(listen(socket_, 5), 0);
        socklen_t length = sizeof address;
        getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &length);
        port_ = ntohs(address.sin_port);
    }
    ~SilentPeer() { close(socket_); }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

private:
    int socket_;
    std::uint16_t port_ = 0;
};

TEST(CtlTransport, ExitsThreeWhenNobodyListens)
{
    CtlFixture fixture;
    fixture.admin.stop();
    const Ended ended = fixture.ctl({"status", "-o", "json"});
    EXPECT_EQ(ended.status, 3);
    EXPECT_EQ(ended.out, "");
    EXPECT_NE(ended.err.find("does not answer"), std::string::npos);
}

TEST(CtlTransport, ExitsThreeWhenNothingIsAnsweredInTime)
{
    CtlFixture fixture;
    const SilentPeer peer;
    fixture.url = peer.url();
    const Ended ended = fixture.ctl({"status", "--timeout", "1"});
    EXPECT_EQ(ended.status, 3);
    EXPECT_NE(ended.err.find("no answer in time"), std::string::npos);
}

TEST(CtlTransport, ExitsOneWhenTheTokenIsWrong)
{
    CtlFixture fixture;
    fixture.token_file = fixture.write("other", "another-token");
    const Ended ended = fixture.ctl({"status"});
    EXPECT_EQ(ended.status, 1);
    EXPECT_NE(ended.err.find("token"), std::string::npos);
    EXPECT_EQ(ended.err.find("another-token"), std::string::npos);
}

TEST(CtlTransport, ExitsTwoForWrongUse)
{
    for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
             {}, {"status"}, {"bogus"}, {"--url", "nonsense", "--token-file", "/dev/null", "status"}}) {
        const Ended ended = run_ctl(arguments);
        EXPECT_EQ(ended.status, 2);
        EXPECT_EQ(ended.out, "");
        EXPECT_EQ(ended.err.rfind("bwsyncctl: ", 0), 0U) << ended.err;
    }
}

TEST(CtlTransport, FindsDaemonAndTokenByTheConfiguration)
{
    CtlFixture fixture;
    fixture.write("admin-token", std::string(kAdminToken) + "\n");
    const std::string file =
        fixture.write("bwsync.yaml", "version: 1\nstate_directory: " + fixture.folder +
                                         "\nadmin: {listen: 127.0.0.1:" + std::to_string(fixture.admin.port()) + "}\n");
    EXPECT_EQ(run_ctl({"--config", file, "status"}).status, 0);
}

class CtlTlsTest : public testing::Test {
protected:
    ocip::testing::CertificateFolder certificates;
    ocip::testing::Certificate certificate = certificates.make("localhost");
    CtlFixture fixture{config::ServerTls{certificate.cert_file, certificate.key_file}};
};

TEST_F(CtlTlsTest, TrustsTheGivenAuthorityOnly)
{
    const Ended unknown = fixture.ctl({"status"});
    EXPECT_EQ(unknown.status, 3);
    EXPECT_NE(unknown.err.find("TLS"), std::string::npos);
    const Ended known = fixture.ctl({"status", "--ca-file", certificate.cert_file});
    EXPECT_EQ(known.status, 0) << known.err;
    const auto other = certificates.make("elsewhere");
    EXPECT_EQ(fixture.ctl({"status", "--ca-file", other.cert_file}).status, 3);
    EXPECT_EQ(fixture.ctl({"status", "--ca-file", "/nonexistent"}).status, 2);
}

TEST_F(CtlTlsTest, TrustsTheCertificateOfTheConfigurationWhateverItsName)
{
    fixture.write("admin-token", std::string(kAdminToken) + "\n");
    const std::string listen = "127.0.0.1:" + std::to_string(fixture.admin.port());
    const auto configuration = [&](const ocip::testing::Certificate& files) {
        return fixture.write("bwsync.yaml",
                             "version: 1\nstate_directory: " + fixture.folder + "\nadmin: {listen: " + listen +
                                 ", tls: {cert_file: " + files.cert_file + ", key_file: " + files.key_file + "}}\n");
    };
    const Ended right = run_ctl({"--config", configuration(certificate), "status"});
    EXPECT_EQ(right.status, 0) << right.err;
    EXPECT_EQ(run_ctl({"--config", configuration(certificates.make("elsewhere")), "status"}).status, 3);
}

}  // namespace
}  // namespace bwsync::test
