// The lab refuses what the published documents do not allow, family by family, and never the other way round.
#include <gtest/gtest.h>

#include "tests/integration/lab_webex/webex_lab.hpp"

namespace bwsync::lab::test {
namespace {

class WebexFamiliesTest : public WebexLabTest {
protected:
    static constexpr const char* kReports = "/broadworks/billing/reports";
    static constexpr const char* kWorkspaces = "/broadworks/workspaces";

    static json room()
    {
        return {{"provisioningId", kTemplate},
                {"userId", "room@x.com"},
                {"spEnterpriseId", "SP1+Acme"},
                {"displayName", "Room"}};
    }
    std::string made_report(const std::string& period)
    {
        return json::parse(call("POST", kReports, {{"billingPeriod", period}}).body).at("id");
    }
    Reply download(const std::string& url, HttpClient::Headers headers = {})
    {
        const auto slash = url.find('/', url.find("//") + 2);
        HttpClient files(url.substr(0, slash));
        return files.request("GET", url.substr(slash), "", headers);
    }
};

TEST_F(WebexFamiliesTest, EachRequiredFieldIsNeeded)
{
    provisioned(person("ada@x.com"));
    for (const char* name : {"provisioningId", "userId", "spEnterpriseId", "displayName"}) {
        json body = room();
        body.erase(name);
        EXPECT_EQ(code_of(call("POST", kWorkspaces, body)), 1001) << name;
    }
    EXPECT_EQ(code_of(call("POST", kReports, json::object())), 1001);
    const std::string id = get(provisioned(person("bob@x.com"))).at("personId");
    EXPECT_EQ(call("PUT", "/people/" + id, {{"emails", {"new@x.com"}}}).status, 400) << "displayName is required";
}

TEST_F(WebexFamiliesTest, UnknownFieldsAndQueryNamesAreRefusedByTheSwitchAlone)
{
    provisioned(person("ada@x.com"));
    json body = room();
    body["package"] = "basic";  // workspaces have none
    EXPECT_EQ(call("POST", kWorkspaces, body).status, 200);
    EXPECT_EQ(call("GET", std::string(kReports) + "?page=2").status, 200);
    set("refuse_unknown_fields", true);
    body["displayName"] = "Room 2";
    EXPECT_EQ(code_of(call("POST", kWorkspaces, body)), 1003);
    EXPECT_EQ(code_of(call("GET", std::string(kReports) + "?page=2")), 1004);
    EXPECT_EQ(code_of(call("GET", "/broadworks/subscribers?package=basic")), 1004);
    EXPECT_EQ(code_of(call("GET", "/people?limit=3")), 1004);
    EXPECT_EQ(code_of(call("GET", "/organizations?max=3")), 1004) << "this list has no pages";
    EXPECT_EQ(code_of(call("POST", kReports, {{"billingPeriod", "2020-01"}, {"format", "csv"}})), 1003);
}

TEST_F(WebexFamiliesTest, TypesFormatsAndEnumerationsAreAlwaysChecked)
{
    provisioned(person("ada@x.com"));
    json body = room();
    body["extension"] = 12;
    EXPECT_EQ(code_of(call("POST", kWorkspaces, body)), 1003);
    body["extension"] = "1 2";
    EXPECT_EQ(code_of(call("POST", kWorkspaces, body)), 1003);
    EXPECT_EQ(code_of(call("PUT", std::string(kWorkspaces) + "/nothing", {{"extension", "12"}})), 2039);
    EXPECT_EQ(code_of(call("PUT", std::string(kWorkspaces) + "/" + std::string(257, 'a'), {{"extension", "12"}})),
              1002);
    EXPECT_EQ(code_of(call("GET", std::string(kReports) + "?sortBy=created")), 2031);
    EXPECT_EQ(code_of(call("GET", std::string(kReports) + "?before=2020-01-01")), 2028);
    EXPECT_EQ(code_of(call("POST", kReports, {{"billingPeriod", "January"}})), 2028);
    EXPECT_EQ(call("PATCH", std::string(kReports) + "/x").status, 405);
    EXPECT_EQ(call("GET", std::string(kWorkspaces)).status, 405) << "there is no list of workspaces";
}

TEST_F(WebexFamiliesTest, AScopeThatIsMissingIsNamed)
{
    WebexConfig config = standard_config();
    config.scopes = {"spark-admin:broadworks_billing_reports_read"};
    restart(config);
    EXPECT_EQ(call("GET", kReports).status, 200);
    EXPECT_EQ(call("POST", kReports, {{"billingPeriod", "2020-01"}}).status, 403);
    EXPECT_EQ(call("POST", kWorkspaces, room()).status, 403);
}

TEST_F(WebexFamiliesTest, APersonIsReplacedAndNumbersAreForWebexCalling)
{
    const std::string id = get(provisioned(person("ada@x.com"))).at("personId");
    const std::string path = "/people/" + id;
    const json numbers = {{{"type", "work"}, {"value", "+1"}}};
    EXPECT_EQ(call("PUT", path, {{"displayName", "A"}, {"phoneNumbers", numbers}}).status, 400);
    EXPECT_EQ(call("PUT", path, {{"displayName", "A"}, {"emails", {"a@x", "b@x"}}}).status, 400) << "one at most";
    EXPECT_EQ(call("PUT", path, {{"displayName", "A"}, {"orgId", "another"}}).status, 400);
    EXPECT_EQ(call("PUT", path, {{"displayName", "A"}, {"loginEnabled", "true"}}).status, 400);
    const Reply changed = call("PUT", path, {{"displayName", "A"}, {"emails", {"new@x.com"}}});
    ASSERT_EQ(changed.status, 200) << changed.body;
    const json person_now = json::parse(call("GET", path).body);
    EXPECT_EQ(person_now.at("emails").at(0), "new@x.com");
    EXPECT_EQ(person_now.at("firstName"), "") << "what is not sent is gone";
}

TEST_F(WebexFamiliesTest, AReportIsMadeInTheBackgroundAndItsLinkIsTheOnlyRight)
{
    provisioned(person("ada@x.com"));
    const std::string id = made_report("2020-01");
    const std::string path = std::string(kReports) + "/" + id;
    json report = json::parse(call("GET", path).body);
    EXPECT_EQ(report.at("status"), "IN_PROGRESS");
    EXPECT_FALSE(report.contains("tempDownloadURL"));
    advance(10s);
    report = json::parse(call("GET", path).body);
    EXPECT_EQ(report.at("status"), "COMPLETED");
    const std::string url = report.at("tempDownloadURL");
    EXPECT_EQ(download(url).status, 200);
    EXPECT_EQ(download(url, {{"Authorization", "Bearer " + token}}).status, 400);
    EXPECT_EQ(control("/billing").at("downloadsWithToken"), 1);
    const Reply piece = download(url, {{"Range", "bytes=2-5"}});
    EXPECT_EQ(piece.status, 206);
    EXPECT_EQ(piece.body, download(url).body.substr(2, 4));
    EXPECT_EQ(download(url, {{"Range", "bytes=100000-"}}).status, 416);
    EXPECT_EQ(download(url, {{"Range", "bytes=2-5"}, {"If-Range", "\"other\""}}).status, 200);
    set("download_ranges", false);
    EXPECT_EQ(download(url, {{"Range", "bytes=2-5"}}).status, 200);
    advance(1h);
    EXPECT_EQ(download(url).status, 403);
    EXPECT_EQ(download(url + "x").status, 403);
}

TEST_F(WebexFamiliesTest, TheFileAndItsColumnsAreTheTestersChoice)
{
    provisioned(person("ada@x.com"));
    control("/billing/columns",
            {{"columns", {{{"heading", "Who"}, {"field", "userId"}}, {{"heading", "Fixed"}, {"value", "a \"b\""}}}}});
    EXPECT_EQ(control_status("/billing/columns", {{"columns", {{{"heading", "X"}, {"field", "shoeSize"}}}}}), 400);
    EXPECT_EQ(control_status("/billing/file", {{"billingPeriod", "soon"}, {"csv", ""}}), 400);
    const auto file_of = [&](const std::string& id) {
        return download(json::parse(call("GET", std::string(kReports) + "/" + id).body).at("tempDownloadURL")).body;
    };
    const std::string id = made_report("2020-01");
    advance(10s);
    EXPECT_EQ(file_of(id), "Who,Fixed\r\nada@x.com,\"a \"\"b\"\"\"\r\n");
    control("/billing/file", {{"billingPeriod", "2020-02"}, {"csv", "A;B\n1;2\n"}});
    const std::string other = made_report("2020-02");
    advance(10s);
    EXPECT_EQ(file_of(other), "A;B\n1;2\n");
    control("/faults", {{"operation", "download"}, {"kind", "html"}, {"status", 503}});
    EXPECT_EQ(file_of(other).rfind("<html>", 0), 0U);
}

}  // namespace
}  // namespace bwsync::lab::test
