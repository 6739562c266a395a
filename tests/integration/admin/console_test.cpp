#include <gtest/gtest.h>

#include "tests/integration/admin/served_admin.hpp"

namespace bwsync::test {
namespace {

RawAnswer fetch(ServedAdmin& admin, const std::string& target)
{
    return exchange(admin.port(), "GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");
}

TEST(Console, IsServedWithItsPartsAndAStrictPolicy)
{
    ServedAdmin admin;
    const std::vector<std::pair<std::string, std::string>> files = {{"/", "text/html; charset=utf-8"},
                                                                    {"/console.css", "text/css; charset=utf-8"},
                                                                    {"/console.js", "text/javascript; charset=utf-8"}};
    for (const auto& [target, type] : files) {
        const RawAnswer answer = fetch(admin, target);
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.headers.at("content-type"), type);
        EXPECT_NE(answer.headers.at("content-security-policy").find("default-src 'none'"), std::string::npos);
        EXPECT_EQ(answer.headers.at("content-security-policy").find("unsafe"), std::string::npos);
        EXPECT_EQ(answer.headers.at("x-content-type-options"), "nosniff");
    }
}

TEST(Console, NeedsNothingFromElsewhereAndNothingInline)
{
    ServedAdmin admin;
    const std::string page = fetch(admin, "/").body;
    EXPECT_NE(page.find("<script src=\"/console.js\"></script>"), std::string::npos);
    for (const char* forbidden : {"http://", "https://", "<style", "onclick", "style=\"", "javascript:"}) {
        EXPECT_EQ(page.find(forbidden), std::string::npos) << forbidden;
    }
    const std::string script = fetch(admin, "/console.js").body;
    for (const char* forbidden : {"http://", "https://", "innerHTML", "eval(", "document.write", "localStorage"}) {
        EXPECT_EQ(script.find(forbidden), std::string::npos) << forbidden;
    }
}

}  // namespace
}  // namespace bwsync::test
