#include <gmock/gmock.h>

#include "daemon/config/reading/load.hpp"
#include "tests/unit/daemon/config/reading/fixture.hpp"

namespace bwsync::config {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using namespace std::chrono_literals;

using DefaultsTest = ConfigTest;

TEST_F(DefaultsTest, TheSmallestConfigurationIsGoodAndCausesNoWarning)
{
    EXPECT_THAT(faults_of(base()), IsEmpty());
    EXPECT_THAT(warnings_of(base()), IsEmpty());
}

TEST_F(DefaultsTest, TheRootHasTheDefaultsOfTheContract)
{
    const Config config = config_of(base());
    EXPECT_EQ(config.version, 1);
    EXPECT_EQ(config.instance, "");
    EXPECT_EQ(config.state_directory, "/var/lib/bwsync");
    EXPECT_EQ(config.store.connections, 8);
    EXPECT_EQ(config.billing.create_on_day, 0);
    EXPECT_EQ(config.billing.directory, "/var/lib/bwsync/billing");
    EXPECT_EQ(config.admin.listen, (Listen{"127.0.0.1", 9480}));
    EXPECT_FALSE(config.admin.token.has_value());
    EXPECT_EQ(config.admin.tls, ServerTls());
    EXPECT_EQ(config.metrics.listen, (Listen{"127.0.0.1", 9481}));
    EXPECT_EQ(config.log.level, LogLevel::kInfo);
    EXPECT_EQ(config.log.format, LogFormat::kJson);
}

TEST_F(DefaultsTest, AClusterHasTheDefaultsOfTheContract)
{
    const ClusterConfig cluster = config_of(base()).clusters.at(0);
    const ProvisioningConfig& provisioning = cluster.provisioning;
    EXPECT_THAT(provisioning.servers, ElementsAre(Server{"xsp1", 2209, true}));
    EXPECT_EQ(provisioning.login, Login::kAuto);
    EXPECT_EQ(provisioning.tls, ClientTls());
    EXPECT_EQ(provisioning.connections, 4);
    EXPECT_EQ(provisioning.commands_per_document, 15);
    EXPECT_EQ(provisioning.requests_per_second, 100);
    EXPECT_EQ(provisioning.timeout, 30s);
    const ReportingConfig& reporting = cluster.reporting;
    EXPECT_THAT(reporting.servers, ElementsAre(Server{"as1", 8025, false}));
    EXPECT_EQ(reporting.silence_timeout, 90s);
    EXPECT_EQ(reporting.reconnect.initial, 1s);
    EXPECT_EQ(reporting.reconnect.max, 30s);
    EXPECT_EQ(reporting.max_document, 16U * 1024 * 1024);
    EXPECT_EQ(reporting.quiet_period, 1500ms);
    EXPECT_EQ(cluster.snapshot.every, 24h);
    EXPECT_TRUE(cluster.snapshot.on_connect);
    EXPECT_EQ(cluster.snapshot.deep_fraction, 0.05);
}

TEST_F(DefaultsTest, APartnerHasTheDefaultsOfTheContract)
{
    const PartnerConfig partner = config_of(base()).partners.at(0);
    EXPECT_EQ(partner.base_url, "https://webexapis.com/v1");
    EXPECT_EQ(partner.ca_file, "");
    EXPECT_EQ(partner.client_authentication, ClientAuthentication::kBody);
    EXPECT_EQ(partner.redirect_uri, "http://127.0.0.1:9482/callback");
    EXPECT_TRUE(partner.scopes.empty());
    EXPECT_THAT(partner.grants, ElementsAre("primary"));
    EXPECT_EQ(partner.refresh_every, 24h);
    EXPECT_EQ(partner.requests_per_second, 4);
    EXPECT_EQ(partner.burst, 10);
    EXPECT_EQ(partner.in_flight, 8);
    EXPECT_EQ(partner.precheck_per_second, 1);
    EXPECT_EQ(partner.timeout, 30s);
    EXPECT_EQ(partner.status_poll, 15s);
}

TEST_F(DefaultsTest, ABridgeHasTheDefaultsOfTheContract)
{
    const BridgeConfig bridge = config_of(base()).bridges.at(0);
    EXPECT_THAT(bridge.scope.include, ElementsAre(ScopeRule{"*", "*", "*"}));
    EXPECT_THAT(bridge.scope.exclude, IsEmpty());
    EXPECT_THAT(bridge.attributes.email, ElementsAre(EmailSource::kEmailAddress));
    EXPECT_THAT(bridge.attributes.languages, ElementsAre(Pair("English", "en_US")));
    EXPECT_EQ(bridge.attributes.default_region, "US");
    EXPECT_EQ(bridge.destructive.email, EmailChange::kHold);
    EXPECT_EQ(bridge.destructive.enterprise, Destructive::kHold);
    EXPECT_EQ(bridge.destructive.provisioning_id, Destructive::kHold);
    EXPECT_EQ(bridge.deletion.mode, DeletionMode::kSoft);
    EXPECT_EQ(bridge.deletion.grace, 72h);
    EXPECT_EQ(bridge.deletion.confirmations, 2);
    EXPECT_EQ(bridge.deletion.confirm_after, 5min);
    EXPECT_TRUE(bridge.deletion.reuse_guard);
    EXPECT_EQ(bridge.brake, (Brake{50, 10, 30, 1h}));
    EXPECT_EQ(bridge.removed_in_webex, RemovedInWebex::kPark);
    EXPECT_THAT(bridge.windows, IsEmpty());
    EXPECT_EQ(bridge.precheck, PrecheckUse::kFirst);
}

TEST_F(DefaultsTest, EntriesOfABridgeHaveTheDefaultsOfTheContract)
{
    const std::string window = "    windows: [{deny: \"0 8 * * 1-5\", for: 10h}]\n";
    const BridgeConfig bridge = config_of(base_and(window)).bridges.at(0);
    const Organization& organization = bridge.organizations.at(0);
    EXPECT_EQ(organization.match, (OrganizationMatch{"*", "*"}));
    EXPECT_EQ(organization.emails, Emails::kTrusted);
    EXPECT_EQ(organization.country, "US");
    EXPECT_EQ(organization.cluster_region, ClusterRegion::kUsA);
    EXPECT_EQ(organization.site_time_zone, SiteZone::kUser);
    EXPECT_EQ(organization.first_subscriber, "");
    EXPECT_FALSE(bridge.packages.at(0).active);
    EXPECT_EQ(bridge.windows.at(0).time_zone, "UTC");
}

TEST_F(DefaultsTest, RequiredValuesArriveAsWritten)
{
    const Config config = config_of(base());
    EXPECT_EQ(config.store.dsn.reveal(), "host=db user=bwsync password=hunter2");
    const ClusterConfig& cluster = config.clusters.at(0);
    EXPECT_EQ(cluster.name, "east");
    EXPECT_EQ(cluster.provisioning.user, "bwsync");
    EXPECT_EQ(cluster.provisioning.password.reveal(), "correct horse");
    const PartnerConfig& partner = config.partners.at(0);
    EXPECT_EQ(partner.name, "acme");
    EXPECT_EQ(partner.client_id, "C1");
    EXPECT_EQ(partner.client_secret.reveal(), "S1");
    const BridgeConfig& bridge = config.bridges.at(0);
    EXPECT_EQ(bridge.name, "east-acme");
    EXPECT_EQ(bridge.cluster, "east");
    EXPECT_EQ(bridge.partner, "acme");
    EXPECT_EQ(bridge.policy, SyncPolicy::kObserve);
    EXPECT_EQ(bridge.organizations.at(0).provisioning_id, "T1");
    EXPECT_EQ(bridge.packages.at(0), (PackageRule{"Premium", "", false, Package::kPremium}));
}

TEST_F(DefaultsTest, AnEncryptionKeyArrivesAsItsThirtyTwoBytes)
{
    const Secret key = config_of(base()).store.encryption_keys.at(0);
    ASSERT_EQ(key.reveal().size(), 32U);
    EXPECT_EQ(key.reveal().front(), '\0');
    EXPECT_EQ(key.reveal().back(), '\x1f');
}

}  // namespace

}  // namespace bwsync::config
