// Keys that are unknown, missing or there twice, and values of the wrong shape.
#include <gmock/gmock.h>

#include "daemon/config/reading/load.hpp"
#include "tests/unit/daemon/config/reading/fixture.hpp"

namespace bwsync::config {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using StructureTest = ConfigTest;

TEST_F(StructureTest, RefusesUnknownKeysWithTheNearestName)
{
    EXPECT_THAT(
        faults_of(base_with("policy: observe", "policy: observe\n    removed-in-webexx: park")),
        ElementsAre("24:5: bridges[0].removed-in-webexx: found an unknown key, expected a key of this section; did "
                    "you mean 'removed_in_webex'?"));
    EXPECT_THAT(faults_of(base_and("logs: {level: info}\n")),
                ElementsAre("28:1: logs: found an unknown key, expected a key of this section; did you mean 'log'?"));
}

TEST_F(StructureTest, ListsTheKnownKeysWhenNoneIsNear)
{
    EXPECT_THAT(
        faults_of(base_and("log: {colour: red}\n")),
        ElementsAre(
            "28:7: log.colour: found an unknown key, expected a key of this section; known here: level, format"));
}

TEST_F(StructureTest, ShortensLongUnknownKeysBetweenCharacters)
{
    const std::string start(59, 'x');
    EXPECT_THAT(faults_of(base_and(start + "\xC3\xA4\xC3\xA4: 1\n")).at(0),
                testing::StartsWith("28:1: " + start + ": found an unknown key"));
    EXPECT_THAT(faults_of(base_and("log: {file: x, level: info}\n")).at(0),
                testing::StartsWith("28:7: log.file: found an unknown key"));
}

TEST_F(StructureTest, RefusesAKeyTheSecondTime)
{
    EXPECT_THAT(
        faults_of(base_with("policy: observe", "policy: observe\n    policy: sync")),
        ElementsAre("24:5: bridges[0].policy: found the key a second time, expected it once; it is also in line 23: "
                    "remove one"));
    EXPECT_THAT(
        faults_of(base_and("version: 1\nversion: 1\n")),
        ElementsAre("28:1: version: found the key a second time, expected it once; it is also in line 1: remove one",
                    "29:1: version: found the key a second time, expected it once; it is also in line 1: remove one"));
}

TEST_F(StructureTest, NamesMissingKeysAtThePlaceOfTheirSection)
{
    EXPECT_THAT(
        faults_of(base_with("    policy: observe\n", "")),
        ElementsAre("20:5: bridges[0].policy: found nothing, expected observe | create-only | upsert-only | sync; add "
                    "the key: what may be written to Webex"));
    EXPECT_THAT(
        faults_of(base_with("  dsn: {file: dsn}\n", "")),
        ElementsAre("2:1: store.dsn: found nothing, expected libpq connection string or URI; add the key: PostgreSQL "
                    "database; the schema bwsync is made when absent"));
    EXPECT_THAT(faults_of(base_with("version: 1\n", "")),
                ElementsAre("1:1: version: found nothing, expected 1; add the key: version of this format"));
}

TEST_F(StructureTest, NamesAMissingSectionOnceWhenItHasRequiredKeys)
{
    EXPECT_THAT(faults_of("version: 1\n"),
                ElementsAre("1:1: store: found nothing, expected section; add the key: the PostgreSQL database"));
    EXPECT_THAT(
        faults_of(base_with("      reporting:\n        servers: [{host: as1}]\n", "")),
        ElementsAre("7:7: broadworks.clusters[0].reporting: found nothing, expected section; add the key: OCI-R: "
                    "where changes are told"));
}

TEST_F(StructureTest, NamesEveryKeyThatIsRequired)
{
    EXPECT_THAT(
        faults_of("version: 1\nstore: {}\nbroadworks: {clusters: [{}]}\nwebex: {partners: [{}]}\nbridges: [{}]\n")
            .size(),
        2U + 3U + 3U + 6U);
    EXPECT_THAT(
        faults_of(base_with("{service_pack: Premium, package: premium}", "{service_pack: Premium}")),
        ElementsAre("27:9: bridges[0].packages[0].package: found nothing, expected softphone | basic | standard | "
                    "premium; add the key: the Webex package they get"));
}

TEST_F(StructureTest, AnEmptyFileLacksItsRequiredKeys)
{
    for (const std::string text : {"", "# nothing\n", "---\n", "~\n"})
        EXPECT_THAT(faults_of(text),
                    ElementsAre("1:1: store: found nothing, expected section; add the key: the PostgreSQL database",
                                "1:1: version: found nothing, expected 1; add the key: version of this format"));
}

TEST_F(StructureTest, RefusesARootThatIsNoSection)
{
    EXPECT_THAT(faults_of("bwsync\n"), ElementsAre("1:1: found a single value, expected a section of keys"));
    EXPECT_THAT(faults_of("\n- version: 1\n"), ElementsAre("2:1: found a list, expected a section of keys"));
}

TEST_F(StructureTest, RefusesSectionsAndListsInPlaceOfOneAnother)
{
    EXPECT_THAT(faults_of(base_and("log: json\n")),
                ElementsAre("28:6: log: found a single value, expected a section of keys"));
    EXPECT_THAT(faults_of(base_and("log: [json]\n")),
                ElementsAre("28:6: log: found a list, expected a section of keys"));
    EXPECT_THAT(faults_of(base_and("instance: {name: a}\n")),
                ElementsAre("28:11: instance: found a section, expected text, may be empty"));
    EXPECT_THAT(faults_of(base_and("instance: [a]\n")),
                ElementsAre("28:11: instance: found a list, expected text, may be empty"));
    EXPECT_THAT(faults_of(base_and("    scope: {include: {group: a}}\n")),
                ElementsAre("28:22: bridges[0].scope.include: found a section, expected list of sections"));
    EXPECT_THAT(faults_of(base_and("    scope: {include: [a]}\n")),
                ElementsAre("28:23: bridges[0].scope.include[0]: found a single value, expected a section of keys"));
    EXPECT_THAT(faults_of(base_and("    attributes: {languages: [English]}\n")),
                ElementsAre("28:29: bridges[0].attributes.languages: found a list, expected a section of keys"));
    EXPECT_THAT(faults_of(base_with("name: acme\n", "name: acme\n      grants: primary\n")),
                ElementsAre("17:15: webex.partners[0].grants: found a single value, expected list of name of 1 to 64 "
                            "characters A-Z a-z 0-9 . _ -"));
}

TEST_F(StructureTest, RefusesKeysWithoutAValue)
{
    const std::string remedy = "; give a value or remove the key";
    EXPECT_THAT(faults_of(base_and("instance:\nlog:\nbilling: {directory: ~}\n")),
                ElementsAre("28:1: instance: found nothing, expected text, may be empty" + remedy,
                            "29:1: log: found nothing, expected a section of keys" + remedy,
                            "30:11: billing.directory: found nothing, expected path of a folder" + remedy));
}

TEST_F(StructureTest, RefusesEmptyListsWhereAnEntryIsNeeded)
{
    const std::string rest = ": found an empty list, expected at least one entry";
    EXPECT_THAT(faults_of(base_with("[{file: key}]", "[]")), ElementsAre("4:20: store.encryption_keys" + rest));
    EXPECT_THAT(faults_of(base_with("[{host: as1}]", "[]")),
                ElementsAre("13:18: broadworks.clusters[0].reporting.servers" + rest));
    EXPECT_THAT(faults_of(base_and("    scope: {include: []}\n")).at(0), "28:22: bridges[0].scope.include" + rest);
    EXPECT_THAT(faults_of(base_with("name: acme\n", "name: acme\n      grants: []\n")),
                ElementsAre("17:15: webex.partners[0].grants" + rest));
    EXPECT_THAT(faults_of(base_with("\n      - {service_pack: Premium, package: premium}", " []")),
                ElementsAre("26:15: bridges[0].packages" + rest));
}

TEST_F(StructureTest, RefusesGrantsAndEmailSourcesThatAreAlike)
{
    EXPECT_THAT(
        faults_of(base_with("name: acme\n", "name: acme\n      grants: [a, b, a]\n")),
        ElementsAre("17:22: webex.partners[0].grants[2]: found the same as entry 0, expected entries that differ; "
                    "remove one"));
    EXPECT_THAT(
        faults_of(base_and("    attributes: {email: [impId, impId]}\n")),
        ElementsAre("28:33: bridges[0].attributes.email[1]: found the same as entry 0, expected entries that differ; "
                    "remove one"));
}

TEST_F(StructureTest, ReportsEveryFaultInTheOrderOfTheirPlaces)
{
    std::string text = base_and("zzz: 1\nlog: {level: loud}\n");
    text.replace(0, 10, "version: 9");
    text.replace(text.find("observe"), 7, "destroy");
    EXPECT_THAT(
        faults_of(text),
        ElementsAre("1:10: version: found '9', expected 1",
                    "23:13: bridges[0].policy: found 'destroy', expected observe | create-only | upsert-only | sync",
                    "28:1: zzz: found an unknown key, expected a key of this section; known here: version, instance, "
                    "state_directory, store, broadworks, webex, bridges, billing, admin, metrics, log",
                    "29:14: log.level: found 'loud', expected debug | info | warning | error"));
}

TEST_F(StructureTest, ShortensLongValuesAndEscapesControlCharacters)
{
    const std::string value = std::string(59, 'x') + "\xC3\xA4\xC3\xA4";
    EXPECT_THAT(faults_of(base_with("policy: observe", "policy: " + value)).at(0),
                "23:13: bridges[0].policy: found '" + std::string(59, 'x') +
                    "...', expected observe | create-only | upsert-only | sync");
    EXPECT_THAT(faults_of(base_with("policy: observe", "policy: \"a\\e[31m\"")).at(0),
                "23:13: bridges[0].policy: found 'a\\x1b[31m', expected observe | create-only | upsert-only | sync");
}

TEST_F(StructureTest, FaultsCarryTheNameOfTheFileAsGiven)
{
    const LoadOutcome outcome = load_text("version: 2\n", "some/where.yaml");
    ASSERT_EQ(outcome.faults.size(), 2U);
    EXPECT_EQ(outcome.faults.at(1), (Fault{"some/where.yaml", 1, 10, "version", "'2'", "1", ""}));
    EXPECT_EQ(format(outcome.faults.at(1)), "some/where.yaml:1:10: version: found '2', expected 1");
}

TEST_F(StructureTest, ReadsAFileByItsPath)
{
    const std::string path = folder.write("bwsync.yaml", base());
    const LoadOutcome outcome = load(path);
    EXPECT_THAT(outcome.faults, IsEmpty());
    ASSERT_TRUE(outcome.config.has_value());
    EXPECT_EQ(*outcome.config, config_of(base()));
}

TEST_F(StructureTest, RefusesFilesThatCannotBeRead)
{
    const auto fault = [](const std::string& path) { return format(load(path).faults.at(0)).substr(path.size()); };
    const std::string rest = ", expected a readable file of at most 1 MiB; check the path and its permissions";
    EXPECT_EQ(fault(folder.path() + "/none.yaml"),
              ":1:1: found a file that cannot be read: No such file or directory" + rest);
    EXPECT_EQ(fault(folder.path()), ":1:1: found a file that cannot be read: Is a directory" + rest);
    EXPECT_EQ(fault("/dev/zero"), ":1:1: found a file that cannot be read: longer than 1048576 bytes" + rest);
}

}  // namespace

}  // namespace bwsync::config
