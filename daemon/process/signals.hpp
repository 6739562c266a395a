// SIGTERM and SIGINT stop the daemon, SIGHUP reloads it. SIGPIPE is ignored.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>

namespace bwsync {

class Signals final {
public:
    // Callbacks run on the executor's loop, `on_stop` at the first stop signal only; from the constructor on, the
    // signals no longer kill the process.
    Signals(const boost::asio::any_io_executor& executor, std::function<void(int signal)> on_stop,
            std::function<void()> on_reload);
    ~Signals();
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;

    // Ends the waiting, so that the loop can run out. A later stop signal kills the process as by default.
    void close();

private:
    class Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace bwsync
