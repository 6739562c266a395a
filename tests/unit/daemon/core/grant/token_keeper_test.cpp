#include "daemon/core/grant/token_keeper.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <thread>

#include "tests/support/memory_grants.hpp"
#include "tests/unit/adapters/webex/fakes.hpp"

namespace bwsync::test {
namespace {

using namespace std::chrono_literals;

// Gives new tokens, or the errors that a test asks for.
class ScriptedEndpoint final : public TokenEndpoint {
public:
    explicit ScriptedEndpoint(Clock& clock) : clock_(clock) {}

    Task<bool> turn(std::stop_token) override { co_return true; }
    Result<RefreshedTokens> refresh(const Grant& grant, Instant now) const override
    {
        const int number = ++refreshes;
        std::this_thread::sleep_for(refresh_takes);
        if (answers.contains(grant.name)) return answers.at(grant.name);
        RefreshedTokens tokens;
        tokens.access_token = "new-" + grant.name + "-" + std::to_string(number);
        tokens.scopes = scopes;
        if (promises_end) tokens.access_expires_at = now + std::chrono::days(14);
        tokens.refresh_expires_at = now + std::chrono::days(90);
        return tokens;
    }
    Task<Result<Instant>> expiry(AccessToken token, std::stop_token) override
    {
        asked.push_back(token.text);
        if (expiry_error) co_return *expiry_error;
        co_return clock_.now() + told_life;
    }

    mutable std::atomic<int> refreshes = 0;
    std::chrono::milliseconds refresh_takes{0};
    std::map<std::string, Error> answers;  // by grant; else tokens
    std::string scopes;                    // that refreshes tell
    bool promises_end = true;              // refreshes tell when the access token ends
    std::vector<std::string> asked;        // access tokens whose end was asked for
    std::optional<Error> expiry_error;
    std::chrono::hours told_life{24 * 14};

private:
    Clock& clock_;
};

class TokenKeeperTest : public testing::Test {
protected:
    // A grant that was refreshed an hour ago.
    void stored(const std::string& name, std::chrono::seconds access_life = std::chrono::hours(24 * 14))
    {
        Grant grant;
        grant.partner = "acme";
        grant.name = name;
        grant.refresh_token = "refresh-" + name;
        grant.access_token = "old-" + name;
        grant.version = 1;
        grant.refreshed_at = clock.now() - 1h;
        grant.access_expires_at = clock.now() + access_life;
        grant.refresh_expires_at = clock.now() + std::chrono::days(80);
        store.put(grant);
    }
    std::unique_ptr<TokenKeeper> keeper(std::vector<std::string> names)
    {
        TokenKeeper::Settings settings;
        settings.partner = "acme";
        settings.grants = std::move(names);
        settings.reread_every = 50ms;
        const TokenKeeper::Ports ports{store, endpoint, clock, random, telemetry};
        return std::make_unique<TokenKeeper>(settings, ports, io.get_executor());
    }
    void spawn(std::function<Task<>()> body)
    {
        asio::co_spawn(io, std::move(body), [](std::exception_ptr error) {
            if (error) std::rethrow_exception(error);
        });
    }
    std::string token_of(TokenKeeper& k)
    {
        std::string text;
        auto body = [&]() -> Task<> {
            Result<AccessToken> token = co_await k.token(stop.get_token());
            text = token ? token->text : "error " + std::to_string(static_cast<int>(token.error().kind));
        };
        spawn(body);
        io.restart();
        io.run_for(10s);
        return text;
    }
    // Runs the keeper's loop until the condition holds.
    void run_until(TokenKeeper& k, std::function<bool()> is_reached)
    {
        std::stop_source end;
        spawn([&]() -> Task<> { co_await k.run(end.get_token()); });
        const auto limit = std::chrono::steady_clock::now() + 10s;
        io.restart();
        while (!is_reached() && std::chrono::steady_clock::now() < limit) io.run_for(5ms);
        EXPECT_TRUE(is_reached());
        end.request_stop();
        io.run_for(10s);
    }
    std::string error(ErrorKind kind) const { return "error " + std::to_string(static_cast<int>(kind)); }

    asio::io_context io;
    std::stop_source stop;
    MovableClock clock;
    FixedRandom random;
    RecordedTelemetry telemetry;
    MemoryGrants store;
    ScriptedEndpoint endpoint{clock};
};

TEST_F(TokenKeeperTest, HandsOutTheStoredTokenWithoutARefresh)
{
    stored("primary");
    auto k = keeper({"primary"});
    EXPECT_EQ(token_of(*k), "old-primary");
    EXPECT_EQ(endpoint.refreshes, 0);
}

TEST_F(TokenKeeperTest, RefreshesOnceForManyWhoNeedAToken)
{
    stored("primary", 5s);
    endpoint.refresh_takes = 50ms;
    auto k = keeper({"primary"});
    std::vector<std::string> texts;
    for (int i = 0; i < 20; ++i) {
        spawn([&]() -> Task<> {
            Result<AccessToken> token = co_await k->token(stop.get_token());
            texts.push_back(token ? token->text : token.error().what);
        });
    }
    io.run_for(10s);
    EXPECT_EQ(texts, std::vector<std::string>(20, "new-primary-1"));
    EXPECT_EQ(endpoint.refreshes, 1);
}

TEST_F(TokenKeeperTest, RefreshesOnceForManyReplicas)
{
    stored("primary", 5s);
    endpoint.refresh_takes = 30ms;
    std::vector<std::unique_ptr<TokenKeeper>> replicas;
    std::vector<std::string> texts;
    for (int i = 0; i < 4; ++i) {
        replicas.push_back(keeper({"primary"}));
        spawn([&, i]() -> Task<> {
            Result<AccessToken> token = co_await replicas[static_cast<std::size_t>(i)]->token(stop.get_token());
            texts.push_back(token ? token->text : token.error().what);
        });
    }
    io.run_for(10s);
    EXPECT_EQ(texts, std::vector<std::string>(4, "new-primary-1"));
    EXPECT_EQ(endpoint.refreshes, 1);
}

TEST_F(TokenKeeperTest, StoresANewTokenBeforeItIsUsed)
{
    stored("primary", 5s);
    std::string committed;
    store.on_commit = [&](const Grant& grant) { committed = grant.access_token; };
    auto k = keeper({"primary"});
    EXPECT_EQ(token_of(*k), "new-primary-1");
    EXPECT_EQ(committed, "new-primary-1");
    EXPECT_EQ(store.at("primary").refresh_token, "refresh-primary");  // none came: the old one is kept
}

TEST_F(TokenKeeperTest, RefreshesOnScheduleAheadOfNeed)
{
    stored("primary");
    auto k = keeper({"primary"});
    clock.ahead = 24h;
    run_until(*k, [&] { return endpoint.refreshes == 1; });
    EXPECT_EQ(store.at("primary").access_token, "new-primary-1");
}

TEST_F(TokenKeeperTest, ATokenThatWasRefusedIsRenewedOnceForAllWhoHadIt)
{
    stored("primary");
    endpoint.refresh_takes = 20ms;
    auto k = keeper({"primary"});
    ASSERT_EQ(token_of(*k), "old-primary");
    const AccessToken old = *k->usable_token();
    std::vector<std::string> texts;
    for (int i = 0; i < 8; ++i) {
        spawn([&]() -> Task<> {
            const bool is_worth_it = co_await k->refused(old, stop.get_token());
            EXPECT_TRUE(is_worth_it);
            texts.push_back(k->usable_token()->text);
        });
    }
    io.restart();
    io.run_for(10s);
    EXPECT_EQ(texts, std::vector<std::string>(8, "new-primary-1"));
    EXPECT_EQ(endpoint.refreshes, 1);
}

TEST_F(TokenKeeperTest, ATokenRefusedAsSoonAsItIsMadeIsNotRenewedAgainAndAgain)
{
    stored("primary");
    auto k = keeper({"primary"});
    spawn([&]() -> Task<> {
        for (int i = 0; i < 50; ++i) {
            Result<AccessToken> token = co_await k->token(stop.get_token());
            if (token) (void)co_await k->refused(*token, stop.get_token());
        }
    });
    io.run_for(10s);
    EXPECT_LE(endpoint.refreshes, 3);
    EXPECT_TRUE(k->has_grant());
}

TEST_F(TokenKeeperTest, ADeadGrantIsAlarmedOnceAndGivesNoTokens)
{
    stored("primary", 5s);
    endpoint.answers.emplace("primary", Error(ErrorKind::kUnauthorized, "invalid_grant"));
    auto k = keeper({"primary"});
    EXPECT_EQ(token_of(*k), error(ErrorKind::kUnauthorized));
    EXPECT_EQ(token_of(*k), error(ErrorKind::kUnauthorized));
    EXPECT_FALSE(k->has_grant());
    EXPECT_EQ(endpoint.refreshes, 1);
    const auto lines = telemetry.lines("grant_dead");
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_NE(lines[0].find("bwsyncctl grant sign-in --partner acme --name primary"), std::string::npos);
    EXPECT_TRUE(k->statuses().at(0).is_dead);
    EXPECT_EQ(k->statuses().at(0).problem, "invalid_grant");
}

TEST_F(TokenKeeperTest, AnImportMadeElsewhereRevivesADeadGrant)
{
    stored("primary", 5s);
    endpoint.answers.emplace("primary", Error(ErrorKind::kUnauthorized, "invalid_grant"));
    auto k = keeper({"primary"});
    EXPECT_EQ(token_of(*k), error(ErrorKind::kUnauthorized));
    endpoint.answers.clear();
    spawn([&]() -> Task<> { (void)co_await store.import_grant("acme", "primary", "fresh"); });
    run_until(*k, [&] { return k->has_grant() && store.at("primary").access_token == "new-primary-2"; });
    EXPECT_EQ(token_of(*k), "new-primary-2");
    EXPECT_EQ(telemetry.lines("grant_revived").size(), 1U);
}

TEST_F(TokenKeeperTest, AMissingGrantIsSaidOnceAndPickedUpWhenItComes)
{
    auto k = keeper({"primary"});
    EXPECT_EQ(token_of(*k), error(ErrorKind::kUnauthorized));
    EXPECT_EQ(token_of(*k), error(ErrorKind::kUnauthorized));
    EXPECT_EQ(telemetry.lines("grant_missing").size(), 1U);
    EXPECT_FALSE(k->statuses().at(0).is_known);
    spawn([&]() -> Task<> { (void)co_await store.import_grant("acme", "primary", "fresh"); });
    run_until(*k, [&] { return k->has_grant(); });
    EXPECT_EQ(token_of(*k), "new-primary-1");
}

TEST_F(TokenKeeperTest, ChangesOverToTheNextGrantAndBack)
{
    stored("primary", 5s);
    stored("standby");
    endpoint.answers.emplace("primary", Error(ErrorKind::kUnauthorized, "invalid_grant"));
    auto k = keeper({"primary", "standby"});
    // The standby's token is good: nobody waits for the primary.
    EXPECT_EQ(token_of(*k), "old-standby");
    run_until(*k, [&] { return k->statuses().at(0).is_dead; });
    EXPECT_EQ(token_of(*k), "old-standby");
    EXPECT_TRUE(k->statuses().at(1).is_in_use);
    endpoint.answers.clear();
    spawn([&]() -> Task<> { (void)co_await store.import_grant("acme", "primary", "fresh"); });
    run_until(*k, [&] { return k->statuses().at(0).is_in_use; });
    EXPECT_EQ(token_of(*k).substr(0, 11), "new-primary");
    EXPECT_GE(telemetry.lines("grant_changed_over").size(), 1U);
}

TEST_F(TokenKeeperTest, KeepsUsingAValidTokenWhileTheTokenEndpointIsDown)
{
    stored("primary");
    endpoint.answers.emplace("primary", Error(ErrorKind::kRetry, "503"));
    auto k = keeper({"primary"});
    clock.ahead = 25h;
    run_until(*k, [&] { return endpoint.refreshes >= 2; });
    EXPECT_EQ(token_of(*k), "old-primary");
    EXPECT_TRUE(k->has_grant());
    EXPECT_FALSE(store.at("primary").is_dead);
}

TEST_F(TokenKeeperTest, DoesNotHammerATokenEndpointThatIsDown)
{
    stored("primary", 5s);
    endpoint.answers.emplace("primary", Error(ErrorKind::kRetry, "503"));
    auto k = keeper({"primary"});
    for (int i = 0; i < 30; ++i) EXPECT_EQ(token_of(*k), error(ErrorKind::kRetry));
    EXPECT_LE(endpoint.refreshes, 2);
}

TEST_F(TokenKeeperTest, WrongClientCredentialsDoNotKillTheGrant)
{
    stored("primary", 5s);
    endpoint.answers.emplace("primary", Error(ErrorKind::kConflict, "check client_secret"));
    auto k = keeper({"primary"});
    EXPECT_EQ(token_of(*k), error(ErrorKind::kRetry));
    EXPECT_TRUE(k->has_grant());
    EXPECT_EQ(k->statuses().at(0).problem, "check client_secret");
}

TEST_F(TokenKeeperTest, WarnsOfTheEndAtEachStepOnce)
{
    stored("primary");
    Grant grant = store.at("primary");
    grant.refresh_expires_at = clock.now() + std::chrono::days(31);
    grant.access_expires_at.reset();
    store.put(grant);
    endpoint.answers.emplace("primary", Error(ErrorKind::kRetry, "503"));
    auto k = keeper({"primary"});
    std::size_t expected = 0;
    for (const int days_left : {31, 29, 20, 13, 10, 6, 3, 1}) {
        clock.ahead = std::chrono::days(31 - days_left) + 1min;
        if (days_left == 29 || days_left == 13 || days_left == 6 || days_left == 1) ++expected;
        for (int i = 0; i < 3; ++i) {
            spawn([&]() -> Task<> { (void)co_await k->refresh_now("primary"); });
            io.restart();
            io.run_for(5s);
        }
        EXPECT_EQ(telemetry.lines("grant_expiring").size(), expected) << days_left;
    }
}

TEST_F(TokenKeeperTest, PublishesWhenTheGrantsEndAndForgetsWhatIsUnknown)
{
    stored("primary");
    auto k = keeper({"primary"});
    (void)token_of(*k);
    const Labels labels{"acme", "primary"};
    const double end =
        std::chrono::duration<double>(store.at("primary").refresh_expires_at->time_since_epoch()).count();
    EXPECT_NEAR(telemetry.value("grant_refresh_expiry_timestamp_seconds", labels), end, 1);
    EXPECT_GT(telemetry.value("grant_access_expiry_timestamp_seconds", labels), 0);
    EXPECT_EQ(telemetry.value("grant_usable", labels), 1);
    spawn([&]() -> Task<> { (void)co_await store.import_grant("acme", "primary", "fresh"); });
    endpoint.answers.emplace("primary", Error(ErrorKind::kRetry, "503"));
    run_until(*k, [&] { return telemetry.value("grant_refresh_expiry_timestamp_seconds", labels) == 0; });
}

TEST_F(TokenKeeperTest, ShowsThatAGrantIsMissing)
{
    stored("primary");
    auto k = keeper({"primary", "standby"});
    (void)token_of(*k);
    EXPECT_EQ(telemetry.value("grant_usable", Labels{"acme", "primary"}), 1);
    EXPECT_EQ(telemetry.value("grant_usable", Labels{"acme", "standby"}), 0);
}

TEST_F(TokenKeeperTest, ARefreshOnDemandSaysWhatCameOfIt)
{
    stored("primary");
    auto k = keeper({"primary"});
    std::vector<std::string> results;
    const auto ask = [&](std::string name) {
        spawn([&, name]() -> Task<> {
            Result<> result = co_await k->refresh_now(name);
            results.push_back(result ? "done" : result.error().what);
        });
        io.restart();
        io.run_for(5s);
    };
    ask("primary");
    ask("other");
    endpoint.answers.emplace("primary", Error(ErrorKind::kUnauthorized, "invalid_grant"));
    ask("primary");
    ask("primary");
    ASSERT_EQ(results.size(), 4U);
    EXPECT_EQ(results[0], "done");
    EXPECT_EQ(results[1], "no such grant: other");
    EXPECT_EQ(results[2], "invalid_grant");
    EXPECT_NE(results[3].find("bwsyncctl grant sign-in"), std::string::npos);
    EXPECT_EQ(endpoint.refreshes, 2);
}

TEST_F(TokenKeeperTest, AStoreThatIsDownIsSaidOnceAndChangesNothing)
{
    stored("primary");
    auto k = keeper({"primary"});
    EXPECT_EQ(token_of(*k), "old-primary");
    store.fail_loads(true);
    run_until(*k, [&] { return !telemetry.lines("grants_not_readable").empty(); });
    EXPECT_EQ(telemetry.lines("grants_not_readable").size(), 1U);
    EXPECT_EQ(token_of(*k), "old-primary");
}

TEST_F(TokenKeeperTest, PutsNoTokenIntoLogsOrMetrics)
{
    stored("primary", 5s);
    auto k = keeper({"primary", "standby"});
    (void)token_of(*k);
    endpoint.answers.emplace("primary", Error(ErrorKind::kUnauthorized, "invalid_grant"));
    spawn([&]() -> Task<> { (void)co_await k->refresh_now("primary"); });
    io.restart();
    io.run_for(5s);
    for (const char* secret : {"refresh-primary", "old-primary", "new-primary"}) {
        EXPECT_EQ(telemetry.everything().find(secret), std::string::npos) << secret;
    }
}

TEST_F(TokenKeeperTest, SaysWhichGrantIsInUseAsAMetric)
{
    stored("primary", 5s);
    stored("standby");
    endpoint.answers.emplace("primary", Error(ErrorKind::kUnauthorized, "invalid_grant"));
    auto k = keeper({"primary", "standby"});
    const Labels primary{"acme", "primary"};
    const Labels standby{"acme", "standby"};
    EXPECT_EQ(token_of(*k), "old-standby");
    EXPECT_EQ(telemetry.value("grant_in_use", primary), 0);
    EXPECT_EQ(telemetry.value("grant_in_use", standby), 1);
    endpoint.answers.clear();
    spawn([&]() -> Task<> { (void)co_await store.import_grant("acme", "primary", "fresh"); });
    run_until(*k, [&] { return telemetry.value("grant_in_use", primary) == 1; });
    EXPECT_EQ(telemetry.value("grant_in_use", standby), 0);
}

TEST_F(TokenKeeperTest, AsksWebexWhenATokenEndsWhoseAnswerDidNotSay)
{
    stored("primary", 5s);
    endpoint.promises_end = false;
    endpoint.told_life = std::chrono::hours(12);
    auto k = keeper({"primary"});
    EXPECT_EQ(token_of(*k), "new-primary-1");
    EXPECT_EQ(endpoint.asked, std::vector<std::string>{"new-primary-1"});
    EXPECT_NEAR(telemetry.value("grant_access_expiry_timestamp_seconds", {"acme", "primary"}),
                std::chrono::duration<double>((clock.now() + 12h).time_since_epoch()).count(), 5);
    clock.ahead = 13h;
    EXPECT_EQ(token_of(*k), "new-primary-2") << "it is renewed before it is refused";
}

TEST_F(TokenKeeperTest, TakesTheEarlierEndWhenWebexContradictsTheTokenEndpoint)
{
    stored("primary");
    endpoint.told_life = std::chrono::hours(1);
    auto k = keeper({"primary"});
    spawn([&]() -> Task<> { (void)co_await k->try_now("primary"); });
    io.run_for(5s);
    EXPECT_EQ(endpoint.asked, std::vector<std::string>{"old-primary"});
    EXPECT_EQ(telemetry.lines("grant_ends_sooner").size(), 1U);
    EXPECT_EQ(token_of(*k), "old-primary");
    clock.ahead = 2h;
    EXPECT_EQ(token_of(*k), "new-primary-1");
}

TEST_F(TokenKeeperTest, ANewTokenThatWebexRefusesIsSaidAtOnceAndNotUsed)
{
    stored("primary");
    stored("standby");
    endpoint.expiry_error = Error(ErrorKind::kUnauthorized, "Webex refuses the access token (401)");
    auto k = keeper({"primary", "standby"});
    std::string said;
    spawn([&]() -> Task<> {
        Result<> tried = co_await k->try_now("primary");
        said = tried ? "good" : tried.error().what;
    });
    io.run_for(5s);
    EXPECT_NE(said.find("is stored, but Webex refuses"), std::string::npos) << said;
    EXPECT_EQ(k->usable_token()->text, "old-standby");
}

TEST_F(TokenKeeperTest, GoesBackToAGrantThatWasRefusedOnlyWhenWebexTakesItsTokensAgain)
{
    stored("primary");
    stored("standby");
    endpoint.expiry_error = Error(ErrorKind::kUnauthorized, "Webex refuses the access token (401)");
    auto k = keeper({"primary", "standby"});
    spawn([&]() -> Task<> {
        for (int i = 0; i < 2; ++i) {  // the stored token and the one renewed after it
            Result<AccessToken> token = co_await k->token(stop.get_token());
            EXPECT_EQ(token->grant, "primary");
            (void)co_await k->refused(*token, stop.get_token());
        }
    });
    io.run_for(10s);
    EXPECT_EQ(k->usable_token()->grant, "standby");
    clock.ahead = 10min;
    const std::size_t before = endpoint.asked.size();
    run_until(*k, [&] { return endpoint.asked.size() > before; });
    EXPECT_EQ(k->usable_token()->grant, "standby") << "renewed, but still refused";
    endpoint.expiry_error.reset();
    clock.ahead = 30min;
    run_until(*k, [&] { return k->usable_token()->grant == "primary"; });
    EXPECT_EQ(telemetry.lines("grant_changed_over").size(), 2U);
}

TEST_F(TokenKeeperTest, WebexBeingAwayDoesNotSpoilATry)
{
    stored("primary");
    endpoint.expiry_error = Error(ErrorKind::kRetry, "503");
    auto k = keeper({"primary"});
    bool is_good = false;
    spawn([&]() -> Task<> {
        Result<> tried = co_await k->try_now("primary");
        is_good = static_cast<bool>(tried);
    });
    io.run_for(5s);
    EXPECT_TRUE(is_good);
    EXPECT_EQ(token_of(*k), "old-primary");
}

TEST_F(TokenKeeperTest, SaysOnceWhichScopesAGrantLacks)
{
    stored("primary", 5s);
    endpoint.scopes = "spark-admin:broadworks_subscribers_read spark-admin:organizations_write";
    auto k = keeper({"primary"});
    for (int i = 0; i < 3; ++i) {
        spawn([&]() -> Task<> { (void)co_await k->refresh_now("primary"); });
        io.restart();
        io.run_for(5s);
    }
    const auto lines = telemetry.lines("grant_scopes_missing");
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_NE(lines[0].find("spark-admin:broadworks_subscribers_write"), std::string::npos);
    EXPECT_EQ(lines[0].find("organizations-write"), std::string::npos) << "the other spelling was granted";
}

// Days go by in steps on a clock that a test moves: each warning comes once, and starts anew after a sign-in.
TEST_F(TokenKeeperTest, AlarmsAgainForTheNextGrantAfterASignIn)
{
    stored("primary");
    Grant grant = store.at("primary");
    grant.refresh_expires_at = clock.now() + std::chrono::days(90);
    grant.access_expires_at.reset();
    store.put(grant);
    endpoint.answers.emplace("primary", Error(ErrorKind::kRetry, "503"));
    auto k = keeper({"primary"});
    const auto look = [&] {
        spawn([&]() -> Task<> { (void)co_await k->refresh_now("primary"); });
        io.restart();
        io.run_for(5s);
    };
    for (int day = 0; day <= 89; ++day) {
        clock.ahead = std::chrono::days(day) + 1min;
        look();
    }
    const auto lines = telemetry.lines("grant_expiring");
    ASSERT_EQ(lines.size(), 4U);
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_NE(lines[i].find("days_left=" + std::string(i == 0   ? "29"
                                                           : i == 1 ? "13"
                                                           : i == 2 ? "6"
                                                                    : "1")),
                  std::string::npos)
            << lines[i];
        EXPECT_NE(lines[i].find("grant sign-in"), std::string::npos);
    }
    spawn([&]() -> Task<> {
        RefreshedTokens tokens;
        tokens.access_token = "signed-in";
        tokens.refresh_token = "fresh";
        tokens.refresh_expires_at = clock.now() + std::chrono::days(90);
        (void)co_await store.store_sign_in("acme", "primary", tokens);
    });
    look();
    EXPECT_EQ(telemetry.lines("grant_expiring").size(), 4U);
    clock.ahead += std::chrono::days(61);
    look();
    EXPECT_EQ(telemetry.lines("grant_expiring").size(), 5U);
}

}  // namespace
}  // namespace bwsync::test
