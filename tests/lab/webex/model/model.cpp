#include "tests/lab/webex/model/model.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "tests/lab/webex/model/format.hpp"

namespace bwsync::lab::webex {
namespace {

constexpr std::pair<Status, const char*> kStatuses[] = {
    {Status::kPendingEmailInput, "pending_email_input"},
    {Status::kPendingEmailValidation, "pending_email_validation"},
    {Status::kPendingUserMigration, "pending_user_migration"},
    {Status::kProvisioning, "provisioning"},
    {Status::kProvisioned, "provisioned"},
    {Status::kUpdating, "updating"},
    {Status::kError, "error"},
};

// The list is ordered by sequence, so a member is found by bisection.
void erase_ordered(std::vector<Subscriber*>& list, const Subscriber& subscriber)
{
    const auto place =
        std::lower_bound(list.begin(), list.end(), subscriber.sequence,
                         [](const Subscriber* other, std::uint64_t sequence) { return other->sequence < sequence; });
    if (place != list.end() && *place == &subscriber) list.erase(place);
}

}  // namespace

const char* status_name(Status status)
{
    for (const auto& [known, name] : kStatuses) {
        if (known == status) return name;
    }
    return "";
}

std::optional<Status> parse_status(const std::string& text)
{
    for (const auto& [status, name] : kStatuses) {
        if (name == text) return status;
    }
    return std::nullopt;
}

std::string World::key(const std::string& text) const
{
    return case_sensitive_ ? text : lower_ascii(text);
}

Subscriber& World::add(std::unique_ptr<Subscriber> subscriber)
{
    Subscriber& made = *subscriber;
    const std::string holder_key = made.customer->cluster + "\n" + key(made.user_id);
    if (!holders_.emplace(holder_key, &made).second) throw std::logic_error("user id is taken");
    made.sequence = ++last_sequence_;
    by_id_.emplace(made.id, std::move(subscriber));
    ordered_.push_back(&made);
    made.customer->members.push_back(&made);
    by_user_id_[key(made.user_id)].push_back(&made);
    if (!made.email.empty()) by_email_[key(made.email)] = &made;
    return made;
}

void World::remove(Subscriber& subscriber)
{
    if (subscriber.update && subscriber.update->user_id) release_user_id(subscriber, *subscriber.update->user_id);
    holders_.erase(subscriber.customer->cluster + "\n" + key(subscriber.user_id));
    auto& named = by_user_id_[key(subscriber.user_id)];
    std::erase(named, &subscriber);
    if (named.empty()) by_user_id_.erase(key(subscriber.user_id));
    set_email(subscriber, "");
    erase_ordered(ordered_, subscriber);
    erase_ordered(subscriber.customer->members, subscriber);
    by_id_.erase(std::string(subscriber.id));
}

Subscriber* World::find(const std::string& id)
{
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : found->second.get();
}

Subscriber* World::holder(const std::string& cluster, const std::string& user_id)
{
    const auto found = holders_.find(cluster + "\n" + key(user_id));
    return found == holders_.end() ? nullptr : found->second;
}

std::vector<Subscriber*> World::with_user_id(const std::string& user_id)
{
    const auto found = by_user_id_.find(key(user_id));
    return found == by_user_id_.end() ? std::vector<Subscriber*>() : found->second;
}

Subscriber* World::with_email(const std::string& email)
{
    const auto found = by_email_.find(key(email));
    return found == by_email_.end() ? nullptr : found->second;
}

Subscriber* World::with_person(const std::string& person_id)
{
    Person* known = person(person_id);
    Subscriber* candidate = known && !known->email.empty() ? with_email(known->email) : nullptr;
    if (candidate && candidate->person_id == person_id) return candidate;
    const auto found = std::find_if(ordered_.begin(), ordered_.end(),
                                    [&](const Subscriber* one) { return one->person_id == person_id; });
    return found == ordered_.end() ? nullptr : *found;
}

void World::set_email(Subscriber& subscriber, const std::string& email)
{
    const auto old = by_email_.find(key(subscriber.email));
    if (old != by_email_.end() && old->second == &subscriber) by_email_.erase(old);
    subscriber.email = email;
    if (!email.empty()) by_email_[key(email)] = &subscriber;
}

void World::set_email(Person& person, const std::string& email)
{
    const auto old = person_by_email_.find(key(person.email));
    if (old != person_by_email_.end() && old->second == &person) person_by_email_.erase(old);
    person.email = email;
    if (!email.empty()) person_by_email_[key(email)] = &person;
}

void World::reserve_user_id(Subscriber& subscriber, const std::string& user_id)
{
    holders_[subscriber.customer->cluster + "\n" + key(user_id)] = &subscriber;
}

void World::release_user_id(Subscriber& subscriber, const std::string& user_id)
{
    if (key(user_id) != key(subscriber.user_id)) holders_.erase(subscriber.customer->cluster + "\n" + key(user_id));
}

void World::rename(Subscriber& subscriber, const std::string& user_id)
{
    holders_.erase(subscriber.customer->cluster + "\n" + key(subscriber.user_id));
    auto& named = by_user_id_[key(subscriber.user_id)];
    std::erase(named, &subscriber);
    if (named.empty()) by_user_id_.erase(key(subscriber.user_id));
    subscriber.user_id = user_id;
    reserve_user_id(subscriber, user_id);
    by_user_id_[key(user_id)].push_back(&subscriber);
}

Customer* World::customer(const std::string& cluster, const std::string& sp_enterprise_id)
{
    const auto found = customer_by_key_.find(cluster + "\n" + sp_enterprise_id);
    return found == customer_by_key_.end() ? nullptr : found->second;
}

Customer* World::customer_by_enterprise(const std::string& enterprise_id)
{
    const auto found = customer_by_key_.find("enterprise\n\n" + enterprise_id);
    return found == customer_by_key_.end() ? nullptr : found->second;
}

Customer* World::customer_by_organization(const std::string& organization_id)
{
    const auto found = customer_by_key_.find("organization\n\n" + organization_id);
    return found == customer_by_key_.end() ? nullptr : found->second;
}

Customer& World::add_customer(std::unique_ptr<Customer> customer)
{
    Customer& made = *customer;
    customer_by_key_[made.cluster + "\n" + made.sp_enterprise_id] = &made;
    customer_by_key_["enterprise\n\n" + made.enterprise_id] = &made;
    customer_by_key_["organization\n\n" + made.organization_id] = &made;
    customers_.push_back(std::move(customer));
    return made;
}

void World::remove_customer(Customer& customer)
{
    std::erase_if(customer_by_key_, [&](const auto& entry) { return entry.second == &customer; });
    std::erase_if(customers_, [&](const auto& owned) { return owned.get() == &customer; });
}

Person& World::add_person(std::unique_ptr<Person> person)
{
    Person& made = *person;
    if (!made.email.empty()) person_by_email_[key(made.email)] = &made;
    ++people_count_[made.organization_id];
    people_.emplace(made.id, std::move(person));
    return made;
}

void World::remove_person(const std::string& id)
{
    const auto found = people_.find(id);
    if (found == people_.end()) return;
    const auto mail = person_by_email_.find(key(found->second->email));
    if (mail != person_by_email_.end() && mail->second == found->second.get()) person_by_email_.erase(mail);
    --people_count_[found->second->organization_id];
    people_.erase(found);
}

Person* World::person(const std::string& id)
{
    const auto found = people_.find(id);
    return found == people_.end() ? nullptr : found->second.get();
}

Person* World::person_with_email(const std::string& email)
{
    const auto found = person_by_email_.find(key(email));
    return found == person_by_email_.end() ? nullptr : found->second;
}

std::size_t World::people_in(const std::string& organization_id) const
{
    const auto found = people_count_.find(organization_id);
    return found == people_count_.end() ? 0 : found->second;
}

}  // namespace bwsync::lab::webex
