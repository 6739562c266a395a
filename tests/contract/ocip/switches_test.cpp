// What the public record leaves open, both ways: the adapter must not depend on the answer.
#include "tests/contract/ocip/lab_fixture.hpp"

namespace bwsync::ocip {
namespace {

using namespace testing;
using ::testing::IsEmpty;

class OcipSwitches : public LabTest {
protected:
    void expect_everything_reads()
    {
        run([this](OcipBroadWorks& broadworks) -> Task<> {
            const UserReading anna = co_await read(broadworks, "anna@example.com");
            EXPECT_TRUE(anna.facts) << anna.failure;
            EXPECT_TRUE(anna.facts && anna.facts->last_name == "\xC5\x81uk\xC3\xB3w");
            const UserReading bert = co_await read(broadworks, "bert@example.com");
            EXPECT_TRUE(bert.facts && !bert.facts->imp_active) << bert.failure;
            const UserReading gone = co_await read(broadworks, "gone@example.com");
            EXPECT_TRUE(gone.is_absent);
            const auto users = co_await broadworks.list_users(group("G"), never);
            EXPECT_TRUE(users && users->rows.size() == 2);
            Entitlement pack;
            pack.name = "Webex";
            const auto holders = co_await broadworks.list_holders(group("G"), pack, never);
            EXPECT_TRUE(holders && holders->size() == 1);
            const auto packs = co_await broadworks.list_packs_with_service("ENT", "Integrated IMP", never);
            EXPECT_TRUE(packs && packs->size() == 1);
            const auto provider = co_await broadworks.read_service_provider("ENT", never);
            EXPECT_TRUE(provider && provider->is_enterprise);
            const auto utilization = co_await broadworks.list_pack_utilization("ENT", never);
            EXPECT_TRUE(utilization) << utilization.error().what;
        });
    }
};

TEST_F(OcipSwitches, AnswersInUtf8)
{
    config.ocip_switches.encoding = lab::WireEncoding::kUtf8;
    start(lab::Release::kR24);
    expect_everything_reads();
}

TEST_F(OcipSwitches, ColumnsInAnotherOrder)
{
    config.ocip_switches.columns = lab::OcipColumns::kShuffled;
    start(lab::Release::kR24);
    expect_everything_reads();
}

TEST_F(OcipSwitches, MoreColumnsThanKnown)
{
    config.ocip_switches.columns = lab::OcipColumns::kExtra;
    start(lab::Release::kR21);
    expect_everything_reads();
}

TEST_F(OcipSwitches, ImpOfAUserWithoutTheServiceIsAnError)
{
    config.ocip_switches.imp_unassigned = lab::ImpUnassigned::kError;
    start(lab::Release::kR22);
    expect_everything_reads();
}

TEST_F(OcipSwitches, EnterpriseIsABooleanEverywhere)
{
    config.ocip_switches.is_enterprise_as_boolean = true;
    config.ocip_switches.pack_services_as_assigned = true;
    start(lab::Release::kR25);
    expect_everything_reads();
}

class OcipMisleadingVersion : public OcipSwitches, public ::testing::WithParamInterface<lab::ValidationScope> {};

TEST_P(OcipMisleadingVersion, IsSteppedDownFrom)
{
    // The system says 25 and knows the commands of release 21.
    config.version_text = "25";
    config.ocip_switches.validation = GetParam();
    start(lab::Release::kR21);
    expect_everything_reads();
    // Each is tried once, and once more where its whole document was refused with it.
    const std::uint64_t tries = GetParam() == lab::ValidationScope::kDocument ? 2 : 1;
    EXPECT_EQ(received().commands["UserGetRequest23V2"], tries);
    EXPECT_EQ(received().commands["UserGetRequest22V8"], 1U);
    EXPECT_EQ(received().commands["UserGetRequest22V6"], 1U);
}

TEST_P(OcipMisleadingVersion, NamesAnOlderRelease)
{
    config.version_text = "21";
    config.ocip_switches.validation = GetParam();
    start(lab::Release::kR25);
    expect_everything_reads();
    EXPECT_EQ(received().commands["UserGetRequest21"], 3U);
}

INSTANTIATE_TEST_SUITE_P(All, OcipMisleadingVersion,
                         ::testing::Values(lab::ValidationScope::kCommand, lab::ValidationScope::kDocument));

TEST_F(OcipSwitches, AServerThatRefusesPipeliningIsNotPipelined)
{
    config.ocip_switches.refuse_pipelining = true;
    settings.connections = 3;
    start(lab::Release::kR24);
    expect_everything_reads();
    EXPECT_EQ(received().pipelined, 0U);
}

TEST_F(OcipSwitches, AnIdleTimeoutOfTheServerCostsNothing)
{
    config.ocip_switches.idle_timeout = 20ms;
    start(lab::Release::kR24);
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        for (int i = 0; i < 3; ++i) {
            const UserReading anna = co_await read(broadworks, "anna@example.com");
            EXPECT_TRUE(anna.facts) << anna.failure;
            const bool is_closed = co_await eventually([&] { return received().connections_open == 0; });
            EXPECT_TRUE(is_closed);
        }
        EXPECT_TRUE(broadworks.is_healthy());
    });
}

TEST_F(OcipSwitches, AServerWithoutDigestsTakesThePasswordOverTls)
{
    config.ocip_switches.digest_login = lab::DigestLogin::kRefuse;
    start(lab::Release::kR21, true);
    expect_everything_reads();
    EXPECT_EQ(received().logins_refused, 0U);
}

TEST_F(OcipSwitches, AServerWithoutDigestsIsNotGivenThePasswordInClear)
{
    config.ocip_switches.digest_login = lab::DigestLogin::kRefuse;
    start(lab::Release::kR24);
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        for (int i = 0; i < 5; ++i) {
            const auto groups = co_await broadworks.list_groups("ENT", never);
            EXPECT_EQ(kind_of(groups), ErrorKind::kUnauthorized);
        }
    });
    EXPECT_EQ(received().logins_refused, 1U);
    EXPECT_EQ(received().plain_passwords_in_clear, 0U);
}

TEST_F(OcipSwitches, AWrongPasswordDoesNotLockTheAccount)
{
    config.ocip_switches.lock_after = 3;
    settings.password = [] { return std::string("wrong"); };
    settings.connections = 4;
    start(lab::Release::kR24, true);
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        std::vector<std::string> ids(500, "anna@example.com");
        for (int i = 0; i < 5; ++i) {
            const auto readings = co_await broadworks.read_users(ids, never);
            EXPECT_EQ(kind_of(readings), ErrorKind::kUnauthorized);
        }
    });
    EXPECT_EQ(received().logins_refused, 1U);
}

TEST_F(OcipSwitches, AThousandUsersTakeFewDocuments)
{
    settings.connections = 4;
    start(lab::Release::kR24);
    post("/users/generate", {{"serviceProviderId", "ENT"},
                             {"groupId", "EMPTY"},
                             {"count", 1000},
                             {"prefix", "m"},
                             {"servicePack", "Webex"}});
    received().reset();
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        std::vector<std::string> ids;
        const auto list = co_await broadworks.list_users(group("EMPTY"), never);
        EXPECT_TRUE(list && list->rows.size() == 1000 && list->count_by_system == 1000);
        if (!list) co_return;
        for (const UserRow& row : list->rows) ids.push_back(row.user_id);
        const auto readings = co_await broadworks.read_users(ids, never);
        EXPECT_TRUE(readings);
        if (!readings) co_return;
        for (std::size_t i = 0; i < ids.size(); ++i) {
            EXPECT_TRUE((*readings)[i].facts && (*readings)[i].facts->user_id == ids[i]);
        }
    });
    EXPECT_LE(received().documents, 334U + 1U + 4U * 4U) << "three users to a document, a list, logins";
    EXPECT_LE(received().commands_per_document_max, 15U);
}

}  // namespace
}  // namespace bwsync::ocip
