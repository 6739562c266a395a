// What a connection can suffer: each ends in the right error, and the next call works.
#include "tests/integration/ocip/peer_fixture.hpp"

namespace bwsync::ocip {
namespace {

using namespace testing;
using ::testing::HasSubstr;

class OcipConnection : public PeerTest {
protected:
    using Script = std::function<std::optional<Reaction>(const SeenDocument&)>;

    // Applies the script to the first `times` documents that read something.
    void misbehave(int times, Script script)
    {
        peer.react = [times, script](const SeenDocument& document) mutable -> std::optional<Reaction> {
            const bool is_read = document.commands[0].name.rfind("GroupGetListIn", 0) == 0;
            if (!is_read || times == 0) return std::nullopt;
            --times;
            return script(document);
        };
    }
    static Reaction send(std::string bytes)
    {
        Reaction reaction;
        reaction.bytes = std::move(bytes);
        return reaction;
    }
    // Both groups are asked for in one document, when nothing goes wrong.
    Task<> list_two(OcipBroadWorks& broadworks)
    {
        TaskGroup group(io.get_executor(), never);
        std::function<Task<>(std::stop_token)> first = [&](std::stop_token) -> Task<> {
            one = co_await broadworks.list_groups("A", never);
        };
        std::function<Task<>(std::stop_token)> second = [&](std::stop_token) -> Task<> {
            two = co_await broadworks.list_groups("B", never);
        };
        group.spawn(first);
        group.spawn(second);
        co_await group.join();
    }
    // The calls fail with kRetry, the connection is given up, the next call succeeds on another.
    void expect_damaged(const std::string& text)
    {
        run([&](OcipBroadWorks& broadworks) -> Task<> {
            co_await list_two(broadworks);
            EXPECT_FALSE(one);
            EXPECT_FALSE(two);
            if (one || two) co_return;
            EXPECT_EQ(kind_of(one), ErrorKind::kRetry);
            EXPECT_THAT(one.error().what, HasSubstr(text));
            EXPECT_FALSE(broadworks.is_healthy());
            co_await list_two(broadworks);
            EXPECT_TRUE(one);
            EXPECT_TRUE(two);
            EXPECT_TRUE(broadworks.is_healthy());
        });
        EXPECT_EQ(peer.connections, 2U);
    }

    using Groups = Result<std::vector<std::string>>;
    Groups one{Error(ErrorKind::kRejected, "not asked")};
    Groups two{Error(ErrorKind::kRejected, "not asked")};
};

TEST_F(OcipConnection, AnswersAreGivenToWhoAsked)
{
    run([&](OcipBroadWorks& broadworks) -> Task<> {
        co_await list_two(broadworks);
        EXPECT_EQ(one->front(), "of A");
        EXPECT_EQ(two->front(), "of B");
    });
    EXPECT_EQ(peer.reads().size(), 1U) << "both in one document";
    EXPECT_EQ(requests("ok"), 2);
    EXPECT_EQ(telemetry.value("ocip_request_seconds", {"east"}), 1);
}

TEST_F(OcipConnection, SilenceEndsWithTheTimeout)
{
    settings.timeout = 50ms;
    misbehave(1, [](const SeenDocument&) { return Reaction(); });
    expect_damaged("no answer in time");
    EXPECT_EQ(requests("timeout"), 2);
}

TEST_F(OcipConnection, ASlowAnswerInSmallPiecesIsAnAnswer)
{
    misbehave(1, [this](const SeenDocument& document) {
        Reaction reaction = send(peer.answer_all(document));
        reaction.drip = 1;
        return reaction;
    });
    run([&](OcipBroadWorks& broadworks) -> Task<> {
        co_await list_two(broadworks);
        EXPECT_TRUE(one);
        EXPECT_TRUE(two);
    });
    EXPECT_EQ(peer.connections, 1U);
}

TEST_F(OcipConnection, AnAnswerCutOffIsAskedForAgainOnAnotherConnection)
{
    misbehave(1, [this](const SeenDocument& document) {
        const std::string whole = peer.answer_all(document);
        Reaction reaction = send(whole.substr(0, whole.size() / 2));
        reaction.is_close_after = true;
        return reaction;
    });
    run([&](OcipBroadWorks& broadworks) -> Task<> {
        co_await list_two(broadworks);
        EXPECT_TRUE(one) << one.error().what;
        EXPECT_TRUE(two);
        EXPECT_TRUE(broadworks.is_healthy());
    });
    EXPECT_EQ(peer.connections, 2U);
    EXPECT_EQ(requests("closed"), 2);
    EXPECT_EQ(requests("ok"), 2);
}

TEST_F(OcipConnection, AnAnswerLostTwiceIsARetryForTheCaller)
{
    misbehave(2, [](const SeenDocument&) {
        Reaction reaction;
        reaction.is_close_after = true;
        return reaction;
    });
    run([&](OcipBroadWorks& broadworks) -> Task<> {
        co_await list_two(broadworks);
        EXPECT_EQ(kind_of(one), ErrorKind::kRetry);
        EXPECT_FALSE(broadworks.is_healthy());
        co_await list_two(broadworks);
        EXPECT_TRUE(one);
    });
    EXPECT_EQ(peer.reads().size(), 3U);
    EXPECT_EQ(requests("closed"), 4);
}

TEST_F(OcipConnection, SwappedAnswersAreNotBelieved)
{
    misbehave(1, [this](const SeenDocument& document) {
        SeenDocument swapped = document;
        std::swap(swapped.commands[0], swapped.commands[1]);
        return send(peer.answer_all(swapped));
    });
    expect_damaged("another echo");
}

TEST_F(OcipConnection, AMissingEchoIsNotBelieved)
{
    misbehave(1, [this](const SeenDocument& document) {
        SeenDocument silent = document;
        for (SeenCommand& command : silent.commands) command.echo.clear();
        return send(peer.answer_all(silent));
    });
    expect_damaged("another echo");
}

TEST_F(OcipConnection, AnAnswerOfAnotherKindIsNotBelieved)
{
    misbehave(1, [this](const SeenDocument& document) {
        SeenDocument other = document;
        other.commands[1].name = "UserGetRequest22V8";
        return send(peer.answer_all(other));
    });
    expect_damaged("another kind");
}

TEST_F(OcipConnection, TooFewAnswersAreNotBelieved)
{
    misbehave(1, [this](const SeenDocument& document) {
        SeenDocument fewer = document;
        fewer.commands.pop_back();
        return send(peer.answer_all(fewer));
    });
    expect_damaged("1 answers to 2 commands");
}

TEST_F(OcipConnection, AnAnswerOfAnotherSessionIsNotBelieved)
{
    misbehave(1, [this](const SeenDocument& document) {
        SeenDocument other = document;
        other.session = "somebody-else";
        return send(peer.answer_all(other));
    });
    expect_damaged("another session");
}

TEST_F(OcipConnection, GarbageIsNotBelieved)
{
    misbehave(1, [](const SeenDocument&) { return send("HTTP/1.1 503 Service Unavailable\r\n\r\n"); });
    expect_damaged("not XML");
}

TEST_F(OcipConnection, BrokenXmlIsNotBelieved)
{
    misbehave(1, [](const SeenDocument&) {
        return send("<BroadsoftDocument protocol=\"OCI\"><command></BroadsoftDocument>");
    });
    expect_damaged("damaged");
}

TEST_F(OcipConnection, BytesThatContradictTheDeclaredEncodingAreNotBelieved)
{
    peer.encoding = "UTF-8";
    misbehave(1, [this](const SeenDocument& document) {
        std::string bytes = peer.answer_all(document);
        bytes.insert(bytes.find("of A"), "\xF3");
        return send(bytes);
    });
    expect_damaged("encoding");
}

TEST_F(OcipConnection, AnAnswerBeyondTheLimitIsNotBelieved)
{
    settings.answer_max_bytes = 4000;
    misbehave(1, [](const SeenDocument&) { return send("<BroadsoftDocument>" + std::string(5000, 'x')); });
    expect_damaged("exceeds");
}

TEST_F(OcipConnection, Utf8AnswersAreRead)
{
    peer.encoding = "UTF-8";
    misbehave(1, [this](const SeenDocument& document) {
        std::string bytes = peer.answer_all(document);
        bytes.insert(bytes.find("of A"), "\xC5\x82");
        return send(bytes);
    });
    run([&](OcipBroadWorks& broadworks) -> Task<> {
        co_await list_two(broadworks);
        EXPECT_EQ(one->front(), "\xC5\x82of A");
    });
}

TEST_F(OcipConnection, TrailingBytesCostTheConnectionButNotTheAnswer)
{
    misbehave(1, [this](const SeenDocument& document) { return send(peer.answer_all(document) + "<Broads"); });
    run([&](OcipBroadWorks& broadworks) -> Task<> {
        co_await list_two(broadworks);
        EXPECT_TRUE(one);
        co_await list_two(broadworks);
        EXPECT_TRUE(one);
    });
    EXPECT_EQ(peer.connections, 2U);
}

std::string logout(const ScriptedPeer& peer, const std::string& session)
{
    return peer.wrap(session,
                     "<command xsi:type=\"LogoutRequest\" xmlns=\"\"><userId>bwsync</userId>"
                     "<reason>Open Client Server Forced Logout</reason></command>");
}

TEST_F(OcipConnection, ALogoutInsteadOfAnAnswerEndsTheSessionAndTheReadIsRepeated)
{
    misbehave(1, [this](const SeenDocument& document) { return send(logout(peer, document.session)); });
    run([&](OcipBroadWorks& broadworks) -> Task<> {
        co_await list_two(broadworks);
        EXPECT_TRUE(one) << one.error().what;
        EXPECT_TRUE(broadworks.is_healthy());
    });
    EXPECT_EQ(peer.connections, 2U);
}

TEST_F(OcipConnection, ALogoutWhileIdleIsNoticedByTheNextRead)
{
    run([&](OcipBroadWorks& broadworks) -> Task<> {
        co_await list_two(broadworks);
        peer.send_unasked(logout(peer, peer.documents[0].session));
        co_await list_two(broadworks);
        EXPECT_TRUE(one) << one.error().what;
    });
    EXPECT_EQ(peer.connections, 2U);
}

TEST_F(OcipConnection, AServerThatForgotTheSessionIsLoggedInToAgain)
{
    misbehave(1, [this](const SeenDocument& document) {
        std::string refusals;
        for (const SeenCommand& command : document.commands) {
            refusals += error_answer(command, "Cannot process any request before user is logged in.");
        }
        return send(peer.wrap(document.session, refusals));
    });
    run([&](OcipBroadWorks& broadworks) -> Task<> {
        co_await list_two(broadworks);
        EXPECT_TRUE(one) << one.error().what;
    });
    EXPECT_EQ(peer.connections, 2U);
}

TEST_F(OcipConnection, AConnectionClosedWhileIdleCostsNothing)
{
    run([&](OcipBroadWorks& broadworks) -> Task<> {
        co_await list_two(broadworks);
        peer.close_all();
        const bool is_closed = co_await eventually([&] { return peer.open_connections == 0; });
        EXPECT_TRUE(is_closed);
        co_await list_two(broadworks);
        EXPECT_TRUE(one) << one.error().what;
    });
    EXPECT_EQ(requests("closed"), 0);
}

TEST_F(OcipConnection, OneDocumentIsInFlightAtATime)
{
    settings.commands_per_document = 1;
    run([&](OcipBroadWorks& broadworks) -> Task<> {
        for (int i = 0; i < 20; ++i) co_await list_two(broadworks);
    });
    EXPECT_EQ(peer.pipelined, 0U);
    EXPECT_EQ(peer.connections, 1U);
}

TEST_F(OcipConnection, AnIdleConnectionIsGivenBackWithALogout)
{
    settings.idle_max = 20ms;
    run([&](OcipBroadWorks& broadworks) -> Task<> {
        co_await list_two(broadworks);
        const bool is_closed = co_await eventually([&] { return peer.open_connections == 0; });
        EXPECT_TRUE(is_closed);
        EXPECT_EQ(peer.documents.back().commands[0].name, "LogoutRequest");
        EXPECT_EQ(peer.documents.back().commands[0].children.at("userId"), "bwsync");
        EXPECT_TRUE(broadworks.is_healthy());
        co_await list_two(broadworks);
        EXPECT_TRUE(one);
    });
    EXPECT_EQ(peer.connections, 2U);
}

TEST_F(OcipConnection, AnOldConnectionIsReplaced)
{
    settings.age_max = 20ms;
    run([&](OcipBroadWorks& broadworks) -> Task<> {
        co_await list_two(broadworks);
        co_await sleep_for(25ms, never);
        co_await list_two(broadworks);
        EXPECT_TRUE(one);
    });
    EXPECT_EQ(peer.connections, 2U);
}

TEST_F(OcipConnection, StopEndsAReadThatWaitsForItsAnswer)
{
    misbehave(-1, [](const SeenDocument&) { return Reaction(); });
    run([&](OcipBroadWorks& broadworks) -> Task<> {
        std::stop_source stop;
        TaskGroup group(io.get_executor(), never);
        std::function<Task<>(std::stop_token)> reader = [&](std::stop_token) -> Task<> {
            one = co_await broadworks.list_groups("A", stop.get_token());
        };
        group.spawn(reader);
        const bool is_sent = co_await eventually([&] { return !peer.reads().empty(); });
        EXPECT_TRUE(is_sent);
        stop.request_stop();
        co_await group.join();
        EXPECT_EQ(kind_of(one), ErrorKind::kCancelled);
    });
}

}  // namespace
}  // namespace bwsync::ocip
