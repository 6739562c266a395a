#include "adapters/webex/wire/requests.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace bwsync {
namespace {

using nlohmann::json;

ProvisionRequest full_request()
{
    ProvisionRequest request;
    request.provisioning_id = "pid";
    request.user_id = "jo@sp1";
    request.sp_enterprise_id = "SP1+Acme";
    request.first_name = "Zo\xC3\xAB";
    request.last_name = "O'Neil \"Q\"";
    request.package = "premium";
    request.primary_phone_number = "+12405551212";
    request.mobile_phone_number = "+12405551213";
    request.extension = "1212";
    request.email = "jo+1@example.net";
    request.language = "en_US";
    request.time_zone = "America/New_York";
    return request;
}

TEST(WebexRequestsTest, ProvisionSendsExactlyThePublishedFields)
{
    const HttpRequest request = provision_request("/v1", full_request());
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.target, "/v1/broadworks/subscribers");
    EXPECT_EQ(request.content_type, "application/json");
    const json expected = {{"provisioningId", "pid"},
                           {"userId", "jo@sp1"},
                           {"spEnterpriseId", "SP1+Acme"},
                           {"firstName", "Zo\xC3\xAB"},
                           {"lastName", "O'Neil \"Q\""},
                           {"package", "premium"},
                           {"primaryPhoneNumber", "+12405551212"},
                           {"mobilePhoneNumber", "+12405551213"},
                           {"extension", "1212"},
                           {"email", "jo+1@example.net"},
                           {"language", "en_US"},
                           {"timezone", "America/New_York"}};
    EXPECT_EQ(json::parse(request.body), expected);
}

TEST(WebexRequestsTest, ProvisionNamesTheGroupWhereThePolicyWantsIt)
{
    ProvisionRequest request = full_request();
    request.sp_enterprise_group_id = "sales";
    EXPECT_EQ(json::parse(provision_request("/v1", request).body).at("spEnterpriseGroupId"), "sales");
}

TEST(WebexRequestsTest, ProvisionLeavesEmptyOptionalFieldsOut)
{
    ProvisionRequest request;
    request.provisioning_id = "pid";
    const json body = json::parse(provision_request("/v1", request).body);
    EXPECT_EQ(body.size(), 6U);
    EXPECT_FALSE(body.contains("email"));
    EXPECT_EQ(body["lastName"], "");
}

TEST(WebexRequestsTest, UpdateSendsWhatChangesAndEmptyTextsThatRemove)
{
    UpdateRequest request;
    request.mobile_phone_number = "";
    request.package = "basic";
    const HttpRequest http = update_request("/v1", "a/b'c", request);
    EXPECT_EQ(http.method, "PUT");
    EXPECT_EQ(http.target, "/v1/broadworks/subscribers/a%2Fb%27c");
    const json expected = {{"mobilePhoneNumber", ""}, {"package", "basic"}};
    EXPECT_EQ(json::parse(http.body), expected);
    EXPECT_EQ(update_request("/v1", "x", UpdateRequest()).body, "{}");
}

TEST(WebexRequestsTest, ListEncodesEveryFilter)
{
    SubscriberFilter filter;
    EXPECT_EQ(list_request("", filter).target, "/broadworks/subscribers?max=100");
    filter.user_id = "a&b@x";
    filter.email = "jo+1@x";
    filter.sp_enterprise_id = "SP1+Acme";
    filter.provisioning_id = "p=";
    filter.last_status_change_after = Instant(Millis(1571408776123));
    EXPECT_EQ(list_request("/v1", filter).target,
              "/v1/broadworks/subscribers?max=100&userId=a%26b%40x&email=jo%2B1%40x&spEnterpriseId=SP1%2BAcme"
              "&provisioningId=p%3D&lastStatusChange=1571408776123");
}

TEST(WebexRequestsTest, RemoveAndGetNameTheSubscriberAndHaveNoBody)
{
    EXPECT_EQ(remove_request("/v1", "Y2").method, "DELETE");
    EXPECT_EQ(remove_request("/v1", "Y2").target, "/v1/broadworks/subscribers/Y2");
    EXPECT_EQ(get_request("/v1", "Y2").method, "GET");
    EXPECT_TRUE(remove_request("/v1", "Y2").body.empty());
}

TEST(WebexRequestsTest, PrecheckSendsTheProvisioningBody)
{
    const HttpRequest request = precheck_request("/v1", full_request());
    EXPECT_EQ(request.target, "/v1/broadworks/subscribers/validate");
    EXPECT_EQ(request.body, provision_request("/v1", full_request()).body);
}

TEST(WebexRequestsTest, ATextThatIsNoUtf8StillMakesARequest)
{
    ProvisionRequest request = full_request();
    request.first_name = "Zo\xEB";
    EXPECT_TRUE(json::accept(provision_request("/v1", request).body));
}

TEST(WebexRequestsTest, ThePartialPrecheckSendsTheAddressAndItsCustomer)
{
    EmailPrecheck precheck;
    precheck.email = "jo+1@example.net";
    precheck.customer_primary_email = "first@example.net";
    const HttpRequest request = precheck_email_request("/v1", precheck);
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.target, "/v1/broadworks/subscribers/validate");
    const json expected = {{"email", "jo+1@example.net"}, {"customerInfo", {{"primaryEmail", "first@example.net"}}}};
    EXPECT_EQ(json::parse(request.body), expected);
}

TEST(WebexRequestsTest, TheConsentMailHasNoBroadWorksInItsPath)
{
    const HttpRequest request = consent_move_request("/v1", "a/b");
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.target, "/v1/subscribers/a%2Fb/emails/consentMove");
    EXPECT_TRUE(request.body.empty());
}

}  // namespace
}  // namespace bwsync
