// Provision, update, remove and consentMove of subscribers: the checks that answer at once, in the order of their
// precedence. What happens afterwards is lifecycle.cpp.
#include <algorithm>
#include <utility>

#include "tests/lab/webex/api/subscribers_api.hpp"
#include "tests/lab/webex/model/codes.hpp"

namespace bwsync::lab::webex {
namespace {

bool in_flight(const Subscriber& subscriber)
{
    return subscriber.status == Status::kProvisioning || subscriber.status == Status::kUpdating;
}

// An enterprise id and a service provider's part of "SP+Group" share one name space in a cluster (2015).
bool names_conflict(const World& world, const std::string& cluster, const std::string& sp_enterprise_id)
{
    const auto plus = sp_enterprise_id.find('+');
    for (const auto& customer : world.customers()) {
        if (customer->cluster != cluster) continue;
        const auto other_plus = customer->sp_enterprise_id.find('+');
        if ((plus == std::string::npos) == (other_plus == std::string::npos)) continue;
        if (customer->sp_enterprise_id.substr(0, other_plus) == sp_enterprise_id.substr(0, plus)) return true;
    }
    return false;
}

bool mode_fits(WebexTemplate::Mode mode, const std::string& sp_enterprise_id)
{
    const auto plus = sp_enterprise_id.find('+');
    if (mode == WebexTemplate::Mode::kEnterprise) return plus == std::string::npos;
    const bool two_parts = plus != std::string::npos && plus > 0 && plus + 1 < sp_enterprise_id.size();
    return mode == WebexTemplate::Mode::kAny || two_parts;
}

std::optional<Problem> busy(WebexSwitches::Busy rule)
{
    if (rule == WebexSwitches::Busy::kAccept) return std::nullopt;
    return problem(rule == WebexSwitches::Busy::k2008 ? 2008 : 2020);
}

std::unique_ptr<Subscriber> subscriber_of(const nlohmann::json& body)
{
    auto made = std::make_unique<Subscriber>();
    made->user_id = text_of(body, "userId");
    made->sp_enterprise_id = text_of(body, "spEnterpriseId");
    made->first_name = text_of(body, "firstName");
    made->last_name = text_of(body, "lastName");
    made->email = text_of(body, "email");
    made->primary_number = text_of(body, "primaryPhoneNumber");
    made->mobile_number = text_of(body, "mobilePhoneNumber");
    made->extension = text_of(body, "extension");
    made->package = text_of(body, "package");
    made->provisioning_id = text_of(body, "provisioningId");
    made->language = text_of(body, "language");
    made->timezone = text_of(body, "timezone");
    return made;
}

Update update_of(const nlohmann::json& body)
{
    Update update;
    update.user_id = optional_text(body, "userId");
    update.first_name = optional_text(body, "firstName");
    update.last_name = optional_text(body, "lastName");
    update.primary_number = optional_text(body, "primaryPhoneNumber");
    update.mobile_number = optional_text(body, "mobilePhoneNumber");
    update.extension = optional_text(body, "extension");
    update.timezone = optional_text(body, "timezone");
    update.package = optional_text(body, "package");
    return update;
}

}  // namespace

// Template and enterprise: 2043, 2013, 2014, 2015, 2005, 2007, and 1001 for the e-mail that a trusted template needs.
std::optional<Problem> SubscribersApi::check_target(const nlohmann::json& body, const WebexTemplate*& chosen) const
{
    const std::string sp_enterprise_id = text_of(body, "spEnterpriseId");
    const std::string provisioning_id = text_of(body, "provisioningId");
    if (partner_.config.switches.no_cluster) return problem(2043);
    chosen = partner_.lifecycle.template_of(provisioning_id);
    if (!chosen) return problem(2013, "provisioningId");
    if (!mode_fits(chosen->mode, sp_enterprise_id)) {
        return problem(1003, "spEnterpriseId", "The parameter spEnterpriseId does not fit the enterprise model.");
    }
    const Customer* customer = partner_.world.customer(chosen->cluster, sp_enterprise_id);
    if (customer && customer->provisioning_id != provisioning_id) return problem(2014, "provisioningId");
    if (!customer && names_conflict(partner_.world, chosen->cluster, sp_enterprise_id)) {
        return problem(2015, "spEnterpriseId");
    }
    const auto& packages = chosen->packages;
    if (!packages.empty() && std::find(packages.begin(), packages.end(), text_of(body, "package")) == packages.end()) {
        return problem(2005, "package");
    }
    if (!customer && !chosen->create_organizations) return problem(2007, "spEnterpriseId");
    return std::nullopt;
}

// User id and e-mail: 2008, 2027, 2009, 2010, 2002 and the fixtures.
std::optional<Problem> SubscribersApi::check_person(const nlohmann::json& body, const WebexTemplate& chosen) const
{
    const std::string user_id = text_of(body, "userId");
    const std::string email = text_of(body, "email");
    const WebexSwitches& switches = partner_.config.switches;
    const bool repeatable = switches.provision_in_error == WebexSwitches::Repost::kAccept;
    const Subscriber* holder = partner_.world.holder(chosen.cluster, user_id);
    if (holder && in_flight(*holder)) return problem(2008, "userId");
    if (holder && holder->status == Status::kPendingUserMigration) return problem(2027, "userId");
    if (holder && !(repeatable && holder->status == Status::kError)) return problem(2009, "userId");
    if (chosen.emails == WebexTemplate::Emails::kUntrusted) return std::nullopt;  // checked when it is confirmed
    if (email.empty()) return problem(1001, "email", "The parameter email is mandatory.");
    const Subscriber* other = partner_.world.with_email(email);
    if (other && other != holder) return problem(2010, "email");
    const Fixture* fixture = partner_.fixtures.find(user_id, email, text_of(body, "spEnterpriseId"));
    if (fixture && fixture->code != 0 && !fixture->asynchronous) return problem(fixture->code);
    const Person* person = partner_.world.person_with_email(email);
    const Customer* customer = partner_.world.customer(chosen.cluster, text_of(body, "spEnterpriseId"));
    const bool elsewhere = person && (!customer || person->organization_id != customer->organization_id);
    if (elsewhere && switches.person_in_other_organization_refused) return problem(2002, "email");
    return std::nullopt;
}

// 2034 and 2011: whether the organisation takes subscribers now.
std::optional<Problem> SubscribersApi::check_organization(const Customer* customer, const WebexTemplate& chosen) const
{
    using Sibling = WebexSwitches::Sibling;
    const Sibling rule = partner_.config.switches.sibling_of_first;
    if (!customer || customer->state == Customer::State::kNone || rule == Sibling::kAccept) return std::nullopt;
    if (customer->deleting) return problem(2034);
    if (customer->state == Customer::State::kCreating) return problem(rule == Sibling::k2034 ? 2034 : 2011);
    if (customer->state == Customer::State::kNoAdmin) return problem(2011);
    if (customer->admin_person_id.empty() && chosen.provision_admin_first) return problem(2011);
    return std::nullopt;
}

Outcome SubscribersApi::provision(const Exchange& call)
{
    const nlohmann::json& body = call.body;
    const auto bad_body = check_body(body,
                                     {{"provisioningId", true, Format::kText, false},
                                      {"userId", true, Format::kText, false},
                                      {"spEnterpriseId", true, Format::kText, false},
                                      {"firstName", true, Format::kText, false},
                                      {"lastName", true, Format::kText, false},
                                      {"package", true, Format::kPackage, false},
                                      {"primaryPhoneNumber", false, Format::kPhone, true},
                                      {"mobilePhoneNumber", false, Format::kPhone, true},
                                      {"extension", false, Format::kExtension, true},
                                      {"email", false, Format::kEmail, true},
                                      {"language", false, Format::kLanguage, true},
                                      {"timezone", false, Format::kTimeZone, true},
                                      {"spEnterpriseGroupId", false, Format::kText, true}},
                                     partner_.config.switches);
    if (bad_body) return refuse(*bad_body);
    const WebexTemplate* chosen = nullptr;
    if (auto bad = check_target(body, chosen)) return refuse(*bad);
    if (auto bad = check_person(body, *chosen)) return refuse(*bad);
    const std::string sp_enterprise_id = text_of(body, "spEnterpriseId");
    const Customer* known = partner_.world.customer(chosen->cluster, sp_enterprise_id);
    if (auto bad = check_organization(known, *chosen)) return refuse(*bad);
    // Only an attempt that ended in error can still be here, and only when the switch lets it be repeated.
    if (Subscriber* failed = partner_.world.holder(chosen->cluster, text_of(body, "userId"))) {
        partner_.lifecycle.remove(*failed);
    }
    auto fresh = subscriber_of(body);
    fresh->customer = &partner_.lifecycle.customer_for(chosen->cluster, sp_enterprise_id, chosen->provisioning_id);
    const Subscriber& made = partner_.lifecycle.provision(std::move(fresh), *chosen);
    Outcome outcome = done_text(partner_.config.switches.provision_status, subscriber_text(made, call.view));
    if (partner_.config.switches.location_header) {
        outcome.headers.emplace_back("Location", partner_.base_url + "/broadworks/subscribers/" + made.id);
    }
    return outcome;
}

std::optional<Problem> SubscribersApi::status_allows_update(const Subscriber& subscriber) const
{
    using OnError = WebexSwitches::OnError;
    const WebexSwitches& switches = partner_.config.switches;
    if (subscriber.person_gone) return problem(2003);
    if (subscriber.claimed) return problem(2004);
    if (in_flight(subscriber)) return busy(switches.update_busy);
    if (subscriber.status == Status::kProvisioned) return std::nullopt;
    const OnError rule = switches.update_in_error;
    const bool repairable =
        subscriber.status == Status::kError &&
        (rule == OnError::kAccept || (rule == OnError::kHasPerson && !subscriber.person_id.empty()));
    if (!repairable) return problem(2020);
    return std::nullopt;
}

// One of number and extension must remain; what is added and what is removed go in separate updates.
std::optional<Problem> SubscribersApi::check_numbers(const Subscriber& subscriber, Update& update) const
{
    const WebexSwitches& switches = partner_.config.switches;
    const std::string number = update.primary_number.value_or(subscriber.primary_number);
    const std::string extension = update.extension.value_or(subscriber.extension);
    const bool removes_number = update.primary_number && update.primary_number->empty();
    const bool removes_extension = update.extension && update.extension->empty();
    if (number.empty() && extension.empty() && (removes_number || removes_extension)) {
        if (!switches.last_number_removal_ignored) {
            return problem(1003, removes_number ? "primaryPhoneNumber" : "extension",
                           "The user must have either a primary phone number or an extension.");
        }
        if (removes_number) update.primary_number.reset();
        if (removes_extension) update.extension.reset();
    }
    if (!switches.add_and_remove_refused) return std::nullopt;
    bool adds = false;
    bool removes = false;
    const auto look = [&](const std::optional<std::string>& wanted, const std::string& current) {
        if (!wanted) return;
        adds = adds || (current.empty() && !wanted->empty());
        removes = removes || (!current.empty() && wanted->empty());
    };
    look(update.primary_number, subscriber.primary_number);
    look(update.mobile_number, subscriber.mobile_number);
    look(update.extension, subscriber.extension);
    if (adds && removes) return problem(2544);
    return std::nullopt;
}

std::optional<Problem> SubscribersApi::check_update(const Subscriber& subscriber, const Update& update)
{
    const WebexTemplate* chosen = partner_.lifecycle.template_of(subscriber.provisioning_id);
    if (update.user_id) {
        const Subscriber* holder = partner_.world.holder(subscriber.customer->cluster, *update.user_id);
        if (holder && holder != &subscriber) return problem(2009, "userId");
    }
    if (update.package && chosen && !chosen->packages.empty()) {
        const auto& offered = chosen->packages;
        if (std::find(offered.begin(), offered.end(), *update.package) == offered.end())
            return problem(2005, "package");
    }
    return std::nullopt;
}

Outcome SubscribersApi::update(const Exchange& call)
{
    const auto bad_body = check_body(call.body,
                                     {{"userId", false, Format::kText, false},
                                      {"firstName", false, Format::kText, false},
                                      {"lastName", false, Format::kText, false},
                                      {"primaryPhoneNumber", false, Format::kPhone, true},
                                      {"mobilePhoneNumber", false, Format::kPhone, true},
                                      {"extension", false, Format::kExtension, true},
                                      {"timezone", false, Format::kTimeZone, false},
                                      {"package", false, Format::kPackage, false}},
                                     partner_.config.switches);
    if (bad_body) return refuse(*bad_body);
    Subscriber* subscriber = partner_.world.find(call.id);
    if (!subscriber) return refuse(2001);
    if (!partner_.config.switches.partner_full_admin) return refuse(2006);
    if (auto bad = status_allows_update(*subscriber)) return refuse(*bad);
    Update update = update_of(call.body);
    if (auto bad = check_update(*subscriber, update)) return refuse(*bad);
    if (auto bad = check_numbers(*subscriber, update)) return refuse(*bad);
    partner_.lifecycle.update(*subscriber, std::move(update));
    return done_text(200, subscriber_text(*subscriber, call.view));  // the old values, with the new status
}

Outcome SubscribersApi::remove(const Exchange& call)
{
    Subscriber* subscriber = partner_.world.find(call.id);
    if (!subscriber) return refuse(2001);
    if (!partner_.config.switches.partner_full_admin) return refuse(2006);
    if (in_flight(*subscriber)) {
        if (auto bad = busy(partner_.config.switches.remove_busy)) return refuse(*bad);
    }
    partner_.lifecycle.remove(*subscriber);
    return done(204);
}

Outcome SubscribersApi::consent_move(const Exchange& call)
{
    Subscriber* subscriber = partner_.world.find(call.id);
    if (!subscriber) return refuse(2001);
    if (subscriber->status != Status::kPendingUserMigration) return refuse(2020);
    ++subscriber->consent_mails;
    return done(204);
}

}  // namespace bwsync::lab::webex
