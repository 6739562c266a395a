#include "tests/integration/ocip/peer_fixture.hpp"

namespace bwsync::ocip {
namespace {

using namespace testing;
using ::testing::HasSubstr;

class OcipPool : public PeerTest {
protected:
    // `count` callers at the same time, one read each.
    Task<> list_many(OcipBroadWorks& broadworks, int count)
    {
        TaskGroup group(io.get_executor(), never);
        std::function<Task<>(std::stop_token)> reader = [&](std::stop_token) -> Task<> {
            const auto groups = co_await broadworks.list_groups("SP", never);
            if (groups)
                ++answered;
            else
                last_error = groups.error();
        };
        for (int i = 0; i < count; ++i) group.spawn(reader);
        co_await group.join();
    }
    int answered = 0;
    Error last_error{ErrorKind::kRejected, "none"};
};

TEST_F(OcipPool, SinglesOfManyCallersShareFullDocuments)
{
    run([this](OcipBroadWorks& broadworks) -> Task<> { co_await list_many(broadworks, 40); });
    EXPECT_EQ(answered, 40);
    std::vector<std::size_t> sizes;
    for (const SeenDocument& document : peer.reads()) sizes.push_back(document.commands.size());
    EXPECT_EQ(sizes, (std::vector<std::size_t>{15, 15, 10}));
}

TEST_F(OcipPool, UsersTravelThreeToADocument)
{
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        std::vector<std::string> ids;
        for (int i = 0; i < 9; ++i) ids.push_back("u" + std::to_string(i) + "@x");
        const auto readings = co_await broadworks.read_users(ids, never);
        EXPECT_TRUE(readings);
        for (std::size_t i = 0; i < ids.size(); ++i) EXPECT_EQ((*readings)[i].facts->user_id, ids[i]);
    });
    ASSERT_EQ(peer.reads().size(), 3U);
    for (const SeenDocument& document : peer.reads()) EXPECT_EQ(document.commands.size(), 12U);
}

TEST_F(OcipPool, NoDocumentExceedsTheConfiguredNumberOfCommands)
{
    settings.commands_per_document = 3;
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        std::vector<std::string> ids{"a", "b"};
        const auto readings = co_await broadworks.read_users(ids, never);
        EXPECT_TRUE(readings && (*readings)[1].facts);
        co_await list_many(broadworks, 7);
    });
    for (const SeenDocument& document : peer.reads()) EXPECT_LE(document.commands.size(), 3U);
    EXPECT_EQ(answered, 7);
}

TEST_F(OcipPool, WorkIsSpreadOverTheConnections)
{
    settings.connections = 3;
    settings.commands_per_document = 1;
    run([this](OcipBroadWorks& broadworks) -> Task<> { co_await list_many(broadworks, 60); });
    EXPECT_EQ(answered, 60);
    EXPECT_EQ(peer.connections, 3U);
}

TEST_F(OcipPool, ALittleWorkKeepsToOneConnection)
{
    settings.connections = 4;
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        for (int i = 0; i < 10; ++i) co_await list_many(broadworks, 1);
    });
    EXPECT_EQ(peer.connections, 1U);
}

TEST_F(OcipPool, TheRateLimitCountsCommands)
{
    settings.requests_per_second = 200;
    const auto begin = std::chrono::steady_clock::now();
    run([this](OcipBroadWorks& broadworks) -> Task<> { co_await list_many(broadworks, 55); });
    EXPECT_EQ(answered, 55);
    EXPECT_GE(std::chrono::steady_clock::now() - begin, 195ms) << "15 at once, 40 at 200 a second";
}

TEST_F(OcipPool, FallsBackToTheNextServerAndComesBackLater)
{
    peer.refuse();
    ScriptedPeer second(io);
    second.answer = usual_answer;
    use(second.port());
    run([&](OcipBroadWorks& broadworks) -> Task<> {
        co_await list_many(broadworks, 1);
        EXPECT_EQ(answered, 1);
        EXPECT_TRUE(broadworks.is_healthy());
        second.refuse();
        second.close_all();
        const bool is_closed = co_await eventually([&] { return second.open_connections == 0; });
        EXPECT_TRUE(is_closed);
        co_await list_many(broadworks, 1);
        EXPECT_EQ(answered, 1);
        EXPECT_EQ(last_error.kind, ErrorKind::kRetry);
        EXPECT_THAT(last_error.what, HasSubstr(std::to_string(peer.port())));
        EXPECT_THAT(last_error.what, HasSubstr(std::to_string(second.port())));
        EXPECT_FALSE(broadworks.is_healthy());
        EXPECT_THAT(broadworks.health_detail(), HasSubstr("refused"));
    });
    EXPECT_EQ(second.connections, 1U);
}

TEST_F(OcipPool, ThePreferredServerIsUsedAgainAfterItsPause)
{
    ScriptedPeer second(io);
    second.answer = usual_answer;
    use(second.port());
    settings.server_pause = 20ms;
    settings.age_max = 20ms;
    peer.react = [&, is_first = true](const SeenDocument&) mutable -> std::optional<Reaction> {
        if (!std::exchange(is_first, false)) return std::nullopt;
        Reaction hang_up;
        hang_up.is_close_after = true;
        return hang_up;
    };
    run([&](OcipBroadWorks& broadworks) -> Task<> {
        co_await list_many(broadworks, 1);
        EXPECT_EQ(second.reads().size(), 1U);
        co_await sleep_for(25ms, never);
        co_await list_many(broadworks, 1);
        EXPECT_EQ(peer.reads().size(), 1U);
        second.refuse();
        second.close_all();
    });
    EXPECT_EQ(answered, 2);
}

TEST_F(OcipPool, WhileNothingAnswersCallsFailAtOnceAndAttemptsAreFew)
{
    ScriptedPeer dead(io);
    settings.servers.clear();
    use(dead.port());
    settings.unreachable_pause_first = 10s;
    dead.react = [](const SeenDocument&) -> std::optional<Reaction> {
        Reaction hang_up;
        hang_up.is_close_after = true;
        return hang_up;
    };
    run([&](OcipBroadWorks& broadworks) -> Task<> {
        for (int i = 0; i < 50; ++i) co_await list_many(broadworks, 2);
        dead.refuse();
    });
    EXPECT_EQ(answered, 0);
    EXPECT_EQ(last_error.kind, ErrorKind::kRetry);
    EXPECT_EQ(dead.connections, 1U);
}

TEST_F(OcipPool, RecoversByItselfAfterAnOutage)
{
    settings.unreachable_pause_first = 5ms;
    bool is_down = true;
    peer.react = [&](const SeenDocument&) -> std::optional<Reaction> {
        if (!is_down) return std::nullopt;
        Reaction hang_up;
        hang_up.is_close_after = true;
        return hang_up;
    };
    run([&](OcipBroadWorks& broadworks) -> Task<> {
        co_await list_many(broadworks, 1);
        EXPECT_EQ(answered, 0);
        is_down = false;
        for (int i = 0; i < 1000 && answered == 0; ++i) {
            co_await sleep_for(1ms, never);
            co_await list_many(broadworks, 1);
        }
        EXPECT_EQ(answered, 1);
        EXPECT_TRUE(broadworks.is_healthy());
    });
}

TEST_F(OcipPool, ANameThatDoesNotResolveIsUnreachable)
{
    settings.servers.clear();
    Server server;
    server.host = "no-such-host.invalid";
    server.port = 2208;
    settings.servers.push_back(server);
    run([this](OcipBroadWorks& broadworks) -> Task<> { co_await list_many(broadworks, 1); });
    EXPECT_EQ(last_error.kind, ErrorKind::kRetry);
    EXPECT_THAT(last_error.what, HasSubstr("no-such-host.invalid:2208"));
}

TEST_F(OcipPool, TooManyCallersAreTurnedAway)
{
    settings.callers_max = 5;
    run([this](OcipBroadWorks& broadworks) -> Task<> { co_await list_many(broadworks, 8); });
    EXPECT_EQ(answered, 5);
    EXPECT_EQ(last_error.kind, ErrorKind::kRetry);
}

TEST_F(OcipPool, StopEndsEveryWaitingCall)
{
    peer.react = [](const SeenDocument&) -> std::optional<Reaction> { return Reaction(); };
    OcipBroadWorks broadworks(io.get_executor(), settings, telemetry);
    std::stop_source stop;
    auto adapter = [&]() -> Task<> { return broadworks.run(stop.get_token()); };
    asio::co_spawn(io, adapter, [&](std::exception_ptr error) {
        EXPECT_FALSE(error);
        peer_done();
    });
    auto callers = [&]() -> Task<> { return list_many(broadworks, 10); };
    asio::co_spawn(io, callers, [](std::exception_ptr error) { EXPECT_FALSE(error); });
    auto stopper = [&]() -> Task<> {
        const bool is_connected = co_await eventually([&] { return !peer.documents.empty(); });
        EXPECT_TRUE(is_connected);
        stop.request_stop();
    };
    asio::co_spawn(io, stopper, [](std::exception_ptr error) { EXPECT_FALSE(error); });
    io.run_for(10s);
    EXPECT_TRUE(io.stopped()) << "something still waits";
    EXPECT_EQ(answered, 0);
    EXPECT_EQ(last_error.kind, ErrorKind::kCancelled);
}

TEST_F(OcipPool, NothingSecretIsLogged)
{
    peer.answer = [](const SeenCommand& command) {
        if (command.name != "LoginRequest14sp4") return usual_answer(command);
        return error_answer(command, "[Error 5000] bad " + command.children.at("signedPassword") + " password");
    };
    run([this](OcipBroadWorks& broadworks) -> Task<> { co_await list_many(broadworks, 1); });
    EXPECT_FALSE(telemetry.has_logged("77e4a6de3a1e00be05e121cf0ebee860"));
    EXPECT_EQ(last_error.what.find("77e4a6de3a1e00be05e121cf0ebee860"), std::string::npos);
}

}  // namespace
}  // namespace bwsync::ocip
