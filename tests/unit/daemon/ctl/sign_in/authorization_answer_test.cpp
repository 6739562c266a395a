#include "daemon/ctl/sign_in/authorization_answer.hpp"

#include <gtest/gtest.h>

namespace bwsync::ctl {
namespace {

const std::string kState = "the-state-1234567890";

std::string outcome(const Result<std::string>& code)
{
    if (code) return "code " + *code;
    switch (code.error().kind) {
        case ErrorKind::kConflict:
            return "other";
        case ErrorKind::kUnauthorized:
            return "refused";
        default:
            return "none";
    }
}

TEST(AuthorizationAnswer, TakesTheAddressItsQueryOrTheCodeAlone)
{
    const std::string query = "code=a%2Fb&state=" + kState;
    for (const std::string& text :
         {"http://127.0.0.1:9482/callback?" + query, "  http://127.0.0.1:9482/callback?" + query + "#x \n", query,
          "?" + query, std::string("a/b"), std::string("a/b\r\n")}) {
        EXPECT_EQ(outcome(code_of_pasted(text, kState)), "code a/b") << text;
    }
}

TEST(AuthorizationAnswer, KnowsAnswersOfOthersByTheirState)
{
    for (const std::string& query : {std::string("code=c"), std::string("code=c&state="), std::string("code=c&state=x"),
                                     "code=c&state=" + kState + "x", std::string("error=access_denied&state=x")}) {
        EXPECT_EQ(outcome(code_of_pasted("http://h/?" + query, kState)), "other") << query;
    }
}

TEST(AuthorizationAnswer, ExplainsWhatWebexRefused)
{
    const auto said = [](const std::string& query) {
        return code_of_pasted("http://h/cb?" + query + "&state=" + kState, kState).error().what;
    };
    EXPECT_NE(said("error=access_denied&error_description=no+way").find("consent was refused"), std::string::npos);
    EXPECT_NE(said("error=access_denied&error_description=no+way").find("no way"), std::string::npos);
    EXPECT_NE(said("error=invalid_scope").find("webex.partners[].scopes"), std::string::npos);
    EXPECT_NE(said("error=server_error").find("server_error"), std::string::npos);
}

TEST(AuthorizationAnswer, RefusesWhatIsNone)
{
    for (const std::string& text :
         {std::string(), std::string(" \n"), std::string("http://h/cb"), std::string("http://h/cb?state=") + kState,
          std::string("http://h/cb?code=%2&state=") + kState, "http://h/cb?code=a&code=b&state=" + kState,
          std::string("two words"), "http://h/cb?code=&state=" + kState}) {
        EXPECT_EQ(outcome(code_of_pasted(text, kState)), "none") << text;
    }
}

TEST(AuthorizationAnswer, TakesARedirectUriApart)
{
    const auto here = parse_redirect_uri("http://127.0.0.1:9482/callback");
    ASSERT_TRUE(here);
    EXPECT_TRUE(here->is_loopback);
    EXPECT_EQ(here->port, 9482);
    EXPECT_EQ(here->path, "/callback");
    EXPECT_EQ(parse_redirect_uri("http://[::1]:1")->path, "/");
    EXPECT_EQ(parse_redirect_uri("http://[::1]:1")->host, "::1");
    EXPECT_TRUE(parse_redirect_uri("http://localhost:8080/")->is_loopback);
    EXPECT_FALSE(parse_redirect_uri("https://127.0.0.1:9482/callback")->is_loopback);
    EXPECT_FALSE(parse_redirect_uri("https://sign-in.example/callback")->is_loopback);
    EXPECT_FALSE(parse_redirect_uri("nothing"));
}

}  // namespace
}  // namespace bwsync::ctl
