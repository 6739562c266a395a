#include "daemon/process/sd_notify.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <ctime>
#include <filesystem>

namespace bwsync {
namespace {

// Stands in for the service manager at NOTIFY_SOCKET.
class SdNotifyTest : public testing::Test {
protected:
    void SetUp() override
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "bwsync-notify-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
        path_ = pattern + "/socket";
        socket_ = socket(AF_UNIX, SOCK_DGRAM, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path_.copy(address.sun_path, sizeof address.sun_path - 1);
        ASSERT_EQ(bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
        setenv("NOTIFY_SOCKET", path_.c_str(), 1);
    }
    void TearDown() override
    {
        unsetenv("NOTIFY_SOCKET");
        close(socket_);
        std::filesystem::remove_all(folder_);
    }
    // Nobody reads, until the queue takes no more.
    void fill_the_queue()
    {
        for (int i = 0; i < 10'000; ++i) systemd.watchdog();
    }
    std::vector<std::string> all_received()
    {
        std::vector<std::string> all;
        for (std::string text = received(); !text.empty(); text = received()) all.push_back(text);
        return all;
    }
    std::string received()
    {
        std::string text(4096, '\0');
        const ssize_t length = recv(socket_, text.data(), text.size(), MSG_DONTWAIT);
        text.resize(static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
        return text;
    }

    Systemd systemd;

private:
    std::filesystem::path folder_;
    std::string path_;
    int socket_ = -1;
};

TEST_F(SdNotifyTest, SaysReadyWithItsStatus)
{
    systemd.ready("2 bridges held");
    EXPECT_EQ(received(), "READY=1\nSTATUS=2 bridges held");
}

TEST_F(SdNotifyTest, KeepsTheStatusOneLine)
{
    systemd.status("a\nREADY=1");
    EXPECT_EQ(received(), "STATUS=a READY=1");
}

TEST_F(SdNotifyTest, SaysWhenTheReloadBegan)
{
    systemd.reloading();
    const std::string text = received();
    ASSERT_EQ(text.rfind("RELOADING=1\nMONOTONIC_USEC=", 0), 0U) << text;
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    const std::int64_t began = std::stoll(text.substr(text.rfind('=') + 1));
    EXPECT_NEAR(static_cast<double>(began) / 1e6, static_cast<double>(now.tv_sec), 60.0);
}

TEST_F(SdNotifyTest, SaysThatItStopsAndThatItLives)
{
    systemd.stopping("stopping");
    EXPECT_EQ(received(), "STOPPING=1\nSTATUS=stopping");
    systemd.watchdog();
    EXPECT_EQ(received(), "WATCHDOG=1");
}

TEST_F(SdNotifyTest, ReadsTheWatchdogLimit)
{
    EXPECT_FALSE(systemd.watchdog_limit().has_value());
    setenv("WATCHDOG_USEC", "3000000", 1);
    setenv("WATCHDOG_PID", std::to_string(getpid()).c_str(), 1);
    EXPECT_EQ(systemd.watchdog_limit(), std::chrono::seconds(3));
    setenv("WATCHDOG_PID", "1", 1);
    EXPECT_FALSE(systemd.watchdog_limit().has_value());
    unsetenv("WATCHDOG_USEC");
    unsetenv("WATCHDOG_PID");
}

TEST_F(SdNotifyTest, DoesNotWaitForAManagerThatDoesNotRead)
{
    fill_the_queue();  // far beyond any queue: it would hang here
    EXPECT_LT(all_received().size(), 10'000U);
}

TEST_F(SdNotifyTest, TellsAChangeOfStateLateRatherThanNever)
{
    fill_the_queue();
    systemd.ready("old");
    systemd.ready("running");
    systemd.watchdog();
    all_received();
    systemd.watchdog();
    EXPECT_EQ(all_received(), (std::vector<std::string>{"READY=1\nSTATUS=running", "WATCHDOG=1"}));
}

TEST_F(SdNotifyTest, SpeaksToAnAbstractSocket)
{
    const std::string name = "bwsync-notify-" + std::to_string(getpid());
    const int listening = socket(AF_UNIX, SOCK_DGRAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    name.copy(address.sun_path + 1, sizeof address.sun_path - 2);
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
    ASSERT_EQ(bind(listening, reinterpret_cast<const sockaddr*>(&address), length), 0);
    setenv("NOTIFY_SOCKET", ("@" + name).c_str(), 1);
    systemd.watchdog();
    std::string text(64, '\0');
    text.resize(
        static_cast<std::size_t>(std::max<ssize_t>(recv(listening, text.data(), text.size(), MSG_DONTWAIT), 0)));
    close(listening);
    EXPECT_EQ(text, "WATCHDOG=1");
}

TEST_F(SdNotifyTest, DoesNothingWithoutAServiceManager)
{
    unsetenv("NOTIFY_SOCKET");
    systemd.ready("x");
    EXPECT_EQ(received(), "");
}

}  // namespace
}  // namespace bwsync
