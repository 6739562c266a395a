#include "tests/support/store_data.hpp"

#include "daemon/domain/basics/text.hpp"

namespace bwsync::test {

BridgeRef east_acme()
{
    return BridgeRef{kBridge, kCluster, kPartner, {"p1"}};
}

FeedEvent StoreData::user_event(const std::string& user_id, bool says_gone)
{
    FeedEvent event;
    event.record.command = says_gone ? "UserDeleteRequest" : "UserModifyRequest22";
    event.record.write_id = "write7";
    event.record.actor = "admin";
    event.record.identities.emplace_back("userId", user_id);
    event.classification.feed_class = FeedClass::kUser;
    event.classification.says_gone = says_gone;
    DirtyKey key;
    key.user_id = user_id;
    event.classification.keys.push_back(key);
    return event;
}

FeedEvent StoreData::rename_event(const std::string& from, const std::string& to, const std::string& write_id)
{
    FeedEvent event = user_event(from);
    event.record.write_id = write_id;
    event.classification.feed_class = FeedClass::kRename;
    DirtyKey key;
    key.user_id = to;
    event.classification.keys.push_back(key);
    event.classification.renames.push_back(Rename{from, to});
    return event;
}

ReadUser StoreData::present(const std::string& user_id, const std::string& group, const std::string& provider)
{
    ReadUser reading;
    reading.asked = user_id;
    UserFacts facts;
    facts.service_packs = {"Webex"};
    facts.user_id = user_id;
    facts.service_provider_id = provider;
    facts.group_id = group;
    facts.first_name = "Ada";
    facts.last_name = "Lovelace";
    facts.email_address = lower_case(user_id) + ".mail@example.net";
    facts.time_zone = "Europe/London";
    facts.alternate_user_ids.push_back("alias@example.net");
    facts.services.push_back(AssignedService{"Integrated IMP", true});
    reading.source.facts = facts;
    reading.source.read_at = Instant(Millis(1700000000123));
    return reading;
}

ReadUser StoreData::absent(const std::string& user_id)
{
    ReadUser reading;
    reading.asked = user_id;
    reading.source.absence_is_proven = true;
    reading.source.proof = "the group was read in full and does not hold the user";
    reading.source.read_at = Instant(Millis(1700000000123));
    return reading;
}

StagedUser StoreData::staged(const std::string& user_id, const std::string& row, const std::string& group)
{
    StagedUser user;
    user.user_id = user_id;
    user.group = GroupKey{"sp1", group};
    user.row = row;
    user.entitlements = "pack:Webex";
    return user;
}

WebexSubscriber StoreData::in_webex(const std::string& id, const std::string& user_id,
                                    const std::string& provisioning_id)
{
    WebexSubscriber subscriber;
    subscriber.id = id;
    subscriber.user_id = user_id;
    subscriber.provisioning_id = provisioning_id;
    subscriber.sp_enterprise_id = "ent1";
    subscriber.email = lower_case(user_id) + ".webex@example.net";
    subscriber.package = "standard";
    subscriber.status = WebexStatus::kProvisioned;
    subscriber.status_text = "provisioned";
    subscriber.errors.push_back(WebexError{2017, "something"});
    subscriber.created = Instant(Millis(1600000000001));
    subscriber.last_status_change = Instant(Millis(1600000000002));
    return subscriber;
}

ProvisionRequest StoreData::request(const std::string& user_id)
{
    ProvisionRequest wanted;
    wanted.provisioning_id = "p1";
    wanted.user_id = user_id;
    wanted.sp_enterprise_id = "ent1";
    wanted.package = "standard";
    wanted.email = lower_case(user_id) + ".mail@example.net";
    wanted.primary_phone_number = "+12405551212";
    wanted.time_zone = "Europe/London";
    return wanted;
}

}  // namespace bwsync::test
