// The OCI-R feed without its sockets: who reads, what each reader still has to get, what happens to events while
// nobody reads, and the damage a driver asked for. The TCP side is feed_server.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/lab/broadworks/ocir/feed_document.hpp"

namespace bwsync::lab {

using FeedBytes = std::shared_ptr<const std::string>;

// One connected reader. The server's writer takes from pending and is woken when something came.
struct FeedClient {
    std::deque<FeedBytes> pending;
    std::function<void()> wake;
    bool held = false;        // a stalled or silenced connection: nothing is written but
    std::size_t allowed = 0;  // so many pieces that came before
    bool closing = false;     // the connection is to end
    bool reset = false;       // with a TCP reset
    bool flush_each = false;  // one write per piece, so that they travel apart
    std::uint64_t written = 0;
};

struct FeedCounters {
    std::uint64_t events = 0;     // documents with requests that were made for this server
    std::uint64_t delivered = 0;  // handed to readers
    std::uint64_t lost = 0;       // nobody read, filtered, or dropped
    std::uint64_t pings = 0;
    std::uint64_t connections = 0;
    std::uint64_t refused = 0;         // by the access list
    std::uint64_t bytes_received = 0;  // a reader must never write
};

// What a driver does to one server's feed at the next documents.
struct FeedEffect {
    enum class Kind { kTruncate, kBreak, kInterleave, kSplit, kPretty, kStall } kind = Kind::kBreak;
    int count = 1;  // -1: for good
};

class Feed final {
public:
    // The switches outlive the feed and may change.
    Feed(const FeedSwitches& switches, std::size_t servers);

    // Makes the documents of one change and hands them to every server that reports it.
    void report(const Actor& actor, const std::vector<ReportedCommand>& requests);

    // The same on one server only, whatever the secondary switch says.
    void report_on(std::size_t server, const Actor& actor, const std::vector<ReportedCommand>& requests);

    void ping(std::size_t server);
    void send_bytes(std::size_t server, std::string bytes);
    void add_effect(std::size_t server, FeedEffect effect);
    void silence(std::size_t server, bool lose_events);
    void resume(std::size_t server);  // ends silence, stalls and lasting effects
    void cut(std::size_t server, bool reset);
    void reset_ids(std::size_t server, std::uint64_t next);

    // A document of about this many bytes that names no user.
    std::string filler(std::size_t server, std::size_t bytes);

    std::shared_ptr<FeedClient> attach(std::size_t server);
    void detach(std::size_t server, const std::shared_ptr<FeedClient>& client);
    bool may_read(const std::string& address) const;

    FeedCounters& counters(std::size_t server) { return servers_.at(server).counters; }
    std::size_t readers(std::size_t server) const { return servers_.at(server).clients.size(); }
    std::size_t queued(std::size_t server) const { return servers_.at(server).away.size(); }
    std::size_t servers() const { return servers_.size(); }
    const FeedSwitches& switches() const { return switches_; }

private:
    struct Server {
        std::vector<std::shared_ptr<FeedClient>> clients;
        std::deque<FeedBytes> away;    // events while nobody reads
        std::deque<FeedBytes> recent;  // for duplicates after a reconnect
        std::deque<FeedEffect> effects;
        std::string held_document;  // the first of two that are to be mixed
        std::uint64_t next_id = 1;
        bool silent = false, lose_while_silent = false;
        FeedCounters counters;
    };

    bool reports(std::size_t server, const Actor& actor) const;
    bool passes_filter(const ReportedCommand& request) const;
    void publish(Server& server, std::string document);
    void deliver(Server& server, const FeedBytes& bytes);
    void hand(Server& server, FeedClient& client, const FeedBytes& bytes);
    std::string take_id(Server& server);

    const FeedSwitches& switches_;  // may change while the lab runs
    std::vector<Server> servers_;
};

}  // namespace bwsync::lab
