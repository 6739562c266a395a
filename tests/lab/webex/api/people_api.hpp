// People and organisations, as far as removal and reconciliation need them.
#pragma once

#include "tests/lab/webex/api/api.hpp"

namespace bwsync::lab::webex {

class PeopleApi final {
public:
    explicit PeopleApi(Partner& partner);

    Outcome list_organizations(const Exchange& call);
    Outcome get_organization(const Exchange& call);
    Outcome delete_organization(const Exchange& call);
    Outcome list_people(const Exchange& call);
    Outcome get_person(const Exchange& call);
    Outcome update_person(const Exchange& call);
    Outcome delete_person(const Exchange& call);

    const std::string& own_organization() const { return own_organization_; }
    Json person_json(const Person& person) const;
    Json organization_json(const std::string& id, const std::string& name, std::int64_t created_ms) const;

private:
    std::optional<Problem> check_access(const std::string& organization_id) const;
    std::optional<Problem> check_age(const Exchange& call, std::int64_t created_ms) const;
    std::optional<Problem> check_person_body(const nlohmann::json& body, const Person& person) const;
    std::optional<Problem> check_deletable(const Customer& customer) const;

    Partner& partner_;
    std::string own_organization_;
    std::int64_t own_created_ms_;
};

}  // namespace bwsync::lab::webex
