#include "daemon/admin/http/router.hpp"

#include <gtest/gtest.h>

namespace bwsync {
namespace {

const std::vector<RoutePattern> kPatterns = {{"GET", "/"},       {"GET", "/a"},    {"POST", "/a"},
                                             {"GET", "/a/find"}, {"GET", "/a/{}"}, {"POST", "/a/{}/b/{}"}};

TEST(Router, FindsTheRouteAndItsParameters)
{
    EXPECT_EQ(match_route(kPatterns, "GET", {}).index, 0);
    EXPECT_EQ(match_route(kPatterns, "POST", {"a"}).index, 2);
    const RouteMatch match = match_route(kPatterns, "POST", {"a", "x/y", "b", "z"});
    EXPECT_EQ(match.index, 5);
    EXPECT_EQ(match.parameters, (std::vector<std::string>{"x/y", "z"}));
}

TEST(Router, PrefersTheEarlierRoute)
{
    EXPECT_EQ(match_route(kPatterns, "GET", {"a", "find"}).index, 3);
    EXPECT_EQ(match_route(kPatterns, "GET", {"a", "other"}).index, 4);
}

TEST(Router, ServesHeadAsGet)
{
    EXPECT_EQ(match_route(kPatterns, "HEAD", {"a"}).index, 1);
}

TEST(Router, TellsWhichMethodsAPathTakes)
{
    const RouteMatch match = match_route(kPatterns, "PUT", {"a"});
    EXPECT_EQ(match.index, -1);
    EXPECT_EQ(match.allow, "GET, HEAD, POST");
}

TEST(Router, DoesNotMatchShorterLongerOrEmptyPaths)
{
    for (const std::vector<std::string>& path :
         std::vector<std::vector<std::string>>{{"b"}, {"a", ""}, {"a", "x", "b"}, {"a", "x", "b", "z", "more"}}) {
        const RouteMatch match = match_route(kPatterns, "POST", path);
        EXPECT_EQ(match.index, -1);
        EXPECT_TRUE(match.allow.empty());
    }
}

}  // namespace
}  // namespace bwsync
