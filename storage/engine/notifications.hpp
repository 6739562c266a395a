// Listens to what other replicas change in the store. A hint only: a notification may be lost with a connection, so
// everything is also found by polling.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>
#include <string>

namespace bwsync {

class Notifications {
public:
    // `on_change(channel, payload)` runs on `executor`; see storage/engine/channels.hpp for both. Both are empty after
    // a connection was lost and made again: anything may have changed. Listens until it is destroyed; never fails,
    // keeps trying.
    using OnChange = std::function<void(const std::string& channel, const std::string& payload)>;
    Notifications(std::string dsn, boost::asio::any_io_executor executor, OnChange on_change);
    ~Notifications();
    Notifications(const Notifications&) = delete;
    Notifications& operator=(const Notifications&) = delete;

private:
    class Listener;
    std::unique_ptr<Listener> listener_;
};

}  // namespace bwsync
