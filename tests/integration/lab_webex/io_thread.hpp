// Runs an io_context on a thread of its own for the length of a test.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <functional>
#include <future>
#include <thread>
#include <utility>

namespace bwsync::lab::test {

class IoThread final {
public:
    IoThread() : work_(boost::asio::make_work_guard(io)), thread_([this] { io.run(); }) {}
    ~IoThread()
    {
        io.stop();
        thread_.join();
    }
    IoThread(const IoThread&) = delete;
    IoThread& operator=(const IoThread&) = delete;

    // Runs f on the thread and waits for it: everything of the lab belongs to that thread.
    template <class F>
    auto on_thread(F f)
    {
        std::packaged_task<std::invoke_result_t<F>()> task(std::move(f));
        auto result = task.get_future();
        boost::asio::post(io, std::move(task));
        return result.get();
    }

    boost::asio::io_context io;

private:
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    std::thread thread_;
};

}  // namespace bwsync::lab::test
