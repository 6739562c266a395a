#include <gtest/gtest.h>

#include "tests/integration/lab_webex/webex_lab.hpp"

namespace bwsync::lab::test {
namespace {

class WebexSubscribersTest : public WebexLabTest {};

TEST_F(WebexSubscribersTest, TheFirstSubscriberCreatesTheOrganisationAndBecomesItsAdministrator)
{
    const Reply reply = provision(person("ada@x.com"));
    ASSERT_EQ(reply.status, 200) << reply.body;
    const json made = json::parse(reply.body);
    EXPECT_EQ(made.at("status"), "provisioning");
    EXPECT_FALSE(made.contains("personId"));
    EXPECT_EQ(made.at("selfActivated"), false);
    EXPECT_EQ(json::parse(call("GET", "/broadworks/enterprises").body).at("items").size(), 0U);
    advance(9s);
    EXPECT_EQ(get(made.at("id")).at("status"), "provisioning");
    advance(1s);
    const json ready = get(made.at("id"));
    EXPECT_EQ(ready.at("status"), "provisioned");
    EXPECT_NE(ready.at("lastStatusChange"), made.at("lastStatusChange"));
    const json enterprises = json::parse(call("GET", "/broadworks/enterprises").body).at("items");
    ASSERT_EQ(enterprises.size(), 1U);
    EXPECT_EQ(enterprises[0].at("spEnterpriseId"), "SP1+Acme");
    EXPECT_EQ(control("/state").at("organizations")[0].at("adminPersonId"), ready.at("personId"));
}

TEST_F(WebexSubscribersTest, ASiblingOfTheFirstIsRefusedUntilTheOrganisationIsReady)
{
    ASSERT_EQ(provision(person("ada@x.com")).status, 200);
    const Reply early = provision(person("bob@x.com"));
    EXPECT_EQ(early.status, 403);
    EXPECT_EQ(code_of(early), 2034);
    advance(10s);
    ASSERT_EQ(provision(person("bob@x.com")).status, 200);
    advance(2s);
    const json found = json::parse(call("GET", "/broadworks/subscribers?userId=bob%40x.com").body).at("items");
    EXPECT_EQ(found.at(0).at("status"), "provisioned");
}

TEST_F(WebexSubscribersTest, BetweenOrganisationAndAdministratorSiblingsMeet2011)
{
    control("/delays", {{"organization", "4s"}});
    ASSERT_EQ(provision(person("ada@x.com")).status, 200);
    EXPECT_EQ(code_of(provision(person("bob@x.com"))), 2034);
    advance(4s);
    EXPECT_EQ(code_of(provision(person("bob@x.com"))), 2011);
    advance(6s);
    EXPECT_EQ(provision(person("bob@x.com")).status, 200);
}

TEST_F(WebexSubscribersTest, AFirstSubscriberThatFailsLeavesNoOrganisation)
{
    ASSERT_EQ(provision(person("ada@x.com")).status, 200);
    control("/subscribers/act", {{"userId", "ada@x.com"}, {"action", "fail"}, {"code", 4001}});
    const json shown = json::parse(call("GET", "/broadworks/subscribers?userId=ada@x.com").body).at("items").at(0);
    EXPECT_EQ(shown.at("status"), "error");
    EXPECT_EQ(shown.at("errors").at(0).at("errorCode"), 4001);
    advance(1h);
    EXPECT_EQ(json::parse(call("GET", "/broadworks/enterprises").body).at("items").size(), 0U);
    const Reply next = provision(person("bob@x.com"));
    EXPECT_EQ(next.status, 200) << next.body;
}

TEST_F(WebexSubscribersTest, ChecksComeInTheDocumentedOrder)
{
    json body = person("ada@x.com");
    body.erase("userId");
    body["package"] = "suite";
    body["lastName"] = std::string(300, 'x');
    Reply reply = provision(body);
    EXPECT_EQ(code_of(reply), 1001);
    EXPECT_EQ(json::parse(reply.body).at("errors")[0].at("fieldName"), "userId");
    body["userId"] = "ada@x.com";
    EXPECT_EQ(code_of(provision(body)), 1002);
    body["lastName"] = "Byron";
    EXPECT_EQ(code_of(provision(body)), 1003);
    body["package"] = "premium";
    body["provisioningId"] = "nobody knows";
    reply = provision(body);
    EXPECT_EQ(reply.status, 404);
    EXPECT_EQ(code_of(reply), 2013);
}

TEST_F(WebexSubscribersTest, KeepsEnterprisesTemplatesUsersAndEmailsApart)
{
    provisioned(person("ada@x.com"));
    json body = person("bob@x.com");
    body["provisioningId"] = kUntrusted;
    EXPECT_EQ(code_of(provision(body)), 2014);
    EXPECT_EQ(code_of(provision(person("bob@x.com", "SP1"))), 2015);
    EXPECT_EQ(code_of(provision(person("ADA@x.com"))), 2009);
    body = person("bob@x.com");
    body["email"] = "MAIL.ada@x.com";
    EXPECT_EQ(code_of(provision(body)), 2010);
    EXPECT_EQ(provision(person("bob@x.com", "SP1+Other")).status, 200);
}

TEST_F(WebexSubscribersTest, ASecondPostWhileTheFirstIsProcessedIs400With2008)
{
    ASSERT_EQ(provision(person("ada@x.com")).status, 200);
    const Reply again = provision(person("ada@x.com"));
    EXPECT_EQ(again.status, 400);
    EXPECT_EQ(code_of(again), 2008);
    const json report = control("/received");
    EXPECT_EQ(report.at("byUser").at("ada@x.com").at("provision"), 2);
    EXPECT_EQ(report.at("byUser").at("ada@x.com").at("provisionRefused").at("2008"), 1);
    EXPECT_EQ(report.at("duplicateProvisions"), 1);
    EXPECT_EQ(accepted_posts("ada@x.com"), 1);
}

TEST_F(WebexSubscribersTest, ATrustedTemplateNeedsAnEmail)
{
    json body = person("ada@x.com");
    body.erase("email");
    const Reply reply = provision(body);
    EXPECT_EQ(code_of(reply), 1001);
    EXPECT_EQ(json::parse(reply.body).at("errors")[0].at("fieldName"), "email");
}

TEST_F(WebexSubscribersTest, AnUntrustedTemplateWaitsForThePersonTwice)
{
    json body = person("ada@x.com");
    body["provisioningId"] = kUntrusted;
    body.erase("email");
    const json made = json::parse(provision(body).body);
    EXPECT_EQ(made.at("status"), "pending_email_input");
    advance(24h);
    EXPECT_EQ(get(made.at("id")).at("status"), "pending_email_input");
    EXPECT_EQ(
        code_of(call("PUT", "/broadworks/subscribers/" + made.at("id").get<std::string>(), {{"package", "basic"}})),
        2020);
    control("/subscribers/act", {{"userId", "ada@x.com"}, {"action", "enter-email"}, {"email", "ada@home.org"}});
    EXPECT_EQ(get(made.at("id")).at("status"), "pending_email_validation");
    control("/subscribers/act", {{"userId", "ada@x.com"}, {"action", "confirm-email"}});
    EXPECT_EQ(get(made.at("id")).at("status"), "provisioning");
    advance(10s);
    EXPECT_EQ(get(made.at("id")).at("email"), "ada@home.org");
    EXPECT_EQ(control_status("/subscribers/act", {{"userId", "ada@x.com"}, {"action", "confirm-email"}}), 400);
}

TEST_F(WebexSubscribersTest, AConsumerAccountWaitsForConsentAndCanBeRemindedByMail)
{
    control("/fixtures", {{"emailDomains", {{"ada@x.com", nullptr}, {"x.com", "pending_user_migration"}}}});
    const json made = json::parse(provision(person("ada@x.com")).body);
    EXPECT_EQ(made.at("status"), "pending_user_migration");
    const std::string id = made.at("id");
    EXPECT_EQ(code_of(provision(person("ada@x.com"))), 2027);
    EXPECT_EQ(call("POST", "/subscribers/" + id + "/emails/consentMove").status, 204);
    control("/subscribers/act", {{"userId", "ada@x.com"}, {"action", "consent"}});
    advance(10s);
    EXPECT_EQ(get(id).at("status"), "provisioned");
    EXPECT_EQ(call("POST", "/subscribers/" + id + "/emails/consentMove").status, 409);
    EXPECT_EQ(control("/state").at("subscribers")[0].at("consentMails"), 1);
}

TEST_F(WebexSubscribersTest, AFixtureOfADomainIsRefusedAtOnceOrLater)
{
    control("/fixtures",
            {{"emailDomains", {{"x.com", 2019}, {"y.com", {{"code", 2002}, {"async", true}}}, {"z.com", 4001}}}});
    EXPECT_EQ(code_of(provision(person("ada@x.com"))), 2019);
    for (const std::string domain : {"y.com", "z.com"}) {
        const Reply reply = provision(person("ada@" + domain, "SP1+" + domain));
        ASSERT_EQ(reply.status, 200) << reply.body;
        advance(10s);
        EXPECT_EQ(get(json::parse(reply.body).at("id")).at("status"), "error") << domain;
    }
}

TEST_F(WebexSubscribersTest, AnUpdateAnswersTheOldValuesAndShowsTheNewOnesLater)
{
    const std::string id = provisioned(person("ada@x.com"));
    const Reply reply =
        call("PUT", "/broadworks/subscribers/" + id, {{"userId", "lovelace@x.com"}, {"package", "premium"}});
    ASSERT_EQ(reply.status, 200) << reply.body;
    const json old = json::parse(reply.body);
    EXPECT_EQ(old.at("status"), "updating");
    EXPECT_EQ(old.at("userId"), "ada@x.com");
    EXPECT_EQ(old.at("package"), "standard");
    EXPECT_EQ(code_of(call("PUT", "/broadworks/subscribers/" + id, {{"package", "basic"}})), 2008);
    EXPECT_EQ(code_of(provision(person("lovelace@x.com"))), 2008);  // the new name is taken already
    advance(1s);
    const json now = get(id);
    EXPECT_EQ(now.at("status"), "provisioned");
    EXPECT_EQ(now.at("userId"), "lovelace@x.com");
    EXPECT_EQ(now.at("package"), "premium");
    EXPECT_EQ(json::parse(call("GET", "/broadworks/subscribers?userId=ada@x.com").body).at("items").size(), 0U);
    EXPECT_EQ(provision(person("ada@x.com")).status, 409);  // the e-mail is still hers
}

TEST_F(WebexSubscribersTest, OneOfNumberAndExtensionMustRemain)
{
    const std::string path = "/broadworks/subscribers/" + provisioned(person("ada@x.com"));
    EXPECT_EQ(code_of(call("PUT", path, {{"primaryPhoneNumber", ""}, {"extension", ""}})), 1003);
    ASSERT_EQ(call("PUT", path, {{"primaryPhoneNumber", ""}}).status, 200);
    advance(1s);
    EXPECT_FALSE(json::parse(call("GET", path).body).contains("primaryPhoneNumber"));
    EXPECT_EQ(code_of(call("PUT", path, {{"extension", ""}})), 1003);
    EXPECT_EQ(code_of(call("PUT", path, {{"extension", ""}, {"primaryPhoneNumber", "+12405550000"}})), 2544);
    ASSERT_EQ(call("PUT", path, {{"primaryPhoneNumber", "+12405550000"}}).status, 200);
    advance(1s);
    EXPECT_EQ(call("PUT", path, {{"extension", ""}}).status, 200);
}

TEST_F(WebexSubscribersTest, AFailedUpdateKeepsTheOldValuesAndFreesTheNewName)
{
    const std::string id = provisioned(person("ada@x.com"));
    control("/subscribers/act", {{"userId", "ada@x.com"}, {"action", "fail-next"}, {"code", 5001}});
    ASSERT_EQ(call("PUT", "/broadworks/subscribers/" + id, {{"userId", "new@x.com"}}).status, 200);
    advance(1s);
    EXPECT_EQ(get(id).at("status"), "error");
    EXPECT_EQ(get(id).at("userId"), "ada@x.com");
    json other = person("new@x.com");
    EXPECT_EQ(provision(other).status, 200);
    ASSERT_EQ(call("PUT", "/broadworks/subscribers/" + id, {{"package", "basic"}}).status,
              200);  // it was provisioned before
    advance(1s);
    EXPECT_EQ(get(id).at("status"), "provisioned");
    EXPECT_FALSE(get(id).contains("errors"));
}

TEST_F(WebexSubscribersTest, RemovalIsSoftAndFinal)
{
    const std::string id = provisioned(person("ada@x.com"));
    const std::string person_id = get(id).at("personId");
    EXPECT_EQ(call("DELETE", "/broadworks/subscribers/" + id).status, 204);
    const Reply gone = call("GET", "/broadworks/subscribers/" + id);
    EXPECT_EQ(gone.status, 404);
    EXPECT_EQ(code_of(gone), 2001);
    EXPECT_EQ(code_of(call("DELETE", "/broadworks/subscribers/" + id)), 2001);
    EXPECT_EQ(call("GET", "/people/" + person_id).status, 200);
    const std::string again = provisioned(person("ada@x.com"));
    EXPECT_NE(again, id);
    EXPECT_EQ(get(again).at("personId"), person_id);
    const json counts = control("/received").at("byUser").at("ada@x.com");
    EXPECT_EQ(counts.at("remove"), 2);
    EXPECT_EQ(counts.at("accepted").at("remove"), 1);
}

TEST_F(WebexSubscribersTest, ThePersonOfASoftRemovalIsMissedByAnotherOrganisation)
{
    const std::string id = provisioned(person("ada@x.com"));
    EXPECT_EQ(call("DELETE", "/broadworks/subscribers/" + id).status, 204);
    EXPECT_EQ(code_of(provision(person("ada@x.com", "SP1+Other"))), 2002);
    set("person_in_other_organization_refused", false);
    EXPECT_EQ(provision(person("ada@x.com", "SP1+Other")).status, 200);
}

TEST_F(WebexSubscribersTest, RemovalWhileBusyFollowsTheSwitch)
{
    const json made = json::parse(provision(person("ada@x.com")).body);
    const std::string path = "/broadworks/subscribers/" + made.at("id").get<std::string>();
    set("remove_busy", "2020");
    EXPECT_EQ(code_of(call("DELETE", path)), 2020);
    set("remove_busy", 2008);
    EXPECT_EQ(code_of(call("DELETE", path)), 2008);
    set("remove_busy", "accept");
    EXPECT_EQ(call("DELETE", path).status, 204);
    advance(1h);
    EXPECT_EQ(provision(person("bob@x.com")).status, 200);  // the organisation was given up with it
}

TEST_F(WebexSubscribersTest, PrecheckKnowsBothForms)
{
    const auto info = [&](const json& body) {
        const Reply reply = call("POST", "/broadworks/subscribers/validate", body);
        EXPECT_EQ(reply.status, 200) << reply.body;
        return json::parse(reply.body).at("info").at(0).at("infoCode").get<int>();
    };
    const auto partial = [](const std::string& email, const std::string& primary) {
        return json{{"email", email}, {"customerInfo", {{"primaryEmail", primary}}}};
    };
    EXPECT_EQ(info(partial("mail.ada@x.com", "mail.ada@x.com")), 100);
    EXPECT_EQ(info(partial("mail.bob@x.com", "mail.ada@x.com")), 101);
    EXPECT_EQ(info(person("ada@x.com")), 100);
    provisioned(person("ada@x.com"));
    EXPECT_EQ(info(partial("mail.bob@x.com", "mail.ada@x.com")), 100);
    EXPECT_EQ(code_of(call("POST", "/broadworks/subscribers/validate", person("ada@x.com"))), 2045);
    json stranger = person("bob@x.com");
    stranger["customerInfo"] = {{"primaryEmail", "who@x.com"}};
    EXPECT_EQ(code_of(call("POST", "/broadworks/subscribers/validate", stranger)), 2540);
    EXPECT_EQ(code_of(call("POST", "/broadworks/subscribers/validate", {{"customerInfo", json::object()}})), 1001);
    control("/fixtures", {{"emailDomains", {{"c.com", {{"infoCode", 107}}}}}});
    EXPECT_EQ(info(partial("new@c.com", "new@c.com")), 107);
    set("no_cluster", true);
    EXPECT_EQ(code_of(call("POST", "/broadworks/subscribers/validate", partial("a@b.c", "a@b.c"))), 2043);
    const json report = control("/received");
    EXPECT_EQ(report.at("byUser").at("ada@x.com").at("provision"), 1) << "prechecks are no provisioning";
}

}  // namespace
}  // namespace bwsync::lab::test
