#include "adapters/broadworks/ocip/login.hpp"

#include <gtest/gtest.h>

#include "tests/unit/adapters/broadworks/ocip/documents.hpp"

namespace bwsync::ocip {
namespace {

using testing::answer;
using testing::data;
using testing::error;
using testing::success;

const std::string kUnknownCommand = error("[Error 6004] OCI XML Request validation error");

Answer nonce(const std::string& value)
{
    return answer(data("AuthenticationResponse",
                       "<userId>admin</userId><nonce>" + value + "</nonce><passwordAlgorithm>MD5</passwordAlgorithm>"));
}

Answer logged_in()
{
    return answer(data("LoginResponse22V5",
                       "<loginType>System</loginType><locale>en_US</locale><encoding>ISO-8859-1</encoding>"
                       "<isEnterprise>false</isEnterprise><passwordExpiresDays>9</passwordExpiresDays>"));
}

std::string child(const Command& command, const std::string& name)
{
    for (const Element& element : command.children) {
        if (element.name == name) return element.text;
    }
    return "(none)";
}

TEST(OcipLogin, SignsAsTheWorkedExample)
{
    EXPECT_EQ(sign_password("1234567890123", "password"), "77e4a6de3a1e00be05e121cf0ebee860");
}

TEST(OcipLogin, WithoutTlsOnlyADigestTravels)
{
    Login login(LoginMode::kAuto, false, "admin", "password");
    const Result<Command> first = login.start();
    ASSERT_TRUE(first);
    EXPECT_EQ(first->name, "AuthenticationRequest");
    const auto second = login.next(nonce("1234567890123"));
    ASSERT_TRUE(std::holds_alternative<Command>(second));
    EXPECT_EQ(std::get<Command>(second).name, "LoginRequest14sp4");
    EXPECT_EQ(child(std::get<Command>(second), "signedPassword"), "77e4a6de3a1e00be05e121cf0ebee860");
    const auto third = login.next(logged_in());
    ASSERT_TRUE(std::holds_alternative<LoggedIn>(third));
    EXPECT_EQ(std::get<LoggedIn>(third).type, "System");
    EXPECT_EQ(std::get<LoggedIn>(third).password_expires_days, 9);
}

TEST(OcipLogin, OverTlsStepsDownTheLadderAndRemembersTheRung)
{
    Login login(LoginMode::kAuto, true, "admin", "password");
    std::vector<std::string> tried;
    Command command = *login.start();
    while (true) {
        tried.push_back(command.name + "/" + command.children.back().name);
        if (command.name == "LoginRequest22") break;
        command = std::get<Command>(login.next(answer(kUnknownCommand)));
    }
    const std::vector<std::string> expected{"LoginRequest22V5/password", "LoginRequest22V4/password",
                                            "LoginRequest22V3/password", "LoginRequest22V2/password",
                                            "LoginRequest22/password"};
    EXPECT_EQ(tried, expected);
    EXPECT_TRUE(std::holds_alternative<LoggedIn>(login.next(logged_in())));

    Login again(LoginMode::kAuto, true, "admin", "password", login.rung());
    EXPECT_EQ(again.start()->name, "LoginRequest22");
}

TEST(OcipLogin, EndsWithTheDigestWhereNoPlainLoginIsKnown)
{
    Login login(LoginMode::kAuto, true, "admin", "password");
    Command command = *login.start();
    int steps = 0;
    while (command.name != "AuthenticationRequest" && ++steps < 20) {
        command = std::get<Command>(login.next(answer(kUnknownCommand)));
    }
    EXPECT_EQ(steps, 6);
    const auto refused = login.next(answer(kUnknownCommand));
    ASSERT_TRUE(std::holds_alternative<Error>(refused));
    EXPECT_EQ(std::get<Error>(refused).kind, ErrorKind::kRejected);
    EXPECT_EQ(login.rung(), 0U) << "the next login starts afresh";
}

TEST(OcipLogin, AForcedPlainLoginNeverFallsBackToTheDigest)
{
    Login login(LoginMode::kPlain, true, "admin", "password");
    Command command = *login.start();
    for (int i = 0; i < 5; ++i) command = std::get<Command>(login.next(answer(kUnknownCommand)));
    EXPECT_EQ(command.name, "LoginRequest14sp4");
    EXPECT_EQ(child(command, "plainTextPassword"), "password");
    EXPECT_TRUE(std::holds_alternative<Error>(login.next(answer(kUnknownCommand))));
}

TEST(OcipLogin, APlainLoginIsRefusedWithoutTls)
{
    Login login(LoginMode::kPlain, false, "admin", "password");
    ASSERT_FALSE(login.start());
    EXPECT_EQ(login.start().error().kind, ErrorKind::kRejected);
}

TEST(OcipLogin, AForcedDigestIsUsedOverTlsToo)
{
    Login login(LoginMode::kDigest, true, "admin", "password");
    EXPECT_EQ(login.start()->name, "AuthenticationRequest");
}

TEST(OcipLogin, ARefusedPasswordIsFinalAndNotTriedInAnotherWay)
{
    for (const LoginMode mode : {LoginMode::kAuto, LoginMode::kDigest, LoginMode::kPlain}) {
        Login login(mode, true, "admin", "password");
        ASSERT_TRUE(login.start());
        const auto refused = login.next(answer(error("[Error 4962] Invalid password")));
        ASSERT_TRUE(std::holds_alternative<Error>(refused));
        EXPECT_EQ(std::get<Error>(refused).kind, ErrorKind::kUnauthorized);
    }
}

TEST(OcipLogin, AServerThatQuotesThePasswordIsNotQuoted)
{
    Login login(LoginMode::kAuto, true, "admin", "pass&word");
    ASSERT_TRUE(login.start());
    const auto refused =
        login.next(answer(error("[Error 5000] pass&amp;word is expired", "<detail>pass&amp;word</detail>")));
    EXPECT_EQ(std::get<Error>(refused).what.find("pass&word"), std::string::npos);
}

TEST(OcipLogin, AnUnknownDigestOrAStrangeAnswerIsAnError)
{
    Login strange(LoginMode::kDigest, true, "admin", "password");
    ASSERT_TRUE(strange.start());
    EXPECT_TRUE(std::holds_alternative<Error>(strange.next(
        answer(data("AuthenticationResponse", "<nonce>1</nonce><passwordAlgorithm>SHA256</passwordAlgorithm>")))));
    Login empty(LoginMode::kDigest, true, "admin", "password");
    ASSERT_TRUE(empty.start());
    EXPECT_TRUE(std::holds_alternative<Error>(empty.next(nonce(""))));
    Login other(LoginMode::kPlain, true, "admin", "password");
    ASSERT_TRUE(other.start());
    EXPECT_TRUE(std::holds_alternative<Error>(other.next(answer(success()))));
}

TEST(OcipLogin, WhatXmlCannotCarryIsNotSent)
{
    EXPECT_FALSE(Login(LoginMode::kAuto, true, "admin", "pass\x01word").start());
    EXPECT_FALSE(Login(LoginMode::kAuto, true, "", "password").start());
    EXPECT_FALSE(Login(LoginMode::kAuto, true, "admin", "").start());
}

}  // namespace
}  // namespace bwsync::ocip
