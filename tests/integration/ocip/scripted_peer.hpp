// A scripted Open Client Server: answers as a well-behaved one would, unless the test says otherwise. Runs on the
// test's io thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "daemon/runtime/task.hpp"

namespace bwsync::ocip::testing {

// A command as it arrived.
struct SeenCommand {
    std::string name;
    std::string echo;
    std::map<std::string, std::string> children;
};

struct SeenDocument {
    std::size_t connection = 0;  // counted from 1
    std::string session;
    std::vector<SeenCommand> commands;
    std::string bytes;
};

// What the peer does about a document.
struct Reaction {
    std::string bytes;            // sent back
    std::size_t drip = 0;         // so many bytes at a time; 0: all at once
    bool is_close_after = false;  // closes when sent
};

class ScriptedPeer final {
public:
    // tls: null for plain TCP.
    ScriptedPeer(asio::io_context& io, std::shared_ptr<asio::ssl::context> tls = nullptr);
    ~ScriptedPeer();

    [[nodiscard]] std::uint16_t port() const { return port_; }
    // The port stays known and refuses connections.
    void refuse();
    // Sends bytes on every open connection, unasked.
    void send_unasked(const std::string& bytes);
    void close_all();

    // One command's answer; empty: as a well-behaved server would. Return "" for that too.
    std::function<std::string(const SeenCommand&)> answer;
    // A whole document's; std::nullopt: as `answer` says. An empty reaction: silence.
    std::function<std::optional<Reaction>(const SeenDocument&)> react;
    std::string encoding = "ISO-8859-1";
    std::string version = "24";

    std::vector<SeenDocument> documents;  // all that came, logins too
    std::size_t connections = 0;
    std::size_t open_connections = 0;
    std::size_t pipelined = 0;  // documents that came before the one before was answered

    // Without those of login, version probe and logout.
    [[nodiscard]] std::vector<SeenDocument> reads() const;
    [[nodiscard]] std::size_t count(const std::string& command) const;

    // The document around answers to these commands.
    [[nodiscard]] std::string wrap(const std::string& session, const std::string& commands) const;
    [[nodiscard]] std::string answer_all(const SeenDocument& document) const;
    [[nodiscard]] std::string answer_one(const SeenCommand& command) const;

private:
    struct Connection;
    struct Core;
    std::shared_ptr<Core> core_;
    std::uint16_t port_ = 0;

    friend struct Connection;
};

[[nodiscard]] std::string data_answer(const SeenCommand& command, const std::string& children);
[[nodiscard]] std::string error_answer(const SeenCommand& command, const std::string& summary);

}  // namespace bwsync::ocip::testing
