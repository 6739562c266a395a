// One logged-in connection: a document out, its answers in, one at a time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "adapters/broadworks/ocip/framer.hpp"
#include "adapters/broadworks/ocip/login.hpp"
#include "adapters/broadworks/ocip/wire.hpp"

namespace bwsync::ocip {

struct Opened {
    LoggedIn account;
    std::size_t login_rung = 0;  // to be remembered for the next login
    std::string version_text;    // of SystemSoftwareVersionGetRequest; "" when the account may not ask
};

class Session final {
public:
    // The settings outlive the session.
    Session(asio::any_io_executor executor, const Settings& settings, Server server,
            std::shared_ptr<asio::ssl::context> tls);

    // Connects, logs in, asks for the version. login_rung: as an earlier session found it (Login).
    Task<Outcome<Opened>> open(std::size_t login_rung, std::stop_token stop);

    // One answer per command, in order: matched by position, proven by echo and by name. A single 6004 for several
    // commands is handed on as it is: the server refused the document as a whole.
    Task<Outcome<std::vector<Answer>>> exchange(std::vector<Command> commands, std::stop_token stop);

    // Says good-bye, which frees the server's session, and does not wait for an answer (often there is none).
    Task<> log_out();

    // False when the server ended it while it was idle, or when its bytes can no longer be trusted.
    [[nodiscard]] bool is_usable() const { return is_sound_ && wire_.is_open(); }
    [[nodiscard]] TimePoint opened_at() const { return opened_at_; }
    [[nodiscard]] const Server& server() const { return server_; }

private:
    Task<Outcome<LoggedIn>> log_in(std::size_t first_rung, std::stop_token stop);
    Task<Outcome<std::string>> read_document(TimePoint deadline, std::stop_token stop);
    Outcome<std::vector<Answer>> match(const std::string& bytes, const std::vector<Command>& commands,
                                       const std::vector<std::string>& echoes);
    Trouble damaged(std::string why);

    const Settings& settings_;
    Server server_;
    Wire wire_;
    Framer framer_;
    std::string session_id_;
    std::uint64_t documents_ = 0;
    std::size_t login_rung_ = 0;
    TimePoint opened_at_{};
    bool is_sound_ = true;
};

// "host:port", for people.
[[nodiscard]] std::string to_string(const Server& server);

}  // namespace bwsync::ocip
