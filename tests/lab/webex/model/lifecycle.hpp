// The asynchronous life of subscribers and their organisations: what happens after a request was accepted, on the lab
// clock. Callers have made the checks that answer a request; what can fail later fails here, on the subscriber.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "tests/lab/clock.hpp"
#include "tests/lab/webex/config.hpp"
#include "tests/lab/webex/model/fixtures.hpp"
#include "tests/lab/webex/model/format.hpp"
#include "tests/lab/webex/model/model.hpp"

namespace bwsync::lab::webex {

class Lifecycle final {
public:
    // All outlive this.
    Lifecycle(World& world, LabClock& clock, const WebexConfig& config, const Fixtures& fixtures, Dice& dice);
    ~Lifecycle();
    Lifecycle(const Lifecycle&) = delete;
    Lifecycle& operator=(const Lifecycle&) = delete;

    // The enterprise, made when it is new; it has no organisation before its first subscriber is provisioned.
    Customer& customer_for(const std::string& cluster, const std::string& sp_enterprise_id,
                           const std::string& provisioning_id);

    // A POST was accepted. The subscriber carries the request's values and its customer.
    Subscriber& provision(std::unique_ptr<Subscriber> subscriber, const WebexTemplate& chosen);
    // A PUT was accepted: the values come when the update is through.
    void update(Subscriber& subscriber, Update update);
    // Soft: the person stays. Also ends the creation of an organisation by this subscriber.
    void remove(Subscriber& subscriber);
    // Hard: the person, and (unless the switch says otherwise) the subscriber.
    void remove_person(const std::string& person_id);
    // Ends the attempt under way, if any, with this error.
    void fail(Subscriber& subscriber, AsyncError error);
    // Puts it there as if it had always been so: seeds and the control API.
    void place(Subscriber& subscriber, Status status);

    // Steps of a person. What is wrong, or nullopt.
    std::optional<std::string> enter_email(Subscriber& subscriber, const std::string& email);
    std::optional<std::string> confirm_email(Subscriber& subscriber);
    std::optional<std::string> consent(Subscriber& subscriber);

    // Gone from the lab after the delay; until then it is shown.
    void remove_organization(Customer& customer);

    const WebexTemplate* template_of(const std::string& provisioning_id) const;
    void activate(Customer& customer);

private:
    void set_status(Subscriber& subscriber, Status status);
    void start(Subscriber& subscriber);
    void wait(Subscriber& subscriber, std::chrono::milliseconds delay, void (Lifecycle::*then)(Subscriber&));
    void finish_provisioning(Subscriber& subscriber);
    void finish_update(Subscriber& subscriber);
    void apply(Subscriber& subscriber, const Update& update);
    void ensure_person(Subscriber& subscriber);
    void abandon_organization(Subscriber& subscriber);

    World& world_;
    LabClock& clock_;
    const WebexConfig& config_;
    const Fixtures& fixtures_;
    Dice& dice_;
    // Callbacks on the clock may outlive this object; they look here first.
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace bwsync::lab::webex
