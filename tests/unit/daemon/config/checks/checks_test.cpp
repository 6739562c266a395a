// What must hold between keys, and what is odd enough for a warning.
#include <gmock/gmock.h>

#include "daemon/config/reading/load.hpp"
#include "tests/unit/daemon/config/reading/fixture.hpp"

namespace bwsync::config {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ChecksTest : public ConfigTest {
protected:
    // The base with more organizations or packages in place of its own; they begin in line 25 or 27.
    static std::string with_organizations(const std::string& lines)
    {
        return base_with("      - provisioning_id: {file: template}\n", lines);
    }
    static std::string with_packages(const std::string& lines)
    {
        return base_with("      - {service_pack: Premium, package: premium}\n", lines);
    }
};

TEST_F(ChecksTest, RefusesNamesThatAreNotDefined)
{
    EXPECT_THAT(
        faults_of(base_with("cluster: east", "cluster: esat")),
        ElementsAre("21:14: bridges[0].cluster: found 'esat', which is not defined, expected the name of a cluster; "
                    "did you mean 'east'?"));
    EXPECT_THAT(faults_of(base_with("partner: acme", "partner: globex")),
                ElementsAre("22:14: bridges[0].partner: found 'globex', which is not defined, expected the name of a "
                            "partner; defined are acme"));
    EXPECT_THAT(
        faults_of("version: 1\nstore: {dsn: {file: dsn}, encryption_keys: [{file: key}]}\n"
                  "bridges: [{name: b, cluster: c, partner: p, policy: sync,\n"
                  "  organizations: [{provisioning_id: x}], packages: [{service: s, package: basic}]}]\n"),
        ElementsAre("3:30: bridges[0].cluster: found 'c', which is not defined, expected the name of a cluster; "
                    "define one",
                    "3:42: bridges[0].partner: found 'p', which is not defined, expected the name of a partner; "
                    "define one"));
}

TEST_F(ChecksTest, ACountryWithoutADefaultTimeZoneCannotDecideTheSites)
{
    const auto organization = [](const std::string& more) {
        return with_organizations("      - {provisioning_id: {file: template}, " + more + "}\n");
    };
    EXPECT_THAT(faults_of(organization("country: DE, site_time_zone: country")), IsEmpty());
    EXPECT_THAT(warnings_of(organization("country: DE, site_time_zone: country")), IsEmpty());
    EXPECT_THAT(faults_of(organization("country: AQ, site_time_zone: hold")), IsEmpty());
    const std::vector<std::string> faults = faults_of(organization("country: AQ, site_time_zone: country"));
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_THAT(faults.front(), testing::HasSubstr("organizations[0].site_time_zone: found country, and 'AQ' has no "
                                                   "default time zone"));
    EXPECT_THAT(faults_of(organization("site_time_zone: county")), testing::SizeIs(1));
    EXPECT_THAT(faults_of(organization("cluster_region: APAC")), testing::SizeIs(1));
}

TEST_F(ChecksTest, ABadNameIsOneFaultAndNotOneForEachUse)
{
    std::string text = base_with("cluster: east", "cluster: East");
    text.replace(text.find("name: east\n"), 10, "name: East");
    EXPECT_THAT(faults_of(text),
                ElementsAre("7:13: broadworks.clusters[0].name: found 'East', expected name of 1 to 32 "
                            "characters a-z 0-9 -"));
}

TEST_F(ChecksTest, RefusesNamesThatAreDefinedTwice)
{
    EXPECT_THAT(
        faults_of(
            base_with("bridges:\n", "    - {name: acme, client_id: x, client_secret: {file: secret}}\nbridges:\n")),
        ElementsAre("19:14: webex.partners[1].name: found the name 'acme' again, expected a name of its own; line 16 "
                    "has it already"));
    EXPECT_THAT(
        faults_of(base_and("  - {name: east-acme, cluster: east, partner: acme, policy: sync,\n"
                           "     organizations: [{provisioning_id: x}],\n"
                           "     packages: [{service: s, package: basic}]}\n")),
        ElementsAre("28:12: bridges[1].name: found the name 'east-acme' again, expected a name of its own; line 20 "
                    "has it already"));
    const std::string cluster =
        "    - {name: east, provisioning: {servers: [{host: a}], user: u, password: {file: password}},\n"
        "       reporting: {servers: [{host: b}]}}\n";
    EXPECT_THAT(
        faults_of(base_with("webex:\n", cluster + "webex:\n")),
        ElementsAre("14:14: broadworks.clusters[1].name: found the name 'east' again, expected a name of its own; "
                    "line 7 has it already"));
}

TEST_F(ChecksTest, RefusesAServerTwice)
{
    EXPECT_THAT(
        faults_of(base_with("{host: as1}", "{host: as1}, {host: as1, port: 8026}, {host: AS1}")),
        ElementsAre("13:57: broadworks.clusters[0].reporting.servers[2]: found the server 'AS1' again, expected each "
                    "server once; remove one"));
}

TEST_F(ChecksTest, RefusesPlainLoginWithoutTls)
{
    const auto with_tls = [](const std::string& tls) {
        return base_with("servers: [{host: xsp1}]",
                         "servers: [{host: xsp1}, {host: xsp2, tls: " + tls + "}]\n        login: plain");
    };
    EXPECT_THAT(faults_of(with_tls("true")), IsEmpty());
    EXPECT_THAT(
        faults_of(with_tls("false")),
        ElementsAre("10:16: broadworks.clusters[0].provisioning.login: found plain login and a server without tls, "
                    "expected tls: true for every server, or login auto or digest; plain login shows the password "
                    "to the network"));
}

TEST_F(ChecksTest, RefusesReconnectWaitsTheWrongWayRound)
{
    EXPECT_THAT(
        faults_of(base_with("servers: [{host: as1}]", "servers: [{host: as1}]\n        reconnect: {initial: 31s}")),
        ElementsAre("14:20: broadworks.clusters[0].reporting.reconnect: found initial longer than max, expected "
                    "initial at most as long as max"));
    EXPECT_THAT(
        faults_of(base_with("servers: [{host: as1}]", "servers: [{host: as1}]\n        reconnect: {initial: 30s}")),
        IsEmpty());
}

TEST_F(ChecksTest, RefusesACertificateWithoutItsKeyAndTheReverse)
{
    folder.write("a.pem", "x");
    EXPECT_THAT(faults_of(base_and("admin: {tls: {cert_file: a.pem}}\n")),
                ElementsAre("28:26: admin.tls.cert_file: found cert_file without key_file, expected both or none; add "
                            "key_file"));
    EXPECT_THAT(
        faults_of(
            base_with("user: bwsync", "user: bwsync\n        tls: {client_key_file: a.pem, client_cert_file: ''}")),
        ElementsAre("11:32: broadworks.clusters[0].provisioning.tls.client_key_file: found client_key_file without "
                    "client_cert_file, expected both or none; add client_cert_file"));
}

TEST_F(ChecksTest, RefusesOnePortForTwoListeners)
{
    const std::string rest = ": found port 9480, which admin.listen has, expected a port of its own";
    EXPECT_THAT(faults_of(base_and("metrics: {listen: \"127.0.0.1:9480\"}\n")),
                ElementsAre("28:19: metrics.listen" + rest));
    EXPECT_THAT(faults_of(base_and("metrics: {listen: \"0.0.0.0:9480\"}\n")),
                ElementsAre("28:19: metrics.listen" + rest));
    EXPECT_THAT(faults_of(base_and("metrics: {listen: \"127.0.0.2:9480\"}\n")), IsEmpty());
    EXPECT_THAT(faults_of(base_and("metrics: {listen: \"127.0.0.1:0\"}\nadmin: {listen: \"127.0.0.1:0\"}\n")),
                IsEmpty());
    EXPECT_THAT(
        faults_of(base_and("admin: {listen: \"127.0.0.1:9481\"}\n")),
        ElementsAre("1:1: metrics.listen: found port 9481, which admin.listen has, expected a port of its own"));
}

TEST_F(ChecksTest, RefusesPackagesThatAskForNothingOrForTwoThings)
{
    EXPECT_THAT(
        faults_of(with_packages("      - {package: basic}\n      - {service: s, service_pack: p, package: basic}\n")),
        ElementsAre("27:9: bridges[0].packages[0]: found neither service_pack nor service, expected exactly one of "
                    "the two; write two entries to ask for either",
                    "28:9: bridges[0].packages[1]: found service_pack and service, expected exactly one of the two; "
                    "write two entries to ask for either"));
}

TEST_F(ChecksTest, RefusesWorkspacesThatNameNobodyTwoThingsOrEverybody)
{
    const std::string packages = "      - {service_pack: p, package: basic}\n    workspaces:\n";
    EXPECT_THAT(faults_of(with_packages(packages + "      - {service: Rooms}\n      - {user_id: \"room-*\"}\n")),
                IsEmpty());
    EXPECT_THAT(
        faults_of(with_packages(packages + "      - {service: s, user_id: \"r-*\"}\n      - {user_id: \"*\"}\n")),
        ElementsAre("29:9: bridges[0].workspaces[0]: found 2 of service_pack, service and user_id, expected "
                    "exactly one of the three; write an entry for each",
                    "30:19: bridges[0].workspaces[1].user_id: found every user, expected a pattern that leaves "
                    "somebody a subscriber; name the user ids of the rooms, for example room-*"));
}

TEST_F(ChecksTest, RefusesAnActivatedServicePack)
{
    EXPECT_THAT(
        faults_of(with_packages("      - {service_pack: p, active: true, package: basic}\n")),
        ElementsAre("27:35: bridges[0].packages[0].active: found active without service, expected service beside it; "
                    "a service pack is held, not activated"));
}

TEST_F(ChecksTest, WarnsOfPackagesThatAreNeverReached)
{
    const std::string rest =
        ": found an entry that is never reached, expected entries that leave something to later ones; ";
    EXPECT_THAT(warnings_of(with_packages("      - {service: S, package: basic}\n"
                                          "      - {service: s, active: true, package: premium}\n"
                                          "      - {service_pack: S, package: basic}\n")),
                ElementsAre("28:9: bridges[0].packages[1]" + rest + "entry 0 matches all of it: remove one"));
    EXPECT_THAT(warnings_of(with_packages("      - {service: s, active: true, package: premium}\n"
                                          "      - {service: s, package: basic}\n")),
                IsEmpty());
}

TEST_F(ChecksTest, WarnsOfOrganizationsThatAreNeverReached)
{
    const std::string rest =
        ": found an entry that is never reached, expected entries that leave something to later ones; ";
    EXPECT_THAT(
        warnings_of(with_organizations("      - {match: {service_provider: \"ac*\"}, provisioning_id: a}\n"
                                       "      - {match: {service_provider: ACME, group: g}, provisioning_id: b}\n"
                                       "      - {provisioning_id: c}\n"
                                       "      - {match: {group: g}, provisioning_id: d}\n")),
        ElementsAre("26:9: bridges[0].organizations[1]" + rest + "entry 0 matches all of it: move this one before it",
                    "28:9: bridges[0].organizations[3]" + rest + "entry 2 matches all of it: move this one before it"));
}

TEST_F(ChecksTest, WarnsOfOrganizationsOutsideTheScope)
{
    EXPECT_THAT(
        warnings_of(with_organizations("      - {match: {service_provider: \"b*\"}, provisioning_id: a}\n"
                                       "      - {match: {service_provider: \"*z\"}, provisioning_id: b}\n"
                                       "    scope: {include: [{service_provider: \"a*\"}]}\n")),
        ElementsAre("25:9: bridges[0].organizations[0]: found an entry that matches nobody in scope, expected a match "
                    "within scope.include; compare it with scope.include and scope.exclude"));
}

TEST_F(ChecksTest, RefusesABridgeThatReachesNobody)
{
    const std::string rest =
        ": found no entry that matches anybody in scope, expected at least one that does; compare them "
        "with scope.include and scope.exclude";
    EXPECT_THAT(faults_of(base_and("    scope: {exclude: [{}]}\n")),
                ElementsAre("25:7: bridges[0].organizations" + rest));
    EXPECT_THAT(faults_of(base_and("    scope: {exclude: [{user: \"*@example.net\"}]}\n")), IsEmpty());
}

TEST_F(ChecksTest, WarnsOfClustersAndPartnersThatNoBridgeUses)
{
    std::string text = base();
    text.erase(text.find("bridges:"));
    EXPECT_THAT(faults_of(text), IsEmpty());
    EXPECT_THAT(warnings_of(text),
                ElementsAre("1:1: bridges: found no bridge, expected at least one; without one nothing is synchronized",
                            "7:7: broadworks.clusters[0]: found 'east', which no bridge uses, expected a bridge for it",
                            "16:7: webex.partners[0]: found 'acme', which no bridge uses, expected a bridge for it"));
}

TEST_F(ChecksTest, WarnsOfTwoBridgesBetweenTheSameEnds)
{
    EXPECT_THAT(
        warnings_of(base_and("  - {name: second, cluster: east, partner: acme, policy: sync,\n"
                             "     organizations: [{provisioning_id: x}],\n"
                             "     packages: [{service: s, package: basic}]}\n")),
        ElementsAre("28:5: bridges[1]: found the same cluster and partner as bridge 'east-acme', expected one bridge "
                    "for the two; see that their scopes do not overlap, or make them one"));
}

TEST_F(ChecksTest, WarnsOfASingleProofForRemovals)
{
    EXPECT_THAT(
        warnings_of(base_and("    deletion: {confirmations: 1}\n")),
        ElementsAre("28:31: bridges[0].deletion.confirmations: found 1, expected 2 or more; with one proof a single "
                    "wrong answer of BroadWorks can remove a subscriber"));
}

TEST_F(ChecksTest, WarnsOfAnOpenAdminApiWithoutTls)
{
    EXPECT_THAT(
        warnings_of(base_and("admin: {listen: \"0.0.0.0:9480\"}\n")),
        ElementsAre("28:17: admin.listen: found an address beyond this machine, without TLS, expected admin.tls, or a "
                    "loopback address; the token crosses the network in the clear"));
    folder.write("a.pem", "x");
    EXPECT_THAT(warnings_of(base_and("admin: {listen: \"0.0.0.0:9480\", tls: {cert_file: a.pem, key_file: a.pem}}\n")),
                IsEmpty());
}

TEST_F(ChecksTest, WarnsOfAnEncryptionKeyTwice)
{
    EXPECT_THAT(
        warnings_of(base_with("[{file: key}]", "[{file: key}, {file: key}]")),
        ElementsAre("4:34: store.encryption_keys[1]: found the same key as entry 0, expected keys that differ; remove "
                    "one"));
}

TEST_F(ChecksTest, GivesWarningsBesideFaults)
{
    const LoadOutcome outcome = load_here(base_and("    deletion: {confirmations: 1, mode: harsh}\n"));
    EXPECT_FALSE(outcome.config.has_value());
    EXPECT_EQ(outcome.faults.size(), 1U);
    EXPECT_EQ(outcome.warnings.size(), 1U);
}

}  // namespace

}  // namespace bwsync::config
