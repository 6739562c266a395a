#include "tests/integration/ocip/peer_fixture.hpp"

namespace bwsync::ocip {
namespace {

using namespace testing;
using ::testing::HasSubstr;

class OcipLoginOverTcp : public PeerTest {
protected:
    // Makes every login fail with this.
    void refuse_logins(const std::string& summary)
    {
        peer.answer = [this, summary](const SeenCommand& command) {
            const bool is_login = command.name == "LoginRequest14sp4";
            return is_login && is_refusing ? error_answer(command, summary) : usual_answer(command);
        };
    }
    bool is_refusing = true;
};

TEST_F(OcipLoginOverTcp, SignsWithTheDigestAndNeverSendsThePassword)
{
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        const auto groups = co_await broadworks.list_groups("SP", never);
        EXPECT_TRUE(groups);
    });
    ASSERT_GE(peer.documents.size(), 4U);
    EXPECT_EQ(peer.documents[0].commands[0].name, "AuthenticationRequest");
    EXPECT_EQ(peer.documents[1].commands[0].name, "LoginRequest14sp4");
    EXPECT_EQ(peer.documents[1].commands[0].children.at("signedPassword"), "77e4a6de3a1e00be05e121cf0ebee860");
    EXPECT_EQ(peer.documents[2].commands[0].name, "SystemSoftwareVersionGetRequest");
    for (const SeenDocument& document : peer.documents) {
        EXPECT_EQ(document.session, peer.documents[0].session);
        EXPECT_EQ(document.bytes.find(">password<"), std::string::npos);
    }
    EXPECT_TRUE(telemetry.has_logged("ocip_connected"));
}

TEST_F(OcipLoginOverTcp, ARefusedPasswordIsTriedOnceHoweverManyAsk)
{
    refuse_logins("[Error 4962] Invalid password");
    settings.connections = 4;
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        std::vector<std::string> ids;
        for (int i = 0; i < 100; ++i) ids.push_back("u" + std::to_string(i));
        const auto readings = co_await broadworks.read_users(ids, never);
        EXPECT_FALSE(readings);
        if (readings) co_return;
        EXPECT_EQ(kind_of(readings), ErrorKind::kUnauthorized);
        EXPECT_TRUE(readings.error().retry_after);
        for (int i = 0; i < 10; ++i) {
            const auto again = co_await broadworks.list_groups("SP", never);
            EXPECT_EQ(kind_of(again), ErrorKind::kUnauthorized);
        }
        EXPECT_FALSE(broadworks.is_healthy());
        EXPECT_THAT(broadworks.health_detail(), HasSubstr("4962"));
    });
    EXPECT_EQ(peer.count("LoginRequest14sp4"), 1U);
    EXPECT_TRUE(telemetry.has_logged("ocip_login_refused"));
}

TEST_F(OcipLoginOverTcp, LogsInAgainAfterThePause)
{
    refuse_logins("[Error 4962] Invalid password");
    settings.login_pause_first = 30ms;
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        const auto refused = co_await broadworks.list_groups("SP", never);
        EXPECT_FALSE(refused);
        is_refusing = false;
        co_await sleep_for(35ms, never);
        const auto groups = co_await broadworks.list_groups("SP", never);
        EXPECT_TRUE(groups);
        EXPECT_TRUE(broadworks.is_healthy());
        EXPECT_EQ(broadworks.health_detail(), "");
    });
    EXPECT_EQ(peer.count("LoginRequest14sp4"), 2U);
}

TEST_F(OcipLoginOverTcp, AnyOtherRefusalHoldsBackToo)
{
    refuse_logins("[Error 5999] The account of this administrator is locked");
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        for (int i = 0; i < 3; ++i) {
            const auto groups = co_await broadworks.list_groups("SP", never);
            EXPECT_EQ(kind_of(groups), ErrorKind::kUnauthorized);
        }
    });
    EXPECT_EQ(peer.count("LoginRequest14sp4"), 1U);
}

TEST_F(OcipLoginOverTcp, ARefusedLoginIsNotTriedOnTheOtherServer)
{
    refuse_logins("[Error 4962] Invalid password");
    ScriptedPeer second(io);
    second.answer = usual_answer;
    use(second.port());
    run([&](OcipBroadWorks& broadworks) -> Task<> {
        const auto groups = co_await broadworks.list_groups("SP", never);
        EXPECT_FALSE(groups);
        second.refuse();
        second.close_all();
    });
    EXPECT_EQ(second.connections, 0U);
}

TEST_F(OcipLoginOverTcp, APlainLoginIsRefusedBeforeAnythingIsSent)
{
    settings.login = LoginMode::kPlain;
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        const auto groups = co_await broadworks.list_groups("SP", never);
        EXPECT_EQ(kind_of(groups), ErrorKind::kRejected);
    });
    EXPECT_TRUE(peer.documents.empty());
}

TEST_F(OcipLoginOverTcp, EachConnectionLogsInForItselfUnderItsOwnSession)
{
    settings.connections = 3;
    settings.commands_per_document = 1;
    // Nobody is answered before all three connections have asked.
    std::set<std::size_t> asking;
    peer.react = [&](const SeenDocument& document) -> std::optional<Reaction> {
        if (document.commands[0].name.rfind("GroupGetList", 0) == 0) asking.insert(document.connection);
        return std::nullopt;
    };
    run([&](OcipBroadWorks& broadworks) -> Task<> {
        int open = 0;
        TaskGroup group(io.get_executor(), never);
        std::function<Task<>(std::stop_token)> reader = [&](std::stop_token) -> Task<> {
            ++open;
            const auto groups = co_await broadworks.list_groups("SP", never);
            EXPECT_TRUE(groups);
            --open;
        };
        while (asking.size() < 3) {
            for (int i = open; i < 30; ++i) group.spawn(reader);
            co_await sleep_for(1ms, never);
        }
        co_await group.join();
    });
    std::set<std::string> sessions;
    for (const SeenDocument& document : peer.documents) sessions.insert(document.session);
    EXPECT_EQ(sessions.size(), 3U);
    EXPECT_EQ(peer.count("LoginRequest14sp4"), 3U);
}

TEST_F(OcipLoginOverTcp, WarnsOfAPasswordThatExpiresSoon)
{
    peer.answer = [](const SeenCommand& command) {
        if (command.name != "LoginRequest14sp4") return usual_answer(command);
        return data_answer(command, "<loginType>System</loginType><passwordExpiresDays>3</passwordExpiresDays>");
    };
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        const auto groups = co_await broadworks.list_groups("SP", never);
        EXPECT_TRUE(groups);
    });
    EXPECT_TRUE(telemetry.has_logged("ocip_password_expires cluster=east days=3"));
}

}  // namespace
}  // namespace bwsync::ocip
