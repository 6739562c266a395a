#include "daemon/process/sd_notify.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

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

TEST_F(SdNotifyTest, DoesNothingWithoutAServiceManager)
{
    unsetenv("NOTIFY_SOCKET");
    systemd.ready("x");
    EXPECT_EQ(received(), "");
}

}  // namespace
}  // namespace bwsync
