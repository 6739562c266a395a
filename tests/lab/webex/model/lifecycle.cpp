#include "tests/lab/webex/model/lifecycle.hpp"

#include <algorithm>
#include <utility>

#include "tests/lab/webex/model/codes.hpp"

namespace bwsync::lab::webex {

Lifecycle::Lifecycle(World& world, LabClock& clock, const WebexConfig& config, const Fixtures& fixtures, Dice& dice)
    : world_(world), clock_(clock), config_(config), fixtures_(fixtures), dice_(dice)
{
}

Lifecycle::~Lifecycle()
{
    *alive_ = false;
}

const WebexTemplate* Lifecycle::template_of(const std::string& provisioning_id) const
{
    const auto& all = config_.templates;
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const WebexTemplate& one) { return one.provisioning_id == provisioning_id; });
    return found == all.end() ? nullptr : &*found;
}

Customer& Lifecycle::customer_for(const std::string& cluster, const std::string& sp_enterprise_id,
                                  const std::string& provisioning_id)
{
    if (Customer* known = world_.customer(cluster, sp_enterprise_id)) return *known;
    auto made = std::make_unique<Customer>();
    // Enterprise and organisation share one uuid, as in the examples of the public OpenAPI file.
    const std::string uuid = dice_.uuid();
    made->enterprise_id = public_id("ENTERPRISE", uuid);
    made->organization_id = public_id("ORGANIZATION", uuid);
    made->cluster = cluster;
    made->sp_enterprise_id = sp_enterprise_id;
    made->provisioning_id = provisioning_id;
    made->created_ms = clock_.now_ms();
    return world_.add_customer(std::move(made));
}

void Lifecycle::set_status(Subscriber& subscriber, Status status)
{
    subscriber.status = status;
    subscriber.status_ms = clock_.now_ms();
}

void Lifecycle::wait(Subscriber& subscriber, std::chrono::milliseconds delay, void (Lifecycle::*then)(Subscriber&))
{
    clock_.cancel(subscriber.ticket);
    const auto due = [this, alive = alive_, id = subscriber.id, then] {
        Subscriber* still = *alive ? world_.find(id) : nullptr;
        if (!still) return;
        still->ticket = 0;
        (this->*then)(*still);
    };
    subscriber.ticket = clock_.schedule_in(delay, due);
}

Subscriber& Lifecycle::provision(std::unique_ptr<Subscriber> subscriber, const WebexTemplate& chosen)
{
    using Untrusted = WebexSwitches::UntrustedEmail;
    const bool trusted = chosen.emails == WebexTemplate::Emails::kTrusted;
    const Fixture* fixture = fixtures_.find(subscriber->user_id, subscriber->email, subscriber->sp_enterprise_id);
    subscriber->id = public_id("SUBSCRIBER", dice_.uuid());
    subscriber->created_ms = clock_.now_ms();
    const auto with_email = config_.switches.untrusted_with_email;
    if (!trusted && with_email == Untrusted::kInput) subscriber->email.clear();
    Subscriber& made = world_.add(std::move(subscriber));
    if (fixture && fixture->code != 0) made.doom = AsyncError{fixture->code, code_text(fixture->code)};
    if (!trusted && made.email.empty()) {
        set_status(made, Status::kPendingEmailInput);
    } else if (!trusted && with_email == Untrusted::kValidation) {
        set_status(made, Status::kPendingEmailValidation);
    } else if (fixture && fixture->migration) {
        set_status(made, Status::kPendingUserMigration);
    } else {
        start(made);
    }
    return made;
}

// The background work. The first one of an enterprise creates its organisation; all others wait for that.
void Lifecycle::start(Subscriber& subscriber)
{
    Customer& customer = *subscriber.customer;
    set_status(subscriber, Status::kProvisioning);
    subscriber.errors.clear();
    if (customer.state != Customer::State::kNone) {
        wait(subscriber, config_.delays.subscriber, &Lifecycle::finish_provisioning);
        return;
    }
    customer.state = Customer::State::kCreating;
    customer.first_subscriber = subscriber.id;
    wait(subscriber, config_.delays.first_subscriber, &Lifecycle::finish_provisioning);
    const auto created = config_.delays.organization;
    if (created.count() <= 0 || created >= config_.delays.first_subscriber) return;
    const auto due = [this, alive = alive_, organization = customer.organization_id, first = subscriber.id] {
        Customer* still = *alive ? world_.customer_by_organization(organization) : nullptr;
        if (still && still->first_subscriber == first && still->state == Customer::State::kCreating) {
            still->state = Customer::State::kNoAdmin;
        }
    };
    clock_.schedule_in(created, due);
}

void Lifecycle::finish_provisioning(Subscriber& subscriber)
{
    Customer& customer = *subscriber.customer;
    const bool first = customer.first_subscriber == subscriber.id;
    if (subscriber.doom) return fail(subscriber, *subscriber.doom);
    if (!first && customer.state == Customer::State::kNone) return start(subscriber);  // the first one failed
    if (!first && customer.state != Customer::State::kActive) {
        return wait(subscriber, config_.delays.subscriber, &Lifecycle::finish_provisioning);
    }
    if (first) activate(customer);
    ensure_person(subscriber);
    if (customer.admin_person_id.empty()) {
        customer.admin_person_id = subscriber.person_id;
        world_.person(subscriber.person_id)->administrator = true;
    }
    set_status(subscriber, Status::kProvisioned);
}

void Lifecycle::activate(Customer& customer)
{
    if (customer.state == Customer::State::kActive) return;
    customer.state = Customer::State::kActive;
    customer.created_ms = clock_.now_ms();
}

// Who is in the organisation already (after a soft delete) is used again.
void Lifecycle::ensure_person(Subscriber& subscriber)
{
    Person* known = subscriber.email.empty() ? nullptr : world_.person_with_email(subscriber.email);
    if (!known || known->organization_id != subscriber.customer->organization_id) {
        auto made = std::make_unique<Person>();
        made->id = public_id("PEOPLE", dice_.uuid());
        made->organization_id = subscriber.customer->organization_id;
        made->email = subscriber.email;
        made->created_ms = clock_.now_ms();
        known = &world_.add_person(std::move(made));
    }
    known->first_name = subscriber.first_name;
    known->last_name = subscriber.last_name;
    known->primary_number = subscriber.primary_number;
    known->extension = subscriber.extension;
    known->modified_ms = clock_.now_ms();
    subscriber.person_id = known->id;
}

void Lifecycle::update(Subscriber& subscriber, Update update)
{
    if (update.user_id) world_.reserve_user_id(subscriber, *update.user_id);
    subscriber.update = std::move(update);
    subscriber.errors.clear();
    set_status(subscriber, Status::kUpdating);
    wait(subscriber, config_.delays.update, &Lifecycle::finish_update);
}

void Lifecycle::finish_update(Subscriber& subscriber)
{
    if (subscriber.doom) return fail(subscriber, *subscriber.doom);
    const Update update = std::exchange(subscriber.update, std::nullopt).value_or(Update());
    apply(subscriber, update);
    if (!subscriber.person_id.empty() && world_.person(subscriber.person_id)) ensure_person(subscriber);
    set_status(subscriber, Status::kProvisioned);
}

void Lifecycle::apply(Subscriber& subscriber, const Update& update)
{
    if (update.user_id && *update.user_id != subscriber.user_id) world_.rename(subscriber, *update.user_id);
    if (update.first_name) subscriber.first_name = *update.first_name;
    if (update.last_name) subscriber.last_name = *update.last_name;
    if (update.primary_number) subscriber.primary_number = *update.primary_number;
    if (update.mobile_number) subscriber.mobile_number = *update.mobile_number;
    if (update.extension) subscriber.extension = *update.extension;
    if (update.timezone) subscriber.timezone = *update.timezone;
    if (update.package) subscriber.package = *update.package;
}

void Lifecycle::fail(Subscriber& subscriber, AsyncError error)
{
    clock_.cancel(std::exchange(subscriber.ticket, 0));
    subscriber.doom.reset();
    const auto update = std::exchange(subscriber.update, std::nullopt);
    if (update && config_.switches.failed_update_applies) {
        apply(subscriber, *update);
    } else if (update && update->user_id) {
        world_.release_user_id(subscriber, *update->user_id);
    }
    abandon_organization(subscriber);
    subscriber.errors.assign(1, std::move(error));
    set_status(subscriber, Status::kError);
}

void Lifecycle::abandon_organization(Subscriber& subscriber)
{
    Customer& customer = *subscriber.customer;
    if (customer.state == Customer::State::kActive || customer.first_subscriber != subscriber.id) return;
    customer.state = Customer::State::kNone;
    customer.first_subscriber.clear();
}

void Lifecycle::remove(Subscriber& subscriber)
{
    clock_.cancel(subscriber.ticket);
    abandon_organization(subscriber);
    world_.remove(subscriber);
}

void Lifecycle::remove_person(const std::string& person_id)
{
    Person* person = world_.person(person_id);
    if (!person) return;
    Customer* customer = world_.customer_by_organization(person->organization_id);
    if (customer && customer->admin_person_id == person_id) customer->admin_person_id.clear();
    Subscriber* by_email = person->email.empty() ? nullptr : world_.with_email(person->email);
    Subscriber* subscriber = world_.with_person(person_id);
    world_.remove_person(person_id);
    if (subscriber && config_.switches.person_delete_keeps_subscriber) {
        subscriber->person_gone = true;
    } else if (subscriber) {
        remove(*subscriber);
    } else if (by_email && by_email->status == Status::kProvisioning) {
        fail(*by_email, AsyncError{2587, code_text(2587)});
    }
}

void Lifecycle::place(Subscriber& subscriber, Status status)
{
    clock_.cancel(std::exchange(subscriber.ticket, 0));
    if (const auto update = std::exchange(subscriber.update, std::nullopt); update && update->user_id) {
        world_.release_user_id(subscriber, *update->user_id);
    }
    subscriber.errors.clear();
    if (status == Status::kProvisioning) return start(subscriber);
    if (status == Status::kProvisioned || status == Status::kUpdating) {
        activate(*subscriber.customer);
        ensure_person(subscriber);
        if (subscriber.customer->admin_person_id.empty()) {
            subscriber.customer->admin_person_id = subscriber.person_id;
            world_.person(subscriber.person_id)->administrator = true;
        }
    }
    set_status(subscriber, status);
    if (status == Status::kUpdating) wait(subscriber, config_.delays.update, &Lifecycle::finish_update);
}

std::optional<std::string> Lifecycle::enter_email(Subscriber& subscriber, const std::string& email)
{
    if (subscriber.status != Status::kPendingEmailInput) return "the subscriber does not wait for an e-mail";
    if (!is_email(email)) return "not an e-mail address";
    world_.set_email(subscriber, email);
    set_status(subscriber, Status::kPendingEmailValidation);
    return std::nullopt;
}

// With untrusted e-mails the checks by address happen now (guide, note on 2002).
std::optional<std::string> Lifecycle::confirm_email(Subscriber& subscriber)
{
    if (subscriber.status != Status::kPendingEmailValidation) return "the subscriber does not wait for a confirmation";
    const Fixture* fixture = fixtures_.find(subscriber.user_id, subscriber.email, subscriber.sp_enterprise_id);
    if (fixture && fixture->code != 0) subscriber.doom = AsyncError{fixture->code, code_text(fixture->code)};
    const Person* person = world_.person_with_email(subscriber.email);
    const bool elsewhere = person && person->organization_id != subscriber.customer->organization_id;
    if (elsewhere && config_.switches.person_in_other_organization_refused) {
        subscriber.doom = AsyncError{2002, code_text(2002)};
    }
    if (fixture && fixture->migration) {
        set_status(subscriber, Status::kPendingUserMigration);
    } else {
        start(subscriber);
    }
    return std::nullopt;
}

std::optional<std::string> Lifecycle::consent(Subscriber& subscriber)
{
    if (subscriber.status != Status::kPendingUserMigration) return "the subscriber does not wait for a consent";
    start(subscriber);
    return std::nullopt;
}

void Lifecycle::remove_organization(Customer& customer)
{
    customer.deleting = true;
    const auto due = [this, alive = alive_, organization = customer.organization_id] {
        Customer* still = *alive ? world_.customer_by_organization(organization) : nullptr;
        if (!still) return;
        while (!still->members.empty()) remove(*still->members.back());
        std::vector<std::string> people;
        for (const auto& [id, person] : world_.people()) {
            if (person->organization_id == organization) people.push_back(id);
        }
        for (const std::string& id : people) world_.remove_person(id);
        world_.remove_customer(*still);
    };
    clock_.schedule_in(config_.delays.organization_delete, due);
}

}  // namespace bwsync::lab::webex
