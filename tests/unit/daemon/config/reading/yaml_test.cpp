// What YAML allows and we do, what we do not, and the places of its errors.
#include <gmock/gmock.h>

#include "daemon/config/reading/load.hpp"
#include "tests/unit/daemon/config/reading/fixture.hpp"

namespace bwsync::config {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

using YamlTest = ConfigTest;

TEST_F(YamlTest, SyntaxErrorsHaveTheirPlace)
{
    EXPECT_THAT(
        faults_of(base_with("policy: observe", "policy: a: b")),
        ElementsAre("23:14: found a YAML error: illegal map value, expected valid YAML; correct the syntax here"));
    EXPECT_THAT(faults_of(base_with("policy: observe", "policy: @x")),
                ElementsAre("23:13: found a YAML error: unknown token, expected valid YAML; correct the syntax here"));
    EXPECT_THAT(faults_of(base_and("log: {level: info\n")).at(0), HasSubstr(": found a YAML error: "));
    EXPECT_THAT(
        faults_of(base_with("policy: observe", "policy: *nobody")),
        ElementsAre("23:13: found a YAML error: the referenced anchor is not defined, expected valid YAML; correct "
                    "the syntax here"));
}

TEST_F(YamlTest, RefusesAQuoteThatIsNeverClosed)
{
    const std::string rest = ": found a quote that is never closed, expected the closing quote; close it";
    EXPECT_THAT(faults_of(base_with("policy: observe", "policy: \"observe")), ElementsAre("23:13" + rest));
    EXPECT_THAT(faults_of(base_and("instance: 'it''s")), ElementsAre("28:11" + rest));
    EXPECT_THAT(faults_of("\r\n\r\n# \xC3\xA4\r\nversion: \"1"), ElementsAre("4:10" + rest));
    EXPECT_THAT(faults_of(base_and("instance: 'it''s'\n")), IsEmpty());
    EXPECT_THAT(faults_of(base_and("instance: \"\\\"\"\n")), IsEmpty());
    EXPECT_THAT(faults_of(base_and("instance: |-\n  it's\n")), IsEmpty());
}

TEST_F(YamlTest, RefusesTabsInTheIndentation)
{
    const std::string rest = ": found a tab in the indentation, expected spaces; YAML is indented with spaces only";
    EXPECT_THAT(faults_of(base_and("log:\n\tlevel: info\n  \tformat: json\n")),
                ElementsAre("29:1" + rest, "30:3" + rest));
    EXPECT_THAT(faults_of(base_and("\t# a comment\n\t\nlog: {level:\tinfo}\t# and another\n")), IsEmpty());
}

TEST_F(YamlTest, ReadsAFileWithAByteOrderMarkAndWindowsLines)
{
    std::string text = "\xEF\xBB\xBF";
    for (const char c : base()) text += c == '\n' ? std::string("\r\n") : std::string(1, c);
    EXPECT_EQ(config_of(text), config_of(base()));
    EXPECT_THAT(faults_of("\xEF\xBB\xBFversion: 2\r\nlog: {x: 1}\r\n").at(1), "1:10: version: found '2', expected 1");
}

TEST_F(YamlTest, RefusesTextThatIsNotUtf8)
{
    const std::string rest = ": found a byte that is not UTF-8, expected UTF-8 text; save the file as UTF-8";
    EXPECT_THAT(faults_of(base_and("# \xC3\xA4 caf\xE9\n")), ElementsAre("28:8" + rest));
    const std::vector<std::string> damaged{"\x80",
                                           "\xC0\x80",
                                           "\xC3",
                                           "\xE0\x80\x80",
                                           "\xED\xA0\x80",
                                           "\xF0\x80\x80\x80",
                                           "\xF4\x90\x80\x80",
                                           "\xF5\x80\x80\x80",
                                           "\xE2\x82",
                                           "\xF0\x9F\x98",
                                           "\xFF\xFE"};
    for (const std::string& bytes : damaged) EXPECT_THAT(faults_of("# " + bytes), ElementsAre("1:3" + rest));
    EXPECT_THAT(faults_of(base_and("# \xC3\xA4 \xE2\x82\xAC \xF0\x9F\x98\x80\n")), IsEmpty());
}

TEST_F(YamlTest, RefusesControlCharacters)
{
    EXPECT_THAT(
        faults_of(base_and(std::string("# a\0b\n", 6))),
        ElementsAre("28:4: found a control character, expected UTF-8 text; save the file as plain UTF-8 text and "
                    "remove it"));
}

TEST_F(YamlTest, CountsColumnsInCharacters)
{
    EXPECT_THAT(faults_of(base_and("    attributes: {languages: {\"Fran\xC3\xA7"
                                   "ais\": fr, \xE2\x82\xAC: XX}}\n")),
                ElementsAre("28:49: bridges[0].attributes.languages.\xE2\x82\xAC: found 'XX', expected language or "
                            "language_COUNTRY; for example en or en_US"));
}

TEST_F(YamlTest, RefusesAFileOfMoreThanOneMebibyte)
{
    std::string text = base() + "# ";
    text.append(1024 * 1024 - text.size(), 'x');
    EXPECT_THAT(faults_of(text), IsEmpty());
    EXPECT_THAT(faults_of(text + "x"),
                ElementsAre("1:1: found more than 1 MiB, expected a configuration of at most 1 MiB; "
                            "check that this is the right file"));
}

TEST_F(YamlTest, RefusesASecondDocument)
{
    EXPECT_THAT(
        faults_of(base_and("---\nversion: 1\n")),
        ElementsAre("28:1: found a second document, expected one document; remove the line --- and what follows"));
    EXPECT_THAT(faults_of("---\n" + base() + "...\n"), IsEmpty());
}

TEST_F(YamlTest, FollowsAnchorsAndAliases)
{
    std::string text = base_with("{file: password}", "&pw {file: password}");
    text.replace(text.find("{file: secret}"), 14, "*pw");
    text.replace(text.find("cluster: east"), 13, "cluster: &c east");
    const Config config = config_of(text);
    EXPECT_EQ(config.partners.at(0).client_secret.reveal(), "correct horse");
    EXPECT_EQ(config.bridges.at(0).cluster, "east");
}

TEST_F(YamlTest, AFaultInAnAliasIsAtTheAliasForAValueAndAtTheAnchorForASection)
{
    EXPECT_THAT(faults_of(base_and("instance: &x loud\nlog: {level: *x}\n")),
                ElementsAre("29:14: log.level: found 'loud', expected debug | info | warning | error"));
    EXPECT_THAT(
        faults_of(base_and("log: &x {level: loud}\nmetrics: *x\n")),
        ElementsAre("28:10: metrics.level: found an unknown key, expected a key of this section; known here: listen",
                    "28:17: log.level: found 'loud', expected debug | info | warning | error"));
}

TEST_F(YamlTest, MergesTheKeysThatAreNotThere)
{
    const Config config =
        config_of(base_and("    deletion: &d {grace: 1s, confirmations: 7}\n"
                           "  - {name: b2, cluster: east, partner: acme, policy: sync,\n"
                           "     organizations: [{provisioning_id: x}],\n"
                           "     packages: [{service: S, package: basic}],\n"
                           "     deletion: {confirmations: 3, <<: *d}}\n"));
    EXPECT_EQ(config.bridges.at(1).deletion.grace, std::chrono::seconds(1));
    EXPECT_EQ(config.bridges.at(1).deletion.confirmations, 3);
}

TEST_F(YamlTest, RefusesToMergeWhatIsNoSection)
{
    EXPECT_THAT(faults_of(base_and("log: {<<: 7}\n")).at(0), HasSubstr("28:7: log.<<: found an unknown key"));
}

TEST_F(YamlTest, RefusesAnAliasInsideItsOwnAnchor)
{
    EXPECT_THAT(faults_of(base_and("log: &x {level: *x}\n")),
                ElementsAre("28:17: found an alias inside its own anchor, expected a value; write the value out"));
}

TEST_F(YamlTest, RefusesAliasesThatMultiplyWithoutEnd)
{
    std::string bomb = "a: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 10; ++i) {
        const std::string alias = "*a" + std::to_string(i - 1);
        bomb += "b" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + alias;
        for (int n = 1; n < 10; ++n) bomb += ", " + alias;
        bomb += "]\n";
    }
    EXPECT_THAT(faults_of(bomb).at(0),
                HasSubstr("found more than 100000 values, expected fewer; aliases count each time"));
}

TEST_F(YamlTest, RefusesDeepNesting)
{
    EXPECT_THAT(faults_of("a: " + std::string(40, '[') + std::string(40, ']')),
                ElementsAre("1:35: found more than 32 levels, expected fewer; nest less deeply"));
    EXPECT_THAT(faults_of("a: " + std::string(400'000, '[')).size(), 1U);
    EXPECT_THAT(faults_of("a: " + std::string(400'000, '{')).size(), 1U);
}

TEST_F(YamlTest, RefusesKeysThatAreNoWords)
{
    EXPECT_THAT(faults_of(base_and("? [a]\n: 1\n? {b: 1}\n: 2\n")),
                ElementsAre("28:3: found a key that is not a word, expected a word as key; write key: value",
                            "30:3: found a key that is not a word, expected a word as key; write key: value"));
}

TEST_F(YamlTest, RefusesTags)
{
    EXPECT_THAT(
        faults_of(base_and("instance: !!binary eA==\n")),
        ElementsAre("28:11: found the tag 'tag:yaml.org,2002:binary', expected a value without a tag; remove it"));
    EXPECT_THAT(faults_of(base_and("instance: !!str 7\n")), IsEmpty());
}

}  // namespace

}  // namespace bwsync::config
