// Every request that the daemon can send, against the lab at its strictest: unknown fields and query names are refused,
// formats and enumerations always are. What passes here is what the published documents allow.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/integration/webex/partner_lab_fixture.hpp"

namespace bwsync::test {
namespace {

class WebexFamiliesLabTest : public WebexLabPartnerTest {
protected:
    void start_strict(lab::WebexConfig config = standard())
    {
        config.switches.refuse_unknown_fields = true;
        config.delays.first_subscriber = 2s;
        start(std::move(config));
        clock.sleeps_at_most = 400ms;
    }
    template <class T>
    T must(std::function<Task<WebexResult<T>>()> call)
    {
        auto result = run<WebexResult<T>>(std::move(call));
        if (!result) throw std::runtime_error(result.error().what + " " + std::to_string(result.error().http_status));
        return std::move(*result);
    }
    template <class T>
    WebexFailure refused(std::function<Task<WebexResult<T>>()> call)
    {
        const auto result = run<WebexResult<T>>(std::move(call));
        EXPECT_FALSE(result);
        return result ? WebexFailure() : result.error();
    }
    WebexEnterprise enterprise()
    {
        const auto page =
            must<EnterprisePage>([&] { return partner->enterprises().list(EnterpriseFilter(), "", token()); });
        return page.items.at(0);
    }
    DirectorySync sync_of(const WebexEnterprise& one)
    {
        return must<Answered<DirectorySync>>(
                   [&] { return partner->enterprises().sync_status(one.id, one.organization_id, token()); })
            .value;
    }
    DirectorySync until_sync(const WebexEnterprise& one, DirectorySyncStatus status)
    {
        const auto limit = SteadyClock::now() + 20s;
        DirectorySync sync = sync_of(one);
        while (sync.status != status && SteadyClock::now() < limit) {
            (void)run<bool>([&] { return sleep_for(20ms, token()); });
            sync = sync_of(one);
        }
        EXPECT_EQ(sync.status, status);
        return sync;
    }
    BillingReport until_made(const std::string& id)
    {
        const auto limit = SteadyClock::now() + 20s;
        BillingReport report;
        do {
            report = must<Answered<BillingReport>>([&] { return partner->billing().get(id, token()); }).value;
            (void)run<bool>([&] { return sleep_for(20ms, token()); });
        } while (report.status == BillingStatus::kInProgress && SteadyClock::now() < limit);
        return report;
    }
    std::stop_token token() const { return stop.get_token(); }
    json state_of(const std::string& user)
    {
        const json state = control("/state");
        for (const json& one : state.at("subscribers")) {
            if (one.at("userId") == user) return one;
        }
        return json::object();
    }
};

TEST_F(WebexFamiliesLabTest, SubscribersSendOnlyWhatIsPublished)
{
    start_strict();
    EmailPrecheck first;
    first.email = first.customer_primary_email = "ada@x.com";
    EXPECT_FALSE(must<Answered<PrecheckReport>>([&] {
                     return partner->precheck_email(first, token());
                 }).value.info_codes.empty());
    ProvisionRequest request = person("ada@x.com");
    request.mobile_phone_number = "+12405551213";
    request.language = "en_US";
    (void)must<Answered<PrecheckReport>>([&] { return partner->precheck(request, token()); });
    const std::string id = provisioned(request);
    UpdateRequest update;
    update.user_id = "ada2@x.com";
    update.first_name = "Ada";
    update.last_name = "L";
    update.primary_phone_number = "+12405551299";
    update.mobile_phone_number = "+12405551298";
    update.extension = "1299";
    update.time_zone = "Europe/Berlin";
    update.package = "basic";
    (void)must<Answered<WebexSubscriber>>([&] { return partner->update(id, update, token()); });
    SubscriberFilter filter;
    filter.user_id = "nobody";
    filter.email = "no@x.com";
    filter.sp_enterprise_id = "SP1+Acme";
    filter.provisioning_id = "trusted";
    filter.last_status_change_after = Instant(Millis(1));
    EXPECT_TRUE(list(filter));
    (void)must<Done>([&] { return partner->remove(id, token()); });
    EXPECT_EQ(refused<Done>([&] { return partner->consent_move(id, token()); }).code, 2001);
}

TEST_F(WebexFamiliesLabTest, TheConsentMailGoesToWhoIsAwaited)
{
    start_strict();
    provisioned(person("ada@x.com"));
    control("/fixtures", {{"userIds", {{"bob@x.com", "pending_user_migration"}}}});
    const auto bob = provision(person("bob@x.com"));
    ASSERT_TRUE(bob);
    ASSERT_EQ(bob->value.status, WebexStatus::kPendingUserMigration);
    (void)must<Done>([&] { return partner->consent_move(bob->value.id, token()); });
    EXPECT_EQ(state_of("bob@x.com").value("consentMails", 0), 1);
}

TEST_F(WebexFamiliesLabTest, PeopleAreReadChangedAndRemoved)
{
    lab::WebexConfig config = standard();
    config.switches.management_access_needed = true;
    config.switches.young_delete_refused = true;
    start_strict(config);
    provisioned(person("ada@x.com"));
    const std::string organization = enterprise().organization_id;
    PersonFilter filter;
    filter.organization_id = organization;
    filter.email = "m+ada@x.com";
    const auto page = must<PersonPage>([&] { return partner->people().list(filter, "", token()); });
    ASSERT_EQ(page.items.size(), 1U);
    const std::string id = page.items.front().id;
    PersonChange change;
    change.email = "new+ada@x.com";
    change.display_name = "Ada Lovelace";
    const auto changed =
        must<Answered<WebexPerson>>([&] { return partner->people().update(id, organization, change, token()); });
    EXPECT_EQ(changed.value.emails, std::vector<std::string>{"new+ada@x.com"});
    EXPECT_EQ(changed.value.last_name, "O'Neil");
    EXPECT_EQ(state_of("ada@x.com").value("email", ""), "new+ada@x.com");
    (void)must<Done>([&] { return partner->people().remove(id, organization, token()); });
    EXPECT_EQ(
        refused<Answered<WebexPerson>>([&] { return partner->people().get(id, organization, token()); }).http_status,
        404);
    EXPECT_GE(control("/received").at("operations").at("organization"), 1);
    EXPECT_EQ(refused<Done>([&] { return partner->people().remove(id, organization, token()); }).http_status, 404);
}

TEST_F(WebexFamiliesLabTest, AnAddressThatSomebodyElseHasIsRefused)
{
    start_strict();
    provisioned(person("ada@x.com"));
    provisioned(person("bob@x.com"));
    PersonFilter filter;
    filter.email = "m+ada@x.com";
    const auto page = must<PersonPage>([&] { return partner->people().list(filter, "", token()); });
    PersonChange change;
    change.email = "m+bob@x.com";
    const WebexFailure taken = refused<Answered<WebexPerson>>(
        [&] { return partner->people().update(page.items.at(0).id, "", change, token()); });
    EXPECT_EQ(taken.http_status, 409);
}

TEST_F(WebexFamiliesLabTest, DirectorySynchronisationGoesItsWholeWay)
{
    start_strict();
    provisioned(person("ada@x.com"));
    const WebexEnterprise one = enterprise();
    EXPECT_EQ(one.sp_enterprise_id, "SP1+Acme");
    const auto trigger = [&] { return partner->enterprises().trigger_sync(one.id, one.organization_id, token()); };
    EXPECT_EQ(refused<Answered<DirectorySync>>(trigger).code, 6004);
    const auto enabled = must<Answered<DirectorySync>>(
        [&] { return partner->enterprises().enable_sync(one.id, one.organization_id, true, token()); });
    EXPECT_EQ(enabled.value.is_enabled, true);
    const auto begun = must<Answered<DirectorySync>>(trigger);
    EXPECT_EQ(begun.value.status, DirectorySyncStatus::kInProgress);
    const DirectorySync ended = until_sync(one, DirectorySyncStatus::kComplete);
    EXPECT_TRUE(ended.counts.users_added);
    EXPECT_NE(ended.last_success, Instant());
    EXPECT_FALSE(ended.last_tracking_id.empty());
    const auto user = must<Answered<ExternalUser>>(
        [&] { return partner->enterprises().sync_user(one.id, one.organization_id, "desk@x.com", token()); });
    EXPECT_EQ(user.value.action, ExternalUserAction::kAdded);
    (void)must<Answered<DirectorySync>>(
        [&] { return partner->enterprises().enable_sync(one.id, one.organization_id, false, token()); });
    (void)until_sync(one, DirectorySyncStatus::kNotSynced);
    EnterpriseFilter filter;
    filter.starts_with = "SP1+";
    EXPECT_EQ(must<EnterprisePage>([&] { return partner->enterprises().list(filter, "", token()); }).items.size(), 1U);
    filter.sp_enterprise_id = "SP1+Other";
    EXPECT_TRUE(must<EnterprisePage>([&] { return partner->enterprises().list(filter, "", token()); }).items.empty());
    control("/switches", {{"enterprises_bare", true}});
    EXPECT_EQ(enterprise().id, one.id);
}

TEST_F(WebexFamiliesLabTest, AnOrganisationIsListedReadAndRemoved)
{
    start_strict();
    const std::string id = provisioned(person("ada@x.com"));
    const std::string organization = enterprise().organization_id;
    const auto all = must<std::vector<WebexOrganization>>([&] { return partner->organizations().list(token()); });
    EXPECT_EQ(all.size(), 2U);  // the partner's own, too
    EXPECT_EQ(must<Answered<WebexOrganization>>([&] {
                  return partner->organizations().get(organization, token());
              }).value.display_name,
              "SP1+Acme");
    const auto remove = [&] { return partner->organizations().remove(organization, token()); };
    const WebexFailure busy = refused<Done>(remove);
    EXPECT_EQ(busy.http_status, 409);
    EXPECT_NE(busy.what.find("licenses"), std::string::npos);
    const std::string person_id = until(id, WebexStatus::kProvisioned).person_id;
    (void)must<Done>([&] { return partner->people().remove(person_id, organization, token()); });
    (void)must<Done>(remove);
}

TEST_F(WebexFamiliesLabTest, ABillingReportIsMadeFetchedWithoutATokenAndRemoved)
{
    start_strict();
    provisioned(person("ada@x.com"));
    control("/billing/columns",
            {{"columns",
              {{{"heading", "Benutzer"}, {"field", "userId"}}, {{"heading", "Tarif, netto"}, {"field", "package"}}}}});
    const auto create = [&] { return partner->billing().create("2020-01", token()); };
    const auto made = must<Answered<std::string>>(create);
    EXPECT_EQ(refused<Answered<std::string>>(create).code, 2025);
    EXPECT_EQ(refused<Done>([&] { return partner->billing().remove(made.value, token()); }).code, 2025);
    const BillingReport report = until_made(made.value);
    ASSERT_EQ(report.status, BillingStatus::kCompleted);
    EXPECT_EQ(report.period, "2020-01");
    EXPECT_EQ(refused<Answered<std::string>>(create).code, 2026);

    const auto path = std::filesystem::temp_directory_path() / ("bwsync-report-" + made.value.substr(0, 40));
    FetchOrder order;
    order.url = report.download_url;
    order.path = path;
    const auto fetched = run<Result<FetchedFile>>([&] { return partner->files().fetch(order, token()); });
    ASSERT_TRUE(fetched) << fetched.error().what;
    std::ifstream in(path, std::ios::binary);
    const std::string csv{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    std::filesystem::remove(path);
    EXPECT_EQ(csv, "Benutzer,\"Tarif, netto\"\r\nada@x.com,standard\r\n");
    EXPECT_EQ(control("/billing").at("downloadsWithToken"), 0);

    BillingFilter filter;
    filter.after = "2019-12";
    filter.before = "2020-02";
    for (const BillingSort sort : {BillingSort::kId, BillingSort::kPeriod, BillingSort::kStatus}) {
        filter.sort = sort;
        EXPECT_EQ(must<std::vector<BillingReport>>([&] { return partner->billing().list(filter, token()); }).size(),
                  1U);
    }
    filter.after = "2020-01";
    EXPECT_TRUE(must<std::vector<BillingReport>>([&] { return partner->billing().list(filter, token()); }).empty());
    (void)must<Done>([&] { return partner->billing().remove(made.value, token()); });
    EXPECT_EQ(refused<Done>([&] { return partner->billing().remove(made.value, token()); }).code, 2024);
    order.path = path;
    EXPECT_EQ(run<Result<FetchedFile>>([&] { return partner->files().fetch(order, token()); }).error().kind,
              ErrorKind::kUnauthorized);
}

TEST_F(WebexFamiliesLabTest, BillingReportsFailWithTheirCodes)
{
    start_strict();
    const auto code_for = [&](const std::string& period) {
        return refused<Answered<std::string>>([&] { return partner->billing().create(period, token()); }).code;
    };
    EXPECT_EQ(code_for("2020-13"), 2028);
    EXPECT_EQ(code_for("9999-12"), 2023);
    control("/switches", {{"billing_busy", true}});
    EXPECT_EQ(code_for("2020-01"), 2030);
    control("/switches", {{"billing_busy", false}, {"billing_forbidden", true}});
    EXPECT_EQ(code_for("2020-01"), 2029);
    control("/switches", {{"billing_forbidden", false}, {"billing_create_status", 202}});
    control("/billing/fail-next", {{"code", 5001}});
    const auto made = must<Answered<std::string>>([&] { return partner->billing().create("2020-01", token()); });
    const BillingReport failed = until_made(made.value);
    EXPECT_EQ(failed.status, BillingStatus::kFailed);
    ASSERT_EQ(failed.errors.size(), 1U);
    EXPECT_EQ(failed.errors.front().code, 5001);
    EXPECT_TRUE(failed.download_url.empty());
}

TEST_F(WebexFamiliesLabTest, AWorkspaceIsMadeChangedAndRemoved)
{
    start_strict();
    WorkspaceRequest room;
    room.provisioning_id = "trusted";
    room.user_id = "room@x.com";
    room.sp_enterprise_id = "SP1+Acme";
    room.display_name = "Room 1";
    room.primary_phone_number = "+1-240-555-1212";
    room.extension = "51212";
    const auto provision_room = [&] { return partner->workspaces().provision(room, token()); };
    EXPECT_EQ(refused<Answered<WebexWorkspace>>(provision_room).code, 2007);
    provisioned(person("ada@x.com"));
    const auto made = must<Answered<WebexWorkspace>>(provision_room);
    EXPECT_EQ(made.value.display_name, "Room 1");
    room.user_id = "other@x.com";
    EXPECT_EQ(refused<Answered<WebexWorkspace>>(provision_room).code, 2040);
    WorkspaceUpdate change;
    change.user_id = "room2@x.com";
    change.primary_phone_number = "";
    change.extension = "51213";
    const auto changed =
        must<Answered<WebexWorkspace>>([&] { return partner->workspaces().update(made.value.id, change, token()); });
    EXPECT_EQ(changed.value.extension, "51213");
    EXPECT_EQ(changed.value.primary_phone_number, "");
    (void)must<Done>([&] { return partner->workspaces().remove(made.value.id, token()); });
    EXPECT_EQ(refused<Done>([&] { return partner->workspaces().remove(made.value.id, token()); }).code, 2039);
    EXPECT_TRUE(control("/workspaces").at("workspaces").empty());
}

}  // namespace
}  // namespace bwsync::test
