#include "tests/simulation/simulation.hpp"

#include <algorithm>

#include "daemon/domain/basics/text.hpp"
#include "tests/simulation/life.hpp"
#include "tests/simulation/people.hpp"

namespace bwsync::test {

namespace {

using namespace std::chrono_literals;

constexpr Millis kStormy = 12min;
// Back-offs, breakers and the sweeps' own pauses may each take their longest, once.
constexpr Millis kCalmMost = 3h;
constexpr Millis kStaysEqual = 3min;
constexpr Millis kStopMost = 2min;

BridgePolicy policy()
{
    BridgePolicy rules;
    rules.bridge = "east-acme";
    rules.cluster = "east";
    rules.partner = "acme";
    rules.sync = SyncPolicy::kSync;
    OrganizationRule organization;
    organization.provisioning_id = "p1";
    rules.organizations.push_back(organization);
    PackageRule premium;
    premium.entitlement.name = "Webex-Premium";
    premium.package = "premium";
    PackageRule standard;
    standard.entitlement.name = "Webex";
    standard.package = "standard";
    rules.packages = {premium, standard};
    rules.languages["English"] = "en_US";
    rules.email_change = EmailChange::kReplace;
    rules.hold_enterprise_change = false;
    rules.hold_provisioning_id_change = false;
    rules.grace = 30s;
    rules.confirm_after = 10s;
    rules.restore_removed_in_webex = true;
    rules.brake.removals = -1;
    rules.brake.removals_percent = 1000;
    rules.brake.updates_percent = 1000;
    return rules;
}

class Run final {
public:
    Run(std::uint64_t seed, bool spares_known) : random_(seed), spares_known_(spares_known)
    {
        world_.add_provider("acme", true);
        world_.add_provider("bravo", false);
        for (const char* provider : {"acme", "bravo"}) {
            for (const char* group : {"north", "south"}) world_.groups.insert(GroupKey{provider, group});
        }
        webex_.on_write = [this](const std::string& write) {
            ++outcome_.writes;
            trace_.note(write);
            tell("Webex: " + write);
        };
        administrators_.add_some(5);
    }

    Outcome go()
    {
        begin_life(false);
        const Instant end = clock_.now() + kStormy;
        while (clock_.now() < end) {
            clock_.run_for(random_.between(1s, 40s));
            happen();
        }
        calm_down();
        finish();
        outcome_.trace = trace_.hash();
        outcome_.steps = clock_.steps();
        return std::move(outcome_);
    }

private:
    void tell(const std::string& what)
    {
        const auto at = std::chrono::duration<double>(clock_.now() - ManualClock::kStart);
        outcome_.story.push_back(std::to_string(at.count()) + " " + what);
    }

    void happen()
    {
        if (life_->has_ended()) return begin_life(false);
        const auto what = random_.below(100);
        if (what < 70) {
            ++outcome_.changes;
            return tell("BroadWorks: " + administrators_.change());
        }
        if (what < 80) {
            tell("the feed is cut");
            return life_->feed().cut();
        }
        if (what < 90) {
            ++outcome_.crashes;
            tell("crash soon");
            return life_->crash_after(static_cast<int>(random_.below(40)) + 1);
        }
        if (what < 95) {
            tell("stop");
            life_->stop();
            return end_life();
        }
        ++outcome_.crashes;
        tell("crash");
        life_->crash();
        end_life();
    }

    void begin_life(bool is_calm)
    {
        tell("a process begins");
        Outside outside{spares_known_, clock_, random_, trace_, tables_, world_, webex_, policy()};
        life_ = std::make_unique<Life>(io_, std::move(outside), "incarnation-" + std::to_string(++lives_), is_calm);
    }
    void end_life()
    {
        const bool has_ended = clock_.run_until(clock_.now() + kStopMost, [this] { return life_->has_ended(); });
        if (!has_ended) fail("the process does not end");
    }

    void calm_down()
    {
        tell("calm");
        if (life_->has_ended()) begin_life(true);
        life_->calm();
        const Instant until = clock_.now() + kCalmMost;
        while (clock_.now() < until) {
            const bool is_equal = clock_.run_until(until, [this] { return is_settled(); });
            if (life_->has_ended()) begin_life(true);
            if (!is_equal) break;
            clock_.run_for(kStaysEqual);
            if (is_settled()) return;
        }
    }
    bool is_settled()
    {
        if (life_->has_ended()) return true;
        if (clock_.now() < asked_at_ + 500ms) return false;
        asked_at_ = clock_.now();
        const bool has_open = std::any_of(tables_.intents.begin(), tables_.intents.end(),
                                          [](const auto& each) { return !each.second.closed_at; });
        return !has_open && tables_.dirty.empty() && differences(world_, webex_).empty();
    }

    void finish()
    {
        tell("the end");
        for (const std::string& each : differences(world_, webex_)) fail(each);
        for (const std::string& each : webex_.violations) fail(each);
        for (const auto& [id, intent] : tables_.intents) {
            if (!intent.closed_at) fail("an intent is open: " + intent.user_id);
        }
        if (!outcome_.failures.empty()) tell_store();
        life_->stop();
        end_life();
    }
    // What the store holds at the end: where a failing seed got stuck.
    void tell_store()
    {
        for (const auto& [id, stored] : tables_.subscribers) {
            const SubscriberRow& row = stored.row;
            std::string due = "never";
            if (row.due_at) due = std::to_string((*row.due_at - clock_.now()).count()) + " ms";
            tell("row " + row.user_id + " " + std::string(name_of(row.state)) + " " + row.reason + " webex " +
                 row.webex_id + " due in " + due + (row.is_absent ? " absent" : "") + ": " + row.detail);
        }
        for (const auto& [id, intent] : tables_.intents) {
            if (!intent.closed_at)
                tell("open intent " + std::string(name_of(intent.operation)) + " " + intent.user_id + " row " +
                     std::to_string(intent.subscriber) + " epoch " + std::to_string(intent.epoch));
        }
        for (const auto& [place, row] : tables_.dirty) {
            tell("dirty " + std::get<2>(place) + " " + std::string(name_of(row.cause)) + " due in " +
                 std::to_string((row.due_at - clock_.now()).count()) + " ms, claimed by " +
                 std::to_string(row.claimed_epoch.value_or(0)));
        }
        for (const auto& [name, row] : tables_.leases) tell("lease " + name + " " + std::to_string(row.epoch));
        for (const memory::GapRow& gap : tables_.gaps) {
            if (!gap.closed_at) tell("open gap " + std::string(name_of(gap.cause)));
        }
    }
    void fail(const std::string& what) { outcome_.failures.push_back(what); }

    asio::io_context io_{1};
    ManualClock clock_{io_};
    SeededRandom random_;
    const bool spares_known_;
    Trace trace_;
    memory::Tables tables_{[this] { return clock_.now(); }};
    BroadWorksWorld world_;
    WebexWorld webex_{clock_};
    Outcome outcome_;
    std::unique_ptr<Life> life_;
    Administrators administrators_{world_, random_, [this](FeedEvent event) {
                                       if (life_) life_->feed().say(std::move(event));
                                   }};
    int lives_ = 0;
    Instant asked_at_{};
};

std::string shown(const WebexSubscriber& subscriber)
{
    return subscriber.user_id + " " + subscriber.first_name + " " + subscriber.last_name + " " + subscriber.email +
           " " + subscriber.primary_phone_number + " " + subscriber.extension + " " + subscriber.package + " " +
           subscriber.sp_enterprise_id + " " + std::string(name_of(subscriber.status));
}

std::string wanted(const UserFacts& user)
{
    const bool is_premium = user.service_packs.front() == "Webex-Premium";
    const std::string enterprise =
        user.service_provider_id == "acme" ? user.service_provider_id : user.service_provider_id + "+" + user.group_id;
    return user.user_id + " " + user.first_name + " " + user.last_name + " " + user.email_address + " " +
           user.phone_number + " " + user.extension + " " + (is_premium ? "premium" : "standard") + " " + enterprise +
           " provisioned";
}

}  // namespace

std::vector<std::string> differences(const BroadWorksWorld& broadworks, const WebexWorld& webex)
{
    std::vector<std::string> wants;
    for (const auto& [key, user] : broadworks.users) {
        if (!user.service_packs.empty()) wants.push_back(wanted(user));
    }
    std::vector<std::string> has;
    for (const auto& [id, subscriber] : webex.subscribers) has.push_back(shown(subscriber));
    std::sort(wants.begin(), wants.end());
    std::sort(has.begin(), has.end());
    std::vector<std::string> found;
    const auto compare = [&found](const char* word, const auto& all, const auto& others) {
        for (const std::string& each : all) {
            if (!std::binary_search(others.begin(), others.end(), each)) found.push_back(word + each);
        }
    };
    compare("only BroadWorks: ", wants, has);
    compare("only Webex: ", has, wants);
    return found;
}

Outcome simulate(std::uint64_t seed, bool spares_known)
{
    return Run(seed, spares_known).go();
}

}  // namespace bwsync::test
