// The BroadWorks Subscribers family: list, provision, get, update, remove, precheck, consentMove.
#pragma once

#include "tests/lab/webex/api/api.hpp"

namespace bwsync::lab::webex {

class SubscribersApi final {
public:
    explicit SubscribersApi(Partner& partner) : partner_(partner) {}

    Outcome list(const Exchange& call);
    Outcome provision(const Exchange& call);
    Outcome get(const Exchange& call);
    Outcome update(const Exchange& call);
    Outcome remove(const Exchange& call);
    Outcome precheck(const Exchange& call);
    Outcome consent_move(const Exchange& call);

private:
    struct Filter;

    std::optional<Problem> parse_filter(const Query& query, Filter& filter) const;
    std::vector<const Subscriber*> candidates(const Filter& filter, const std::vector<Subscriber*>*& all) const;
    std::optional<Problem> check_target(const nlohmann::json& body, const WebexTemplate*& chosen) const;
    std::optional<Problem> check_person(const nlohmann::json& body, const WebexTemplate& chosen) const;
    std::optional<Problem> check_organization(const Customer* customer, const WebexTemplate& chosen) const;
    std::optional<Problem> check_update(const Subscriber& subscriber, const Update& update);
    std::optional<Problem> check_numbers(const Subscriber& subscriber, Update& update) const;
    std::optional<Problem> status_allows_update(const Subscriber& subscriber) const;
    Outcome precheck_verdict(const Exchange& call) const;

    Partner& partner_;
};

}  // namespace bwsync::lab::webex
