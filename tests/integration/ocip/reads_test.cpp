// The port's calls: what is asked, and what is made of the answers.
#include "tests/integration/ocip/peer_fixture.hpp"

namespace bwsync::ocip {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class OcipReads : public PeerTest {
protected:
    // Answers this command by these children, the rest as usual.
    void answers(const std::string& name, const std::string& children)
    {
        special[name] = [children](const SeenCommand& command) { return data_answer(command, children); };
        listen();
    }
    void fails(const std::string& name, const std::string& summary)
    {
        special[name] = [summary](const SeenCommand& command) { return error_answer(command, summary); };
        listen();
    }
    void listen()
    {
        peer.answer = [this](const SeenCommand& command) {
            const auto found = special.find(command.name);
            return found == special.end() ? usual_answer(command) : found->second(command);
        };
    }
    // "name key=value key=value" of every command that read something.
    std::vector<std::string> asked() const
    {
        std::vector<std::string> lines;
        for (const SeenDocument& document : peer.reads()) {
            for (const SeenCommand& command : document.commands) {
                std::string line = command.name;
                for (const auto& [key, value] : command.children) line += " " + key + "=" + value;
                lines.push_back(line);
            }
        }
        return lines;
    }

    GroupKey group_key() const
    {
        GroupKey key;
        key.service_provider_id = "SP";
        key.group_id = "G";
        return key;
    }
    static std::string user_table(const char* name)
    {
        return table(name, {"User Id", "Last Name", "First Name", "Phone Number", "Extension", "Email Address"},
                     {{"u@x", "L", "F", "+1-1", "2", "e"}});
    }

    std::map<std::string, std::function<std::string(const SeenCommand&)>> special;
};

TEST_F(OcipReads, EachUserHasItsOwnVerdict)
{
    peer.answer = [](const SeenCommand& command) {
        const auto id = command.children.find("userId");
        const std::string user = id == command.children.end() ? "" : id->second;
        if (user == "gone") return error_answer(command, "[Error 4008] User not found: gone");
        if (user == "odd" && command.name == "UserAssignedServicesGetListRequest")
            return error_answer(command, "[Error 5000] busy");
        return usual_answer(command);
    };
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        std::vector<std::string> ids{"here", "gone", "odd", "", "bad\x01id"};
        const auto readings = co_await broadworks.read_users(ids, never);
        EXPECT_TRUE(readings);
        if (!readings || readings->size() != 5) co_return;
        EXPECT_TRUE((*readings)[0].facts);
        EXPECT_THAT((*readings)[0].facts->service_packs, ElementsAre("Webex"));
        EXPECT_TRUE((*readings)[1].is_absent);
        EXPECT_THAT((*readings)[2].failure, HasSubstr("[Error 5000]"));
        EXPECT_NE((*readings)[3].failure, "");
        EXPECT_NE((*readings)[4].failure, "");
        for (std::size_t i = 0; i < ids.size(); ++i) EXPECT_EQ((*readings)[i].asked, ids[i]);
    });
}

TEST_F(OcipReads, NoUsersAreNoQuestion)
{
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        std::vector<std::string> ids;
        const auto readings = co_await broadworks.read_users(ids, never);
        EXPECT_TRUE(readings && readings->empty());
    });
    EXPECT_EQ(peer.connections, 0U);
}

TEST_F(OcipReads, AUserDeletedBetweenTwoCommandsIsAskedForAgain)
{
    peer.answer = [deleted = false](const SeenCommand& command) mutable {
        if (command.name == "UserAssignedServicesGetListRequest") deleted = true;
        const bool is_user = command.children.count("userId") != 0 && command.name.rfind("Log", 0) != 0;
        return deleted && is_user ? error_answer(command, "[Error 4008] User not found: u") : usual_answer(command);
    };
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        std::vector<std::string> ids{"u"};
        const auto readings = co_await broadworks.read_users(ids, never);
        EXPECT_TRUE(readings && readings->front().is_absent);
    });
    EXPECT_EQ(peer.reads().size(), 2U);
}

TEST_F(OcipReads, AnAlternateIdThatOnlyTheProfileTakesIsFollowed)
{
    peer.answer = [](const SeenCommand& command) {
        const auto id = command.children.find("userId");
        const bool is_alias = id != command.children.end() && id->second == "alias";
        if (!is_alias) return usual_answer(command);
        if (command.name != "UserGetRequest22V8") return error_answer(command, "[Error 4008] User not found: alias");
        return data_answer(command,
                           "<serviceProviderId>SP</serviceProviderId><groupId>G</groupId><userId>primary</userId>");
    };
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        std::vector<std::string> ids{"alias"};
        const auto readings = co_await broadworks.read_users(ids, never);
        EXPECT_TRUE(readings && readings->front().facts);
        if (!readings || !readings->front().facts) co_return;
        EXPECT_EQ(readings->front().asked, "alias");
        EXPECT_EQ(readings->front().facts->user_id, "primary");
    });
}

TEST_F(OcipReads, ContradictionsThatStayAreAFailureNotAnAbsence)
{
    fails("UserGetRequest22V8", "[Error 4008] User not found: u");
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        std::vector<std::string> ids{"u"};
        const auto readings = co_await broadworks.read_users(ids, never);
        EXPECT_TRUE(readings);
        EXPECT_FALSE(readings->front().is_absent);
        EXPECT_NE(readings->front().failure, "");
    });
}

TEST_F(OcipReads, ReadingUsersFailsAsAWholeOnlyWhenNothingCouldBeAsked)
{
    peer.refuse();
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        std::vector<std::string> ids{"u", "v"};
        const auto readings = co_await broadworks.read_users(ids, never);
        EXPECT_EQ(kind_of(readings), ErrorKind::kRetry);
    });
}

TEST_F(OcipReads, ListsServiceProviders)
{
    answers("ServiceProviderGetListRequest",
            table("serviceProviderTable", {"Service Provider Id", "Is Enterprise"}, {{"A", "true"}, {"B", "false"}}));
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        const auto list = co_await broadworks.list_service_providers(never);
        EXPECT_TRUE(list && list->size() == 2 && list->front().is_enterprise);
    });
    EXPECT_THAT(asked(), ElementsAre("ServiceProviderGetListRequest"));
}

TEST_F(OcipReads, ReadsAServiceProviderWithItsImpUrl)
{
    answers("ServiceProviderGetRequest22V4",
            "<isEnterprise>true</isEnterprise><serviceProviderId>ENT</serviceProviderId>");
    answers("ServiceProviderIntegratedIMPGetRequest22",
            "<useSystemMessagingServer>false</useSystemMessagingServer><provisioningUrl>https://w</provisioningUrl>");
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        const auto provider = co_await broadworks.read_service_provider("ent", never);
        EXPECT_TRUE(provider);
        if (!provider) co_return;
        EXPECT_EQ(provider->service_provider_id, "ENT");
        EXPECT_TRUE(provider->is_enterprise);
        EXPECT_EQ(provider->imp_provisioning_url, "https://w");
    });
    EXPECT_THAT(asked(), ElementsAre("ServiceProviderGetRequest22V4 serviceProviderId=ent",
                                     "ServiceProviderIntegratedIMPGetRequest22 serviceProviderId=ent",
                                     "SystemIntegratedIMPGetRequest21"));
}

TEST_F(OcipReads, ImpSettingsThatMayNotBeReadAreLogged)
{
    answers("ServiceProviderGetRequest22V4", "<useCustomRoutingProfile>false</useCustomRoutingProfile>");
    fails("ServiceProviderIntegratedIMPGetRequest22", "[Error 5100] not authorized");
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        const auto provider = co_await broadworks.read_service_provider("SP", never);
        EXPECT_TRUE(provider && provider->imp_provisioning_url.empty() && !provider->is_enterprise);
    });
    EXPECT_TRUE(telemetry.has_logged("ocip_imp_settings_unreadable"));
}

TEST_F(OcipReads, AServiceProviderThatDoesNotExistIsNotFound)
{
    fails("ServiceProviderGetRequest22V4", "[Error 4101] Service Provider not found: SP");
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        const auto provider = co_await broadworks.read_service_provider("SP", never);
        EXPECT_EQ(kind_of(provider), ErrorKind::kNotFound);
    });
}

TEST_F(OcipReads, ListsUsersWithTheSystemsOwnCount)
{
    answers("UserGetListInGroupRequest", user_table("userTable"));
    answers("GroupGetRequest22V5", "<userCount>7</userCount>");
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        const auto list = co_await broadworks.list_users(group_key(), never);
        EXPECT_TRUE(list && list->rows.size() == 1 && list->count_by_system == 7);
    });
    EXPECT_THAT(asked(), ElementsAre("UserGetListInGroupRequest GroupId=G serviceProviderId=SP",
                                     "GroupGetRequest22V5 groupId=G serviceProviderId=SP"));
}

TEST_F(OcipReads, AGroupThatDoesNotExistIsNotFound)
{
    fails("UserGetListInGroupRequest", "[Error 4152] Group not found: SP:G");
    fails("GroupGetRequest22V5", "[Error 4152] Group not found: SP:G");
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        const auto list = co_await broadworks.list_users(group_key(), never);
        EXPECT_EQ(kind_of(list), ErrorKind::kNotFound);
    });
    EXPECT_EQ(requests("error"), 2);
}

TEST_F(OcipReads, AGroupThatVanishesMeanwhileIsARetry)
{
    answers("UserGetListInGroupRequest", user_table("userTable"));
    fails("GroupGetRequest22V5", "[Error 4152] Group not found: SP:G");
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        const auto list = co_await broadworks.list_users(group_key(), never);
        EXPECT_EQ(kind_of(list), ErrorKind::kRetry);
    });
}

TEST_F(OcipReads, AListAnsweredByAWarningIsNoList)
{
    peer.answer = [](const SeenCommand& command) {
        if (command.name != "GroupGetListInServiceProviderRequest") return usual_answer(command);
        std::string warning = error_answer(command, "[Warning 1] too many");
        return warning.replace(warning.find("\"Error\""), 7, "\"Warning\"");
    };
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        const auto list = co_await broadworks.list_groups("SP", never);
        EXPECT_EQ(kind_of(list), ErrorKind::kRejected);
    });
    EXPECT_EQ(requests("warning"), 1);
}

TEST_F(OcipReads, ListsPacksThatHoldAService)
{
    answers("ServiceProviderServicePackGetListRequest",
            "<servicePackName>P1</servicePackName><servicePackName>P2</servicePackName><servicePackName>P3</"
            "servicePackName>");
    special["ServiceProviderServicePackGetDetailListRequest"] = [](const SeenCommand& command) {
        const bool holds = command.children.at("servicePackName") != "P2";
        std::vector<std::vector<std::string>> rows(1, std::vector<std::string>(4, "x"));
        if (holds) rows[0][0] = "Integrated IMP";
        return data_answer(command,
                           table("userServiceTable", {"Service", "Authorized", "Allocated", "Available"}, rows));
    };
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        const auto packs = co_await broadworks.list_packs_with_service("SP", "Integrated IMP", never);
        EXPECT_TRUE(packs);
        EXPECT_THAT(*packs, ElementsAre("P1", "P3"));
    });
    EXPECT_EQ(peer.reads().size(), 2U) << "one list, then all details in one document";
}

TEST_F(OcipReads, APackThatVanishesMeanwhileIsARetry)
{
    answers("ServiceProviderServicePackGetListRequest", "<servicePackName>P1</servicePackName>");
    fails("ServiceProviderServicePackGetDetailListRequest", "[Error 4333] Service Pack not found: P1");
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        const auto packs = co_await broadworks.list_packs_with_service("SP", "x", never);
        EXPECT_EQ(kind_of(packs), ErrorKind::kRetry);
    });
}

TEST_F(OcipReads, ListsHoldersByPackAndByService)
{
    answers("GroupGetUserServiceAssignedUserListRequest", user_table("userListTable"));
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        Entitlement entitlement;
        entitlement.name = "A & B";
        auto holders = co_await broadworks.list_holders(group_key(), entitlement, never);
        EXPECT_TRUE(holders && holders->size() == 1);
        entitlement.kind = EntitlementKind::kService;
        holders = co_await broadworks.list_holders(group_key(), entitlement, never);
        EXPECT_TRUE(holders);
    });
    EXPECT_THAT(
        asked(),
        ElementsAre("GroupGetUserServiceAssignedUserListRequest groupId=G servicePackName=A & B serviceProviderId=SP",
                    "GroupGetUserServiceAssignedUserListRequest groupId=G serviceName=A & B serviceProviderId=SP"));
}

TEST_F(OcipReads, ListsPackUtilization)
{
    answers("ServiceProviderServicePackGetUtilizationListRequest",
            "<servicePackName>P</servicePackName>" +
                table("serviceUtilizationTable", {"Group", "Total Packs", "Assigned"}, {{"G", "9", "4"}}));
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        const auto list = co_await broadworks.list_pack_utilization("SP", never);
        EXPECT_TRUE(list && list->size() == 1 && list->front().assigned == 4);
    });
}

TEST_F(OcipReads, NamesOutsideLatin1ArriveWhole)
{
    answers("GroupGetListInServiceProviderRequest", table("groupTable", {"Group Id"}));
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        const auto list = co_await broadworks.list_groups("\xC5\x81\xC3\xB3\xE2\x82\xAC<&>", never);
        EXPECT_TRUE(list);
    });
    EXPECT_THAT(asked(),
                ElementsAre("GroupGetListInServiceProviderRequest serviceProviderId=\xC5\x81\xC3\xB3\xE2\x82\xAC<&>"));
    EXPECT_THAT(peer.reads()[0].bytes, HasSubstr("&#321;\xF3&#8364;&lt;&amp;&gt;"));
}

TEST_F(OcipReads, AScopeThatCannotBeWrittenIsRejectedUnasked)
{
    run([this](OcipBroadWorks& broadworks) -> Task<> {
        const auto groups = co_await broadworks.list_groups("a\nb", never);
        EXPECT_EQ(kind_of(groups), ErrorKind::kRejected);
        const auto users = co_await broadworks.list_users(GroupKey(), never);
        EXPECT_EQ(kind_of(users), ErrorKind::kRejected);
        const auto holders = co_await broadworks.list_holders(group_key(), Entitlement(), never);
        EXPECT_EQ(kind_of(holders), ErrorKind::kRejected);
    });
    EXPECT_EQ(peer.connections, 0U);
}

}  // namespace
}  // namespace bwsync::ocip
