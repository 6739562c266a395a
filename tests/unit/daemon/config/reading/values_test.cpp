// What values may look like, and the fault of each kind of value when it does not, with its place.
#include <gmock/gmock.h>

#include "daemon/config/reading/load.hpp"
#include "tests/unit/daemon/config/reading/fixture.hpp"

namespace bwsync::config {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

using ValuesTest = ConfigTest;

TEST_F(ValuesTest, ReadsEveryUnitOfDurations)
{
    const auto window = [&](const std::string& text) {
        return config_of(base_and("    brake: {window: " + text + "}\n")).bridges.at(0).brake.window;
    };
    EXPECT_EQ(window("500ms"), 500ms);
    EXPECT_EQ(window("30s"), 30s);
    EXPECT_EQ(window("5m"), 5min);
    EXPECT_EQ(window("24h"), 24h);
    EXPECT_EQ(window("90d"), 90 * 24h);
    EXPECT_EQ(window("\"1ms\""), 1ms);
}

TEST_F(ValuesTest, RefusesWhatIsNoDuration)
{
    for (const std::string text :
         {"30", "0s", "-1s", "1.5s", "30 s", "1h30m", "9999999999999999d", "s", "5M", "\"\""}) {
        const std::string found = text == "\"\"" ? "an empty value" : "'" + text + "'";
        EXPECT_THAT(
            faults_of(base_and("    brake: {window: " + text + "}\n")),
            ElementsAre("28:21: bridges[0].brake.window: found " + found +
                        ", expected a duration above zero; write digits and ms, s, m, h or d, for example 30s"));
    }
}

TEST_F(ValuesTest, ReadsEveryUnitOfSizes)
{
    const auto size = [&](const std::string& text) {
        const std::string part = "servers: [{host: as1}]\n";
        return config_of(base_with(part, part + "        max_document: " + text + "\n"))
            .clusters.at(0)
            .reporting.max_document;
    };
    EXPECT_EQ(size("2048B"), 2048U);
    EXPECT_EQ(size("64KiB"), 65536U);
    EXPECT_EQ(size("3MiB"), 3145728U);
    EXPECT_EQ(size("1GiB"), 1073741824U);
}

TEST_F(ValuesTest, RefusesWhatIsNoSizeOrOutOfRange)
{
    for (const std::string text : {"16MB", "16", "1023B", "2GiB", "99999999999999GiB", "-1KiB"}) {
        const std::string part = "servers: [{host: as1}]\n";
        EXPECT_THAT(
            faults_of(base_with(part, part + "        max_document: " + text + "\n")),
            ElementsAre("14:23: broadworks.clusters[0].reporting.max_document: found '" + text +
                        "', expected size from 1KiB to 1GiB; write digits and B, KiB, MiB or GiB, for example 16MiB"));
    }
}

TEST_F(ValuesTest, RefusesIntegersOutOfRangeAndWhatIsNone)
{
    for (const std::string text : {"0", "16", "-1", "1.0", "08", "0x8", "many", "99999999999999999999"}) {
        const std::string part = "user: bwsync\n";
        EXPECT_THAT(faults_of(base_with(part, part + "        commands_per_document: " + text + "\n")),
                    ElementsAre("11:32: broadworks.clusters[0].provisioning.commands_per_document: found '" + text +
                                "', expected integer from 1 to 15"));
    }
}

TEST_F(ValuesTest, RefusesNumbersAndBooleansInQuotes)
{
    EXPECT_THAT(faults_of(base_with("version: 1", "version: \"1\"")),
                ElementsAre("1:10: version: found the text '1', expected 1; remove the quotes"));
    EXPECT_THAT(faults_of(base_with("{host: xsp1}", "{host: xsp1, tls: 'true'}")),
                ElementsAre("9:37: broadworks.clusters[0].provisioning.servers[0].tls: found the text 'true', expected "
                            "true | false; remove the quotes"));
    EXPECT_THAT(
        faults_of(base_with("name: acme\n", "name: acme\n      requests_per_second: '4'\n")),
        ElementsAre("17:28: webex.partners[0].requests_per_second: found the text '4', expected number above 0, "
                    "at most 100000; remove the quotes"));
}

TEST_F(ValuesTest, TakesNumbersAndBooleansFromElsewhere)
{
    folder.write("count", "3\n");
    folder.write("tls", "false\n");
    const Config config = config_of(base_with("{host: xsp1}", "{host: xsp1, port: {file: count}, tls: {file: tls}}"));
    EXPECT_EQ(config.clusters.at(0).provisioning.servers.at(0), (Server{"xsp1", 3, false}));
}

TEST_F(ValuesTest, RefusesAnUnknownVersion)
{
    EXPECT_THAT(faults_of(base_with("version: 1", "version: 2")), ElementsAre("1:10: version: found '2', expected 1"));
}

TEST_F(ValuesTest, RefusesPercentagesAbove100)
{
    EXPECT_THAT(faults_of(base_and("    brake: {removals_percent: 101, updates_percent: -1}\n")),
                ElementsAre("28:31: bridges[0].brake.removals_percent: found '101', expected integer from 0 to 100",
                            "28:53: bridges[0].brake.updates_percent: found '-1', expected integer from 0 to 100"));
}

TEST_F(ValuesTest, RefusesFractionsOutsideZeroToOne)
{
    for (const std::string text : {"1.01", "-0.1", "nan", "inf", "5%", "half"}) {
        const std::string part = "servers: [{host: as1}]\n";
        EXPECT_THAT(faults_of(base_with(part, part + "      snapshot: {deep_fraction: " + text + "}\n")),
                    ElementsAre("14:33: broadworks.clusters[0].snapshot.deep_fraction: found '" + text +
                                "', expected number from 0 to 1"));
    }
}

TEST_F(ValuesTest, ReadsRatesBelowOneAndRefusesZero)
{
    const auto with_rate = [](const std::string& text) {
        return base_with("name: acme\n", "name: acme\n      requests_per_second: " + text + "\n");
    };
    EXPECT_EQ(config_of(with_rate("0.5")).partners.at(0).requests_per_second, 0.5);
    EXPECT_THAT(faults_of(with_rate("0")),
                ElementsAre("17:28: webex.partners[0].requests_per_second: found '0', expected "
                            "number above 0, at most 100000"));
}

TEST_F(ValuesTest, RefusesOtherWordsForTrueAndFalse)
{
    for (const std::string text : {"yes", "no", "on", "True", "1"})
        EXPECT_THAT(faults_of(base_with("{host: as1}", "{host: as1, tls: " + text + "}")),
                    ElementsAre("13:36: broadworks.clusters[0].reporting.servers[0].tls: found '" + text +
                                "', expected true | false"));
}

TEST_F(ValuesTest, ReadsEveryWordOfTheChoices)
{
    const auto policy = [&](const std::string& word) {
        return config_of(base_with("policy: observe", "policy: " + word)).bridges.at(0).policy;
    };
    EXPECT_EQ(policy("observe"), SyncPolicy::kObserve);
    EXPECT_EQ(policy("create-only"), SyncPolicy::kCreateOnly);
    EXPECT_EQ(policy("upsert-only"), SyncPolicy::kUpsertOnly);
    EXPECT_EQ(policy("sync"), SyncPolicy::kSync);
    const auto package = [&](const std::string& word) {
        return config_of(base_with("package: premium", "package: " + word)).bridges.at(0).packages.at(0).package;
    };
    EXPECT_EQ(package("softphone"), Package::kSoftphone);
    EXPECT_EQ(package("basic"), Package::kBasic);
    EXPECT_EQ(package("standard"), Package::kStandard);
    const BridgeConfig bridge =
        config_of(
            base_and("    destructive: {email: allow}\n    deletion: {mode: hard}\n    removed_in_webex: restore\n"
                     "    precheck: always\n    attributes: {email: [userId, impId, alternateUserId]}\n"))
            .bridges.at(0);
    EXPECT_EQ(bridge.destructive.email, EmailChange::kReplace);
    EXPECT_EQ(bridge.deletion.mode, DeletionMode::kHard);
    EXPECT_EQ(bridge.removed_in_webex, RemovedInWebex::kRestore);
    EXPECT_EQ(bridge.precheck, PrecheckUse::kAlways);
    EXPECT_THAT(bridge.attributes.email,
                ElementsAre(EmailSource::kUserId, EmailSource::kImpId, EmailSource::kAlternateUserId));
}

TEST_F(ValuesTest, RefusesAWordThatIsNoChoice)
{
    EXPECT_THAT(
        faults_of(base_with("policy: observe", "policy: Sync")),
        ElementsAre("23:13: bridges[0].policy: found 'Sync', expected observe | create-only | upsert-only | sync"));
}

TEST_F(ValuesTest, KeepsTextThatYamlTakesForOtherThings)
{
    const BridgeConfig bridge =
        config_of(base_and("    scope: {include: [{service_provider: 1001, group: no, user: 1e3}]}\n")).bridges.at(0);
    EXPECT_EQ(bridge.scope.include.at(0), (ScopeRule{"1001", "no", "1e3"}));
}

TEST_F(ValuesTest, RefusesEmptyPatterns)
{
    EXPECT_THAT(faults_of(base_and("    scope: {include: [{group: ''}]}\n")),
                ElementsAre("28:31: bridges[0].scope.include[0].group: found an empty value, expected text with * for "
                            "anything; write \"*\" or remove the key to match all"));
}

TEST_F(ValuesTest, RefusesTextOfSeveralLines)
{
    EXPECT_THAT(
        faults_of(base_with("user: bwsync", "user: \"a\\nb\"")),
        ElementsAre("10:15: broadworks.clusters[0].provisioning.user: found 'a\\x0ab', expected one line without "
                    "control characters"));
}

TEST_F(ValuesTest, RefusesClusterNamesOutsideTheirCharacters)
{
    const auto with_name = [](const std::string& name) {
        std::string text = base_with("cluster: east", "cluster: " + name);
        return text.replace(text.find("name: east\n"), 10, "name: " + name);
    };
    EXPECT_THAT(faults_of(with_name(std::string(32, 'a'))), IsEmpty());
    for (const std::string& name : {std::string("East"), std::string("a_b"), std::string(33, 'a')})
        EXPECT_THAT(faults_of(with_name(name)), ElementsAre("7:13: broadworks.clusters[0].name: found '" + name +
                                                            "', expected name of 1 to 32 characters a-z 0-9 -"));
}

TEST_F(ValuesTest, RefusesOtherNamesOutsideTheirCharacters)
{
    EXPECT_THAT(
        faults_of(base_with("name: east-acme", "name: east/acme")),
        ElementsAre(
            "20:11: bridges[0].name: found 'east/acme', expected name of 1 to 64 characters A-Z a-z 0-9 . _ -"));
    EXPECT_THAT(config_of(base_with("name: east-acme", "name: East_acme.2")).bridges.at(0).name, "East_acme.2");
}

TEST_F(ValuesTest, ReadsNamesAndAddressesAsHosts)
{
    const auto host = [&](const std::string& text) {
        return config_of(base_with("{host: xsp1}", "{host: \"" + text + "\"}"))
            .clusters.at(0)
            .provisioning.servers.at(0)
            .host;
    };
    EXPECT_EQ(host("xsp-1.Example.net"), "xsp-1.Example.net");
    EXPECT_EQ(host("10.0.0.1"), "10.0.0.1");
    EXPECT_EQ(host("2001:db8::1"), "2001:db8::1");
    EXPECT_EQ(host("[2001:db8::1]"), "2001:db8::1");
}

TEST_F(ValuesTest, RefusesWhatIsNoHost)
{
    const std::string place = "9:26: broadworks.clusters[0].provisioning.servers[0].host: found ";
    for (const std::string text : {"a b", "-a", "a..b", "[::1", "[xsp1]", "http//x", "[::1]x"})
        EXPECT_THAT(faults_of(base_with("{host: xsp1}", "{host: \"" + text + "\"}")),
                    ElementsAre(place + "'" + text + "', expected host name or address"));
    EXPECT_THAT(faults_of(base_with("{host: xsp1}", "{host: \"xsp1:2209\"}")),
                ElementsAre(place + "'xsp1:2209', expected a host without a port; move the port to the key port"));
    EXPECT_THAT(faults_of(base_with("{host: xsp1}", "{host: \"\"}")),
                ElementsAre(place + "an empty value, expected host name or address"));
}

TEST_F(ValuesTest, RefusesPortsOutOfRange)
{
    for (const std::string text : {"0", "65536", "http"})
        EXPECT_THAT(faults_of(base_with("{host: xsp1}", "{host: xsp1, port: " + text + "}")),
                    ElementsAre("9:38: broadworks.clusters[0].provisioning.servers[0].port: found '" + text +
                                "', expected port from 1 to 65535"));
}

TEST_F(ValuesTest, ReadsAddressesToListenAt)
{
    const auto listen = [&](const std::string& text) {
        return config_of(base_and("metrics: {listen: \"" + text + "\"}\n")).metrics.listen;
    };
    EXPECT_EQ(listen("0.0.0.0:1"), (Listen{"0.0.0.0", 1}));
    EXPECT_EQ(listen("127.0.0.1:0"), (Listen{"127.0.0.1", 0}));
    EXPECT_EQ(listen("[::1]:65535"), (Listen{"::1", 65535}));
    EXPECT_EQ(listen("localhost:9000"), (Listen{"127.0.0.1", 9000}));
}

TEST_F(ValuesTest, RefusesWhatIsNoAddressToListenAt)
{
    for (const std::string text : {"9481", ":9481", "*:9481", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "::1:9481",
                                   "example.net:9481", "1.2.3:1"})
        EXPECT_THAT(faults_of(base_and("metrics: {listen: \"" + text + "\"}\n")),
                    ElementsAre("28:19: metrics.listen: found '" + text +
                                "', expected ADDRESS:PORT; for example 127.0.0.1:9480, 0.0.0.0:9480 or [::1]:9480"));
}

TEST_F(ValuesTest, ReadsBaseUrlsAndTakesTheLastSlashOff)
{
    const auto url = [&](const std::string& text) {
        return config_of(base_with("name: acme\n", "name: acme\n      base_url: " + text + "\n"))
            .partners.at(0)
            .base_url;
    };
    EXPECT_EQ(url("https://webex.example.net/v1/"), "https://webex.example.net/v1");
    EXPECT_EQ(url("https://webex.example.net:8443"), "https://webex.example.net:8443");
    EXPECT_EQ(url("http://localhost:8080/v1"), "http://localhost:8080/v1");
    EXPECT_EQ(url("http://127.0.0.2/v1"), "http://127.0.0.2/v1");
    EXPECT_EQ(url("http://[::1]:8080"), "http://[::1]:8080");
}

TEST_F(ValuesTest, RefusesBaseUrlsThatAreNoneOrNotSafe)
{
    const auto fault = [&](const std::string& text) {
        return faults_of(base_with("name: acme\n", "name: acme\n      base_url: " + text + "\n")).at(0);
    };
    const std::string place = "17:17: webex.partners[0].base_url: found ";
    const std::string https = "URL that begins with https://";
    EXPECT_EQ(fault("webexapis.com/v1"), place + "'webexapis.com/v1', expected " + https + "; begin it with https://");
    EXPECT_EQ(fault("http://webexapis.com/v1"),
              place +
                  "'http://webexapis.com/v1', expected https, for the host is not this machine; plain http is for a "
                  "loopback host only");
    EXPECT_EQ(fault("http://127.0.0.1.example.net"),
              place +
                  "'http://127.0.0.1.example.net', expected https, for the host is not this machine; plain http is "
                  "for a loopback host only");
    EXPECT_EQ(fault("https://me:hunter2@webexapis.com"),
              place + "a URL with a user or password, expected a URL without; remove what stands before the @");
    EXPECT_EQ(fault("https://a/v1?x=1"),
              place + "'https://a/v1?x=1', expected a URL without query, fragment and blanks");
    for (const std::string bad : {"https://", "https:///v1", "https://a:0/v1", "https://a:99999", "https://[::1/v1"})
        EXPECT_EQ(fault(bad), place + "'" + bad + "', expected a URL with a host");
}

TEST_F(ValuesTest, TakesARedirectUriLetterByLetter)
{
    const auto with = [&](const std::string& text) {
        return base_with("name: acme\n", "name: acme\n      redirect_uri: " + text + "\n");
    };
    for (const std::string good : {"http://127.0.0.1:9482/", "http://[::1]:1/cb", "http://localhost:8080",
                                   "https://sign-in.example.net/bwsync/"}) {
        EXPECT_EQ(config_of(with(good)).partners.at(0).redirect_uri, good);
    }
    const std::string place = "17:21: webex.partners[0].redirect_uri: found ";
    EXPECT_EQ(faults_of(with("http://127.0.0.1/callback")).at(0),
              place +
                  "'http://127.0.0.1/callback', expected a loopback URL with a port; bwsyncctl listens there: choose a "
                  "free port");
    for (const std::string bad : {"http://sign-in.example.net:80/cb", "http://127.0.0.1:9482/?a=b", "127.0.0.1:9482"})
        EXPECT_EQ(faults_of(with("\"" + bad + "\"")).size(), 1U) << bad;
}

TEST_F(ValuesTest, TakesScopesByName)
{
    const auto with = [&](const std::string& text) {
        return base_with("name: acme\n", "name: acme\n      scopes: " + text + "\n");
    };
    EXPECT_EQ(config_of(with("[\"spark-admin:people_read\"]")).partners.at(0).scopes,
              std::vector<std::string>{"spark-admin:people_read"});
    EXPECT_EQ(faults_of(with("[\"a b\"]")).size(), 1U);
    EXPECT_EQ(faults_of(with("[a, a]")).size(), 1U);
    EXPECT_EQ(config_of(base_with("name: acme\n", "name: acme\n      client_authentication: basic\n"))
                  .partners.at(0)
                  .client_authentication,
              ClientAuthentication::kBasic);
}

TEST_F(ValuesTest, RefusesUnknownCountries)
{
    EXPECT_THAT(faults_of(base_with("{file: template}", "{file: template}\n        country: Germany")),
                ElementsAre("26:18: bridges[0].organizations[0].country: found 'Germany', expected country code of ISO "
                            "3166, two capital letters; did you mean DE?"));
    for (const std::string text : {"USA", "XX", "U"}) {
        const std::string words =
            ": found '" + text + "', expected country code of ISO 3166, two capital letters; for example US, DE or GB";
        EXPECT_THAT(faults_of(base_with("{file: template}", "{file: template}\n        country: " + text)),
                    ElementsAre("26:18: bridges[0].organizations[0].country" + words));
        EXPECT_THAT(faults_of(base_and("    attributes: {default_region: " + text + "}\n")),
                    ElementsAre("28:34: bridges[0].attributes.default_region" + words));
    }
}

TEST_F(ValuesTest, ReadsCountriesFromTheFirstToTheLast)
{
    for (const std::string text : {"AD", "DE", "NO", "ZW"})
        EXPECT_EQ(config_of(base_and("    attributes: {default_region: " + text + "}\n"))
                      .bridges.at(0)
                      .attributes.default_region,
                  text);
}

TEST_F(ValuesTest, ReadsLanguagesAndReplacesTheDefault)
{
    const Config config =
        config_of(base_and("    attributes: {languages: {Deutsch: de_DE, \"Fran\\u00e7ais\": fr}}\n"));
    EXPECT_THAT(config.bridges.at(0).attributes.languages,
                ElementsAre(testing::Pair("Deutsch", "de_DE"), testing::Pair("Fran\xC3\xA7"
                                                                             "ais",
                                                                             "fr")));
}

TEST_F(ValuesTest, RefusesWhatIsNoLocale)
{
    for (const std::string text : {"de-DE", "german", "DE_de", "de_XX", "de_"})
        EXPECT_THAT(faults_of(base_and("    attributes: {languages: {Deutsch: " + text + "}}\n")),
                    ElementsAre("28:39: bridges[0].attributes.languages.Deutsch: found '" + text +
                                "', expected language or language_COUNTRY; for example en or en_US"));
}

TEST_F(ValuesTest, RefusesLanguagesTwice)
{
    EXPECT_THAT(
        faults_of(base_and("    attributes: {languages: {A: de, A: en}}\n")),
        ElementsAre("28:37: bridges[0].attributes.languages.A: found the key a second time, expected it once; it "
                    "is also in line 28: remove one"));
}

TEST_F(ValuesTest, RefusesTimeZonesThatAreNotThere)
{
    const auto with_zone = [](const std::string& zone) {
        return base_and("    windows: [{deny: \"0 8 * * *\", for: 1h, time_zone: " + zone + "}]\n");
    };
    EXPECT_EQ(config_of(with_zone("Europe/Berlin")).bridges.at(0).windows.at(0).time_zone, "Europe/Berlin");
    for (const std::string zone : {"Europe/Berlim", "Europe", "../../etc/passwd", "/etc/localtime", "zone.tab"})
        EXPECT_THAT(
            faults_of(with_zone(zone)),
            ElementsAre("28:55: bridges[0].windows[0].time_zone: found '" + zone +
                        "', expected IANA time zone name; for example Europe/Berlin or UTC; the machine needs its "
                        "zone files (tzdata)"));
}

TEST_F(ValuesTest, RefusesWindowsWithABadSchedule)
{
    EXPECT_THAT(
        faults_of(base_and("    windows: [{deny: \"0 25 * * *\", for: 1h}]\n")),
        ElementsAre("28:22: bridges[0].windows[0].deny: found '25' as hour, expected cron expression of 5 fields; "
                    "for example \"0 8 * * 1-5\": at 08:00 from Monday to Friday"));
    EXPECT_THAT(
        faults_of(base_and("    windows: [{deny: \"@daily\"}]\n")),
        ElementsAre(
            "28:15: bridges[0].windows[0].for: found nothing, expected duration; add the key: how long it lasts",
            "28:22: bridges[0].windows[0].deny: found 1 fields instead of 5, expected cron expression of 5 "
            "fields; for example \"0 8 * * 1-5\": at 08:00 from Monday to Friday"));
}

TEST_F(ValuesTest, TakesRelativePathsFromTheFolderOfTheFile)
{
    const Config config = config_of(base_and("state_directory: state\nbilling: {directory: ../reports/./x}\n"));
    EXPECT_EQ(config.state_directory, folder.path() + "/state");
    EXPECT_EQ(config.billing.directory, folder.path().substr(0, folder.path().rfind('/')) + "/reports/x");
}

TEST_F(ValuesTest, RefusesAnEmptyFolder)
{
    EXPECT_THAT(faults_of(base_and("state_directory: ''\n")),
                ElementsAre("28:18: state_directory: found an empty value, expected path of a folder"));
}

TEST_F(ValuesTest, RefusesCertificateFilesThatCannotBeRead)
{
    folder.write("cert.pem", "x");
    folder.write("key.pem", "x");
    const Config config = config_of(base_and("admin: {tls: {cert_file: cert.pem, key_file: key.pem}}\n"));
    EXPECT_EQ(config.admin.tls, (ServerTls{folder.path() + "/cert.pem", folder.path() + "/key.pem"}));
    EXPECT_THAT(
        faults_of(base_with("name: acme\n", "name: acme\n      ca_file: nowhere.pem\n")),
        ElementsAre("17:16: webex.partners[0].ca_file: found file " + folder.path() +
                    "/nowhere.pem, which cannot be read: No such file or directory, expected path of a readable "
                    "file, may be empty; create it and let the user of the daemon read it"));
}

}  // namespace

}  // namespace bwsync::config
