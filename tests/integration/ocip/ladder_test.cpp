#include "tests/integration/ocip/peer_fixture.hpp"

namespace bwsync::ocip {
namespace {

using namespace testing;

class OcipCommandLadder : public PeerTest {
protected:
    // Refuses these commands as unknown.
    void does_not_know(std::set<std::string> names)
    {
        peer.answer = [names](const SeenCommand& command) {
            if (names.count(command.name) == 0) return usual_answer(command);
            return error_answer(command, "[Error 6004] OCI XML Request validation error");
        };
    }
    Task<bool> reads(OcipBroadWorks& broadworks, std::string id)
    {
        std::vector<std::string> ids(1, id);
        const auto readings = co_await broadworks.read_users(ids, never);
        co_return readings && readings->front().facts;
    }
};

TEST_F(OcipCommandLadder, TheVersionChoosesTheCommandsWithoutTrying)
{
    peer.version = "22";
    run([this](OcipBroadWorks& broadworks) -> Task<> { EXPECT_TRUE(co_await reads(broadworks, "u")); });
    EXPECT_EQ(peer.count("UserGetRequest22V6"), 1U);
    EXPECT_EQ(peer.reads().size(), 1U);
}

TEST_F(OcipCommandLadder, StepsDownUntilACommandIsKnownAndRemembersIt)
{
    peer.version = "";
    does_not_know(
        {"UserGetRequest23V2", "UserGetRequest22V8", "UserGetRequest22V6", "UserIntegratedIMPGetRequest21sp1"});
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        EXPECT_TRUE(co_await reads(broadworks, "u"));
        EXPECT_TRUE(co_await reads(broadworks, "v"));
    });
    EXPECT_EQ(peer.count("UserGetRequest23V2"), 1U);
    EXPECT_EQ(peer.count("UserGetRequest22V8"), 1U);
    EXPECT_EQ(peer.count("UserGetRequest22V6"), 1U);
    EXPECT_EQ(peer.count("UserGetRequest21"), 2U);
    EXPECT_EQ(peer.count("UserIntegratedIMPGetRequest21sp1"), 1U);
    EXPECT_EQ(peer.count("UserIntegratedIMPGetRequest"), 2U);
    EXPECT_EQ(peer.count("UserServiceGetAssignmentListRequest"), 2U) << "only what was refused is asked again";
}

TEST_F(OcipCommandLadder, ARequestThatNoVersionTakesTeachesNothing)
{
    peer.version = "25";
    peer.answer = [](const SeenCommand& command) {
        const auto id = command.children.find("userId");
        const bool is_odd = id != command.children.end() && id->second == "odd";
        return is_odd ? error_answer(command, "[Error 6004] OCI XML Request validation error") : usual_answer(command);
    };
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        std::vector<std::string> ids{"odd"};
        const auto readings = co_await broadworks.read_users(ids, never);
        EXPECT_TRUE(readings);
        EXPECT_FALSE(readings->front().is_absent);
        EXPECT_NE(readings->front().failure, "");
        EXPECT_TRUE(co_await reads(broadworks, "fine"));
    });
    EXPECT_EQ(peer.reads().back().commands[0].name, "UserGetRequest23V2");
}

TEST_F(OcipCommandLadder, ADocumentRefusedAsAWholeIsTakenApart)
{
    // Some servers validate the document, not the command: one unknown command, one error for all.
    peer.version = "";
    peer.react = [this](const SeenDocument& document) -> std::optional<Reaction> {
        for (const SeenCommand& command : document.commands) {
            if (command.name != "UserGetRequest23V2") continue;
            Reaction refusal;
            SeenCommand nameless = command;
            nameless.echo.clear();
            refusal.bytes =
                peer.wrap(document.session, error_answer(nameless, "[Error 6004] OCI XML Request validation error"));
            return refusal;
        }
        return std::nullopt;
    };
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        EXPECT_TRUE(co_await reads(broadworks, "u"));
        EXPECT_TRUE(co_await reads(broadworks, "v"));
    });
    EXPECT_EQ(peer.connections, 1U);
    EXPECT_EQ(peer.reads().back().commands.size(), 4U) << "once learnt, documents are full again";
}

TEST_F(OcipCommandLadder, AnotherVersionAfterAReconnectStartsTheLadderAfresh)
{
    settings.idle_max = 5ms;
    peer.version = "22";
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        EXPECT_TRUE(co_await reads(broadworks, "u"));
        const bool is_closed = co_await eventually([&] { return peer.open_connections == 0; });
        EXPECT_TRUE(is_closed);
        peer.version = "24";
        EXPECT_TRUE(co_await reads(broadworks, "u"));
    });
    EXPECT_EQ(peer.reads().front().commands[0].name, "UserGetRequest22V6");
    EXPECT_EQ(peer.reads().back().commands[0].name, "UserGetRequest22V8");
}

TEST_F(OcipCommandLadder, WhatWasLearntOutlivesAConnection)
{
    settings.idle_max = 5ms;
    peer.version = "";
    does_not_know({"UserGetRequest23V2"});
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        EXPECT_TRUE(co_await reads(broadworks, "u"));
        const bool is_closed = co_await eventually([&] { return peer.open_connections == 0; });
        EXPECT_TRUE(is_closed);
        EXPECT_TRUE(co_await reads(broadworks, "u"));
    });
    EXPECT_EQ(peer.count("UserGetRequest23V2"), 1U);
}

TEST_F(OcipCommandLadder, AnAccountThatMayNotAskForTheVersionWorks)
{
    peer.answer = [](const SeenCommand& command) {
        if (command.name != "SystemSoftwareVersionGetRequest") return usual_answer(command);
        return error_answer(command, "[Error 5100] not authorized");
    };
    run([this](OcipBroadWorks& broadworks) -> Task<> { EXPECT_TRUE(co_await reads(broadworks, "u")); });
    EXPECT_EQ(peer.count("UserGetRequest23V2"), 1U);
}

}  // namespace
}  // namespace bwsync::ocip
