#include "tests/unit/lab/broadworks/cluster_fixture.hpp"

namespace bwsync::lab {
namespace {

using Texts = std::vector<std::string>;

const char* const kGroup = "<serviceProviderId>ent</serviceProviderId><groupId>g1</groupId>";
const char* const kProvider = "<serviceProviderId>ent</serviceProviderId>";

class Services : public ClusterTest {
protected:
    void SetUp() override
    {
        make();
        login();
        add_user("pack@x.com", {{"Premium"}, {}});
        add_user("own@x.com", {{}, {"Integrated IMP"}});
        add_user("none@x.com");
    }
    Reply ask_user(const char* type, const char* id) { return ask(type, "<userId>" + std::string(id) + "</userId>"); }
    Texts holders(const std::string& by)
    {
        return ask("GroupGetUserServiceAssignedUserListRequest", kGroup + by).column("userListTable", "User Id");
    }
};

TEST_F(Services, AssignmentTablesListWhatTheGroupMayUse)
{
    const Reply reply = ask_user("UserServiceGetAssignmentListRequest", "pack@x.com");
    EXPECT_EQ(reply.column("servicePacksAssignmentTable", "Service Pack Name"), Texts{"Premium"});
    EXPECT_EQ(reply.column("servicePacksAssignmentTable", "Assigned"), Texts{"true"});
    EXPECT_EQ(reply.column("userServicesAssignmentTable", "Service Name"),
              (Texts{"Integrated IMP", "Voice Messaging User"}));
    EXPECT_EQ(reply.column("userServicesAssignmentTable", "Assigned"), (Texts{"false", "false"}));
    EXPECT_EQ(
        ask_user("UserServiceGetAssignmentListRequest", "own@x.com").column("userServicesAssignmentTable", "Assigned"),
        (Texts{"true", "false"}));
    cluster->config.ocip_switches.pack_services_as_assigned = true;
    EXPECT_EQ(
        ask_user("UserServiceGetAssignmentListRequest", "pack@x.com").column("userServicesAssignmentTable", "Assigned"),
        (Texts{"true", "true"}));
}

TEST_F(Services, EffectiveServicesIncludeThoseOfPacks)
{
    const Reply reply = ask_user("UserAssignedServicesGetListRequest", "pack@x.com");
    Texts names, active;
    for (const pugi::xml_node& entry : reply.command().children("userServiceEntry")) {
        names.emplace_back(entry.child_value("serviceName"));
        active.emplace_back(entry.child_value("isActive"));
    }
    EXPECT_EQ(names, (Texts{"Integrated IMP", "Voice Messaging User"}));
    EXPECT_EQ(active, (Texts{"true", ""}));
}

TEST_F(Services, AnswerSuccessOrErrorForOneService)
{
    const auto is = [&](const char* user, const std::string& what) {
        return ask("UserServiceIsAssignedRequest", "<userId>" + std::string(user) + "</userId>" + what).type();
    };
    EXPECT_EQ(is("pack@x.com", "<serviceName>Integrated IMP</serviceName>"), "c:SuccessResponse");
    EXPECT_EQ(is("pack@x.com", "<servicePackName>Premium</servicePackName>"), "c:SuccessResponse");
    EXPECT_EQ(is("own@x.com", "<servicePackName>Premium</servicePackName>"), "c:ErrorResponse");
    EXPECT_EQ(is("none@x.com", "<serviceName>Integrated IMP</serviceName>"), "c:ErrorResponse");
}

TEST_F(Services, HoldersAreListedByPackAndByService)
{
    EXPECT_EQ(holders("<servicePackName>Premium</servicePackName>"), Texts{"pack@x.com"});
    EXPECT_EQ(holders("<serviceName>Integrated IMP</serviceName>"), Texts{"own@x.com"});
    cluster->config.ocip_switches.holders_by_service_include_packs = true;
    EXPECT_EQ(holders("<serviceName>Integrated IMP</serviceName>"), (Texts{"own@x.com", "pack@x.com"}));
    EXPECT_EQ(
        ask("GroupGetUserServiceAssignedUserListRequest", std::string(kGroup) + "<servicePackName>No</servicePackName>")
            .type(),
        "c:ErrorResponse");
}

TEST_F(Services, UtilizationCountsTheHoldersOfEachGroup)
{
    add_user("other@x.com", {{"Premium"}, {}}, "ent", "g2");
    const Reply reply = ask("ServiceProviderServicePackGetUtilizationListRequest", kProvider);
    Texts names, groups, counts;
    for (const pugi::xml_node& child : reply.command().children()) {
        if (std::string(child.name()) == "servicePackName") names.emplace_back(child.child_value());
    }
    EXPECT_EQ(names, (Texts{"Premium", "Basic"}));
    EXPECT_EQ(reply.headings("serviceUtilizationTable"), (Texts{"Group", "Total Packs", "Assigned"}));
    EXPECT_EQ(reply.column("serviceUtilizationTable", "Group"), (Texts{"g1", "g2"}));
    EXPECT_EQ(reply.column("serviceUtilizationTable", "Assigned"), (Texts{"1", "1"}));
    cluster->model.delete_user(*cluster->model.find_user("other@x.com"));
    EXPECT_EQ(ask("ServiceProviderServicePackGetUtilizationListRequest", kProvider)
                  .column("serviceUtilizationTable", "Assigned"),
              (Texts{"1", "0"}));
}

TEST_F(Services, ImpStateFollowsTheAssignment)
{
    EXPECT_EQ(ask_user("UserIntegratedIMPGetRequest21sp1", "pack@x.com").text("isActive"), "true");
    EXPECT_EQ(ask_user("UserIntegratedIMPGetRequest21sp1", "pack@x.com").text("impId"), "pack@x.com");
    EXPECT_FALSE(ask_user("UserIntegratedIMPGetRequest", "pack@x.com").has("impId"));
    EXPECT_EQ(ask_user("UserIntegratedIMPGetRequest21sp1", "none@x.com").text("isActive"), "false");
    cluster->config.ocip_switches.imp_unassigned = ImpUnassigned::kError;
    EXPECT_EQ(ask_user("UserIntegratedIMPGetRequest21sp1", "none@x.com").type(), "c:ErrorResponse");
}

TEST_F(Services, ProvisioningUrlsShowWhereTheirLevelHasThem)
{
    EXPECT_FALSE(Edits(*cluster, {}).set_imp("ent", "", "https://webex.example/prov", "prov-user"));
    const Reply provider = ask("ServiceProviderIntegratedIMPGetRequest22", kProvider);
    EXPECT_EQ(provider.text("useSystemMessagingServer"), "false");
    EXPECT_EQ(provider.text("provisioningUrl"), "https://webex.example/prov");
    EXPECT_FALSE(Edits(*cluster, {}).set_imp("ent", "g1", "https://other.example/prov", "x"));
    EXPECT_FALSE(ask("GroupIntegratedIMPGetRequest21sp1", kGroup).has("provisioningUrl"));
    EXPECT_EQ(ask("SystemIntegratedIMPGetRequest21").text("servicePort"), "5222");
}

TEST_F(Services, AssignmentsOverOciAnswerWarningWhenPartlyDone)
{
    const std::string user = "<userId>none@x.com</userId>";
    EXPECT_EQ(ask("UserServiceAssignListRequest", user + "<servicePackName>Basic</servicePackName>").type(),
              "c:SuccessResponse");
    const Reply partly = ask("UserServiceAssignListRequest",
                             user + "<servicePackName>Premium</servicePackName><servicePackName>No</servicePackName>");
    EXPECT_STREQ(partly.command().attribute("type").value(), "Warning");
    EXPECT_EQ(partly.summary(), "[Warning 4400] Could not assign service/service pack: No");
    EXPECT_TRUE(Model::has_service(*cluster->model.find_user("none@x.com"), kIntegratedImp));
    const Reply none = ask("UserServiceAssignListRequest", user + "<servicePackName>No</servicePackName>");
    EXPECT_STREQ(none.command().attribute("type").value(), "Error");
    EXPECT_EQ(ask("UserServiceUnassignListRequest", user + "<servicePackName>Premium</servicePackName>").type(),
              "c:SuccessResponse");
    EXPECT_FALSE(Model::has_service(*cluster->model.find_user("none@x.com"), kIntegratedImp));
}

TEST_F(Services, WritesOverOciChangeTheModel)
{
    EXPECT_EQ(ask("UserModifyRequest22",
                  "<userId>none@x.com</userId><phoneNumber>2405551000</phoneNumber><title xsi:nil=\"true\"/>"
                  "<emailAddress>n@x.com</emailAddress><address><city>Rome</city></address>")
                  .type(),
              "c:SuccessResponse");
    const User& user = *cluster->model.find_user("none@x.com");
    EXPECT_EQ(user.phone_number, "2405551000");
    EXPECT_EQ(user.extra("city"), "Rome");
    EXPECT_NE(
        ask("UserModifyRequest22", "<userId>none@x.com</userId><lastName xsi:nil=\"true\"/>").summary().find("6004"),
        std::string::npos);
    EXPECT_EQ(ask("UserModifyUserIdRequest", "<userId>none@x.com</userId><newUserId>new@x.com</newUserId>").type(),
              "c:SuccessResponse");
    EXPECT_EQ(ask("UserDeleteRequest", "<userId>new@x.com</userId>").type(), "c:SuccessResponse");
    EXPECT_EQ(ask("UserDeleteRequest", "<userId>new@x.com</userId>").summary(),
              "[Error 4008] User not found: new@x.com");
    EXPECT_EQ(ask("GroupDeleteRequest", kGroup).type(), "c:SuccessResponse");
    EXPECT_EQ(cluster->model.user_count(), 0U);
}

}  // namespace
}  // namespace bwsync::lab
