// BroadWorks as a small world in memory: providers, groups, users with their packs, and the change feed of one server.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "daemon/ports/broadworks.hpp"
#include "daemon/ports/clock.hpp"
#include "daemon/ports/feed.hpp"
#include "daemon/runtime/signal.hpp"
#include "tests/support/mishaps.hpp"

namespace bwsync::test {

struct BroadWorksWorld {
    std::map<std::string, ServiceProviderFacts> providers;
    std::set<GroupKey> groups;
    std::map<std::string, UserFacts> users;  // by id in lower case

    void add_provider(const std::string& id, bool is_enterprise);
    void add_user(UserFacts facts);                                         // its group comes along
    [[nodiscard]] const UserFacts* find(const std::string& user_id) const;  // by an alternate id too
};

// Reads of the world, with what mishaps do to them. `mishaps` may be null.
class ScriptedBroadWorks final : public BroadWorks {
public:
    explicit ScriptedBroadWorks(BroadWorksWorld& world, Mishaps* mishaps = nullptr) : world_(world), mishaps_(mishaps)
    {
    }

    Task<Result<std::vector<UserReading>>> read_users(std::vector<std::string> user_ids, std::stop_token stop) override;
    Task<Result<std::vector<ServiceProviderFacts>>> list_service_providers(std::stop_token stop) override;
    Task<Result<ServiceProviderFacts>> read_service_provider(std::string id, std::stop_token stop) override;
    Task<Result<std::vector<std::string>>> list_groups(std::string provider, std::stop_token stop) override;
    Task<Result<UserList>> list_users(GroupKey group, std::stop_token stop) override;
    Task<Result<std::vector<PackUtilization>>> list_pack_utilization(std::string provider,
                                                                     std::stop_token stop) override;
    Task<Result<std::vector<std::string>>> list_packs_with_service(std::string provider, std::string service,
                                                                   std::stop_token stop) override;
    Task<Result<std::vector<UserRow>>> list_holders(GroupKey group, Entitlement entitlement,
                                                    std::stop_token stop) override;
    [[nodiscard]] bool is_healthy() const override { return true; }
    [[nodiscard]] std::string health_detail() const override { return {}; }

    std::set<std::string> unreadable;  // user ids whose reading fails by itself

private:
    Task<std::optional<Error>> ask(std::string call) const;

    BroadWorksWorld& world_;
    Mishaps* mishaps_;
};

// The change feed of one application server. It holds nothing back for a client that is not connected: what it says
// then is lost.
class ScriptedFeed final : public Feed {
public:
    ScriptedFeed(std::string server, Clock& clock) : server_(std::move(server)), clock_(clock) {}

    void say(FeedEvent event);
    // The connection breaks; what was not read is lost. next() tells it and connects anew.
    void cut(FeedGap::Cause cause = FeedGap::Cause::kDisconnected);
    // Something may have been missed, on a connection that stands.
    void doubt(FeedGap::Cause cause);
    // The next call gives this error; a feed gives none but kCancelled.
    void end() { is_ended_ = true; }
    [[nodiscard]] bool is_connected() const { return is_connected_; }
    [[nodiscard]] int hang_ups() const { return hang_ups_; }

    [[nodiscard]] std::string server() const override { return server_; }
    Task<Result<FeedStep>> next(std::stop_token stop) override;
    void hang_up() override;

private:
    void push(FeedStep step);

    const std::string server_;
    Clock& clock_;
    std::deque<FeedStep> steps_;
    Signal bell_;
    bool is_connected_ = false;
    bool is_ended_ = false;
    int hang_ups_ = 0;
};

}  // namespace bwsync::test
