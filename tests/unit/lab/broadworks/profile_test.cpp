#include "tests/unit/lab/broadworks/cluster_fixture.hpp"

namespace bwsync::lab {
namespace {

class Profiles : public ClusterTest {
protected:
    void prepare(Release release)
    {
        make(release);
        login();
        user = &add_user("Anna@example.com", {{"Premium"}, {}});
        EXPECT_FALSE(set_fields(*user, {{"phoneNumber", "+1-2405551212"},
                                        {"extension", "1212"},
                                        {"emailAddress", "a@x.com"},
                                        {"mobilePhoneNumber", "0170 1"},
                                        {"department", "Sales"},
                                        {"addressLine1", "Road 1"},
                                        {"userExternalId", "ext-1"},
                                        {"userPersonId", "per-1"}}));
    }
    static std::vector<std::string> names(const pugi::xml_node& node)
    {
        std::vector<std::string> result;
        for (const pugi::xml_node& child : node.children()) result.emplace_back(child.name());
        return result;
    }
    Reply get(const std::string& type, const std::string& id) { return ask(type, "<userId>" + id + "</userId>"); }

    User* user = nullptr;
};

TEST_F(Profiles, OfR21HaveNoUserId)
{
    prepare(Release::kR21);
    const Reply reply = get("UserGetRequest21", "anna@example.com");
    EXPECT_EQ(
        names(reply.command()),
        (std::vector<std::string>{"serviceProviderId", "groupId", "lastName", "firstName", "callingLineIdLastName",
                                  "callingLineIdFirstName", "phoneNumber", "extension", "department",
                                  "departmentFullPath", "language", "timeZone", "timeZoneDisplayName", "defaultAlias",
                                  "mobilePhoneNumber", "emailAddress", "address", "countryCode", "impId"}));
    EXPECT_EQ(reply.text("phoneNumber"), "2405551212");
    EXPECT_EQ(reply.text("countryCode"), "1");
    EXPECT_STREQ(reply.command().child("department").attribute("xsi:type").value(), "GroupDepartmentKey");
    EXPECT_STREQ(reply.command().child("department").child_value("name"), "Sales");
}

TEST_F(Profiles, GrowFromVersionToVersion)
{
    prepare(Release::kR25);
    const auto has = [&](const char* type, const char* element) {
        const Reply reply = get(type, "anna@example.com");
        return reply.has(element);
    };
    EXPECT_FALSE(has("UserGetRequest21", "userId"));
    EXPECT_TRUE(has("UserGetRequest22V6", "userId"));
    EXPECT_TRUE(has("UserGetRequest22V6", "allowVideo"));
    EXPECT_FALSE(has("UserGetRequest22V6", "userExternalId"));
    EXPECT_TRUE(has("UserGetRequest22V8", "userExternalId"));
    EXPECT_FALSE(has("UserGetRequest22V8", "userPersonId"));
    EXPECT_TRUE(has("UserGetRequest23V2", "userPersonId"));
}

TEST_F(Profiles, TakeAlternateIdsAndAnswerThePrimary)
{
    prepare(Release::kR24);
    EXPECT_FALSE(cluster->model.set_alternate_ids(*user, {"a2@example.com", "a3@other.com"}));
    const Reply reply = get("UserGetRequest22V8", "A2");
    EXPECT_EQ(reply.text("userId"), "Anna@example.com") << reply.bytes;
    EXPECT_STREQ(reply.command().child("alternateUserId").child_value("alternateUserId"), "a2@example.com");
    EXPECT_EQ(get("UserGetRequest22V8", "a4@example.com").summary(), "[Error 4008] User not found: a4@example.com");
}

TEST_F(Profiles, BySwitchNumbersAreE164)
{
    prepare(Release::kR24);
    cluster->config.ocip_switches.profile_numbers = NumberForm::kE164;
    EXPECT_EQ(get("UserGetRequest22V8", "anna").text("phoneNumber"), "+12405551212");
}

TEST_F(Profiles, ComeInUtf8BySwitch)
{
    prepare(Release::kR24);
    EXPECT_FALSE(set_fields(*user, {{"lastName", "M\xC3\xBCller"}}));
    EXPECT_NE(get("UserGetRequest22V8", "anna").bytes.find("M\xFCller"), std::string::npos);
    cluster->config.ocip_switches.encoding = WireEncoding::kUtf8;
    const Reply reply = get("UserGetRequest22V8", "anna");
    EXPECT_NE(reply.bytes.find("encoding=\"UTF-8\""), std::string::npos);
    EXPECT_NE(reply.bytes.find("M\xC3\xBCller"), std::string::npos);
}

TEST_F(Profiles, RequestsAreReadInTheirEncoding)
{
    prepare(Release::kR24);
    EXPECT_FALSE(cluster->model.rename_user(*user, "j\xC3\xB6rg@example.com"));
    EXPECT_EQ(get("UserGetRequest22V8", "j\xF6rg@example.com").type(), "UserGetResponse22V8");
    std::string utf8 = document_xml(command_xml("UserGetRequest22V8", "<userId>j\xC3\xB6rg@example.com</userId>"));
    utf8.replace(utf8.find("ISO-8859-1"), 10, "UTF-8");
    EXPECT_EQ(send(utf8).type(), "UserGetResponse22V8");
}

TEST_F(Profiles, OfGroupsCountTheirUsersAndNameThemselvesFrom22V4)
{
    prepare(Release::kR24);
    const char* const keys = "<serviceProviderId>ent</serviceProviderId><groupId>g1</groupId>";
    const Reply oldest = ask("GroupGetRequest14sp7", keys), newest = ask("GroupGetRequest22V5", keys);
    EXPECT_EQ(oldest.text("userCount"), "1");
    EXPECT_FALSE(oldest.has("groupId"));
    EXPECT_EQ(newest.text("groupId"), "g1");
    EXPECT_EQ(newest.text("timeZone"), "Europe/Berlin");
}

TEST_F(Profiles, OfProvidersSayEnterpriseOnlyWhereItIsOne)
{
    prepare(Release::kR24);
    const auto get_provider = [&](const char* id) {
        return ask("ServiceProviderGetRequest22V4", "<serviceProviderId>" + std::string(id) + "</serviceProviderId>");
    };
    EXPECT_EQ(get_provider("ent").text("isEnterprise"), "true");
    EXPECT_FALSE(get_provider("sp").has("isEnterprise"));
    EXPECT_EQ(get_provider("sp").text("useCustomRoutingProfile"), "false");
    cluster->config.ocip_switches.is_enterprise_as_boolean = true;
    EXPECT_EQ(get_provider("sp").text("isEnterprise"), "false");
    EXPECT_EQ(get_provider("none").type(), "c:ErrorResponse");
}

}  // namespace
}  // namespace bwsync::lab
