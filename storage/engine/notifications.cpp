#include "storage/engine/notifications.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <boost/asio/post.hpp>
#include <thread>
#include <vector>

#include "storage/engine/channels.hpp"
#include "storage/engine/session.hpp"

namespace bwsync {

namespace {

constexpr std::array kChannels = {kDirtyChannel,  kSubscribersChannel, kControlsChannel,
                                  kGrantsChannel, kSnapshotsChannel,   kLeasesChannel};
// A connection that is silent for so long is asked whether it lives: libpqxx does not tell a dead one from a quiet one.
constexpr int kProbeMs = 15000;
constexpr int kReconnectMs = 1000;

class Receiver final : public pqxx::notification_receiver {
public:
    Receiver(pqxx::connection_base& connection, const std::string& channel,
             std::function<void(std::string, std::string)> deliver)
        : pqxx::notification_receiver(connection, channel), deliver_(std::move(deliver))
    {
    }
    void operator()(const std::string& payload, int /*backend*/) override { deliver_(channel(), payload); }

private:
    std::function<void(std::string, std::string)> deliver_;
};

}  // namespace

// A thread of its own: connecting and probing block, and neither the loop nor the store's pool shall wait for them.
class Notifications::Listener {
public:
    Listener(std::string dsn, boost::asio::any_io_executor executor, OnChange on_change)
        : dsn_(std::move(dsn)),
          executor_(std::move(executor)),
          on_change_(std::make_shared<OnChange>(std::move(on_change)))
    {
        wake_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        thread_ = std::thread([this] { run(); });
    }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    ~Listener()
    {
        is_stopping_ = true;
        ::eventfd_write(wake_, 1);
        thread_.join();
        ::close(wake_);
    }

private:
    void run()
    {
        bool was_lost = false;
        while (!is_stopping_) {
            try {
                Session session(dsn_);
                listen(session.connection(), was_lost);
            } catch (const std::exception&) {
                // Whatever it was, the remedy is a new connection; the store's own health tells operators about a lost
                // server.
            }
            was_lost = true;
            wait(-1, kReconnectMs);
        }
    }

    void listen(pqxx::connection& connection, bool was_lost)
    {
        std::vector<std::unique_ptr<Receiver>> receivers;
        const auto deliver = [this](std::string channel, std::string payload) {
            post(std::move(channel), std::move(payload));
        };
        for (const char* channel : kChannels)
            receivers.push_back(std::make_unique<Receiver>(connection, channel, deliver));
        if (was_lost) post("", "");
        while (!is_stopping_) {
            const bool is_readable = wait(connection.sock(), kProbeMs);
            if (is_stopping_) return;
            const int received = is_readable ? connection.get_notifs() : 0;
            if (received > 0) continue;
            pqxx::nontransaction probe(connection);
            probe.exec("select 1");
        }
    }

    // True when `descriptor` can be read before the time is over or the destructor wants an end.
    bool wait(int descriptor, int limit_ms) const
    {
        std::array<pollfd, 2> watched = {{{wake_, POLLIN, 0}, {descriptor, POLLIN, 0}}};
        ::poll(watched.data(), watched.size(), limit_ms);
        return watched[1].revents != 0;
    }

    void post(std::string channel, std::string payload)
    {
        // Holds the callback weakly: what is still queued when the listener goes finds nothing to call.
        boost::asio::post(
            executor_, [weak = std::weak_ptr(on_change_), channel = std::move(channel), payload = std::move(payload)] {
                if (const auto callback = weak.lock()) (*callback)(channel, payload);
            });
    }

    std::string dsn_;
    boost::asio::any_io_executor executor_;
    std::shared_ptr<OnChange> on_change_;
    std::atomic<bool> is_stopping_ = false;
    int wake_ = -1;
    std::thread thread_;
};

Notifications::Notifications(std::string dsn, boost::asio::any_io_executor executor, OnChange on_change)
    : listener_(std::make_unique<Listener>(std::move(dsn), std::move(executor), std::move(on_change)))
{
}

Notifications::~Notifications() = default;

}  // namespace bwsync
