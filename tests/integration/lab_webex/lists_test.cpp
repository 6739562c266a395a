#include <gtest/gtest.h>

#include <set>

#include "tests/integration/lab_webex/webex_lab.hpp"

namespace bwsync::lab::test {
namespace {

class WebexListsTest : public WebexLabTest {
protected:
    void seed(int count, const std::string& enterprise = "SP1+Acme", const std::string& prefix = "u")
    {
        json rows = json::array();
        for (int i = 0; i < count; ++i) {
            json row = person(prefix + std::to_string(i) + "@x.com", enterprise);
            rows.push_back(std::move(row));
        }
        control("/subscribers", {{"subscribers", rows}});
    }
    json items(const std::string& query)
    {
        return json::parse(call("GET", "/broadworks/subscribers" + query).body).at("items");
    }
    static std::string next_of(const Reply& reply)
    {
        const auto link = reply.headers.find("link");
        if (link == reply.headers.end()) return "";
        const auto end = link->second.find(">; rel=\"next\"");
        if (end == std::string::npos) return "";
        const auto start = link->second.rfind('<', end);
        return link->second.substr(start + 1, end - start - 1);
    }
};

TEST_F(WebexListsTest, WalksAllPagesByTheNextLinkAndShowsEveryoneOnce)
{
    seed(257);
    std::set<std::string> seen;
    std::string target = "/broadworks/subscribers?max=100";
    int pages = 0;
    while (!target.empty()) {
        const Reply reply = call("GET", target);
        ASSERT_EQ(reply.status, 200);
        const json body = json::parse(reply.body);
        for (const json& item : body.at("items")) seen.insert(item.at("userId"));
        target = next_of(reply);
        ++pages;
    }
    EXPECT_EQ(pages, 3);
    EXPECT_EQ(seen.size(), 257U);
}

TEST_F(WebexListsTest, FiftyAreStandardAHundredTheMostAndNonsenseIs1004)
{
    seed(120);
    EXPECT_EQ(items("").size(), 50U);
    EXPECT_EQ(items("?max=1000").size(), 100U);
    for (const char* bad : {"max=0", "max=-1", "max=x", "max=null", "offset=-1", "status=gone", "status=", "after=soon",
                            "lastStatusChange=2020-13-01T00:00:00Z", "selfActivated=maybe"}) {
        EXPECT_EQ(code_of(call("GET", std::string("/broadworks/subscribers?") + bad)), 1004) << bad;
    }
    set("max_above_cap", "1004");
    EXPECT_EQ(code_of(call("GET", "/broadworks/subscribers?max=101")), 1004);
}

TEST_F(WebexListsTest, APlusInAnEnterpriseMustBeEncoded)
{
    seed(2);
    seed(3, "SP1+Other", "o");
    EXPECT_EQ(items("?spEnterpriseId=SP1%2BAcme").size(), 2U);
    EXPECT_EQ(items("?spEnterpriseId=SP1+Acme").size(), 0U);  // a space
}

TEST_F(WebexListsTest, FiltersCombineAndTheNextLinkCarriesThem)
{
    seed(150);
    control("/subscribers/status", {{"userId", "u7@x.com"}, {"status", "error"}});
    EXPECT_EQ(items("?status=error,updating&spEnterpriseId=SP1%2BAcme").size(), 1U);
    EXPECT_EQ(items("?userId=U7%40X.COM&status=provisioned").size(), 0U);
    EXPECT_EQ(items("?email=mail.u8@x.com").size(), 1U);
    EXPECT_EQ(items("?selfActivated=true").size(), 0U);
    EXPECT_EQ(items(std::string("?provisioningId=") + kTemplate + "&max=100").size(), 100U);
    const Reply first = call("GET", "/broadworks/subscribers?status=provisioned&spEnterpriseId=SP1%2BAcme&max=100");
    const std::string next = next_of(first);
    EXPECT_NE(next.find("status=provisioned"), std::string::npos);
    EXPECT_NE(next.find("spEnterpriseId=SP1%2BAcme"), std::string::npos);
    EXPECT_EQ(json::parse(call("GET", next).body).at("items").size(), 49U);
}

TEST_F(WebexListsTest, TimeFiltersAreStrictAndTakeBothForms)
{
    seed(2);
    const json all = items("");
    const std::string created = all[0].at("lastStatusChange");
    EXPECT_EQ(items("?lastStatusChange=" + created).size(), 0U);
    advance(5min);
    control("/subscribers/status", {{"userId", "u1@x.com"}, {"status", "error"}});
    const json changed = items("?lastStatusChange=" + created);
    ASSERT_EQ(changed.size(), 1U);
    EXPECT_EQ(changed[0].at("userId"), "u1@x.com");
    EXPECT_EQ(items("?after=" + created).size(), 0U);
    EXPECT_EQ(items("?lastStatusChange=0").size(), 2U);
}

TEST_F(WebexListsTest, TheKnownDefectsOfLinksAreSwitches)
{
    seed(120);
    set("link_without_filters", true);
    const std::string target = "/broadworks/subscribers?status=provisioned&max=100";
    EXPECT_EQ(next_of(call("GET", target)).find("status"), std::string::npos);
    set("link_without_filters", false);
    set("link_with_null_max", true);
    EXPECT_NE(next_of(call("GET", target)).find("max=null"), std::string::npos);
    set("link_with_null_max", false);
    set("link_relations", "all");
    const Reply reply = call("GET", target + "&offset=10");
    EXPECT_NE(reply.headers.at("link").find("rel=\"prev\""), std::string::npos);
    EXPECT_FALSE(next_of(reply).empty());
}

TEST_F(WebexListsTest, AnEmptyPageStillHasANextLink)
{
    seed(60);
    control("/faults", {{"operation", "list"}, {"kind", "empty-page"}});
    const Reply empty = call("GET", "/broadworks/subscribers");
    EXPECT_EQ(json::parse(empty.body).at("items").size(), 0U);
    EXPECT_EQ(json::parse(call("GET", next_of(empty)).body).at("items").size(), 50U);
}

TEST_F(WebexListsTest, ShapesThatContradictTheSchemaAreSwitches)
{
    seed(1);
    set("self_activated_as_string", true);
    EXPECT_EQ(items("")[0].at("selfActivated"), "false");
    set("enterprises_bare", true);
    EXPECT_TRUE(json::parse(call("GET", "/broadworks/enterprises").body).contains("spEnterpriseId"));
    set("precheck_info_as_object", true);
    const Reply reply = call("POST", "/broadworks/subscribers/validate", {{"email", "new@x.com"}});
    EXPECT_TRUE(json::parse(reply.body).at("info").is_object());
    set("timestamp_digits", 6);
    set("timestamp_offset", true);
    const std::string created = items("")[0].at("created");
    EXPECT_EQ(created.substr(created.size() - 9), "000+00:00");
}

TEST_F(WebexListsTest, EnterprisesAreFoundByNameAndPrefix)
{
    seed(1, "SP1+Acme", "a");
    seed(1, "SP1+Other", "b");
    seed(1, "Beta", "c");
    const auto count = [&](const std::string& query) {
        return json::parse(call("GET", "/broadworks/enterprises" + query).body).at("items").size();
    };
    EXPECT_EQ(count(""), 3U);
    EXPECT_EQ(count("?startsWith=SP1%2B"), 2U);
    EXPECT_EQ(count("?spEnterpriseId=Beta"), 1U);
    EXPECT_EQ(count("?max=2"), 2U);
    set("enterprise_filters_exclusive", true);
    EXPECT_EQ(code_of(call("GET", "/broadworks/enterprises?spEnterpriseId=Beta&startsWith=B")), 1004);
}

}  // namespace
}  // namespace bwsync::lab::test
