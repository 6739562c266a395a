// What one Webex partner holds: customers (an enterprise and its organisation in one), subscribers, people, and the
// indexes that keep every look-up away from a scan. It knows no rules: those are in lifecycle.hpp and the API files.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "tests/lab/clock.hpp"

namespace bwsync::lab::webex {

// The seven statuses of the public OpenAPI file.
enum class Status {
    kPendingEmailInput,
    kPendingEmailValidation,
    kPendingUserMigration,
    kProvisioning,
    kProvisioned,
    kUpdating,
    kError,
};
const char* status_name(Status status);
std::optional<Status> parse_status(const std::string& text);

struct AsyncError {
    int code = 0;
    std::string description;
};

struct Customer;

// The body of a PUT, after its checks. An empty string removes.
struct Update {
    std::optional<std::string> user_id, first_name, last_name, primary_number, mobile_number, extension, timezone,
        package;
};

struct Subscriber {
    std::string id;
    std::string person_id;  // empty until it was provisioned once
    std::string user_id, sp_enterprise_id, first_name, last_name, email;
    std::string primary_number, mobile_number, extension, package, provisioning_id;
    std::string language, timezone;  // accepted, never returned
    Status status = Status::kProvisioning;
    std::vector<AsyncError> errors;
    std::int64_t created_ms = 0;
    std::int64_t status_ms = 0;
    bool self_activated = false;

    std::uint64_t sequence = 0;  // order of creation
    Customer* customer = nullptr;
    LabClock::Ticket ticket = 0;     // what it waits for; 0: nothing
    std::optional<Update> update;    // accepted, not yet applied
    std::optional<AsyncError> doom;  // how the running attempt will end
    bool person_gone = false;        // removed in Control Hub: a PUT answers 2003
    bool claimed = false;            // taken over by another organisation: a PUT answers 2004
    int consent_mails = 0;
};

struct DirectorySync {
    bool enabled = false;
    std::string status = "NOT_SYNCED";
    std::int64_t start_ms = 0, end_ms = 0, success_ms = 0;
    std::string tracking_id;
    int users_added = 0, total_external_users = 0;
    std::vector<AsyncError> errors;
    std::map<std::string, bool> external_users;  // user id -> was synchronised by itself
    LabClock::Ticket ticket = 0;
};

struct Customer {
    // Whether the organisation can take subscribers.
    enum class State {
        kNone,      // nobody has been provisioned
        kCreating,  // its first subscriber is on the way: 2034
        kNoAdmin,   // exists, its first subscriber (the administrator) is not ready: 2011
        kActive,
    };
    std::string enterprise_id, organization_id, cluster, sp_enterprise_id, provisioning_id;
    State state = State::kNone;
    std::string first_subscriber;  // id of the one that creates it
    std::string admin_person_id;
    std::int64_t created_ms = 0;
    bool deleting = false;
    DirectorySync sync;
    std::int64_t access_from_ms = 0, access_until_ms = 0;  // management access of the partner
    std::vector<Subscriber*> members;                      // in order of creation
};

struct Person {
    std::string id, organization_id, email, first_name, last_name, primary_number, extension;
    std::string display_name;  // empty: made of the two names
    bool administrator = false;
    std::int64_t created_ms = 0, modified_ms = 0;
};

class World final {
public:
    explicit World(bool case_sensitive) : case_sensitive_(case_sensitive) {}
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    // How ids and e-mails are compared.
    std::string key(const std::string& text) const;

    // Takes over; id, user_id, email (may be empty) and customer must be set. The user id must be free in the cluster.
    Subscriber& add(std::unique_ptr<Subscriber> subscriber);
    void remove(Subscriber& subscriber);
    Subscriber* find(const std::string& id);
    // Who holds a user id in a cluster, a rename under way included.
    Subscriber* holder(const std::string& cluster, const std::string& user_id);
    // Those shown with this user id, at most one a cluster.
    std::vector<Subscriber*> with_user_id(const std::string& user_id);
    Subscriber* with_email(const std::string& email);
    Subscriber* with_person(const std::string& person_id);
    const std::vector<Subscriber*>& subscribers() const { return ordered_; }  // in order of creation

    void set_email(Subscriber& subscriber, const std::string& email);
    void reserve_user_id(Subscriber& subscriber, const std::string& user_id);  // a rename was accepted
    void release_user_id(Subscriber& subscriber, const std::string& user_id);  // and failed
    void rename(Subscriber& subscriber, const std::string& user_id);           // or was applied

    Customer* customer(const std::string& cluster, const std::string& sp_enterprise_id);
    Customer* customer_by_enterprise(const std::string& enterprise_id);
    Customer* customer_by_organization(const std::string& organization_id);
    Customer& add_customer(std::unique_ptr<Customer> customer);
    void remove_customer(Customer& customer);  // only without subscribers
    const std::vector<std::unique_ptr<Customer>>& customers() const { return customers_; }

    Person& add_person(std::unique_ptr<Person> person);
    void remove_person(const std::string& id);
    Person* person(const std::string& id);
    Person* person_with_email(const std::string& email);
    void set_email(Person& person, const std::string& email);
    const std::map<std::string, std::unique_ptr<Person>>& people() const { return people_; }
    std::size_t people_in(const std::string& organization_id) const;

private:
    bool case_sensitive_;
    std::uint64_t last_sequence_ = 0;
    std::unordered_map<std::string, std::unique_ptr<Subscriber>> by_id_;
    std::vector<Subscriber*> ordered_;
    std::unordered_map<std::string, Subscriber*> holders_;  // cluster \n key(user id)
    std::unordered_map<std::string, std::vector<Subscriber*>> by_user_id_;
    std::unordered_map<std::string, Subscriber*> by_email_;
    std::vector<std::unique_ptr<Customer>> customers_;
    std::unordered_map<std::string, Customer*> customer_by_key_;  // cluster \n spEnterpriseId, and ids with a prefix
    std::map<std::string, std::unique_ptr<Person>> people_;
    std::unordered_map<std::string, Person*> person_by_email_;
    std::unordered_map<std::string, std::size_t> people_count_;
};

}  // namespace bwsync::lab::webex
