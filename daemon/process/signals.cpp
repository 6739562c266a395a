#include "daemon/process/signals.hpp"

#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <utility>

namespace bwsync {

class Signals::Impl : public std::enable_shared_from_this<Impl> {
public:
    Impl(const boost::asio::any_io_executor& executor, std::function<void(int)> on_stop,
         std::function<void()> on_reload)
        : signals_(executor, SIGTERM, SIGINT, SIGHUP), on_stop_(std::move(on_stop)), on_reload_(std::move(on_reload))
    {
    }

    void wait()
    {
        signals_.async_wait([self = shared_from_this()](boost::system::error_code error, int signal) {
            if (error || self->is_closed_) return;
            self->wait();
            self->handle(signal);
        });
    }

    void close()
    {
        is_closed_ = true;
        boost::system::error_code ignored;
        signals_.cancel(ignored);
        signals_.clear(ignored);
    }

private:
    void handle(int signal)
    {
        if (signal == SIGHUP) {
            on_reload_();
        } else if (!std::exchange(is_stopped_, true)) {
            on_stop_(signal);
        }
    }

    boost::asio::signal_set signals_;
    std::function<void(int)> on_stop_;
    std::function<void()> on_reload_;
    bool is_stopped_ = false;
    bool is_closed_ = false;
};

Signals::Signals(const boost::asio::any_io_executor& executor, std::function<void(int signal)> on_stop,
                 std::function<void()> on_reload)
    : impl_(std::make_shared<Impl>(executor, std::move(on_stop), std::move(on_reload)))
{
    std::signal(SIGPIPE, SIG_IGN);
    impl_->wait();
}

Signals::~Signals()
{
    close();
}

void Signals::close()
{
    impl_->close();
}

}  // namespace bwsync
