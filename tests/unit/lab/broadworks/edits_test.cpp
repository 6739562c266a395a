// What each change does to the model and what the feed says of it.
#include "tests/unit/lab/broadworks/cluster_fixture.hpp"

namespace bwsync::lab {
namespace {

class EditsTest : public ClusterTest {
protected:
    void start(Release release = Release::kR24)
    {
        make(release);
        reader = cluster->feed.attach(0);
    }
    // The requests that were reported since the last call: command elements of the inner documents.
    std::vector<std::string> reported()
    {
        std::vector<std::string> result;
        for (; !reader->pending.empty(); reader->pending.pop_front()) {
            pugi::xml_document outer;
            EXPECT_TRUE(outer.load_string(latin1_to_utf8(*reader->pending.front()).c_str()));
            for (const pugi::xml_node& one : outer.document_element().children("command")) {
                pugi::xml_document inner;
                EXPECT_TRUE(inner.load_string(one.child_value("request")));
                for (const pugi::xml_node& command : inner.document_element().children("command")) {
                    std::string text = command.attribute("xsi:type").value();
                    for (const pugi::xml_node& child : command.children()) {
                        text += std::string(" ") + child.name() + "=" +
                                (child.attribute("xsi:nil") ? "nil" : child.child_value());
                    }
                    result.push_back(text);
                }
            }
        }
        return result;
    }
    Edits edits() { return Edits(*cluster, Actor()); }
    using Texts = std::vector<std::string>;

    std::shared_ptr<FeedClient> reader;
};

TEST_F(EditsTest, AnAddedUserIsReportedWithItsAssignments)
{
    start();
    add_user("u1@x.com", {{"Premium"}, {"Do Not Disturb"}}, "ent", "g1", true);
    const Texts events = reported();
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0],
              "UserAddRequest22V2 serviceProviderId=ent groupId=g1 userId=u1@x.com lastName=Last firstName=First "
              "callingLineIdLastName=Last callingLineIdFirstName=First password=LabPassword1 language=English "
              "timeZone=Europe/Berlin address=");
    EXPECT_EQ(events[1],
              "UserServiceAssignListRequest userId=u1@x.com serviceName=Do Not Disturb servicePackName=Premium");
    start(Release::kR21);
    add_user("u1@x.com", {}, "ent", "g1", true);
    EXPECT_EQ(reported().at(0).substr(0, 22), "UserAddRequest17sp4 se");
}

TEST_F(EditsTest, ASilentChangeIsNotReported)
{
    start();
    add_user("u1@x.com");
    EXPECT_TRUE(reported().empty());
}

TEST_F(EditsTest, AModifiedUserIsReportedWithItsChangedElementsInOrder)
{
    start();
    User& user = add_user("u1@x.com");
    EXPECT_FALSE(edits().modify_user(user, {{"timeZone", "Europe/Rome"},
                                            {"emailAddress", std::nullopt},
                                            {"phoneNumber", "+1-2405551212"},
                                            {"city", "Rome"},
                                            {"lastName", "Neu"}}));
    EXPECT_EQ(reported(), Texts{"UserModifyRequest22 userId=u1@x.com lastName=Neu phoneNumber=2405551212 "
                                "timeZone=Europe/Rome emailAddress=nil address="});
    EXPECT_EQ(user.last_name, "Neu");
}

TEST_F(EditsTest, AFieldThatDoesNotFitChangesNothing)
{
    start();
    User& user = add_user("u1@x.com");
    for (const FieldChanges& bad :
         {FieldChanges{{"lastName", "New"}, {"shoeSize", "44"}}, FieldChanges{{"lastName", std::nullopt}},
          FieldChanges{{"lastName", "New"}, {"emailAddress", std::string(81, 'x')}},
          FieldChanges{{"lastName", "New"}, {"phoneNumber", "+49 x"}}, FieldChanges{{"phoneNumber", "+4930"}}}) {
        EXPECT_TRUE(edits().modify_user(user, bad));
    }
    EXPECT_EQ(user.last_name, "Last");
    EXPECT_TRUE(reported().empty());
}

TEST_F(EditsTest, RenamesNameBothIdsAndKeepTheUser)
{
    start();
    User& user = add_user("u1@x.com", {{"Premium"}, {}});
    add_user("u2@x.com");
    EXPECT_EQ(edits().rename_user(user, "U2@x.com")->code, 4200);
    EXPECT_FALSE(edits().rename_user(user, "new@x.com"));
    EXPECT_EQ(reported(), Texts{"UserModifyUserIdRequest userId=u1@x.com newUserId=new@x.com"});
    EXPECT_EQ(cluster->model.find_user("u1@x.com"), nullptr);
    EXPECT_EQ(cluster->model.find_user("NEW@x.com"), &user);
    EXPECT_FALSE(edits().rename_user(user, "New@x.com"));
    EXPECT_EQ(user.user_id, "New@x.com");
}

TEST_F(EditsTest, MovesStayWithinOneEnterprise)
{
    start();
    User& user = add_user("u1@x.com", {{"Premium"}, {}});
    EXPECT_FALSE(edits().move_user(user, "g2"));
    EXPECT_EQ(reported(), Texts{"UserModifyGroupIdRequest userId=u1@x.com newGroupId=g2"});
    EXPECT_EQ(cluster->model.find_group("ent", "g2")->assigned.begin()->second, 1U);
    EXPECT_EQ(cluster->model.find_group("ent", "g1")->assigned.begin()->second, 0U);
    EXPECT_EQ(edits().move_user(user, "g9")->code, 4152);
    EXPECT_TRUE(edits().move_user(add_user("s1@x.com", {}, "sp", "g1"), "g1"));
}

TEST_F(EditsTest, AlternateIdsAreAddedAndTakenOneByOne)
{
    start();
    User& user = add_user("u1@x.com");
    add_user("u2@x.com");
    EXPECT_FALSE(edits().set_alternate_ids(user, {"a@x.com", "b@x.com"}));
    EXPECT_FALSE(edits().set_alternate_ids(user, {"b@x.com", "c@x.com"}));
    EXPECT_EQ(reported(), (Texts{"UserAlternateUserIdAddRequest userId=u1@x.com alternateUserId=a@x.com",
                                 "UserAlternateUserIdAddRequest userId=u1@x.com alternateUserId=b@x.com",
                                 "UserAlternateUserIdDeleteRequest userId=u1@x.com alternateUserId=a@x.com",
                                 "UserAlternateUserIdAddRequest userId=u1@x.com alternateUserId=c@x.com"}));
    EXPECT_EQ(edits().set_alternate_ids(user, {"u2@x.com"})->code, 4200);
    EXPECT_TRUE(edits().set_alternate_ids(user, {"1", "2", "3", "4", "5"}));
}

TEST_F(EditsTest, AGroupDeleteNamesNoUser)
{
    start();
    add_user("u1@x.com", {{"Premium"}, {}});
    add_user("u2@x.com");
    EXPECT_FALSE(edits().delete_group("ent", "g1"));
    EXPECT_EQ(reported(), Texts{"GroupDeleteRequest serviceProviderId=ent groupId=g1"});
    EXPECT_EQ(cluster->model.user_count(), 0U);
    EXPECT_EQ(cluster->model.find_provider("ent")->packs.begin()->second.holders, 0U);
    EXPECT_EQ(edits().delete_group("ent", "g1")->code, 4152);
}

TEST_F(EditsTest, PackChangesReachEveryHolder)
{
    start();
    User& user = add_user("u1@x.com", {{"Premium"}, {}});
    EXPECT_FALSE(edits().modify_pack("ent", "Premium", "Gold", {"Do Not Disturb"}));
    EXPECT_TRUE(Model::has_service(user, "Do Not Disturb"));
    EXPECT_EQ(reported(),
              (Texts{"ServiceProviderServicePackAddServiceListRequest serviceProviderId=ent servicePackName=Premium "
                     "serviceName=Do Not Disturb",
                     "ServiceProviderServicePackModifyRequest serviceProviderId=ent servicePackName=Premium "
                     "newServicePackName=Gold"}));
    EXPECT_TRUE(edits().modify_pack("ent", "Gold", "Basic", {}));
    EXPECT_FALSE(edits().delete_pack("ent", "Gold"));
    EXPECT_TRUE(user.packs.empty());
    EXPECT_EQ(reported(), Texts{"ServiceProviderServicePackDeleteRequest serviceProviderId=ent servicePackName=Gold"});
}

TEST_F(EditsTest, MassAssignmentsAreOneRequestForTheGroup)
{
    start();
    User& one = add_user("u1@x.com");
    User& two = add_user("u2@x.com");
    EXPECT_FALSE(edits().mass_assign("ent", "g1", {{"Premium"}, {}}));
    EXPECT_TRUE(Model::has_service(one, kIntegratedImp) && Model::has_service(two, kIntegratedImp));
    EXPECT_FALSE(edits().mass_unassign("ent", "g1", {{"Premium"}, {}}));
    EXPECT_FALSE(Model::has_service(one, kIntegratedImp));
    EXPECT_EQ(reported(), (Texts{"GroupExistingUsersAssignUserServiceListRequest serviceProviderId=ent groupId=g1 "
                                 "servicePackName=Premium",
                                 "GroupExistingUsersUnassignUserServiceListRequest serviceProviderId=ent groupId=g1 "
                                 "servicePackName=Premium"}));
    for (int i = 0; i < 500; ++i) add_user("many" + std::to_string(i) + "@x.com");
    EXPECT_TRUE(edits().mass_assign("ent", "g1", {{"Premium"}, {}}));
}

TEST_F(EditsTest, AMigrationActsLaterAndInSilence)
{
    start();
    clock.set_rate(0);
    User& user = add_user("u1@x.com", {{"Basic"}, {}});
    EXPECT_FALSE(edits().migrate("ent", "Basic", "Premium", std::chrono::seconds(30)));
    EXPECT_EQ(reported().front(),
              "ServiceProviderServicePackMigrationTaskAddRequest21 serviceProviderId=ent taskName=migration-1");
    login();
    const auto status = [&] {
        return ask("ServiceProviderServicePackMigrationTaskGetListRequest21",
                   "<serviceProviderId>ent</serviceProviderId>")
            .column("taskTable", "Status");
    };
    clock.advance(std::chrono::seconds(29));
    EXPECT_EQ(status(), Texts{"Processing"});
    EXPECT_FALSE(Model::has_service(user, kIntegratedImp));
    clock.advance(std::chrono::seconds(1));
    EXPECT_EQ(status(), Texts{"Completed"});
    EXPECT_TRUE(Model::has_service(user, kIntegratedImp));
    EXPECT_TRUE(reported().empty());
}

TEST_F(EditsTest, AMigrationSurvivesThatItsProviderIsGone)
{
    start();
    clock.set_rate(0);
    EXPECT_FALSE(edits().migrate("ent", "Basic", "Premium", std::chrono::seconds(30)));
    EXPECT_FALSE(edits().migrate("sp", "Premium", "Premium", std::chrono::seconds(30)));
    EXPECT_FALSE(edits().delete_provider("ent"));
    EXPECT_FALSE(edits().delete_pack("sp", "Premium"));
    clock.advance(std::chrono::seconds(30));
    EXPECT_EQ(cluster->model.find_provider("sp")->tasks.front().errors, 1U);
}

TEST_F(EditsTest, UnauthorisingTakesAPackFromAllUsersOfItsScope)
{
    start();
    User& one = add_user("u1@x.com", {{"Premium"}, {}});
    User& two = add_user("u2@x.com", {{"Premium"}, {}}, "ent", "g2");
    EXPECT_FALSE(edits().unauthorize("ent", "g1", {{"Premium"}, {}}));
    EXPECT_TRUE(one.packs.empty());
    EXPECT_FALSE(two.packs.empty());
    EXPECT_EQ(cluster->model.find_group("ent", "g1")->packs.size(), 0U);
    EXPECT_FALSE(edits().unauthorize("ent", "", {{"Premium"}, {}}));
    EXPECT_TRUE(two.packs.empty());
    EXPECT_EQ(reported(), (Texts{"GroupServiceModifyAuthorizationListRequest serviceProviderId=ent groupId=g1 "
                                 "servicePackAuthorization=",
                                 "ServiceProviderServiceModifyAuthorizationListRequest serviceProviderId=ent "
                                 "servicePackAuthorization="}));
    EXPECT_TRUE(edits().unauthorize("ent", "g1", {{"No"}, {}}));
}

TEST_F(EditsTest, LanguagesAndDepartmentsChangeForAWholeGroup)
{
    start();
    User& user = add_user("u1@x.com");
    EXPECT_FALSE(set_fields(user, {{"department", "Sales"}}));
    EXPECT_FALSE(edits().mass_language("ent", "g1", "German"));
    EXPECT_FALSE(edits().modify_department("ent", "g1", "Sales", "Trade"));
    EXPECT_EQ(user.language, "German");
    EXPECT_EQ(user.extra("department"), "Trade");
    EXPECT_FALSE(edits().modify_department("ent", "g1", "Trade", ""));
    EXPECT_EQ(user.extra("department"), "");
    EXPECT_EQ(
        reported(),
        (Texts{"GroupUserLanguageModifyRequest serviceProviderId=ent groupId=g1 language=German applyToUsers=true",
               "GroupDepartmentModifyRequest serviceProviderId=ent groupId=g1 departmentName=Sales "
               "newDepartmentName=Trade",
               "GroupDepartmentDeleteRequest serviceProviderId=ent groupId=g1 departmentName=Trade"}));
    start(Release::kR22);
    EXPECT_TRUE(edits().mass_language("ent", "g1", "German"));
}

TEST_F(EditsTest, ATrunkGroupsTaskCreatesItsUsersLater)
{
    start();
    clock.set_rate(0);
    NewUser wanted;
    wanted.user = add_user("u1@x.com");
    NewUser taken = wanted;
    wanted.user.user_id = "u2@x.com";
    EXPECT_FALSE(edits().create_users_later("ent", "g1", {taken, wanted}, std::chrono::seconds(5)));
    EXPECT_EQ(reported(), Texts{"GroupTrunkGroupUserCreationTaskAddRequest14sp4 trunkGroupKey= taskName=creation-1"});
    EXPECT_EQ(cluster->model.find_user("u2@x.com"), nullptr);
    clock.advance(std::chrono::seconds(5));
    EXPECT_NE(cluster->model.find_user("u2@x.com"), nullptr);
    EXPECT_EQ(cluster->model.user_count(), 2U);
    EXPECT_TRUE(reported().empty());
}

TEST_F(EditsTest, AConsolidatedAddMayLeaveTheNewIdOut)
{
    start();
    Group group;
    group.group_id = "chosen";
    EXPECT_FALSE(edits().add_group("ent", group, true));
    ServiceProvider provider;
    provider.id = "chosen";
    EXPECT_FALSE(edits().add_provider(provider, {}, true));
    for (const std::string& event : reported()) EXPECT_EQ(event.find("chosen"), std::string::npos) << event;
    start(Release::kR22);
    EXPECT_TRUE(edits().add_group("ent", group, true));
    EXPECT_TRUE(edits().add_provider(provider, {}, true));
}

TEST_F(EditsTest, WritesOverOciAreReportedWithTheirAdministrator)
{
    start();
    add_user("u1@x.com");
    login();
    ask("UserDeleteRequest", "<userId>u1@x.com</userId>");
    ASSERT_EQ(reader->pending.size(), 1U);
    EXPECT_NE(reader->pending.front()->find("<userId>bwsync</userId><loginType>System</loginType>"), std::string::npos);
    EXPECT_EQ(reported(), Texts{"UserDeleteRequest userId=u1@x.com"});
    ask("UserDeleteRequest", "<userId>u1@x.com</userId>");
    EXPECT_TRUE(reported().empty());
    cluster->config.feed.report_failed = true;
    ask("UserDeleteRequest", "<userId>u1@x.com</userId>");
    EXPECT_EQ(reported(), Texts{"UserDeleteRequest userId=u1@x.com"});
}

}  // namespace
}  // namespace bwsync::lab
