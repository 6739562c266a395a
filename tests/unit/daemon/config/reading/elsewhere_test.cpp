// Values that come from files, the environment and systemd credentials; secrets and where they may stand.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <cstdlib>
#include <sstream>

#include "daemon/config/reading/load.hpp"
#include "tests/unit/daemon/config/reading/fixture.hpp"

namespace bwsync::config {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* kElsewhere = "{file: PATH}, {env: NAME} or {credential: NAME}";

class Variable final {
public:
    Variable(const char* name, const std::string& value) : name_(name) { ::setenv(name, value.c_str(), 1); }
    ~Variable() { ::unsetenv(name_); }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

private:
    const char* name_;
};

using ElsewhereTest = ConfigTest;

TEST_F(ElsewhereTest, ReadsTheEnvironmentAndTrimsItsEnd)
{
    const Variable variable("BWSYNC_TEST_VALUE", " x y \t\r\n");
    const Config config = config_of(base_with("{file: password}", "{env: BWSYNC_TEST_VALUE}"));
    EXPECT_EQ(config.clusters.at(0).provisioning.password.reveal(), " x y");
}

TEST_F(ElsewhereTest, ReadsSystemdCredentials)
{
    folder.write("credentials/pw", "from systemd\n");
    const Variable variable("CREDENTIALS_DIRECTORY", folder.path() + "/credentials");
    const Config config = config_of(base_with("{file: password}", "{credential: pw}"));
    EXPECT_EQ(config.clusters.at(0).provisioning.password.reveal(), "from systemd");
    EXPECT_THAT(
        faults_of(base_with("{file: password}", "{credential: ../password}")),
        ElementsAre("11:19: broadworks.clusters[0].provisioning.password: found credential ../password, which "
                    "cannot be read: not a plain name, expected a readable value; write the name that stands in "
                    "LoadCredential="));
    EXPECT_THAT(
        faults_of(base_with("{file: password}", "{credential: none}")),
        ElementsAre("11:19: broadworks.clusters[0].provisioning.password: found credential none, which cannot be "
                    "read: No such file or directory, expected a readable value; add LoadCredential=none:PATH to "
                    "the service"));
}

TEST_F(ElsewhereTest, RefusesCredentialsOutsideSystemd)
{
    ::unsetenv("CREDENTIALS_DIRECTORY");
    EXPECT_THAT(faults_of(base_with("{file: password}", "{credential: pw}")),
                ElementsAre("11:19: broadworks.clusters[0].provisioning.password: found credential pw, which cannot be "
                            "read: no CREDENTIALS_DIRECTORY, expected a readable value; start the daemon as a systemd "
                            "service"));
}

TEST_F(ElsewhereTest, ReadsAbsolutePaths)
{
    const std::string path = folder.write("deep/below/pw", "x");
    const Config config = config_of(base_with("{file: password}", "{file: " + path + "}"));
    EXPECT_EQ(config.clusters.at(0).provisioning.password.reveal(), "x");
}

TEST_F(ElsewhereTest, RefusesVariablesAndFilesThatAreNotThere)
{
    EXPECT_THAT(
        faults_of(base_with("{file: password}", "{env: BWSYNC_TEST_UNSET}")),
        ElementsAre("11:19: broadworks.clusters[0].provisioning.password: found environment variable "
                    "BWSYNC_TEST_UNSET, which cannot be read: not set, expected a readable value; set it for this "
                    "process"));
    EXPECT_THAT(
        faults_of(base_with("{file: id}", "{file: nowhere}")),
        ElementsAre("17:18: webex.partners[0].client_id: found file " + folder.path() +
                    "/nowhere, which cannot be read: No such file or directory, expected a readable value; create "
                    "it and let the user of the daemon read it"));
}

TEST_F(ElsewhereTest, RefusesFoldersPipesAndLongFilesAsValues)
{
    const auto fault = [&](const std::string& name) {
        return faults_of(base_with("{file: password}", "{file: " + name + "}")).at(0);
    };
    EXPECT_THAT(fault("."), HasSubstr("which cannot be read: Is a directory, expected"));
    ASSERT_EQ(::mkfifo((folder.path() + "/pipe").c_str(), 0600), 0);
    EXPECT_THAT(fault("pipe"), HasSubstr("which cannot be read: not a regular file, expected"));
    folder.write("long", std::string(65537, 'x'));
    EXPECT_THAT(fault("long"), HasSubstr("which cannot be read: longer than 65536 bytes, expected"));
}

TEST_F(ElsewhereTest, RefusesReferencesThatNameNotOneThing)
{
    for (const std::string form : {"{file: a, env: B}", "{file: [a]}", "{file: ''}", "{env: }", "{file: a, x: 1}"})
        EXPECT_THAT(
            faults_of(base_with("{file: password}", form)),
            ElementsAre("11:19: broadworks.clusters[0].provisioning.password: found a value from elsewhere that is "
                        "not one name, expected " +
                        std::string(kElsewhere) + "; write one of them with one name"));
}

TEST_F(ElsewhereTest, RefusesAReferenceInPlaceOfASectionOrAList)
{
    EXPECT_THAT(faults_of(base_and("log: {file: id}\n")),
                ElementsAre("28:6: log: found a value from elsewhere, expected a section of keys"));
    EXPECT_THAT(
        faults_of(base_with("[{file: key}]", "{file: key}")),
        ElementsAre("4:20: store.encryption_keys: found a value from elsewhere, expected list of secret: 32 bytes "
                    "as base64"));
}

TEST_F(ElsewhereTest, SaysWhereABadValueCameFromWithoutShowingIt)
{
    folder.write("policy", "hunter2\n");
    EXPECT_THAT(faults_of(base_with("policy: observe", "policy: {file: policy}")),
                ElementsAre("23:13: bridges[0].policy: found the content of file " + folder.path() +
                            "/policy, expected observe | create-only | upsert-only | sync"));
}

TEST_F(ElsewhereTest, RefusesTextThatIsNotUtf8)
{
    folder.write("latin1", "caf\xE9\n");
    EXPECT_THAT(faults_of(base_with("{file: id}", "{file: latin1}")),
                ElementsAre("17:18: webex.partners[0].client_id: found the content of file " + folder.path() +
                            "/latin1, expected UTF-8 text"));
}

TEST_F(ElsewhereTest, RefusesEveryLiteralSecret)
{
    const std::string rest = "a literal value, expected " + std::string(kElsewhere) +
                             "; move the secret out of the configuration, into a file for example";
    EXPECT_THAT(faults_of(base_with("{file: password}", "hunter2")),
                ElementsAre("11:19: broadworks.clusters[0].provisioning.password: found " + rest));
    EXPECT_THAT(faults_of(base_with("{file: secret}", "\"hunter2\"")),
                ElementsAre("18:22: webex.partners[0].client_secret: found " + rest));
    EXPECT_THAT(faults_of(base_with("{file: key}", key_text())),
                ElementsAre("4:21: store.encryption_keys[0]: found " + rest));
    EXPECT_THAT(faults_of(base_and("admin: {token: hunter2}\n")), ElementsAre("28:16: admin.token: found " + rest));
}

TEST_F(ElsewhereTest, RefusesEmptySecrets)
{
    folder.write("empty", " \n\n");
    const std::string rest =
        "found the content of file " + folder.path() + "/empty, which is empty, expected a value; put the secret in";
    EXPECT_THAT(faults_of(base_with("{file: password}", "{file: empty}")),
                ElementsAre("11:19: broadworks.clusters[0].provisioning.password: " + rest));
    EXPECT_THAT(faults_of(base_with("{file: secret}", "{file: empty}")),
                ElementsAre("18:22: webex.partners[0].client_secret: " + rest));
    EXPECT_THAT(faults_of(base_with("{file: key}", "{file: empty}")),
                ElementsAre("4:21: store.encryption_keys[0]: " + rest));
    EXPECT_THAT(faults_of(base_with("{file: dsn}", "{file: empty}")), ElementsAre("3:8: store.dsn: " + rest));
    EXPECT_THAT(faults_of(base_with("{file: dsn}", "''")),
                ElementsAre("3:8: store.dsn: found an empty value, expected a value; put the secret in"));
    EXPECT_THAT(faults_of(base_with("{file: id}", "{file: empty}")),
                ElementsAre("17:18: webex.partners[0].client_id: found the content of file " + folder.path() +
                            "/empty, which is empty, expected text that is not empty"));
}

TEST_F(ElsewhereTest, RefusesSecretsOfSeveralLines)
{
    folder.write("two", "a\nb\n");
    EXPECT_THAT(faults_of(base_with("{file: password}", "{file: two}")),
                ElementsAre("11:19: broadworks.clusters[0].provisioning.password: found the content of file " +
                            folder.path() + "/two, which has several lines, expected one line"));
}

TEST_F(ElsewhereTest, TakesTheAdminTokenFromAFile)
{
    folder.write("token", "T\n");
    EXPECT_EQ(config_of(base_and("admin: {token: {file: token}}\n")).admin.token, Secret("T"));
}

TEST_F(ElsewhereTest, TakesALiteralDsnWithoutPasswordAndRefusesOneWith)
{
    EXPECT_EQ(config_of(base_with("{file: dsn}", "host=/run/postgresql dbname=bwsync")).store.dsn.reveal(),
              "host=/run/postgresql dbname=bwsync");
    EXPECT_EQ(config_of(base_with("{file: dsn}", "postgresql://bwsync@db/bwsync?sslmode=require")).store.dsn.reveal(),
              "postgresql://bwsync@db/bwsync?sslmode=require");
    for (const std::string dsn : {"host=db password=hunter2", "postgresql://bwsync:hunter2@db/bwsync"})
        EXPECT_THAT(
            faults_of(base_with("{file: dsn}", dsn)),
            ElementsAre("3:8: store.dsn: found a literal value with a password, expected " + std::string(kElsewhere) +
                        "; move the whole dsn out of the configuration, or give the password by passfile"));
}

TEST_F(ElsewhereTest, RefusesADsnThatIsNone)
{
    folder.write("bad", "hunter2\n");
    const std::string rest =
        ", expected libpq connection string or URI; for example: host=/run/postgresql dbname=bwsync "
        "user=bwsync";
    EXPECT_THAT(faults_of(base_with("{file: dsn}", "{file: bad}")),
                ElementsAre("3:8: store.dsn: found the content of file " + folder.path() +
                            "/bad with a word without =" + rest));
    EXPECT_THAT(faults_of(base_with("{file: dsn}", "\"host='db\"")),
                ElementsAre("3:8: store.dsn: found a literal value with a quote that is not closed" + rest));
}

TEST_F(ElsewhereTest, RefusesEncryptionKeysThatAreNot32BytesOfBase64)
{
    const auto fault = [&](const std::string& key) {
        folder.write("bad-key", key);
        return faults_of(base_with("{file: key}", "{file: bad-key}")).at(0);
    };
    const std::string start =
        "4:21: store.encryption_keys[0]: found the content of file " + folder.path() + "/bad-key, ";
    const std::string end = ", expected 32 bytes as base64; make one with: openssl rand -base64 32";
    EXPECT_EQ(fault("AAEC"), start + "which is base64 of 3 bytes" + end);
    EXPECT_EQ(fault(key_text() + "AAEC"), start + "which is not base64" + end);
    EXPECT_EQ(fault("hunter2"), start + "which is not base64" + end);
    EXPECT_EQ(fault(key_text().substr(0, 43)), start + "which is not base64" + end);
}

TEST_F(ElsewhereTest, NeverShowsASecretInAFaultOrWhenPrinted)
{
    folder.write("token", "hunter2\n");
    const std::string text = base_and("admin: {token: {file: token}, listen: nowhere}\nx: hunter2\n");
    for (const std::string& line : faults_of(text)) EXPECT_THAT(line, Not(HasSubstr("hunter2")));
    std::ostringstream out;
    out << Secret("hunter2") << testing::PrintToString(Secret("hunter2"));
    EXPECT_EQ(out.str(), "******");
}

TEST_F(ElsewhereTest, ReadsOnlyAdminAndStateForTheOperatorsTool)
{
    folder.write("token", "T");
    const std::string text =
        "version: 1\nstore: {dsn: {file: nowhere}}\nbridges: 7\nstate_directory: /s\nadmin: {token: {file: token}}\n";
    const LoadOutcome outcome = load_text(text, folder.path() + "/bwsync.yaml", Part::kAdmin);
    EXPECT_THAT(outcome.faults, IsEmpty());
    EXPECT_THAT(outcome.warnings, IsEmpty());
    ASSERT_TRUE(outcome.config.has_value());
    EXPECT_EQ(outcome.config->admin.token, Secret("T"));
    EXPECT_EQ(outcome.config->state_directory, "/s");
    const LoadOutcome wrong = load_text("version: 1\nadmn: {}\nadmin: 1\n", "x.yaml", Part::kAdmin);
    EXPECT_EQ(wrong.faults.size(), 2U);
}

}  // namespace

}  // namespace bwsync::config
