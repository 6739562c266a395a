#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "daemon/codec/facts_json.hpp"
#include "daemon/codec/webex_json.hpp"

namespace bwsync {
namespace {

TEST(FactsCodec, GivesBackEveryField)
{
    UserFacts facts;
    facts.user_id = "Ada@example.net";
    facts.service_provider_id = "sp \"1\"";
    facts.group_id = "g\\1";
    facts.first_name =
        "\xC3\x81"
        "da";
    facts.last_name = "L";
    facts.phone_number = "2405551212";
    facts.country_code = "1";
    facts.national_prefix = "0";
    facts.extension = "1212";
    facts.mobile_phone_number = "+1-240";
    facts.email_address = "a@b";
    facts.language = "English";
    facts.time_zone = "Europe/London";
    facts.imp_id = "imp";
    facts.imp_active = true;
    facts.alternate_user_ids = {"x", "y"};
    facts.service_packs = {"Webex"};
    facts.services = {AssignedService{"A", true}, AssignedService{"B", false}, AssignedService{"C", std::nullopt}};
    EXPECT_EQ(facts_from_json(facts_to_json(facts)), facts);
    EXPECT_EQ(facts_from_json("{}"), UserFacts());
}

TEST(FactsCodec, TakesTextThatIsNotUtf8AndNulBytes)
{
    UserFacts facts;
    facts.first_name = "Caf\xE9";
    facts.last_name = std::string("a\0b", 3);
    const UserFacts back = facts_from_json(facts_to_json(facts));
    EXPECT_EQ(back.first_name, "Caf\xEF\xBF\xBD");
    EXPECT_EQ(back.last_name,
              "a\xEF\xBF\xBD"
              "b");
}

TEST(WebexCodec, AnUpdateKeepsAbsentAndEmptyApart)
{
    UpdateRequest update;
    update.extension = "";
    update.first_name = "Ada";
    EXPECT_EQ(update_from_json(update_to_json(update)), update);
    EXPECT_EQ(update_to_json(UpdateRequest()), "{}");
}

TEST(WebexCodec, ASubscriberComesBackWithItsUnknownStatusWord)
{
    WebexSubscriber subscriber;
    subscriber.id = "w1";
    subscriber.user_id = "ada";
    subscriber.status = WebexStatus::kUnknown;
    subscriber.status_text = "hibernating";
    subscriber.errors = {WebexError{2017, "why"}};
    subscriber.self_activated = true;
    subscriber.created = Instant(Millis(1));
    subscriber.last_status_change = Instant(Millis(1700000000123));
    EXPECT_EQ(webex_subscriber_from_json(webex_subscriber_to_json(subscriber)), subscriber);
    EXPECT_EQ(webex_subscriber_from_json(webex_subscriber_to_json(WebexSubscriber())), WebexSubscriber());
}

TEST(WebexCodec, MembersAreNamedAsTheApiNamesThem)
{
    ProvisionRequest request;
    request.time_zone = "Europe/London";
    request.sp_enterprise_id = "ent1";
    const nlohmann::json object = nlohmann::json::parse(provision_to_json(request));
    EXPECT_EQ(object.at("timezone"), "Europe/London");
    EXPECT_EQ(object.at("spEnterpriseId"), "ent1");
    EXPECT_EQ(provision_from_json(provision_to_json(request)), request);
}

TEST(WebexCodec, AQuotedTextIsJson)
{
    EXPECT_EQ(nlohmann::json::parse(json_quoted("a\"b\n\xFF")), "a\"b\n\xEF\xBF\xBD");
}

TEST(WebexCodec, ABackslashBeforeUIsNotTakenForANulByte)
{
    ProvisionRequest request;
    request.last_name = "\\u0000";
    request.first_name = std::string("\\\0", 2);
    const ProvisionRequest back = provision_from_json(provision_to_json(request));
    EXPECT_EQ(back.last_name, "\\u0000");
    EXPECT_EQ(back.first_name, "\\\xEF\xBF\xBD");
}

}  // namespace
}  // namespace bwsync
