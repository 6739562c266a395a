#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "daemon/domain/feed/feed_commands.hpp"

namespace bwsync {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using Identities = std::vector<std::pair<std::string, std::string>>;

FeedRecord record(std::string command, Identities identities)
{
    FeedRecord made;
    made.command = std::move(command);
    made.write_id = "write1";
    made.identities = std::move(identities);
    return made;
}

Classification classified(std::string command, Identities identities)
{
    return classify(record(std::move(command), std::move(identities)));
}

DirtyKey user(std::string id, std::string provider = "", std::string group = "")
{
    return {DirtyKind::kUser, std::move(provider), std::move(group), std::move(id)};
}
DirtyKey group(std::string provider, std::string id)
{
    return {DirtyKind::kGroup, std::move(provider), std::move(id), ""};
}
DirtyKey provider(std::string id)
{
    return {DirtyKind::kServiceProvider, std::move(id), "", ""};
}
DirtyKey cluster()
{
    return {DirtyKind::kCluster, "", "", ""};
}

const Identities kMadrid = {{"serviceProviderId", "sp"}, {"groupId", "madrid"}};

void expect(const Classification& actual, FeedClass feed_class, std::vector<DirtyKey> keys)
{
    EXPECT_EQ(name_of(actual.feed_class), name_of(feed_class));
    EXPECT_EQ(actual.keys, keys);
}

TEST(ClassifyTest, AUserCommandOfAnyVersionMarksTheUser)
{
    for (const char* name :
         {"UserModifyRequest14", "UserModifyRequest22", "UserModifyRequest99sp9V9", "UserServiceAssignListRequest",
          "UserServiceUnassignListRequest", "UserIntegratedIMPModifyRequest", "UserConsolidatedModifyRequest22",
          "UserAlternateNumbersModifyRequest"}) {
        SCOPED_TRACE(name);
        const auto result = classified(name, {{"userId", "ana@example.com"}});
        expect(result, FeedClass::kUser, {user("ana@example.com")});
        EXPECT_FALSE(result.says_gone);
        EXPECT_FALSE(result.has_later_effects);
        EXPECT_THAT(result.renames, IsEmpty());
    }
}

TEST(ClassifyTest, ANewUserCarriesItsGroup)
{
    expect(classified("UserAddRequest17sp4",
                      {{"serviceProviderId", "sp"}, {"groupId", "madrid"}, {"userId", "ana@example.com"}}),
           FeedClass::kUser, {user("ana@example.com", "sp", "madrid")});
    // The group may be named by an external id, which identifies nothing to us.
    expect(classified("UserConsolidatedAddRequest22", {{"groupExternalId", "ext-7"}, {"userId", "ana@example.com"}}),
           FeedClass::kUser, {user("ana@example.com")});
    expect(classified("UserConsolidatedAddRequest22", {{"groupId", "madrid"}, {"userId", "ana@example.com"}}),
           FeedClass::kUser, {user("ana@example.com")});
}

TEST(ClassifyTest, APlaceIsNamedByItsOwnElement)
{
    expect(classified("PlaceModifyRequest", {{"placeUserId", "room1@example.com"}}), FeedClass::kUser,
           {user("room1@example.com")});
}

TEST(ClassifyTest, ADeletedUserIsSaidToBeGone)
{
    for (const char* name : {"UserDeleteRequest", "UserConsolidatedDeleteRequest"}) {
        const auto result = classified(name, {{"userId", "ana@example.com"}});
        expect(result, FeedClass::kUser, {user("ana@example.com")});
        EXPECT_TRUE(result.says_gone);
    }
}

TEST(ClassifyTest, ARenameMarksBothIdsAndNamesThem)
{
    for (const char* name :
         {"UserModifyUserIdRequest", "UserConsolidatedModifyRequest", "UserConsolidatedModifyRequest22"}) {
        SCOPED_TRACE(name);
        const auto result = classified(name, {{"userId", "old@example.com"}, {"newUserId", "new@example.com"}});
        expect(result, FeedClass::kRename, {user("new@example.com"), user("old@example.com")});
        ASSERT_EQ(result.renames.size(), 1U);
        EXPECT_EQ(result.renames[0].from, "old@example.com");
        EXPECT_EQ(result.renames[0].to, "new@example.com");
    }
}

TEST(ClassifyTest, ANewIdThatIsTheOldOneOrEmptyIsNoRename)
{
    for (const char* new_id : {"ana@example.com", ""}) {
        const auto result =
            classified("UserConsolidatedModifyRequest", {{"userId", "ana@example.com"}, {"newUserId", new_id}});
        expect(result, FeedClass::kUser, {user("ana@example.com")});
        EXPECT_THAT(result.renames, IsEmpty());
    }
}

TEST(ClassifyTest, AChangeOfCaseIsARename)
{
    const auto result =
        classified("UserModifyUserIdRequest", {{"userId", "Ana@example.com"}, {"newUserId", "ana@example.com"}});
    EXPECT_EQ(result.renames.size(), 1U);
    EXPECT_EQ(result.keys.size(), 2U);
}

TEST(ClassifyTest, AGroupMoveAndAlternateIdsMarkTheUserAlone)
{
    expect(classified("UserModifyGroupIdRequest", {{"userId", "ana@example.com"}, {"newGroupId", "paris"}}),
           FeedClass::kRename, {user("ana@example.com")});
    for (const char* name :
         {"UserAlternateUserIdAddRequest", "UserAlternateUserIdModifyRequest", "UserAlternateUserIdDeleteRequest"}) {
        const auto result = classified(name, {{"userId", "ana@example.com"}, {"alternateUserId", "a@example.com"}});
        expect(result, FeedClass::kRename, {user("ana@example.com")});
        EXPECT_THAT(result.renames, IsEmpty());
    }
}

TEST(ClassifyTest, GroupsAndServiceProvidersMarkThemselves)
{
    for (const char* name : {"GroupAddRequest", "GroupModifyRequest", "GroupConsolidatedAddRequest22"}) {
        expect(classified(name, kMadrid), FeedClass::kGroup, {group("sp", "madrid")});
    }
    for (const char* name : {"ServiceProviderAddRequest13mp2", "ServiceProviderModifyRequest"}) {
        expect(classified(name, {{"serviceProviderId", "sp"}, {"resellerId", "r"}}), FeedClass::kServiceProvider,
               {provider("sp")});
    }
}

TEST(ClassifyTest, ADeletedScopeIsSaidToBeGone)
{
    const auto gone_group = classified("GroupDeleteRequest", kMadrid);
    expect(gone_group, FeedClass::kGroup, {group("sp", "madrid")});
    EXPECT_TRUE(gone_group.says_gone);
    const auto gone_provider = classified("ServiceProviderDeleteRequest", {{"serviceProviderId", "sp"}});
    expect(gone_provider, FeedClass::kServiceProvider, {provider("sp")});
    EXPECT_TRUE(gone_provider.says_gone);
    const auto gone_reseller = classified("ResellerDeleteRequest", {{"resellerId", "r"}});
    expect(gone_reseller, FeedClass::kMass, {cluster()});
    EXPECT_TRUE(gone_reseller.says_gone);
}

TEST(ClassifyTest, AnIdChosenByTheServerWidensToTheParent)
{
    expect(classified("GroupConsolidatedAddRequest", {{"serviceProviderId", "sp"}}), FeedClass::kGroup,
           {provider("sp")});
    expect(classified("GroupConsolidatedAddRequest", {{"serviceProviderExternalId", "ext"}, {"groupId", "madrid"}}),
           FeedClass::kGroup, {cluster()});
    expect(classified("ServiceProviderConsolidatedAddRequest", {{"serviceProviderExternalId", "ext"}}),
           FeedClass::kServiceProvider, {cluster()});
    expect(classified("ServiceProviderConsolidatedAddRequest", {{"serviceProviderId", "sp"}}),
           FeedClass::kServiceProvider, {provider("sp")});
}

TEST(ClassifyTest, AKnownCommandWithoutItsSubjectWidensToWhatItNames)
{
    expect(classified("UserModifyRequest22", {}), FeedClass::kUser, {cluster()});
    expect(classified("UserAddRequest22", kMadrid), FeedClass::kUser, {group("sp", "madrid")});
    expect(classified("GroupModifyRequest", {{"serviceProviderId", "sp"}}), FeedClass::kGroup, {provider("sp")});
    const auto nameless = classified("GroupDeleteRequest", {});
    expect(nameless, FeedClass::kGroup, {cluster()});
    EXPECT_FALSE(nameless.says_gone);
    EXPECT_FALSE(classified("UserDeleteRequest", {}).says_gone);
}

TEST(ClassifyTest, CommandsForManyUsersMarkTheScope)
{
    for (const char* name :
         {"GroupExistingUsersAssignUserServiceListRequest", "GroupServiceModifyAuthorizationListRequest",
          "GroupUserLanguageModifyRequest", "GroupIntegratedIMPModifyRequest", "GroupDepartmentModifyRequest"}) {
        expect(classified(name, kMadrid), FeedClass::kMass, {group("sp", "madrid")});
    }
    for (const char* name :
         {"ServiceProviderServicePackModifyRequest", "ServiceProviderServicePackDeleteRequest",
          "ServiceProviderServiceModifyAuthorizationListRequest", "ServiceProviderIntegratedIMPModifyRequest"}) {
        expect(classified(name, {{"serviceProviderId", "sp"}}), FeedClass::kMass, {provider("sp")});
    }
    expect(classified("EnterpriseDepartmentDeleteRequest", {{"enterpriseId", "sp"}}), FeedClass::kMass,
           {provider("sp")});
}

TEST(ClassifyTest, SystemAndResellerWideSettingsMarkTheCluster)
{
    for (const char* name : {"SystemIntegratedIMPModifyRequest", "ResellerIntegratedIMPModifyRequest",
                             "ResellerServiceAuthorizationModifyRequest", "ResellerModifyRequest"}) {
        expect(classified(name, {{"resellerId", "r"}}), FeedClass::kMass, {cluster()});
    }
}

TEST(ClassifyTest, BackgroundTasksHaveLaterEffects)
{
    for (const char* name :
         {"ServiceProviderServicePackMigrationTaskAddRequest21", "ServiceProviderServicePackMigrationTaskModifyRequest",
          "ServiceProviderServicePackMigrationTaskTerminateRequest"}) {
        const auto result = classified(name, {{"serviceProviderId", "sp"}});
        expect(result, FeedClass::kMass, {provider("sp")});
        EXPECT_TRUE(result.has_later_effects) << name;
    }
    const auto creation = classified("GroupTrunkGroupUserCreationTaskAddRequest14sp4", kMadrid);
    expect(creation, FeedClass::kMass, {group("sp", "madrid")});
    EXPECT_TRUE(creation.has_later_effects);
    EXPECT_FALSE(
        classified("ServiceProviderServicePackModifyRequest", {{"serviceProviderId", "sp"}}).has_later_effects);
    EXPECT_FALSE(classified("ServiceProviderServicePackMigrationTaskDeleteRequest", {{"serviceProviderId", "sp"}})
                     .has_later_effects);
}

TEST(ClassifyTest, AnOldCreationTaskThatNamesOnlyTheTrunkGroupsUserMarksTheClusterToo)
{
    const auto result =
        classified("GroupTrunkGroupUserCreationTaskAddRequest", {{"serviceUserId", "trunk@example.com"}});
    expect(result, FeedClass::kMass, {user("trunk@example.com"), cluster()});
    EXPECT_TRUE(result.has_later_effects);
}

TEST(ClassifyTest, ATrunkGroupMarksItsGroupAndThePilot)
{
    Identities with_pilot = kMadrid;
    with_pilot.emplace_back("userId", "pilot@example.com");
    expect(classified("GroupTrunkGroupAddInstanceRequest21", with_pilot), FeedClass::kMass,
           {user("pilot@example.com", "sp", "madrid"), group("sp", "madrid")});
    expect(classified("GroupTrunkGroupAddInstanceRequest22", kMadrid), FeedClass::kMass, {group("sp", "madrid")});
    Identities changed = kMadrid;
    changed.emplace_back("pilotUserId", "pilot@example.com");
    expect(classified("GroupTrunkGroupModifyInstanceRequest20sp1", changed), FeedClass::kMass,
           {user("pilot@example.com", "sp", "madrid"), group("sp", "madrid")});
    expect(classified("GroupTrunkGroupModifyInstanceRequest14", {{"serviceUserId", "trunk@example.com"}}),
           FeedClass::kMass, {user("trunk@example.com")});
    EXPECT_FALSE(classified("GroupTrunkGroupDeleteInstanceRequest14sp4", kMadrid).says_gone);
}

TEST(ClassifyTest, AVirtualUserIsMarkedByItsId)
{
    Identities added = kMadrid;
    added.emplace_back("serviceUserId", "aa@example.com");
    expect(classified("GroupAutoAttendantAddInstanceRequest20", added), FeedClass::kInstance,
           {user("aa@example.com", "sp", "madrid")});
    const auto gone = classified("GroupHuntGroupDeleteInstanceRequest", {{"serviceUserId", "hunt@example.com"}});
    expect(gone, FeedClass::kInstance, {user("hunt@example.com")});
    EXPECT_FALSE(gone.says_gone) << "a virtual user is no subscriber: it must not use up the removal brake";
}

TEST(ClassifyTest, InstancesWithoutAVirtualUserMarkNobody)
{
    for (const char* name :
         {"GroupCallParkAddInstanceRequest16sp2", "GroupCallPickupModifyInstanceRequest",
          "GroupMusicOnHoldDeleteInstanceRequest", "GroupVoiceMessagingGroupModifyVoicePortalRequest20"}) {
        expect(classified(name, kMadrid), FeedClass::kInstance, {});
    }
}

TEST(ClassifyTest, WhatCannotChangeASubscriberIsIrrelevant)
{
    // Numbers: activation and pools only. No field sent to Webex depends on them; a user's own number changes by a
    // command for that user.
    for (const char* name :
         {"GroupDnActivateListRequest", "GroupDnDeactivateListRequest", "GroupDnAssignListRequest",
          "GroupDnUnassignListRequest", "ServiceProviderDnAddListRequest", "ServiceProviderDnDeleteListRequest",
          // Phone lists, call features, lists of users in a feature, administrators, templates, classes of service.
          "EnterpriseCommonPhoneListAddListRequest", "UserPersonalPhoneListModifyRequest",
          "UserCallForwardingAlwaysModifyRequest", "UserAuthenticationModifyRequest",
          "UserSpeedDial100ModifyListRequest", "GroupCallCenterAddAgentListRequest",
          "EnterpriseEnterpriseTrunkAddUserListRequest21", "GroupAdminAddRequest", "PasswordModifyRequest",
          "GroupNewUserTemplateAssignUserServiceListRequest", "GroupNetworkClassOfServiceAssignToAllUsersRequest",
          "SystemServicePackMigrationModifyRequest", "ResellerAddRequest", "SystemDomainAddRequest"}) {
        SCOPED_TRACE(name);
        Identities named = kMadrid;
        named.emplace_back("userId", "ana@example.com");
        expect(classified(name, named), FeedClass::kIrrelevant, {});
    }
}

TEST(ClassifyTest, AnUnknownCommandMarksTheNarrowestItNames)
{
    Identities named = kMadrid;
    expect(classified("GroupHologramModifyRequest", named), FeedClass::kUnknown, {group("sp", "madrid")});
    named.emplace_back("userId", "ana@example.com");
    named.emplace_back("userId", "bob@example.com");
    expect(classified("UserHologramModifyRequest30", named), FeedClass::kUnknown,
           {user("ana@example.com", "sp", "madrid"), user("bob@example.com", "sp", "madrid")});
    expect(classified("ServiceProviderHologramModifyRequest", {{"serviceProviderId", "sp"}}), FeedClass::kUnknown,
           {provider("sp")});
    expect(classified("SystemHologramAssignRequest", {{"enterpriseId", "sp"}}), FeedClass::kUnknown, {provider("sp")});
    expect(classified("GroupHologramListRequest", {{"serviceProviderId", "sp"}, {"groupId", "a"}, {"groupId", "b"}}),
           FeedClass::kUnknown, {provider("sp")});
    expect(classified("UserTeleportRequest", {{"userId", "a@example.com"}, {"newUserId", "b@example.com"}}),
           FeedClass::kUnknown, {user("a@example.com"), user("b@example.com")});
    EXPECT_THAT(classified("UserTeleportRequest", {{"userId", "a"}, {"newUserId", "b"}}).renames, IsEmpty());
}

TEST(ClassifyTest, AnUnknownCommandThatNamesNobodyMarksTheClusterOnlyWhenItIsAboutSubscribers)
{
    expect(classified("GroupHologramModifyRequest", {}), FeedClass::kUnknown, {cluster()});
    expect(classified("UserHologramModifyRequest", {{"resellerId", "r"}}), FeedClass::kUnknown, {cluster()});
    expect(classified("GroupHologramModifyRequest", {{"groupId", "madrid"}}), FeedClass::kUnknown, {cluster()});
    expect(classified("SystemHologramModifyRequest", {}), FeedClass::kUnknown, {});
    expect(classified("HologramRequest", {}), FeedClass::kUnknown, {});
    expect(classified("", {}), FeedClass::kUnknown, {});
}

TEST(ClassifyTest, ReadsAndLoginsNeverMakeUsReadAgain)
{
    for (const char* name : {"UserGetRequest22V8", "UserGetListInGroupRequest", "GroupGetListInSystemRequest",
                             "UserServiceGetAssignmentListRequest", "LoginRequest14sp4", "LoginRequest22V5",
                             "AuthenticationRequest", "LogoutRequest"}) {
        expect(classified(name, {{"userId", "bwsync"}}), FeedClass::kIrrelevant, {});
    }
    // "Get" inside another word is none.
    expect(classified("GroupTargetsModifyRequest", kMadrid), FeedClass::kUnknown, {group("sp", "madrid")});
}

TEST(ClassifyTest, NotificationsThatAreNoReportsHaveTheirOwnClasses)
{
    FeedRecord status;
    status.kind = FeedRecord::Kind::kServerStatus;
    expect(classify(status), FeedClass::kStatus, {});
    FeedRecord identity =
        record("OCIReportingReportPublicIdentityNotification",
               {{"userId", "b@example.com"}, {"userId", "a@example.com"}, {"userId", "b@example.com"}});
    identity.kind = FeedRecord::Kind::kPublicIdentity;
    expect(classify(identity), FeedClass::kUser, {user("a@example.com"), user("b@example.com")});
    FeedRecord other = record("OCIReportingSomethingNotification", {{"userId", "a@example.com"}});
    other.kind = FeedRecord::Kind::kUnknownKind;
    expect(classify(other), FeedClass::kUnknown, {});
}

// Total, deterministic, and every key has exactly the ids its kind uses.
TEST(ClassifyTest, AnyRecordYieldsTheSameWellFormedClassificationTwice)
{
    std::mt19937 random(20261123);
    const auto pick = [&](std::size_t count) {
        return std::uniform_int_distribution<std::size_t>(0, count - 1)(random);
    };
    const auto names = identity_names();
    for (int round = 0; round < 20'000; ++round) {
        FeedRecord made;
        made.kind = static_cast<FeedRecord::Kind>(pick(4));
        made.command = feed_commands()[pick(feed_commands().size())].base;
        if (pick(4) == 0) made.command.resize(pick(made.command.size() + 1));
        if (pick(3) == 0) made.command += "22V" + std::to_string(pick(9));
        for (std::size_t i = pick(6); i > 0; --i) {
            made.identities.emplace_back(names[pick(names.size())],
                                         std::string(pick(3), static_cast<char>('a' + pick(3))));
        }
        const Classification once = classify(made);
        const Classification twice = classify(made);
        ASSERT_EQ(once.keys, twice.keys);
        ASSERT_EQ(once.feed_class, twice.feed_class);
        ASSERT_LE(once.renames.size(), 1U);
        ASSERT_NE(once.feed_class, FeedClass::kDamaged);
        ASSERT_TRUE(std::is_sorted(once.keys.begin(), once.keys.end()));
        if (once.says_gone || once.has_later_effects) {
            ASSERT_FALSE(once.keys.empty());
        }
        if (once.feed_class == FeedClass::kIrrelevant) {
            ASSERT_TRUE(once.keys.empty());
        }
        for (const auto& key : once.keys) {
            ASSERT_EQ(key.kind == DirtyKind::kUser, !key.user_id.empty());
            ASSERT_TRUE(key.kind != DirtyKind::kGroup || !key.group_id.empty());
            ASSERT_TRUE(key.kind != DirtyKind::kCluster || key.service_provider_id.empty());
            ASSERT_TRUE(key.group_id.empty() || !key.service_provider_id.empty());
            ASSERT_TRUE(key.group_id.empty() || key.kind == DirtyKind::kGroup || key.kind == DirtyKind::kUser);
        }
    }
}

}  // namespace
}  // namespace bwsync
