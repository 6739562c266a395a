#include "daemon/admin/http/token.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>

namespace bwsync {
namespace {

class AdminTokenTest : public testing::Test {
protected:
    AdminTokenTest()
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "bwsync-token-XXXXXX").string();
        folder = mkdtemp(pattern.data());
    }
    ~AdminTokenTest() override { std::filesystem::remove_all(folder); }

    std::string expect_refused()
    {
        const Result<std::string> token = admin_token(std::nullopt, folder);
        EXPECT_FALSE(token);
        return token ? std::string() : token.error().what;
    }
    void write(const std::string& text, mode_t mode)
    {
        std::ofstream(admin_token_file(folder)) << text;
        chmod(admin_token_file(folder).c_str(), mode);
    }

    std::string folder;
};

TEST_F(AdminTokenTest, IsMadeOnceWithModeSixHundred)
{
    const Result<std::string> made = admin_token(std::nullopt, folder);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->size(), 43U);
    EXPECT_EQ(made->find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
              std::string::npos);
    struct stat about {};
    ASSERT_EQ(stat(admin_token_file(folder).c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777U, 0600U);
    EXPECT_EQ(*admin_token(std::nullopt, folder), *made);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), {}), 1);
}

TEST_F(AdminTokenTest, DiffersFromInstallationToInstallation)
{
    const std::string first = *admin_token(std::nullopt, folder);
    std::filesystem::remove(admin_token_file(folder));
    EXPECT_NE(*admin_token(std::nullopt, folder), first);
}

TEST_F(AdminTokenTest, IsTheConfiguredOneWhenThereIsOne)
{
    EXPECT_EQ(*admin_token(Secret("configured"), folder), "configured");
    EXPECT_FALSE(std::filesystem::exists(admin_token_file(folder)));
}

TEST_F(AdminTokenTest, IsTheSameForTwoThatStartAtOnce)
{
    std::vector<std::future<std::string>> starts;
    for (int i = 0; i < 8; ++i)
        starts.push_back(std::async(std::launch::async, [this] { return *admin_token(std::nullopt, folder); }));
    const std::string first = starts.front().get();
    for (std::size_t i = 1; i < starts.size(); ++i) EXPECT_EQ(starts[i].get(), first);
}

TEST_F(AdminTokenTest, IsRefusedWhenOthersMayKnowIt)
{
    write("a-token-of-at-least-twenty-characters\n", 0640);
    EXPECT_NE(expect_refused().find("others can read"), std::string::npos);
    write("a-token-of-at-least-twenty-characters\n", 0602);
    expect_refused();
    write("a-token-of-at-least-twenty-characters\n", 0600);
    EXPECT_EQ(*admin_token(std::nullopt, folder), "a-token-of-at-least-twenty-characters");
}

TEST_F(AdminTokenTest, IsRefusedWhenTheFileIsNotAPlainOne)
{
    const std::string target = folder + "/elsewhere";
    std::ofstream(target) << "a-token-of-at-least-twenty-characters";
    std::filesystem::create_symlink(target, admin_token_file(folder));
    expect_refused();
    std::filesystem::remove(admin_token_file(folder));
    std::filesystem::create_directory(admin_token_file(folder));
    EXPECT_NE(expect_refused().find("not a regular file"), std::string::npos);
}

TEST_F(AdminTokenTest, IsRefusedWhenEmptyAndNeverEchoed)
{
    write("short-one\n", 0600);
    EXPECT_EQ(expect_refused().find("short-one"), std::string::npos);
}

TEST_F(AdminTokenTest, SaysWhenTheFolderIsNotThere)
{
    folder += "/missing";
    EXPECT_NE(expect_refused().find("No such file"), std::string::npos);
}

TEST(TokenComparison, IsExact)
{
    EXPECT_TRUE(is_token("abc", "abc"));
    for (const char* given : {"", "ab", "abcd", "abd", "ABC"}) EXPECT_FALSE(is_token(given, "abc"));
    EXPECT_FALSE(is_token("", ""));
}

TEST(BearerToken, IsTakenFromTheHeader)
{
    EXPECT_EQ(bearer_token("Bearer abc"), "abc");
    EXPECT_EQ(bearer_token("bEaReR  abc"), "abc");
    for (const char* header : {"", "Bearer", "Bearer ", "Basic abc", "Bearerabc"}) EXPECT_EQ(bearer_token(header), "");
}

}  // namespace
}  // namespace bwsync
