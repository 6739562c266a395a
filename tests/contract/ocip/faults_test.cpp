// The lab's faults: what is read is right or not read at all, and the next read works.
#include "tests/contract/ocip/lab_fixture.hpp"

namespace bwsync::ocip {
namespace {

using namespace testing;

class OcipFaults : public LabTest {
protected:
    void SetUp() override
    {
        settings.timeout = 300ms;
        settings.unreachable_pause_first = 1ms;
        settings.unreachable_pause_max = 5ms;
        start(lab::Release::kR24);
    }
    void fault(const json& body) { post("/faults", body); }

    // Reads both users until that succeeds; what is read before must never be wrong.
    void expect_recovery()
    {
        run([this](OcipBroadWorks& broadworks) -> Task<> {
            std::vector<std::string> ids{"anna@example.com", "bert@example.com"};
            bool is_read = false;
            for (int i = 0; i < 200 && !is_read; ++i) {
                const auto readings = co_await broadworks.read_users(ids, never);
                if (!readings) {
                    EXPECT_EQ(kind_of(readings), ErrorKind::kRetry);
                    co_await sleep_for(2ms, never);
                    continue;
                }
                is_read = (*readings)[0].facts && (*readings)[1].facts;
                for (std::size_t u = 0; u < 2; ++u) {
                    EXPECT_FALSE((*readings)[u].is_absent);
                    if (!(*readings)[u].facts) continue;
                    EXPECT_EQ((*readings)[u].facts->user_id, ids[u]);
                }
            }
            EXPECT_TRUE(is_read);
            EXPECT_TRUE(broadworks.is_healthy()) << broadworks.health_detail();
        });
    }
};

std::string kind_name(const ::testing::TestParamInfo<std::string>& kind)
{
    std::string name = kind.param;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

class OcipPassingFaults : public OcipFaults, public ::testing::WithParamInterface<std::string> {};

TEST_P(OcipPassingFaults, AreOvercome)
{
    fault({{"kind", GetParam()}, {"match", "User"}, {"count", 3}, {"delay", "1s"}});
    expect_recovery();
}

TEST_P(OcipPassingFaults, AreOvercomeDuringTheLogin)
{
    if (GetParam() == "error-6004") GTEST_SKIP() << "a server that does not know the digest login is misconfigured";
    fault({{"kind", GetParam()}, {"match", "LoginRequest"}, {"count", 2}, {"delay", "1s"}});
    expect_recovery();
}

INSTANTIATE_TEST_SUITE_P(All, OcipPassingFaults,
                         ::testing::Values("slow", "close", "close-after-login", "close-mid-answer", "logout",
                                           "garbage", "error-6004", "wrong-echo", "swap-answers", "wrong-encoding"),
                         kind_name);

TEST_F(OcipFaults, RefusedConnectionsAreOvercome)
{
    fault({{"kind", "refuse"}, {"count", 3}});
    expect_recovery();
}

TEST_F(OcipFaults, AProfileThatSaysNotFoundAgainstTheRestIsNoAbsence)
{
    fault({{"kind", "not-found"}, {"match", "UserGetRequest"}, {"count", 100}});
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        const UserReading anna = co_await read(broadworks, "anna@example.com");
        EXPECT_FALSE(anna.is_absent);
        EXPECT_FALSE(anna.facts);
        EXPECT_NE(anna.failure, "");
    });
}

TEST_F(OcipFaults, APassingNotFoundIsReadAgain)
{
    fault({{"kind", "not-found"}, {"match", "UserGetRequest"}, {"count", 1}});
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        const UserReading anna = co_await read(broadworks, "anna@example.com");
        EXPECT_TRUE(anna.facts) << anna.failure;
    });
}

TEST_F(OcipFaults, ALoginThatFailsOnceHoldsBack)
{
    fault({{"kind", "login-fails"}, {"count", 1}});
    settings.login_pause_first = 20ms;
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        auto groups = co_await broadworks.list_groups("ENT", never);
        EXPECT_EQ(kind_of(groups), ErrorKind::kUnauthorized);
        co_await sleep_for(25ms, never);
        groups = co_await broadworks.list_groups("ENT", never);
        EXPECT_TRUE(groups);
    });
}

class OcipListFaults : public OcipFaults, public ::testing::WithParamInterface<std::string> {};

TEST_P(OcipListFaults, ShowInTheCount)
{
    fault({{"kind", GetParam()}, {"match", "UserGetListInGroup"}, {"count", 1}});
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        const auto users = co_await broadworks.list_users(group("G"), never);
        EXPECT_TRUE(users);
        if (!users) co_return;
        EXPECT_LT(users->rows.size(), 2U);
        EXPECT_EQ(users->count_by_system, 2) << "the core sees that the list is not whole";
    });
}

INSTANTIATE_TEST_SUITE_P(All, OcipListFaults, ::testing::Values("short-list", "empty-list", "partial-list"), kind_name);

}  // namespace
}  // namespace bwsync::ocip
