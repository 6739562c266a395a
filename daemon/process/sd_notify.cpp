#include "daemon/process/sd_notify.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <string_view>

namespace bwsync {
namespace {

// A line break would begin another assignment.
std::string one_line(std::string text)
{
    for (char& c : text) {
        if (static_cast<unsigned char>(c) < ' ') c = ' ';
    }
    return text;
}

// The socket's address by sd_notify(3): a path, or a name in the abstract namespace, which begins with "@".
std::optional<std::pair<sockaddr_un, socklen_t>> notify_address()
{
    const char* named = std::getenv("NOTIFY_SOCKET");
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string_view name = named == nullptr ? "" : named;
    const bool is_usable = !name.empty() && (name[0] == '/' || name[0] == '@') && name.size() < sizeof address.sun_path;
    if (!is_usable) return std::nullopt;
    std::copy(name.begin(), name.end(), address.sun_path);
    if (name[0] == '@') address.sun_path[0] = '\0';
    return std::pair(address, static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size()));
}

}  // namespace

Systemd::Systemd() : socket_(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {}

Systemd::~Systemd()
{
    if (socket_ >= 0) close(socket_);
}

// Never waits: a service manager that does not read must not stop the loop. False: not taken.
bool Systemd::send(const std::string& assignments)
{
    const auto address = notify_address();
    if (!address) return true;
    const auto* where = reinterpret_cast<const sockaddr*>(&address->first);
    const ssize_t sent = sendto(socket_, assignments.data(), assignments.size(), MSG_NOSIGNAL, where, address->second);
    return sent >= 0;
}

// A change of state that found the queue full is told before whatever comes next; a newer one takes its place.
void Systemd::tell_state(std::string assignments)
{
    untold_.clear();
    if (!send(assignments)) untold_ = std::move(assignments);
}

void Systemd::tell(const std::string& assignments)
{
    if (!untold_.empty() && !send(untold_)) return;
    untold_.clear();
    send(assignments);
}

void Systemd::ready(const std::string& status)
{
    tell_state("READY=1\nSTATUS=" + one_line(status));
}

void Systemd::status(const std::string& status)
{
    tell("STATUS=" + one_line(status));
}

void Systemd::reloading()
{
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    const std::int64_t microseconds = std::int64_t(now.tv_sec) * 1000000 + now.tv_nsec / 1000;
    tell_state("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(microseconds));
}

void Systemd::stopping(const std::string& status)
{
    tell_state("STOPPING=1\nSTATUS=" + one_line(status));
}

void Systemd::watchdog()
{
    tell("WATCHDOG=1");
}

std::optional<std::chrono::microseconds> Systemd::watchdog_limit() const
{
    std::uint64_t limit = 0;
    if (sd_watchdog_enabled(0, &limit) <= 0 || limit == 0) return std::nullopt;
    return std::chrono::microseconds(limit);
}

}  // namespace bwsync
