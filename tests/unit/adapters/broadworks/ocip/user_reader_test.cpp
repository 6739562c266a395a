#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/broadworks/ocip/readers.hpp"
#include "tests/unit/adapters/broadworks/ocip/documents.hpp"

namespace bwsync::ocip {
namespace {

using testing::answer;
using testing::data;
using ::testing::ElementsAre;
using testing::error;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::success;
using testing::table;

const std::string kGone = error("[Error 4008] User not found: anna@example.com");

AssignedService service(std::string name, std::optional<bool> is_active)
{
    AssignedService out;
    out.name = std::move(name);
    out.is_active = is_active;
    return out;
}

class OcipUserReader : public ::testing::Test {
protected:
    UserVerdict read(const std::string& asked = "anna@example.com")
    {
        const Answer a = answer(profile);
        const Answer b = answer(assignments);
        const Answer c = answer(services);
        const Answer d = answer(imp);
        return read_user(asked, UserAnswers{a, b, c, d});
    }

    std::string profile = data(
        "UserGetResponse22V8",
        "<serviceProviderId>SP</serviceProviderId><groupId>G 1</groupId><userId>anna@example.com</userId>"
        "<lastName>&#321;\xF3</lastName><firstName> Anna </firstName><phoneNumber>2212221101</phoneNumber>"
        "<extension>1101</extension><department "
        "xsi:type=\"GroupDepartmentKey\"><serviceProviderId>X</serviceProviderId>"
        "<groupId>Y</groupId><name>Z</name></department><language>English</language><timeZone>Europe/Berlin</timeZone>"
        "<mobilePhoneNumber>+49 170 1</mobilePhoneNumber><emailAddress>a@x.de</emailAddress><address/>"
        "<countryCode>1</countryCode><nationalPrefix>1</nationalPrefix><impId>imp@old</impId>"
        "<alternateUserId><alternateUserId>a2@example.com</alternateUserId><description>d</description></"
        "alternateUserId>"
        "<alternateUserId><alternateUserId>a3@example.com</alternateUserId></alternateUserId>");
    std::string assignments =
        data("UserServiceGetAssignmentListResponse",
             table("servicePacksAssignmentTable", {"Service Pack Name", "Assigned", "Description"},
                   {{"Zeta", "true", ""}, {"Not held", "false", "x"}, {"Alpha", "true", ""}}) +
                 table("userServicesAssignmentTable", {"Service Name", "Assigned"},
                       {{"Basic", "true"}, {"Other", "false"}}));
    std::string services =
        data("UserAssignedServicesGetListResponse",
             "<groupServiceEntry><serviceName>Hunt Group</serviceName></groupServiceEntry>"
             "<userServiceEntry><serviceName>Integrated IMP</serviceName><isActive>true</isActive></userServiceEntry>"
             "<userServiceEntry><serviceName>Authentication</serviceName></userServiceEntry>");
    std::string imp = data("UserIntegratedIMPGetResponse21sp1", "<isActive>true</isActive><impId>imp@new</impId>");
};

TEST_F(OcipUserReader, ReadsAUserInFull)
{
    const UserVerdict verdict = read();
    ASSERT_TRUE(verdict.reading.facts) << verdict.reading.failure;
    UserFacts expected;
    expected.user_id = "anna@example.com";
    expected.service_provider_id = "SP";
    expected.group_id = "G 1";
    expected.first_name = "Anna";
    expected.last_name = "\xC5\x81\xC3\xB3";
    expected.phone_number = "2212221101";
    expected.country_code = "1";
    expected.national_prefix = "1";
    expected.extension = "1101";
    expected.mobile_phone_number = "+49 170 1";
    expected.email_address = "a@x.de";
    expected.language = "English";
    expected.time_zone = "Europe/Berlin";
    expected.imp_id = "imp@new";
    expected.imp_active = true;
    expected.alternate_user_ids = {"a2@example.com", "a3@example.com"};
    expected.service_packs = {"Alpha", "Zeta"};
    expected.services = {service("Authentication", std::nullopt), service("Basic", std::nullopt),
                         service("Integrated IMP", true)};
    EXPECT_EQ(*verdict.reading.facts, expected);
    EXPECT_FALSE(verdict.is_torn);
    EXPECT_FALSE(verdict.reading.is_absent);
}

TEST_F(OcipUserReader, ReKeysOnThePrimaryIdAndKeepsTheOneAsked)
{
    const UserVerdict verdict = read("a2@example.com");
    EXPECT_EQ(verdict.reading.asked, "a2@example.com");
    EXPECT_EQ(verdict.reading.facts->user_id, "anna@example.com");
}

TEST_F(OcipUserReader, BeforeRelease22TheIdIsTheOneAsked)
{
    profile = data("UserGetResponse21",
                   "<serviceProviderId>SP</serviceProviderId><groupId>G</groupId><lastName>L</lastName>");
    EXPECT_EQ(read("Anna@Example.com").reading.facts->user_id, "Anna@Example.com");
}

TEST_F(OcipUserReader, IsAbsentWhenNothingKnowsTheUser)
{
    profile = assignments = services = imp = kGone;
    const UserVerdict verdict = read();
    EXPECT_TRUE(verdict.reading.is_absent);
    EXPECT_FALSE(verdict.reading.facts);
    EXPECT_THAT(verdict.reading.failure, IsEmpty());
}

TEST_F(OcipUserReader, IsNotAbsentWhileAnotherAnswerKnowsTheUser)
{
    profile = kGone;
    const UserVerdict verdict = read();
    EXPECT_FALSE(verdict.reading.is_absent);
    EXPECT_TRUE(verdict.is_torn);
    EXPECT_THAT(verdict.reading.failure, Not(IsEmpty()));
}

TEST_F(OcipUserReader, IsTornWhenDeletedBetweenTwoCommands)
{
    for (std::string* piece : {&assignments, &services, &imp}) {
        const std::string whole = std::exchange(*piece, kGone);
        const UserVerdict verdict = read("a2@example.com");
        EXPECT_TRUE(verdict.is_torn);
        EXPECT_FALSE(verdict.reading.facts);
        EXPECT_EQ(verdict.ask_as, "anna@example.com") << "perhaps that command does not take an alternate id";
        *piece = whole;
    }
}

TEST_F(OcipUserReader, AnyOtherFailingPieceIsAFailureWithoutTheUsersId)
{
    for (std::string* piece : {&profile, &assignments, &services, &imp}) {
        const std::string whole = std::exchange(*piece, error("[Error 5000] Database of anna@example.com is busy"));
        const UserVerdict verdict = read();
        EXPECT_FALSE(verdict.reading.facts);
        EXPECT_FALSE(verdict.reading.is_absent);
        EXPECT_FALSE(verdict.is_torn);
        EXPECT_THAT(verdict.reading.failure, HasSubstr("[Error 5000] Database of * is busy"));
        *piece = whole;
    }
}

TEST_F(OcipUserReader, AnAbsentProfileStaysAbsentWhenTheRestFailsOtherwise)
{
    profile = kGone;
    assignments = services = imp = error("[Error 5000] busy");
    EXPECT_TRUE(read().reading.is_absent);
}

TEST_F(OcipUserReader, AnImpErrorWithoutTheServiceMeansInactive)
{
    services = data("UserAssignedServicesGetListResponse", "");
    imp = error("[Error 4410] Service not assigned");
    const UserVerdict verdict = read();
    ASSERT_TRUE(verdict.reading.facts) << verdict.reading.failure;
    EXPECT_FALSE(verdict.reading.facts->imp_active);
    EXPECT_EQ(verdict.reading.facts->imp_id, "imp@old");
}

TEST_F(OcipUserReader, AnImpErrorWithTheServiceIsAFailure)
{
    imp = error("[Error 4410] Service not assigned");
    EXPECT_THAT(read().reading.failure, HasSubstr("Integrated IMP: [Error 4410]"));
}

TEST_F(OcipUserReader, ImpIsInactiveForWhoDoesNotHoldIt)
{
    services = data("UserAssignedServicesGetListResponse", "");
    EXPECT_FALSE(read().reading.facts->imp_active);
}

TEST_F(OcipUserReader, ImpAnswersWhatTheServiceListLeavesOut)
{
    services = data("UserAssignedServicesGetListResponse",
                    "<userServiceEntry><serviceName>Integrated IMP</serviceName></userServiceEntry>");
    imp = data("UserIntegratedIMPGetResponse", "<isActive>false</isActive>");
    const UserFacts facts = *read().reading.facts;
    EXPECT_THAT(facts.services, ElementsAre(service("Basic", std::nullopt), service("Integrated IMP", false)));
    EXPECT_FALSE(facts.imp_active);
}

TEST_F(OcipUserReader, AnAnswerWithoutDataIsAFailure)
{
    assignments = success();
    EXPECT_THAT(read().reading.failure, HasSubstr("SuccessResponse"));
}

TEST_F(OcipUserReader, AProfileWithoutItsScopeIsAFailure)
{
    profile = data("UserGetResponse22V8", "<userId>anna@example.com</userId><lastName>L</lastName>");
    EXPECT_THAT(read().reading.failure, HasSubstr("names no service provider"));
}

TEST_F(OcipUserReader, AMissingHeadingIsAFailure)
{
    assignments = data("UserServiceGetAssignmentListResponse",
                       table("servicePacksAssignmentTable", {"Service Pack Name"}, {}) +
                           table("userServicesAssignmentTable", {"Service Name", "Assigned"}, {}));
    EXPECT_THAT(read().reading.failure, HasSubstr("\"Assigned\""));
}

}  // namespace
}  // namespace bwsync::ocip
