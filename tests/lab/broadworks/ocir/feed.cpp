#include "tests/lab/broadworks/ocir/feed.hpp"

#include <algorithm>
#include <utility>

namespace bwsync::lab {
namespace {

// Bytes of two documents in turn, as when two writers share a stream without a lock.
std::string interleaved(const std::string& first, const std::string& second)
{
    constexpr std::size_t kPiece = 64;
    std::string mixed;
    for (std::size_t at = 0; at < std::max(first.size(), second.size()); at += kPiece) {
        if (at < first.size()) mixed += first.substr(at, kPiece);
        if (at < second.size()) mixed += second.substr(at, kPiece);
    }
    return mixed;
}

// An end tag that closes nothing, in the middle.
std::string broken(std::string document)
{
    const std::size_t at = document.find("<loginType>");
    document.insert(at == std::string::npos ? document.size() / 2 : at, "</broken>");
    return document;
}

}  // namespace

Feed::Feed(const FeedSwitches& switches, std::size_t servers) : switches_(switches), servers_(servers)
{
    constexpr std::uint64_t kApart = 1'000'000;
    for (std::size_t i = 0; i < servers; ++i) servers_[i].next_id = switches.first_id + kApart * i;
}

bool Feed::reports(std::size_t server, const Actor& actor) const
{
    if (server == 0) return switches_.secondary != SecondaryReports::kOwn || actor.server == 0;
    if (switches_.secondary == SecondaryReports::kNothing) return false;
    return switches_.secondary == SecondaryReports::kAll || actor.server == server;
}

bool Feed::passes_filter(const ReportedCommand& request) const
{
    if (switches_.filter == FeedFilter::kOff) return true;
    const bool listed = std::any_of(switches_.filter_prefixes.begin(), switches_.filter_prefixes.end(),
                                    [&](const std::string& prefix) { return request.type.starts_with(prefix); });
    return listed == (switches_.filter == FeedFilter::kWhiteList);
}

std::string Feed::take_id(Server& server)
{
    return "write" + std::to_string(server.next_id++);
}

void Feed::report(const Actor& actor, const std::vector<ReportedCommand>& requests)
{
    if (!actor.report) return;
    for (std::size_t server = 0; server < servers_.size(); ++server) {
        if (reports(server, actor)) report_on(server, actor, requests);
    }
}

void Feed::report_on(std::size_t server, const Actor& actor, const std::vector<ReportedCommand>& requests)
{
    Server& one = servers_.at(server);
    const auto inner = static_cast<std::size_t>(std::max(1, switches_.inner_commands));
    const auto outer = static_cast<std::size_t>(std::max(1, switches_.commands_per_document));
    std::vector<Notification> notifications;
    for (const ReportedCommand& request : requests) {
        if (!passes_filter(request)) {
            ++one.counters.lost;
            continue;
        }
        if (notifications.empty() || notifications.back().requests.size() >= inner) {
            notifications.push_back({take_id(one), {}});
        }
        notifications.back().requests.push_back(request);
    }
    for (std::size_t at = 0; at < notifications.size(); at += outer) {
        const auto first = notifications.begin() + static_cast<std::ptrdiff_t>(at);
        const auto last =
            notifications.begin() + static_cast<std::ptrdiff_t>(std::min(at + outer, notifications.size()));
        ++one.counters.events;
        publish(one, feed_document({first, last}, actor, switches_));
    }
}

void Feed::publish(Server& server, std::string document)
{
    bool split = false, stall = false;
    if (!server.effects.empty()) {
        FeedEffect& effect = server.effects.front();
        switch (effect.kind) {
            case FeedEffect::Kind::kTruncate:
                document.resize(document.size() * 2 / 3);
                break;
            case FeedEffect::Kind::kBreak:
                document = broken(std::move(document));
                break;
            case FeedEffect::Kind::kPretty:
                document = pretty(document);
                break;
            case FeedEffect::Kind::kSplit:
                split = true;
                break;
            case FeedEffect::Kind::kStall:
                stall = true;
                break;
            case FeedEffect::Kind::kInterleave:
                if (server.held_document.empty()) {
                    server.held_document = std::move(document);
                    return;
                }
                document = interleaved(server.held_document, document);
                server.held_document.clear();
                break;
        }
        if (effect.count > 0 && --effect.count == 0) server.effects.pop_front();
    }
    document += '\n';
    const std::size_t piece = split ? 7 : stall ? document.size() / 2 : document.size();
    if (!split && !stall) {
        deliver(server, std::make_shared<const std::string>(std::move(document)));
        return;
    }
    for (std::size_t at = 0; at < document.size(); at += piece) {
        for (const auto& client : server.clients) client->flush_each = true;
        deliver(server, std::make_shared<const std::string>(document.substr(at, piece)));
        if (stall && at == 0) {
            // The first half goes out; the rest waits for resume.
            for (const auto& client : server.clients) {
                client->held = true;
                client->allowed = client->pending.size();
            }
        }
    }
}

void Feed::deliver(Server& server, const FeedBytes& bytes)
{
    if (switches_.duplicate_after_reconnect > 0) {
        server.recent.push_back(bytes);
        while (server.recent.size() > static_cast<std::size_t>(switches_.duplicate_after_reconnect)) {
            server.recent.pop_front();
        }
    }
    if (server.silent && server.lose_while_silent) {
        ++server.counters.lost;
        return;
    }
    if (server.clients.empty()) {
        if (switches_.queue == FeedQueue::kNone) {
            ++server.counters.lost;
            return;
        }
        server.away.push_back(bytes);
        if (switches_.queue == FeedQueue::kBounded && server.away.size() > switches_.queue_limit) {
            server.away.pop_front();
            ++server.counters.lost;
        }
        return;
    }
    for (const auto& client : server.clients) hand(server, *client, bytes);
}

void Feed::hand(Server& server, FeedClient& client, const FeedBytes& bytes)
{
    const bool full = client.pending.size() >= switches_.slow_reader_limit;
    if (full && switches_.slow_reader == SlowReader::kDrop) {
        ++server.counters.lost;
        return;
    }
    if (full && switches_.slow_reader == SlowReader::kDisconnect) {
        client.closing = client.reset = true;
    } else {
        client.pending.push_back(bytes);
        ++server.counters.delivered;
    }
    if (client.wake) client.wake();
}

void Feed::ping(std::size_t server)
{
    Server& one = servers_.at(server);
    if (one.silent || one.clients.empty()) return;
    ++one.counters.pings;
    const auto bytes = std::make_shared<const std::string>(status_document(take_id(one), switches_) + "\n");
    for (const auto& client : one.clients) {
        client->pending.push_back(bytes);
        if (client->wake) client->wake();
    }
}

void Feed::send_bytes(std::size_t server, std::string bytes)
{
    const auto shared = std::make_shared<const std::string>(std::move(bytes));
    for (const auto& client : servers_.at(server).clients) {
        client->pending.push_back(shared);
        if (client->wake) client->wake();
    }
}

void Feed::add_effect(std::size_t server, FeedEffect effect)
{
    servers_.at(server).effects.push_back(effect);
}

void Feed::silence(std::size_t server, bool lose_events)
{
    Server& one = servers_.at(server);
    one.silent = true;
    one.lose_while_silent = lose_events;
    for (const auto& client : one.clients) client->held = true;
}

void Feed::resume(std::size_t server)
{
    Server& one = servers_.at(server);
    one.silent = one.lose_while_silent = false;
    one.effects.clear();
    if (!one.held_document.empty())
        deliver(one, std::make_shared<const std::string>(std::exchange(one.held_document, "") + "\n"));
    for (const auto& client : one.clients) {
        client->held = client->flush_each = false;
        if (client->wake) client->wake();
    }
}

void Feed::cut(std::size_t server, bool reset)
{
    for (const auto& client : servers_.at(server).clients) {
        client->closing = true;
        client->reset = reset;
        if (client->wake) client->wake();
    }
}

void Feed::reset_ids(std::size_t server, std::uint64_t next)
{
    servers_.at(server).next_id = next;
}

std::string Feed::filler(std::size_t server, std::size_t bytes)
{
    FeedSwitches large = switches_;
    large.pad_bytes = bytes;
    const Notification one{take_id(servers_.at(server)), {{"SystemAliasAddRequest", "<alias>lab</alias>", "", ""}}};
    return feed_document({one}, Actor{switches_.actor, switches_.actor_login_type, server, true}, large) + "\n";
}

std::shared_ptr<FeedClient> Feed::attach(std::size_t server)
{
    Server& one = servers_.at(server);
    if (switches_.id_reset_on_reconnect) one.next_id = 1;
    auto client = std::make_shared<FeedClient>();
    client->held = one.silent;
    if (one.counters.connections > 0) {
        for (const FeedBytes& bytes : one.recent) client->pending.push_back(bytes);
    }
    if (one.clients.empty()) {
        for (const FeedBytes& bytes : one.away) client->pending.push_back(bytes);
        one.counters.delivered += one.away.size();
        one.away.clear();
    }
    ++one.counters.connections;
    one.clients.push_back(client);
    return client;
}

void Feed::detach(std::size_t server, const std::shared_ptr<FeedClient>& client)
{
    Server& one = servers_.at(server);
    std::erase(one.clients, client);
    // What the last reader did not take is as lost, or as queued, as if it had come now.
    if (!one.clients.empty() || switches_.queue == FeedQueue::kNone) return;
    for (const FeedBytes& bytes : client->pending) one.away.push_back(bytes);
}

bool Feed::may_read(const std::string& address) const
{
    return switches_.acl.empty() ||
           std::find(switches_.acl.begin(), switches_.acl.end(), address) != switches_.acl.end();
}

}  // namespace bwsync::lab
