#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <cstdlib>
#include <filesystem>

#include "tests/integration/feed/peer.hpp"
#include "tests/unit/adapters/broadworks/feed/documents.hpp"

namespace bwsync::feed_test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using Cause = FeedGap::Cause;
using Stream = asio::ssl::stream<Peer::Socket&>;

// A self-signed certificate for as1.example.com and one for somebody else, in a directory of the test's own.
class ReportingFeedTlsTest : public testing::Test {
protected:
    void SetUp() override
    {
        std::string pattern = testing::TempDir() + "feed-tls-XXXXXX";
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        directory_ = pattern;
        make_certificate("server", "DNS:as1.example.com,IP:127.0.0.1");
        make_certificate("client", "DNS:bwsync.example.com");
    }
    void TearDown() override { std::filesystem::remove_all(directory_); }

    void make_certificate(const std::string& name, const std::string& names)
    {
        const std::string command =
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=" + name +
            ".example.com -addext subjectAltName=" + names + " -keyout " + key(name) + " -out " + certificate(name) +
            " 2>/dev/null";
        ASSERT_EQ(std::system(command.c_str()), 0);
    }
    [[nodiscard]] std::string key(const std::string& name) const { return directory_ + "/" + name + ".key"; }
    [[nodiscard]] std::string certificate(const std::string& name) const { return directory_ + "/" + name + ".pem"; }

    // Shakes hands and sends one event, if the client lets it.
    Peer::Script sends_event(bool asks_client = false)
    {
        return [this, asks_client](Peer::Socket& socket) {
            asio::ssl::context context(asio::ssl::context::tls_server);
            context.use_certificate_chain_file(certificate("server"));
            context.use_private_key_file(key("server"), asio::ssl::context::pem);
            if (asks_client) {
                context.set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);
                context.load_verify_file(certificate("client"));
            }
            Stream stream(socket, context);
            boost::system::error_code error;
            stream.handshake(Stream::server, error);
            const std::string document = feed_documents::user_delete("ana@example.com");
            if (!error) asio::write(stream, asio::buffer(document), error);
            if (!error) wait_for_close(socket);
        };
    }

    ReportingFeedSettings settings(const Peer& peer) const
    {
        auto made = settings_for(peer.port());
        made.address.is_tls = true;
        made.address.tls.ca_file = certificate("server");
        return made;
    }

    std::string directory_;
};

TEST_F(ReportingFeedTlsTest, EventsArriveThroughTls)
{
    Peer peer({sends_event()});
    Client client(settings(peer));
    client.connected();
    EXPECT_EQ(client.events().size(), 1U);
}

TEST_F(ReportingFeedTlsTest, TheCertificateMaySayTheConfiguredServerName)
{
    Peer peer({sends_event()});
    auto named = settings(peer);
    named.address.tls.server_name = "as1.example.com";
    Client client(named);
    client.connected();
    EXPECT_EQ(client.events().size(), 1U);
}

TEST_F(ReportingFeedTlsTest, ACertificateForAnotherNameIsRefused)
{
    Peer peer({sends_event()});
    auto named = settings(peer);
    named.address.tls.server_name = "as2.example.com";
    Client client(named);
    const FeedGap gap = client.gap();
    EXPECT_EQ(gap.cause, Cause::kRefused);
    EXPECT_THAT(gap.detail, HasSubstr("TLS: "));
}

TEST_F(ReportingFeedTlsTest, ACertificateOfAnAuthorityNobodyTrustsIsRefused)
{
    Peer peer({sends_event()});
    auto other = settings(peer);
    other.address.tls.ca_file = certificate("client");
    Client client(other);
    const FeedGap gap = client.gap();
    EXPECT_EQ(gap.cause, Cause::kRefused);
    EXPECT_THAT(gap.detail, HasSubstr("certificate verify failed"));
}

TEST_F(ReportingFeedTlsTest, TheSystemsTrustStoreIsUsedWithoutACaFile)
{
    Peer peer({sends_event()});
    auto other = settings(peer);
    other.address.tls.ca_file.clear();
    Client client(other);
    EXPECT_THAT(client.gap().detail, HasSubstr("certificate verify failed"));
}

TEST_F(ReportingFeedTlsTest, AClientCertificateIsShownWhereConfigured)
{
    Peer peer({sends_event(true)});
    auto shown = settings(peer);
    shown.address.tls.client_cert_file = certificate("client");
    shown.address.tls.client_key_file = key("client");
    Client client(shown);
    client.connected();
    EXPECT_EQ(client.events().size(), 1U);
}

TEST_F(ReportingFeedTlsTest, AServerThatWantsAClientCertificateEndsTheConnectionOtherwise)
{
    Peer peer({sends_event(true)});
    Client client(settings(peer));
    // With TLS 1.3 the client's handshake is over before the server refuses.
    auto step = client.next();
    ASSERT_TRUE(step);
    if (std::holds_alternative<FeedConnected>(*step)) step = client.next();
    ASSERT_TRUE(step && std::holds_alternative<FeedGap>(*step));
    EXPECT_FALSE(std::get<FeedGap>(*step).is_connected);
}

TEST_F(ReportingFeedTlsTest, FilesThatCannotBeReadAreRefusedWithTheirName)
{
    Peer peer({sends_event()});
    for (auto member :
         {&feed::ClientTls::ca_file, &feed::ClientTls::client_cert_file, &feed::ClientTls::client_key_file}) {
        auto missing = settings(peer);
        missing.address.tls.client_cert_file = certificate("client");
        missing.address.tls.client_key_file = key("client");
        missing.address.tls.*member = directory_ + "/missing.pem";
        Client client(missing);
        const FeedGap gap = client.gap();
        EXPECT_EQ(gap.cause, Cause::kRefused);
        EXPECT_THAT(gap.detail, HasSubstr("missing.pem"));
    }
    EXPECT_EQ(peer.connections(), 0);
}

TEST_F(ReportingFeedTlsTest, AServerThatSpeaksNoTlsIsRefused)
{
    Peer peer({[](Peer::Socket& socket) {
        send(socket, feed_documents::user_delete("ana@example.com"));
        wait_for_close(socket);
    }});
    Client client(settings(peer));
    EXPECT_THAT(client.gap().detail, HasSubstr("TLS: "));
}

TEST_F(ReportingFeedTlsTest, AHandshakeHasALimit)
{
    Peer peer({wait_for_close});
    auto impatient = settings(peer);
    impatient.address.connect_timeout = 100ms;
    Client client(impatient);
    const FeedGap gap = client.gap();
    EXPECT_EQ(gap.cause, Cause::kRefused);
    EXPECT_EQ(gap.detail, "TLS: timed out");
}

}  // namespace
}  // namespace bwsync::feed_test
