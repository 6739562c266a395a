#include <gtest/gtest.h>

#include "tests/integration/admin/served_admin.hpp"
#include "tests/support/certificates.hpp"

namespace bwsync::test {
namespace {

using namespace std::chrono_literals;

class AdminTlsTest : public testing::Test {
protected:
    config::ServerTls files(const std::string& name)
    {
        const auto certificate = folder_.make(name);
        return config::ServerTls{certificate.cert_file, certificate.key_file};
    }

private:
    ocip::testing::CertificateFolder folder_;
};

TEST_F(AdminTlsTest, DoesNotAnswerPlainHttp)
{
    ServedAdmin admin(HttpLimits(), files("localhost"));
    EXPECT_EQ(admin.get("/healthz").status, 0);
}

TEST_F(AdminTlsTest, CutsOffAHandshakeThatDoesNotEnd)
{
    HttpLimits limits;
    limits.handshake = 200ms;
    ServedAdmin admin(limits, files("localhost"));
    RawClient client(admin.port());
    EXPECT_TRUE(client.is_closed_within(10s));
}

TEST_F(AdminTlsTest, SaysWhichFileIsBad)
{
    config::ServerTls tls = files("localhost");
    tls.key_file = tls.cert_file;
    EXPECT_THROW(ServedAdmin(HttpLimits(), tls), std::runtime_error);
    tls.cert_file = "/nonexistent.pem";
    try {
        ServedAdmin admin(HttpLimits(), tls);
        FAIL();
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find("/nonexistent.pem"), std::string::npos);
    }
}

}  // namespace
}  // namespace bwsync::test
