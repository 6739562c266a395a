// Words to the service manager (sd_notify(3)). Without one, every call does nothing.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace bwsync {

class ServiceManager {
public:
    virtual ~ServiceManager() = default;
    // READY=1 with the status line. Also ends what reloading() began.
    virtual void ready(const std::string& status) = 0;
    // One line that a person can use; shown by systemctl status.
    virtual void status(const std::string& status) = 0;
    // RELOADING=1 with the time at which it began, as Type=notify-reload wants it.
    virtual void reloading() = 0;
    virtual void stopping(const std::string& status) = 0;
    // WATCHDOG=1: alive.
    virtual void watchdog() = 0;
    // Within which time watchdog() must come again; nullopt: nobody watches.
    [[nodiscard]] virtual std::optional<std::chrono::microseconds> watchdog_limit() const = 0;
};

// systemd, by the socket in NOTIFY_SOCKET. No call ever waits: what a full queue does not take is dropped, but for the
// last change of state, which is told with the next call. libsystemd's own sd_notify() would block the loop.
class Systemd final : public ServiceManager {
public:
    Systemd();
    ~Systemd() override;
    Systemd(const Systemd&) = delete;
    Systemd& operator=(const Systemd&) = delete;

    void ready(const std::string& status) override;
    void status(const std::string& status) override;
    void reloading() override;
    void stopping(const std::string& status) override;
    void watchdog() override;
    [[nodiscard]] std::optional<std::chrono::microseconds> watchdog_limit() const override;

private:
    bool send(const std::string& assignments);
    void tell_state(std::string assignments);
    void tell(const std::string& assignments);

    const int socket_;
    std::string untold_;
};

}  // namespace bwsync
