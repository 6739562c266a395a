#include "adapters/telemetry/log_writer.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>

namespace bwsync {
namespace {

using namespace std::chrono_literals;

class Pipe {
public:
    Pipe() { EXPECT_EQ(pipe(ends_.data()), 0); }
    ~Pipe()
    {
        close_reader();
        close(ends_[1]);
    }
    int writer() const { return ends_[1]; }
    void close_reader()
    {
        if (ends_[0] >= 0) close(ends_[0]);
        ends_[0] = -1;
    }
    std::string read_some()
    {
        std::string text(65536, '\0');
        text.resize(static_cast<std::size_t>(std::max<ssize_t>(read(ends_[0], text.data(), text.size()), 0)));
        return text;
    }

private:
    std::array<int, 2> ends_{-1, -1};
};

TEST(LogWriter, WritesLinesInTheirOrder)
{
    Pipe pipe;
    LogWriter writer(pipe.writer());
    writer.write("one");
    writer.write("two");
    ASSERT_TRUE(writer.flush(5s));
    EXPECT_EQ(pipe.read_some(), "one\ntwo\n");
}

TEST(LogWriter, NeverBlocksTheCallerWhenNobodyReads)
{
    Pipe pipe;
    LogWriter writer(pipe.writer(), 1ms);
    const std::string line(1000, 'x');
    int dropped = 0;
    for (std::size_t i = 0; i < LogWriter::kWaitingMax + 200; ++i) dropped += writer.write(line) ? 0 : 1;
    EXPECT_GT(dropped, 0);
    EXPECT_FALSE(writer.flush(20ms));
}

TEST(LogWriter, EndsWhileAWriteHangs)
{
    Pipe pipe;
    const auto began = std::chrono::steady_clock::now();
    {
        LogWriter writer(pipe.writer(), 1ms);
        for (int i = 0; i < 200; ++i) writer.write(std::string(1000, 'x'));
    }
    EXPECT_LT(std::chrono::steady_clock::now() - began, 30s);
}

}  // namespace
}  // namespace bwsync
