// What a validating parser refuses: namespaces, order, counts, releases.
#include "tests/unit/lab/broadworks/cluster_fixture.hpp"

namespace bwsync::lab {
namespace {

class Validation : public ClusterTest {
protected:
    void SetUp() override
    {
        make();
        login();
    }
    void expect_6004(const Reply& reply, const std::string& detail)
    {
        EXPECT_EQ(reply.type(), "c:ErrorResponse") << reply.bytes;
        EXPECT_EQ(reply.summary(), "[Error 6004] OCI XML Request validation error");
        EXPECT_NE(reply.detail().find(detail), std::string::npos) << reply.detail();
    }
};

TEST_F(Validation, ErrorAnswersHaveTheRecordedShape)
{
    const Reply reply = ask("GroupGetRequest22V5", "<serviceProviderId>TEST</serviceProviderId><groupId>T</groupId>");
    EXPECT_EQ(reply.bytes,
              "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<BroadsoftDocument protocol=\"OCI\" xmlns=\"C\" "
              "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><sessionId xmlns=\"\">S1</sessionId><command "
              "type=\"Error\" echo=\"\" xsi:type=\"c:ErrorResponse\" xmlns:c=\"C\" xmlns=\"\"><summary>[Error 4152] "
              "Group not found: TEST:T</summary><summaryEnglish>[Error 4152] Group not found: TEST:T</summaryEnglish>"
              "</command></BroadsoftDocument>\n");
}

TEST_F(Validation, SuccessAnswersHaveTheRecordedShape)
{
    const Reply reply = ask("AvailabilityTestRequest");
    EXPECT_NE(reply.bytes.find("<command echo=\"\" xsi:type=\"c:SuccessResponse\" xmlns:c=\"C\" xmlns=\"\"/>"),
              std::string::npos)
        << reply.bytes;
}

TEST_F(Validation, AnswersKeepTheOrderAndTheEchoAndGoOnAfterAFailure)
{
    add_user("u1@example.com");
    const Reply reply = send(document_xml(command_xml("UserGetRequest22V8", "<userId>nobody</userId>", "a") +
                                          command_xml("Unknown", "", "b") +
                                          command_xml("UserGetRequest22V8", "<userId>u1</userId>", "c&lt;")));
    EXPECT_EQ(reply.summary(0), "[Error 4008] User not found: nobody");
    expect_6004(send(document_xml(command_xml("Unknown", ""))), "Invalid xsi:type qname: 'Unknown'");
    EXPECT_EQ(reply.type(2), "UserGetResponse22V8");
    EXPECT_STREQ(reply.command(0).attribute("echo").value(), "a");
    EXPECT_STREQ(reply.command(1).attribute("echo").value(), "b");
    EXPECT_STREQ(reply.command(2).attribute("echo").value(), "c<");
}

TEST_F(Validation, FifteenCommandsAreTakenAndSixteenRefusedAsAWhole)
{
    std::string commands;
    for (int i = 0; i < 15; ++i) commands += command_xml("AvailabilityTestRequest", "");
    EXPECT_EQ(send(document_xml(commands)).type(14), "c:SuccessResponse");
    const Reply reply = send(document_xml(commands + command_xml("AvailabilityTestRequest", "")));
    expect_6004(reply, "More than 15");
    EXPECT_TRUE(reply.command(1).empty());
}

TEST_F(Validation, EachChildMustLeaveTheNamespaceOfTheRoot)
{
    std::string bad = document_xml("<command xsi:type=\"AvailabilityTestRequest\"/>");
    expect_6004(send(bad), "command@C");
    bad = document_xml(command_xml("AvailabilityTestRequest", ""));
    bad.replace(bad.find("<sessionId xmlns=\"\">"), 20, "<sessionId>");
    expect_6004(send(bad), "sessionId@C");
    const std::string prefixed =
        "<c:BroadsoftDocument protocol=\"OCI\" xmlns:c=\"C\" xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\">"
        "<sessionId>S1</sessionId><command i:type=\"AvailabilityTestRequest\"/></c:BroadsoftDocument>";
    EXPECT_EQ(send(prefixed).type(), "c:SuccessResponse");
}

TEST_F(Validation, ATypeInANamespaceIsNoCommand)
{
    const std::string in_core =
        "<command xsi:type=\"c:UserGetRequest22V8\" xmlns:c=\"C\" xmlns=\"\"><userId>u</userId></command>";
    expect_6004(send(document_xml(in_core)), "Invalid xsi:type qname: 'c:UserGetRequest22V8'");
}

TEST_F(Validation, RefusesWhatIsNoOciDocument)
{
    expect_6004(send("<BroadsoftDocument protocol=\"OCI\" xmlns=\"C\"><x></BroadsoftDocument>"), "Not well formed");
    expect_6004(send("<BroadsoftDocument protocol=\"OCI\"></BroadsoftDocument>"), "BroadsoftDocument@C is expected");
    expect_6004(send("<BroadsoftDocument protocol=\"NSOCI\" xmlns=\"C\"></BroadsoftDocument>"), "protocol");
    expect_6004(send("<!DOCTYPE x [<!ENTITY e \"v\">]>" + document_xml("").substr(44)), "document type");
    expect_6004(send(document_xml("")), "command is expected");
}

TEST_F(Validation, ElementsMustComeInTheOrderOfTheSchema)
{
    expect_6004(ask("GroupGetRequest22V5", "<groupId>g1</groupId><serviceProviderId>ent</serviceProviderId>"),
                "choice");
    expect_6004(ask("GroupGetRequest14sp7", "<serviceProviderId>ent</serviceProviderId>"), "groupId is expected");
    expect_6004(ask("UserGetRequest22V8", "<userId>u</userId><more/>"), "more is not expected");
    expect_6004(ask("UserGetListInGroupRequest", "<serviceProviderId>ent</serviceProviderId><groupId>g1</groupId>"),
                "GroupId is expected; found groupId");
    const std::string size = "<responseSizeLimit>10</responseSizeLimit>";
    const std::string search =
        "<searchCriteriaUserId><mode>Contains</mode><value>u</value><isCaseInsensitive>true</isCaseInsensitive>"
        "</searchCriteriaUserId>";
    EXPECT_EQ(ask("UserGetListInSystemRequest", size + search).type(), "UserGetListInSystemResponse");
    expect_6004(ask("UserGetListInSystemRequest", search + size), "responseSizeLimit is not expected");
}

TEST_F(Validation, ValuesMustFitTheirTypes)
{
    expect_6004(ask("UserGetListInSystemRequest", "<responseSizeLimit>0</responseSizeLimit>"), "Invalid value '0'");
    expect_6004(ask("ServiceProviderGetListRequest", "<isEnterprise>yes</isEnterprise>"), "Invalid value 'yes'");
    expect_6004(ask("UserGetRequest22V8", "<userId></userId>"), "Length of element userId");
    expect_6004(ask("UserGetRequest22V8", "<userId>" + std::string(162, 'x') + "</userId>"),
                "Length of element userId");
    const std::string bad_mode =
        "<searchCriteriaUserId><mode>Like</mode><value>u</value><isCaseInsensitive>true</isCaseInsensitive>"
        "</searchCriteriaUserId>";
    expect_6004(ask("UserGetListInSystemRequest", bad_mode), "Invalid value 'Like'");
}

TEST_F(Validation, AChoiceTakesOneOfItsParts)
{
    expect_6004(ask("UserServiceIsAssignedRequest",
                    "<userId>u</userId><serviceName>a</serviceName><servicePackName>b</servicePackName>"),
                "servicePackName is not expected");
    expect_6004(ask("UserServiceIsAssignedRequest", "<userId>u</userId>"), "None of a choice");
}

TEST_F(Validation, BySwitchOneBadCommandRefusesTheDocument)
{
    cluster->config.ocip_switches.validation = ValidationScope::kDocument;
    const Reply reply = send(document_xml(command_xml("AvailabilityTestRequest", "") + command_xml("Unknown", "")));
    expect_6004(reply, "'Unknown'");
    EXPECT_TRUE(reply.command(1).empty());
}

TEST_F(Validation, TrackingIdsComeBackFromR24On)
{
    const std::string tracked =
        document_xml("<trackingId xmlns=\"\">t1</trackingId>" + command_xml("AvailabilityTestRequest", ""));
    EXPECT_STREQ(send(tracked).xml.document_element().child_value("trackingId"), "t1");
    make(Release::kR22);
    expect_6004(send(tracked), "trackingId is not expected");
}

struct Since {
    const char* command;
    const char* body;
    Release release;
};

TEST_F(Validation, ANewerCommandIsUnknownToAnOlderRelease)
{
    const char* const group = "<serviceProviderId>ent</serviceProviderId><groupId>g1</groupId>";
    const char* const provider = "<serviceProviderId>ent</serviceProviderId>";
    const char* const user = "<userId>u1@example.com</userId>";
    const Since ladder[] = {
        {"UserGetRequest21", user, Release::kR21},
        {"UserGetRequest22V6", user, Release::kR22},
        {"UserGetRequest22V8", user, Release::kR24},
        {"UserGetRequest23V2", user, Release::kR25},
        {"GroupGetRequest14sp7", group, Release::kR21},
        {"GroupGetRequest22V4", group, Release::kR22},
        {"GroupGetRequest22V5", group, Release::kR24},
        {"ServiceProviderGetRequest17sp1", provider, Release::kR21},
        {"ServiceProviderGetRequest22V3", provider, Release::kR22},
        {"ServiceProviderGetRequest22V4", provider, Release::kR24},
        {"GroupGetListInServiceProviderPagedSortedListRequest", provider, Release::kR24},
        {"UserGetListInGroupPagedSortedListRequest", group, Release::kR24},
        {"UserIntegratedIMPGetRequest", user, Release::kR21},
        {"UserIntegratedIMPGetRequest21sp1", user, Release::kR22},
        {"GroupIntegratedIMPGetRequest23", group, Release::kR25},
        {"ServiceProviderIntegratedIMPGetRequest21", provider, Release::kR21},
        {"ServiceProviderIntegratedIMPGetRequest22", provider, Release::kR22},
        {"SystemIntegratedIMPGetRequest25", "", Release::kR25},
        {"SystemOCIReportingParametersGetRequest14sp1", "", Release::kR21},
        {"SystemOCIReportingParametersGetRequest22", "", Release::kR22},
        {"ServiceProviderServicePackMigrationTaskGetListRequest21", provider, Release::kR21},
    };
    for (const Release release : {Release::kR21, Release::kR22, Release::kR24, Release::kR25}) {
        make(release);
        login();
        add_user("u1@example.com");
        for (const Since& one : ladder) {
            const Reply reply = ask(one.command, one.body);
            std::string expected = one.command;
            expected.replace(expected.rfind("Request"), 7, "Response");
            if (one.release <= release) {
                EXPECT_EQ(reply.type(), expected) << reply.bytes;
            } else {
                expect_6004(reply, one.command);
            }
        }
    }
}

}  // namespace
}  // namespace bwsync::lab
