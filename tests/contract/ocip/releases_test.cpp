// Every call of the port, on every release, with and without TLS. The lab refuses what a real system would.
#include "tests/contract/ocip/lab_fixture.hpp"

namespace bwsync::ocip {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

struct Variant {
    lab::Release release;
    bool is_tls;
};

class OcipReleases : public LabTest, public ::testing::WithParamInterface<Variant> {
protected:
    void SetUp() override { start(GetParam().release, GetParam().is_tls); }
    void TearDown() override
    {
        EXPECT_THAT(refusals(), IsEmpty());
        EXPECT_EQ(received().pipelined, 0U);
        EXPECT_EQ(received().plain_passwords_in_clear, 0U);
    }
    bool knows_alternate_ids() const { return GetParam().release != lab::Release::kR21; }
};

TEST_P(OcipReleases, AUserIsReadInFull)
{
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        const UserReading reading = co_await read(broadworks, "anna@example.com");
        EXPECT_EQ(reading.failure, "");
        if (!reading.facts) co_return;
        const UserFacts& anna = *reading.facts;
        EXPECT_EQ(anna.user_id, "anna@example.com");
        EXPECT_EQ(anna.service_provider_id, "ENT");
        EXPECT_EQ(anna.group_id, "G");
        EXPECT_EQ(anna.first_name, "Anna");
        EXPECT_EQ(anna.last_name, "\xC5\x81uk\xC3\xB3w");
        EXPECT_EQ(anna.phone_number, "2125551101");
        EXPECT_EQ(anna.country_code, "1");
        EXPECT_EQ(anna.extension, "1101");
        EXPECT_EQ(anna.mobile_phone_number, "+49 170 1234567");
        EXPECT_EQ(anna.email_address, "anna@mail.example");
        EXPECT_EQ(anna.language, "English");
        EXPECT_EQ(anna.time_zone, "Europe/Berlin");
        EXPECT_TRUE(anna.imp_active);
        EXPECT_THAT(anna.service_packs, ElementsAre("Webex"));
        std::vector<std::string> services;
        for (const AssignedService& service : anna.services) services.push_back(service.name);
        EXPECT_THAT(services, ElementsAre("Authentication", "Integrated IMP", "Shared Call Appearance"));
    });
}

TEST_P(OcipReleases, AUserWithoutImpIsRead)
{
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        const UserReading reading = co_await read(broadworks, "bert@example.com");
        EXPECT_EQ(reading.failure, "");
        EXPECT_TRUE(reading.facts && !reading.facts->imp_active);
    });
}

TEST_P(OcipReleases, AnAlternateIdLeadsToThePrimaryOne)
{
    if (!knows_alternate_ids()) GTEST_SKIP() << "release 21 has no alternate ids";
    post("/users/modify", {{"userId", "anna@example.com"}, {"set", {{"alternateUserIds", {"ally@example.com"}}}}});
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        const UserReading reading = co_await read(broadworks, "ally@example.com");
        EXPECT_TRUE(reading.facts) << reading.failure;
        if (!reading.facts) co_return;
        EXPECT_EQ(reading.facts->user_id, "anna@example.com");
        EXPECT_THAT(reading.facts->alternate_user_ids, ElementsAre("ally@example.com"));
    });
}

TEST_P(OcipReleases, ListsAgreeWithTheSystemsOwnCounts)
{
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        const auto users = co_await broadworks.list_users(group("G"), never);
        EXPECT_TRUE(users) << users.error().what;
        if (!users) co_return;
        EXPECT_EQ(users->rows.size(), 2U);
        EXPECT_EQ(users->count_by_system.value_or(2), 2);
        const auto empty = co_await broadworks.list_users(group("EMPTY"), never);
        EXPECT_TRUE(empty && empty->rows.empty());

        const auto packs = co_await broadworks.list_pack_utilization("ENT", never);
        EXPECT_TRUE(packs) << packs.error().what;
        Entitlement pack;
        pack.name = "Webex";
        const auto holders = co_await broadworks.list_holders(group("G"), pack, never);
        EXPECT_TRUE(holders) << holders.error().what;
        if (!packs || !holders) co_return;
        std::int64_t assigned = 0;
        for (const PackUtilization& one : *packs) {
            if (one.service_pack == "Webex" && one.group_id == "G") assigned = one.assigned;
        }
        EXPECT_EQ(assigned, static_cast<std::int64_t>(holders->size()));
        EXPECT_EQ(holders->front().user_id, "anna@example.com");
        EXPECT_EQ(holders->front().row, users->rows.front().row) << "both lists show the user alike";
    });
}

TEST_P(OcipReleases, HoldersOfAServiceAreListed)
{
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        Entitlement service;
        service.kind = EntitlementKind::kService;
        service.name = "Shared Call Appearance";
        const auto holders = co_await broadworks.list_holders(group("G"), service, never);
        EXPECT_TRUE(holders && holders->size() == 1);
        const auto packs = co_await broadworks.list_packs_with_service("ENT", "Integrated IMP", never);
        EXPECT_TRUE(packs);
        EXPECT_THAT(*packs, ElementsAre("Webex"));
    });
}

TEST_P(OcipReleases, ScopesAreListedAndRead)
{
    post("/service-providers", {{"serviceProviderId", "SP"}, {"isEnterprise", false}});
    post("/integrated-imp", {{"serviceProviderId", "ENT"}, {"provisioningUrl", "https://flow.example/x"}});
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        const auto providers = co_await broadworks.list_service_providers(never);
        EXPECT_TRUE(providers && providers->size() == 2);
        const auto enterprise = co_await broadworks.read_service_provider("ENT", never);
        EXPECT_TRUE(enterprise && enterprise->is_enterprise);
        EXPECT_EQ(enterprise->imp_provisioning_url, "https://flow.example/x");
        const auto ordinary = co_await broadworks.read_service_provider("SP", never);
        EXPECT_TRUE(ordinary && !ordinary->is_enterprise);
        EXPECT_EQ(ordinary->imp_provisioning_url, "");
        const auto groups = co_await broadworks.list_groups("ENT", never);
        EXPECT_TRUE(groups);
        EXPECT_THAT(*groups, UnorderedElementsAre("G", "EMPTY"));
    });
}

std::string variant_name(const ::testing::TestParamInfo<Variant>& info)
{
    constexpr const char* kNames[] = {"R21", "R22", "R24", "R25"};
    return std::string(kNames[static_cast<int>(info.param.release)]) + (info.param.is_tls ? "Tls" : "Tcp");
}

constexpr Variant kVariants[] = {{lab::Release::kR21, false}, {lab::Release::kR22, false}, {lab::Release::kR24, false},
                                 {lab::Release::kR25, false}, {lab::Release::kR21, true},  {lab::Release::kR22, true},
                                 {lab::Release::kR24, true},  {lab::Release::kR25, true}};
INSTANTIATE_TEST_SUITE_P(All, OcipReleases, ::testing::ValuesIn(kVariants), variant_name);

}  // namespace
}  // namespace bwsync::ocip
