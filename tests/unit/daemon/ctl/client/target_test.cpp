#include "daemon/ctl/client/target.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

namespace bwsync::ctl {
namespace {

TEST(Url, IsTakenApart)
{
    const Result<Endpoint> plain = parse_url("http://127.0.0.1:9480");
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->host, "127.0.0.1");
    EXPECT_EQ(plain->port, 9480);
    EXPECT_FALSE(plain->is_tls);
    const Result<Endpoint> tls = parse_url("https://[::1]/admin/");
    ASSERT_TRUE(tls);
    EXPECT_EQ(tls->host, "::1");
    EXPECT_EQ(tls->port, 443);
    EXPECT_EQ(tls->base, "/admin");
    EXPECT_TRUE(tls->is_tls);
}

TEST(Url, IsRefusedWhenItIsNone)
{
    for (const char* url : {"", "127.0.0.1:9480", "ftp://x", "http://", "http://:80", "http://x:0", "http://x:70000",
                            "http://x:8a", "http://u:p@x", "http://x?y", "http://x\r\nh"}) {
        EXPECT_FALSE(parse_url(url)) << url;
    }
}

class TargetTest : public testing::Test {
protected:
    TargetTest()
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "bwsync-target-XXXXXX").string();
        folder = mkdtemp(pattern.data());
    }
    ~TargetTest() override { std::filesystem::remove_all(folder); }

    std::string write(const std::string& name, const std::string& text)
    {
        std::ofstream(folder + "/" + name) << text;
        return folder + "/" + name;
    }
    Result<Target, TargetFault> find()
    {
        return find_target(invocation, [this](const char* name) -> std::optional<std::string> {
            const auto found = environment.find(name);
            if (found == environment.end()) return std::nullopt;
            return found->second;
        });
    }

    std::string folder;
    Invocation invocation;
    std::map<std::string, std::string> environment;
};

TEST_F(TargetTest, ComesFromTheUrlAndTheTokenFile)
{
    invocation.url = "http://127.0.0.1:1";
    invocation.token_file = write("token", "  abc\n");
    const auto target = find();
    ASSERT_TRUE(target);
    EXPECT_EQ(target->token, "abc");
}

TEST_F(TargetTest, ComesFromTheEnvironmentUnlessOptionsSayMore)
{
    environment["BWSYNC_URL"] = "http://one:1";
    environment["BWSYNC_TOKEN_FILE"] = write("token", "abc");
    EXPECT_EQ(find()->endpoint.host, "one");
    invocation.url = "http://two:1";
    EXPECT_EQ(find()->endpoint.host, "two");
}

TEST_F(TargetTest, ComesFromTheDaemonsConfiguration)
{
    write("admin-token", "a-made-token\n");
    invocation.config_file = write("bwsync.yaml", "version: 1\nstate_directory: " + folder +
                                                      "\nadmin: {listen: 0.0.0.0:9999}\nbridges: not-read\n");
    environment["BWSYNC_URL"] = "http://elsewhere:1";
    const auto target = find();
    ASSERT_TRUE(target) << target.error().message;
    EXPECT_EQ(target->endpoint.host, "127.0.0.1");
    EXPECT_EQ(target->endpoint.port, 9999);
    EXPECT_EQ(target->token, "a-made-token");
}

TEST_F(TargetTest, IsUnreachableBeforeTheDaemonMadeItsToken)
{
    invocation.config_file = write("bwsync.yaml", "version: 1\nstate_directory: " + folder + "\n");
    const auto target = find();
    ASSERT_FALSE(target);
    EXPECT_EQ(target.error().exit_status, kUnreachable);
    EXPECT_NE(target.error().message.find("first start"), std::string::npos);
}

TEST_F(TargetTest, IsWrongUseWithoutAnAddressOrAToken)
{
    EXPECT_EQ(find().error().exit_status, kWrongUse);
    invocation.url = "http://x:1";
    EXPECT_EQ(find().error().exit_status, kWrongUse);
    invocation.token_file = folder + "/missing";
    EXPECT_EQ(find().error().exit_status, kWrongUse);
    invocation.url.clear();
    invocation.config_file = folder + "/missing.yaml";
    EXPECT_EQ(find().error().exit_status, kWrongUse);
}

TEST_F(TargetTest, RefusesASecretFileThatHoldsNoneOrMoreThanOne)
{
    EXPECT_FALSE(read_secret_file(write("empty", " \n")));
    const auto two = read_secret_file(write("two", "first-word second-word"));
    ASSERT_FALSE(two);
    EXPECT_EQ(two.error().what.find("first-word"), std::string::npos);
    EXPECT_FALSE(read_secret_file(folder));
    EXPECT_FALSE(read_secret_file(write("header", "abc\r\nX: y")));
}

}  // namespace
}  // namespace bwsync::ctl
