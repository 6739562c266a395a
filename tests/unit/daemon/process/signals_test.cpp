#include "daemon/process/signals.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <csignal>

namespace bwsync {
namespace {

using namespace std::chrono_literals;

class SignalsTest : public testing::Test {
protected:
    // Runs the loop until `done` or a deadline.
    template <class Condition>
    void run_until(Condition done)
    {
        const auto deadline = std::chrono::steady_clock::now() + 10s;
        while (!done() && std::chrono::steady_clock::now() < deadline) io.run_one_for(50ms);
    }

    boost::asio::io_context io;
    int stops = 0;
    int reloads = 0;
    Signals signals{io.get_executor(), [this](int) { ++stops; }, [this] { ++reloads; }};
};

TEST_F(SignalsTest, ReloadsAsOftenAsAsked)
{
    raise(SIGHUP);
    run_until([this] { return reloads == 1; });
    raise(SIGHUP);
    run_until([this] { return reloads == 2; });
    EXPECT_EQ(reloads, 2);
    EXPECT_EQ(stops, 0);
}

TEST_F(SignalsTest, StopsOnceWhicheverSignalComes)
{
    raise(SIGTERM);
    run_until([this] { return stops == 1; });
    raise(SIGINT);
    raise(SIGHUP);
    run_until([this] { return reloads == 1; });
    EXPECT_EQ(stops, 1);
}

TEST_F(SignalsTest, LetsTheLoopRunOutWhenClosed)
{
    signals.close();
    io.run_for(10s);
    EXPECT_TRUE(io.stopped());
}

TEST_F(SignalsTest, SurvivesAWriteToAClosedPipe)
{
    EXPECT_EQ(raise(SIGPIPE), 0);
}

}  // namespace
}  // namespace bwsync
