// Requests and answers of the families beside the subscribers: exactly the published fields out, anything readable in.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "adapters/webex/wire/billing_wire.hpp"
#include "adapters/webex/wire/enterprises_wire.hpp"
#include "adapters/webex/wire/organizations_wire.hpp"
#include "adapters/webex/wire/people_wire.hpp"
#include "adapters/webex/wire/workspaces_wire.hpp"

namespace bwsync {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

std::string line_of(const HttpRequest& request)
{
    return request.method + " " + request.target;
}

TEST(WebexFamiliesTest, PathsAndQueriesAreThePublishedOnes)
{
    PersonFilter people;
    people.organization_id = "O=1";
    people.email = "jo+1@x.com";
    EXPECT_EQ(line_of(people_list_request("/v1", people)), "GET /v1/people?max=100&orgId=O%3D1&email=jo%2B1%40x.com");
    EXPECT_EQ(line_of(person_get_request("/v1", "P/1")), "GET /v1/people/P%2F1");
    EXPECT_EQ(line_of(person_remove_request("/v1", "P1")), "DELETE /v1/people/P1");
    EXPECT_EQ(line_of(organizations_list_request("/v1")), "GET /v1/organizations");
    EXPECT_EQ(line_of(organization_get_request("", "O1")), "GET /organizations/O1");
    EXPECT_EQ(line_of(organization_remove_request("/v1", "O1")), "DELETE /v1/organizations/O1");
    EXPECT_EQ(line_of(sync_status_request("/v1", "E1")), "GET /v1/broadworks/enterprises/E1/broadworksDirectorySync");
    EXPECT_EQ(line_of(billing_get_request("/v1", "B1")), "GET /v1/broadworks/billing/reports/B1");
    EXPECT_EQ(line_of(billing_remove_request("/v1", "B1")), "DELETE /v1/broadworks/billing/reports/B1");
    EXPECT_EQ(line_of(workspace_remove_request("/v1", "W1")), "DELETE /v1/broadworks/workspaces/W1");
}

TEST(WebexFamiliesTest, AnEnterpriseListAsksForOneOfTheTwoFiltersOnly)
{
    EnterpriseFilter filter;
    EXPECT_EQ(line_of(enterprises_list_request("/v1", filter)), "GET /v1/broadworks/enterprises?max=1000");
    filter.starts_with = "SP1+";
    EXPECT_EQ(line_of(enterprises_list_request("/v1", filter)),
              "GET /v1/broadworks/enterprises?max=1000&startsWith=SP1%2B");
    filter.sp_enterprise_id = "SP1+Acme";
    EXPECT_EQ(line_of(enterprises_list_request("/v1", filter)),
              "GET /v1/broadworks/enterprises?max=1000&spEnterpriseId=SP1%2BAcme");
}

TEST(WebexFamiliesTest, ABillingListCarriesItsFiltersAsMonths)
{
    BillingFilter filter;
    EXPECT_EQ(line_of(billing_list_request("/v1", filter)), "GET /v1/broadworks/billing/reports");
    filter.after = "2026-01";
    filter.before = "2026-10";
    filter.sort = BillingSort::kStatus;
    EXPECT_EQ(line_of(billing_list_request("/v1", filter)),
              "GET /v1/broadworks/billing/reports?after=2026-01&before=2026-10&sortBy=status");
    filter = BillingFilter();
    filter.sort = BillingSort::kPeriod;
    EXPECT_EQ(line_of(billing_list_request("/v1", filter)), "GET /v1/broadworks/billing/reports?sortBy=billingPeriod");
    filter.sort = BillingSort::kId;
    EXPECT_EQ(line_of(billing_list_request("/v1", filter)), "GET /v1/broadworks/billing/reports?sortBy=id");
}

TEST(WebexFamiliesTest, BodiesHoldThePublishedFieldsAlone)
{
    EXPECT_EQ(json::parse(sync_enable_request("/v1", "E", true).body), json({{"enableDirSync", true}}));
    EXPECT_EQ(json::parse(sync_enable_request("/v1", "E", false).body), json({{"enableDirSync", false}}));
    EXPECT_EQ(json::parse(sync_trigger_request("/v1", "E").body), json({{"syncStatus", "SYNC_NOW"}}));
    EXPECT_EQ(json::parse(sync_user_request("/v1", "E", "jo@x").body), json({{"userId", "jo@x"}}));
    EXPECT_EQ(json::parse(billing_create_request("/v1", "2026-10").body), json({{"billingPeriod", "2026-10"}}));
    WorkspaceRequest room;
    room.provisioning_id = "pid";
    room.user_id = "room@x";
    room.sp_enterprise_id = "SP1+Acme";
    room.display_name = "Conf\xC3\xA9rence";
    const json named = {{"provisioningId", "pid"},
                        {"userId", "room@x"},
                        {"spEnterpriseId", "SP1+Acme"},
                        {"displayName", "Conf\xC3\xA9rence"}};
    EXPECT_EQ(json::parse(workspace_provision_request("/v1", room).body), named);
    room.extension = "51212";
    room.primary_phone_number = "+12405551212";
    EXPECT_EQ(json::parse(workspace_provision_request("/v1", room).body).size(), 6U);
    WorkspaceUpdate change;
    change.extension = "";
    EXPECT_EQ(json::parse(workspace_update_request("/v1", "W", change).body), json({{"extension", ""}}));
    EXPECT_EQ(workspace_update_request("/v1", "W", change).method, "PUT");
}

const std::string kPerson = R"({"id":"P1","emails":["old@x.com"],"phoneNumbers":[{"type":"work","value":"+1"}],
  "extension":"12","locationId":"L","displayName":"Jo B","nickName":"Jo","firstName":"Jo","lastName":"B","orgId":"O1",
  "roles":["R1"],"licenses":["L1","L2"],"department":"D","manager":null,"addresses":[{"type":"work","country":"US"}],
  "created":"2026-01-01T00:00:00.000Z","lastModified":"2026-01-02T00:00:00.000Z","timezone":"UTC","status":"active",
  "invitePending":"false","loginEnabled":"true","type":"person","someday":"new"})";

TEST(WebexFamiliesTest, APersonIsWrittenBackWholeButForWhatAPutDoesNotTake)
{
    PersonChange change;
    change.email = "new@x.com";
    const auto request = person_update_request("/v1", "P1", kPerson, change);
    ASSERT_TRUE(request);
    EXPECT_EQ(line_of(*request), "PUT /v1/people/P1");
    const json expected = {
        {"emails", {"new@x.com"}},  {"displayName", "Jo B"}, {"firstName", "Jo"},
        {"lastName", "B"},          {"orgId", "O1"},         {"roles", {"R1"}},
        {"licenses", {"L1", "L2"}}, {"department", "D"},     {"addresses", {{{"type", "work"}, {"country", "US"}}}},
        {"loginEnabled", true}};
    EXPECT_EQ(json::parse(request->body), expected);
}

TEST(WebexFamiliesTest, AChangeThatIsThereAlreadyIsNotWritten)
{
    PersonChange change;
    EXPECT_FALSE(person_update_request("/v1", "P1", kPerson, change));
    change.email = "old@x.com";
    change.first_name = "Jo";
    EXPECT_FALSE(person_update_request("/v1", "P1", kPerson, change));
    change.last_name = "C";
    EXPECT_TRUE(person_update_request("/v1", "P1", kPerson, change));
    EXPECT_FALSE(person_update_request("/v1", "P1", "<html>", change));
}

TEST(WebexFamiliesTest, APersonWithoutADisplayNameGetsOneSinceAPutMustHaveIt)
{
    PersonChange change;
    change.email = "new@x.com";
    const auto name_for = [&change](const std::string& person) {
        return json::parse(person_update_request("", "P", person, change)->body)["displayName"];
    };
    EXPECT_EQ(name_for(R"({"id":"P","firstName":"Jo","lastName":"B"})"), "Jo B");
    EXPECT_EQ(name_for(R"({"id":"P","lastName":"B"})"), "B");
    EXPECT_EQ(name_for(R"({"id":"P","emails":["old@x.com"]})"), "old@x.com");
}

TEST(WebexFamiliesTest, APersonIsReadWithTextsForBooleans)
{
    const auto person = parse_person(kPerson);
    ASSERT_TRUE(person);
    EXPECT_EQ(person->id, "P1");
    EXPECT_EQ(person->organization_id, "O1");
    EXPECT_EQ(person->emails, std::vector<std::string>{"old@x.com"});
    EXPECT_EQ(person->licenses.size(), 2U);
    EXPECT_EQ(person->invite_pending, false);
    EXPECT_EQ(person->login_enabled, true);
    EXPECT_EQ(person->created, Instant(Millis(1767225600000)));
    EXPECT_FALSE(parse_person(R"({"emails":["x"]})"));
    EXPECT_FALSE(parse_people(R"({"items":[{"id":"P1"},{"emails":[]}]})"));
    EXPECT_FALSE(parse_people(R"({"notFoundIds":[]})"));
    EXPECT_EQ(parse_people(R"({"items":[]})")->size(), 0U);
}

TEST(WebexFamiliesTest, EnterprisesComeAsAListAndAsOneBareObject)
{
    const std::string one = R"({"id":"E1","orgId":"O1","provisioningId":"pid","spEnterpriseId":"SP1+Acme",
        "broadworksDirectorySync":{"enableDirSync":"true","directorySyncStatus":{"syncStatus":"COMPLETE"}}})";
    for (const std::string& body : {"{\"items\":[" + one + "]}", one, "{\"items\":" + one + "}"}) {
        const auto read = parse_enterprises(body);
        ASSERT_TRUE(read) << body;
        ASSERT_EQ(read->size(), 1U);
        EXPECT_EQ(read->front().organization_id, "O1");
        EXPECT_EQ(read->front().sp_enterprise_id, "SP1+Acme");
        EXPECT_EQ(read->front().sync.is_enabled, true);
        EXPECT_EQ(read->front().sync.status, DirectorySyncStatus::kComplete);
    }
    EXPECT_EQ(parse_enterprises("{\"items\":[]}")->size(), 0U);
    for (const char* bad : {"", "{}", "[]", "<html>", R"({"items":[{"orgId":"O"}]})", R"({"items":"none"})"}) {
        EXPECT_FALSE(parse_enterprises(bad)) << bad;
    }
}

TEST(WebexFamiliesTest, ADirectorySynchronisationIsReadWithAllItsCounters)
{
    json status = {{"lastSyncStartTime", "2021-04-07T15:26:40.704911Z"},
                   {"lastSyncEndTime", "2021-04-07T15:28:04.000000Z"},
                   {"syncStatus", "FAILED"},
                   {"lastSuccessfulSyncTime", "2021-04-06T00:00:00Z"},
                   {"lastSyncTrackingId", "NA_1"},
                   {"errors", {{{"errorCode", 6003}, {"description", "CTI"}}}}};
    const std::vector<std::string> names = {"usersAdded",
                                            "usersUpdated",
                                            "usersDeleted",
                                            "machinesAdded",
                                            "machinesUpdated",
                                            "machinesDeleted",
                                            "userContactsAdded",
                                            "userContactsUpdated",
                                            "userContactsDeleted",
                                            "orgContactsAdded",
                                            "orgContactsUpdated",
                                            "orgContactsDeleted",
                                            "totalExternalUsersInCI",
                                            "totalExternalMachinesInCI",
                                            "totalUserContactsInContactService",
                                            "totalOrgContactsInContactService"};
    for (std::size_t i = 0; i < names.size(); ++i) status[names[i]] = 100 + i;
    const json body = {{"enableDirSync", true}, {"directorySyncStatus", status}};
    const auto sync = parse_directory_sync(body.dump());
    ASSERT_TRUE(sync);
    EXPECT_EQ(sync->status, DirectorySyncStatus::kFailed);
    EXPECT_EQ(sync->last_tracking_id, "NA_1");
    ASSERT_EQ(sync->errors.size(), 1U);
    EXPECT_EQ(sync->errors.front().code, 6003);
    EXPECT_EQ(sync->last_end - sync->last_start, 83'296ms);
    const DirectorySyncCounts& n = sync->counts;
    const std::vector<std::optional<long long>> read = {
        n.users_added,           n.users_updated,           n.users_deleted,        n.machines_added,
        n.machines_updated,      n.machines_deleted,        n.user_contacts_added,  n.user_contacts_updated,
        n.user_contacts_deleted, n.org_contacts_added,      n.org_contacts_updated, n.org_contacts_deleted,
        n.total_external_users,  n.total_external_machines, n.total_user_contacts,  n.total_org_contacts};
    for (std::size_t i = 0; i < read.size(); ++i) EXPECT_EQ(read[i], 100 + static_cast<long long>(i)) << names[i];
}

TEST(WebexFamiliesTest, ADirectorySynchronisationIsReadShortWrappedAndWithWordsOfTomorrow)
{
    const auto brief = parse_directory_sync(R"({"enableDirSync":false})");
    ASSERT_TRUE(brief);
    EXPECT_EQ(brief->is_enabled, false);
    EXPECT_FALSE(brief->counts.users_added);
    const auto wrapped = parse_directory_sync(
        R"({"broadworksDirectorySync":{"directorySyncStatus":{"syncStatus":"RESTING","usersAdded":"7"}}})");
    ASSERT_TRUE(wrapped);
    EXPECT_FALSE(wrapped->is_enabled);
    EXPECT_EQ(wrapped->status, DirectorySyncStatus::kUnknown);
    EXPECT_EQ(wrapped->status_text, "RESTING");
    EXPECT_EQ(wrapped->counts.users_added, 7);
    for (const char* bad : {"", "{}", "[]", R"({"items":[]})"}) EXPECT_FALSE(parse_directory_sync(bad)) << bad;
}

TEST(WebexFamiliesTest, TheActionOnAnExternalUserIsReadTolerantly)
{
    const auto added = parse_external_user(
        R"({"userResponse":{"userId":"jo@x","firstName":"Jo","extension":"12","number":"+1","mobile":"+2"},"status":"ADD"})");
    ASSERT_TRUE(added);
    EXPECT_EQ(added->action, ExternalUserAction::kAdded);
    EXPECT_EQ(added->user_id, "jo@x");
    EXPECT_EQ(added->mobile, "+2");
    EXPECT_EQ(parse_external_user(R"({"status":"UPDATE"})")->action, ExternalUserAction::kUpdated);
    EXPECT_EQ(parse_external_user(R"({"status":"DELETE"})")->action, ExternalUserAction::kDeleted);
    EXPECT_EQ(parse_external_user(R"({"status":"NO_OPERATION"})")->action, ExternalUserAction::kNothing);
    const auto odd = parse_external_user(R"({"status":"MERGE"})");
    EXPECT_EQ(odd->action, ExternalUserAction::kUnknown);
    EXPECT_EQ(odd->action_text, "MERGE");
    EXPECT_FALSE(parse_external_user("{}"));
}

TEST(WebexFamiliesTest, ABillingReportIsReadWithItsOtherNameForCodes)
{
    const auto report = parse_billing_report(R"({"id":"B1","billingPeriod":"2026-10","status":"FAILED",
        "created":"2026-11-01T00:00:00Z","createdBy":"P1","tempDownloadURL":"https://files.example/x?sig=1",
        "errors":[{"code":5001,"description":"no"}]})");
    ASSERT_TRUE(report);
    EXPECT_EQ(report->period, "2026-10");
    EXPECT_EQ(report->status, BillingStatus::kFailed);
    EXPECT_EQ(report->download_url, "https://files.example/x?sig=1");
    ASSERT_EQ(report->errors.size(), 1U);
    EXPECT_EQ(report->errors.front().code, 5001);
    EXPECT_EQ(parse_billing_report(R"({"id":"B1","status":"ARCHIVED"})")->status, BillingStatus::kUnknown);
    EXPECT_FALSE(parse_billing_report(R"({"status":"COMPLETED"})"));
    EXPECT_EQ(parse_billing_reports(R"({"items":[{"id":"B1"},{"id":"B2"}]})")->size(), 2U);
    EXPECT_FALSE(parse_billing_reports("[]"));
}

TEST(WebexFamiliesTest, OrganisationsAndWorkspacesAreRead)
{
    const auto organization =
        parse_organization(R"({"id":"O1","displayName":"Acme","created":"2015-10-18T14:26:16+00:00"})");
    ASSERT_TRUE(organization);
    EXPECT_EQ(organization->display_name, "Acme");
    EXPECT_EQ(organization->created, Instant(Millis(1445178376000)));
    EXPECT_FALSE(parse_organization("{}"));
    EXPECT_EQ(parse_organizations(R"({"items":[{"id":"O1"}]})")->size(), 1U);
    EXPECT_FALSE(parse_organizations(""));
    const auto room = parse_workspace(
        R"({"id":"W1","provisioningId":"pid","userId":"room@x","spEnterpriseId":"SP1+Acme","displayName":"Room","extension":12})");
    ASSERT_TRUE(room);
    EXPECT_EQ(room->extension, "12");
    EXPECT_EQ(room->display_name, "Room");
    EXPECT_FALSE(parse_workspace(R"({"displayName":"Room"})"));
}

}  // namespace
}  // namespace bwsync
