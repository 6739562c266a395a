// POST /broadworks/subscribers/validate: what provisioning would say, in the partial form (e-mail and the customer's
// primary e-mail) and in the full form (the provisioning body).
#include "tests/lab/webex/api/subscribers_api.hpp"

namespace bwsync::lab::webex {
namespace {

// Info codes the emulator reckons out itself, in our words; others come through fixtures.
std::string info_text(int code)
{
    switch (code) {
        case 100:
            return "Provisioning precheck validation successful.";
        case 101:
            return "Provisioning will succeed once the primary user has been provisioned.";
        case 102:
            return "Provisioning will succeed, the user moves from a consumer organization to a new one.";
        case 104:
            return "Provisioning will succeed, the user moves with consent from a consumer organization.";
        case 115:
            return "Provisioning will succeed, the user is already part of the organization.";
        default:
            return "Provisioning will succeed (" + std::to_string(code) + ").";
    }
}

Outcome success(int code, bool as_object)
{
    Json info = Json::object();
    info["infoCode"] = code;
    info["description"] = info_text(code);
    Json body = Json::object();
    body["message"] = "success";
    if (as_object) {
        body["info"] = info;
    } else {
        body["info"] = Json::array();
        body["info"].push_back(info);
    }
    return done(200, std::move(body));
}

std::optional<Problem> check_customer_info(const nlohmann::json& body, const WebexSwitches& switches)
{
    const auto found = body.find("customerInfo");
    if (found == body.end()) return std::nullopt;
    if (!found->is_object()) return problem(1003, "customerInfo", "The parameter customerInfo has a wrong format.");
    return check_body(*found, {{"primaryEmail", true, Format::kEmail, false}}, switches);
}

}  // namespace

Outcome SubscribersApi::precheck(const Exchange& call)
{
    const WebexSwitches& switches = partner_.config.switches;
    const auto bad_body = check_body(call.body,
                                     {{"email", true, Format::kEmail, false},
                                      {"provisioningId", false, Format::kText, true},
                                      {"userId", false, Format::kText, true},
                                      {"spEnterpriseId", false, Format::kText, true},
                                      {"firstName", false, Format::kText, true},
                                      {"lastName", false, Format::kText, true},
                                      {"package", false, Format::kPackage, false},
                                      {"primaryPhoneNumber", false, Format::kPhone, true},
                                      {"mobilePhoneNumber", false, Format::kPhone, true},
                                      {"extension", false, Format::kExtension, true},
                                      {"language", false, Format::kText, true},
                                      {"timezone", false, Format::kTimeZone, true}},
                                     switches, "customerInfo");
    if (bad_body) return refuse(*bad_body);
    if (auto bad = check_customer_info(call.body, switches)) return refuse(*bad);
    if (switches.no_cluster || partner_.config.templates.empty()) return refuse(2043);
    if (!switches.partner_full_admin) return refuse(2006);
    return precheck_verdict(call);
}

Outcome SubscribersApi::precheck_verdict(const Exchange& call) const
{
    World& world = partner_.world;
    const nlohmann::json& body = call.body;
    const std::string email = text_of(body, "email");
    const std::string enterprise = text_of(body, "spEnterpriseId");
    const auto info = body.find("customerInfo");
    const std::string primary = info == body.end() ? "" : text_of(*info, "primaryEmail");
    const Customer* customer = nullptr;
    if (!text_of(body, "provisioningId").empty()) {
        const WebexTemplate* chosen = nullptr;
        if (auto bad = check_target(body, chosen)) return refuse(*bad);
        const Subscriber* holder = world.holder(chosen->cluster, text_of(body, "userId"));
        if (holder) return refuse(holder->status == Status::kPendingUserMigration ? 2027 : 2045, "userId");
        customer = world.customer(chosen->cluster, enterprise);
    } else if (const Person* person = primary.empty() ? nullptr : world.person_with_email(primary)) {
        customer = world.customer_by_organization(person->organization_id);
    }
    const bool active = customer && customer->state == Customer::State::kActive;
    if (world.with_email(email)) return refuse(2045, "email");
    const Fixture* fixture = partner_.fixtures.find(text_of(body, "userId"), email, enterprise);
    if (fixture && fixture->code != 0) return refuse(fixture->code);
    const bool as_object = partner_.config.switches.precheck_info_as_object || call.info_as_object;
    if (fixture && fixture->info != 0) return success(fixture->info, as_object);
    const Person* primary_person = world.person_with_email(primary);
    const bool member = active && primary_person && primary_person->organization_id == customer->organization_id;
    if (active && !enterprise.empty() && !primary.empty() && !member) return refuse(2540, "primaryEmail");
    const Person* person = world.person_with_email(email);
    if (person && active && person->organization_id == customer->organization_id) return success(115, as_object);
    if (person && partner_.config.switches.person_in_other_organization_refused) return refuse(2002, "email");
    if (fixture && fixture->migration) return success(active ? 104 : 102, as_object);
    const bool first_needed = !active && !primary.empty() && world.key(primary) != world.key(email);
    return success(first_needed ? 101 : 100, as_object);
}

}  // namespace bwsync::lab::webex
