#include "tests/unit/lab/broadworks/cluster_fixture.hpp"

namespace bwsync::lab {
namespace {

class Login : public ClusterTest {
protected:
    void SetUp() override { make(); }
    Reply digest(const std::string& user, const std::string& password)
    {
        const Reply challenge = ask("AuthenticationRequest", "<userId>" + user + "</userId>");
        return ask("LoginRequest14sp4", "<userId>" + user + "</userId><signedPassword>" +
                                            signed_password(challenge.text("nonce"), password) + "</signedPassword>");
    }
    Reply plain(const std::string& type, const std::string& user, const std::string& password)
    {
        return ask(type, "<userId>" + user + "</userId><password>" + password + "</password>");
    }
};

TEST_F(Login, ByDigestOpensTheSession)
{
    EXPECT_EQ(ask("SystemSoftwareVersionGetRequest").summary(), "Cannot process any request before user is logged in.");
    const Reply answer = digest("BWSYNC", "secret");
    EXPECT_EQ(answer.type(), "LoginResponse14sp4") << answer.bytes;
    EXPECT_EQ(answer.text("loginType"), "System");
    EXPECT_EQ(answer.text("encoding"), "ISO-8859-1");
    EXPECT_EQ(answer.text("passwordExpiresDays"), "2147483647");
    EXPECT_EQ(ask("SystemSoftwareVersionGetRequest").text("version"), "24");
    EXPECT_EQ(cluster->received.logins, 1U);
}

TEST_F(Login, ANonceServesOnce)
{
    const Reply challenge = ask("AuthenticationRequest", "<userId>bwsync</userId>");
    const std::string body = "<userId>bwsync</userId><signedPassword>" +
                             signed_password(challenge.text("nonce"), "secret") + "</signedPassword>";
    EXPECT_EQ(ask("LoginRequest14sp4", body).type(), "LoginResponse14sp4");
    EXPECT_EQ(ask("LoginRequest14sp4", body).summary(), "[Error 4962] Invalid password");
}

TEST_F(Login, AWrongPasswordOrUserIsRefusedTheSameWay)
{
    EXPECT_EQ(digest("bwsync", "wrong").summary(), "[Error 4962] Invalid password");
    EXPECT_EQ(digest("nobody", "secret").summary(), "[Error 4962] Invalid password");
    EXPECT_EQ(plain("LoginRequest22V5", "bwsync", "wrong").summary(), "[Error 4962] Invalid password");
    EXPECT_EQ(ask("LoginRequest22V5", "<userId>bwsync</userId>").summary(), "[Error 4962] Invalid password");
    EXPECT_EQ(ask("SystemSoftwareVersionGetRequest").type(), "c:ErrorResponse");
    EXPECT_EQ(cluster->received.logins_refused, 4U);
    EXPECT_EQ(cluster->received.rejected.at("LoginRequest14sp4: [Error 4962] Invalid password"), 2U);
}

TEST_F(Login, InPlainKnowsTheVersionsOfItsRelease)
{
    EXPECT_EQ(plain("LoginRequest22V5", "bwsync", "secret").type(), "LoginResponse22V5");
    EXPECT_EQ(cluster->received.plain_passwords_in_clear, 1U);
    make(Release::kR22);
    EXPECT_EQ(plain("LoginRequest22V4", "bwsync", "secret").type(), "LoginResponse22V4");
    EXPECT_NE(plain("LoginRequest22V5", "bwsync", "secret").summary().find("6004"), std::string::npos);
    make(Release::kR21);
    EXPECT_NE(plain("LoginRequest22V4", "bwsync", "secret").summary().find("6004"), std::string::npos);
    EXPECT_EQ(ask("LoginRequest14sp4", "<userId>bwsync</userId><plainTextPassword>secret</plainTextPassword>").type(),
              "LoginResponse14sp4");
}

TEST_F(Login, ASignedPasswordIsIgnoredByThePlainLogins)
{
    const Reply answer = ask("LoginRequest22V5", "<userId>bwsync</userId><signedPassword>x</signedPassword>");
    EXPECT_EQ(answer.summary(), "[Error 4962] Invalid password");
}

TEST_F(Login, BelongsToItsSessionIdAndItsConnection)
{
    login();
    const std::string version = command_xml("SystemSoftwareVersionGetRequest", "");
    EXPECT_EQ(send(document_xml(version, "S2")).type(), "c:ErrorResponse");
    connection = std::make_unique<OcipConnection>(*cluster, false);
    EXPECT_EQ(ask("SystemSoftwareVersionGetRequest").type(), "c:ErrorResponse");
    EXPECT_EQ(ask("VerifySessionIsValidRequest").type(), "c:ErrorResponse");
    login();
    EXPECT_EQ(ask("VerifySessionIsValidRequest").type(), "c:SuccessResponse");
}

TEST_F(Login, LogoutClosesWithoutAnAnswer)
{
    login();
    const Reply answer = ask("LogoutRequest", "<userId>bwsync</userId>");
    EXPECT_TRUE(answer.bytes.empty());
    EXPECT_TRUE(answer.close);
    cluster->config.ocip_switches.logout_answered = true;
    EXPECT_EQ(ask("LogoutRequest", "<userId>bwsync</userId>").type(), "c:SuccessResponse");
}

TEST_F(Login, BySwitchDigestAndClearPasswordsAreRefused)
{
    cluster->config.ocip_switches.digest_login = DigestLogin::kRefuse;
    EXPECT_EQ(digest("bwsync", "secret").summary(), "[Error 4962] Invalid password");
    EXPECT_EQ(plain("LoginRequest22V5", "bwsync", "secret").type(), "LoginResponse22V5");
    cluster->config.ocip_switches.refuse_plain_text_login = true;
    EXPECT_EQ(plain("LoginRequest22V5", "bwsync", "secret").summary(), "[Error 4962] Invalid password");
    connection = std::make_unique<OcipConnection>(*cluster, true);
    EXPECT_EQ(plain("LoginRequest22V5", "bwsync", "secret").type(), "LoginResponse22V5");
}

TEST_F(Login, BySwitchAnAccountLocks)
{
    cluster->config.ocip_switches.lock_after = 2;
    digest("bwsync", "wrong");
    digest("bwsync", "wrong");
    EXPECT_EQ(digest("bwsync", "secret").summary(), "[Error 4962] Invalid password");
}

TEST_F(Login, AnAdministratorBelowSystemLevelReadsItsScopeOnly)
{
    const Reply answer = digest("spadmin", "secret2");
    EXPECT_EQ(answer.text("loginType"), "Service Provider");
    EXPECT_EQ(answer.text("serviceProviderId"), "ent");
    EXPECT_EQ(answer.text("isEnterprise"), "true");
    EXPECT_EQ(ask("UserGetListInSystemRequest").type(), "c:ErrorResponse");
    EXPECT_EQ(ask("UserGetListInServiceProviderRequest", "<serviceProviderId>ent</serviceProviderId>").type(),
              "UserGetListInServiceProviderResponse");
}

TEST_F(Login, AForcedLogoutNamesTheReasonAndTheSession)
{
    login();
    const std::string document = connection->logout_document();
    EXPECT_NE(document.find("<sessionId xmlns=\"\">S1</sessionId><command xsi:type=\"LogoutRequest\" xmlns=\"\">"
                            "<userId>bwsync</userId><reason>Open Client Server Forced Logout</reason>"),
              std::string::npos)
        << document;
}

}  // namespace
}  // namespace bwsync::lab
