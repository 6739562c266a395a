#include "daemon/ctl/commands/support_mask.hpp"

#include <gtest/gtest.h>

#include "nlohmann/json.hpp"

namespace bwsync::ctl {
namespace {

TEST(SupportMask, TextsLoseAddressesNumbersIdsAndTokens)
{
    EXPECT_EQ(masked_text("anna@example.com is taken"), "*** is taken");
    EXPECT_EQ(masked_text("number +1-240-555-1212, code 2017"), "number ***, code 2017");
    EXPECT_EQ(masked_text("id='Y2lzY29zcGFyazovL3VzL1NVQlNDUklCRVI'"), "id='***'");
    EXPECT_EQ(masked_text("refused. Try again"), "refused. Try again");
}

TEST(SupportMask, OnlyWhatIsNamedIsTakenOver)
{
    const Json explanation = Json::parse(R"({
      "bridge": "east-acme", "userId": "anna@example.com", "email": "anna@mail.example.com", "subject": 7, "state": "parked",
      "reason": "webex-2017", "detail": "anna@mail.example.com is known", "lastCode": 2017, "groupId": "sales",
      "wanted": {"firstName": "Anna", "lastName": "Bell", "email": "anna@mail.example.com"},
      "webex": {"status": "error", "firstName": "Anna", "errors": [{"errorCode": 4001, "description": "anna@x.example"}]},
      "intents": [{"operation": "provision", "openedAt": "t", "request": {"firstName": "Anna"},
                   "attempts": [{"at": "t", "trackingId": "ROUTER_6970E6BB-7439-01BB-0055-48A302E70055", "httpStatus": 409}]}],
      "journal": [{"identities": {"userId": "anna@example.com"}}]})");
    const std::string text = case_of(explanation).dump();
    for (const char* word : {"anna", "Anna", "Bell", "example.com", "sales"})
        EXPECT_EQ(text.find(word), std::string::npos) << text;
    for (const char* word : {"ROUTER_6970E6BB-7439-01BB-0055-48A302E70055", "webex-2017", "4001", "\"subject\":7"})
        EXPECT_NE(text.find(word), std::string::npos) << text;
}

}  // namespace
}  // namespace bwsync::ctl
