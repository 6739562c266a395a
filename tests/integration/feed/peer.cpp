#include "tests/integration/feed/peer.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <optional>

namespace bwsync::feed_test {

using asio::ip::tcp;
using boost::system::error_code;

Peer::Peer(std::vector<Script> scripts)
    : acceptor_(io_, tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0)),
      scripts_(std::move(scripts)),
      port_(acceptor_.local_endpoint().port()),
      thread_([this] { serve(); })
{
}

Peer::~Peer()
{
    is_stopping_ = true;
    // Wakes the thread wherever it blocks: in accept, or in a call on the current connection.
    ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
    {
        const std::lock_guard lock(mutex_);
        if (current_ != nullptr) ::shutdown(current_->native_handle(), SHUT_RDWR);
    }
    thread_.join();
}

void Peer::serve()
{
    while (!is_stopping_) {
        Socket socket(io_);
        error_code error;
        acceptor_.accept(socket, error);
        if (error) return;
        {
            const std::lock_guard lock(mutex_);
            current_ = &socket;
        }
        const auto index = std::min<std::size_t>(static_cast<std::size_t>(connections_++), scripts_.size() - 1);
        if (!is_stopping_) scripts_[index](socket);
        const std::lock_guard lock(mutex_);
        current_ = nullptr;
    }
}

void send(Peer::Socket& socket, std::string_view bytes)
{
    error_code ignored;
    asio::write(socket, asio::buffer(bytes.data(), bytes.size()), ignored);
}

void wait_for_close(Peer::Socket& socket)
{
    char byte = 0;
    error_code error;
    while (!error) asio::read(socket, asio::buffer(&byte, 1), error);
}

void reset(Peer::Socket& socket)
{
    socket.set_option(asio::socket_base::linger(true, 0));
    socket.close();
}

std::uint16_t closed_port()
{
    asio::io_context io;
    tcp::acceptor acceptor(io, tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0));
    return acceptor.local_endpoint().port();
}

Task<bool> HastyClock::sleep_for(Millis delay, std::stop_token stop)
{
    sleeps.push_back(delay.count());
    co_return !stop.stop_requested();
}

Task<> HastyClock::wait_for(Signal& bell, Millis limit, std::stop_token)
{
    const Signal::Listener over(bell, nullptr);
    sleeps.push_back(limit.count());
    co_return;
}

Client::Client(ReportingFeedSettings settings, Clock* other_clock)
    : feed_(io_.get_executor(), std::move(settings), other_clock != nullptr ? *other_clock : clock, random, telemetry)
{
}

Result<FeedStep> Client::next()
{
    std::optional<Result<FeedStep>> result;
    auto body = [this, &result]() -> Task<> { result = co_await feed_.next(stop.get_token()); };
    io_.restart();
    asio::co_spawn(io_, std::move(body), [](std::exception_ptr error) {
        if (error) std::rethrow_exception(error);
    });
    io_.run_for(std::chrono::seconds(10));
    if (result) return std::move(*result);
    ADD_FAILURE() << "the feed does not come back";
    return Error(ErrorKind::kCancelled, "the feed does not come back");
}

namespace {

template <class T>
T expect_step(Result<FeedStep> step)
{
    if (!step) {
        ADD_FAILURE() << step.error().what;
    } else if (auto* wanted = std::get_if<T>(&*step)) {
        return std::move(*wanted);
    } else {
        ADD_FAILURE() << "another step came: " << step->index();
    }
    return T();
}

}  // namespace

FeedConnected Client::connected()
{
    return expect_step<FeedConnected>(next());
}
FeedGap Client::gap()
{
    return expect_step<FeedGap>(next());
}

std::vector<FeedEvent> Client::events(std::size_t at_least)
{
    std::vector<FeedEvent> all;
    while (all.size() < at_least) {
        auto batch = expect_step<FeedBatch>(next());
        if (batch.events.empty()) break;
        for (auto& event : batch.events) all.push_back(std::move(event));
    }
    return all;
}

ReportingFeedSettings settings_for(std::uint16_t port)
{
    ReportingFeedSettings settings;
    settings.cluster = "east";
    settings.address.host = "127.0.0.1";
    settings.address.port = port;
    return settings;
}

}  // namespace bwsync::feed_test
