// Absence: is a user who answers "not found" really gone? (promise P3: positive evidence, the nearest ancestor read and
// not holding it.)
#pragma once

#include <map>
#include <string>

#include "daemon/ports/broadworks.hpp"
#include "daemon/ports/store/source_store.hpp"

namespace bwsync {

struct AbsenceProof {
    bool is_proven = false;
    std::string text;  // what was read, for a person
};

// Reads ancestors of absent users; remembers each list for its own lifetime, so that a deleted group is listed once per
// batch.
class AbsenceProver {
public:
    explicit AbsenceProver(BroadWorks& broadworks) : broadworks_(broadworks) {}

    // `where`: the group in which the user was last seen.
    Task<AbsenceProof> prove(std::string user_key, GroupKey where, std::stop_token stop);

private:
    Task<AbsenceProof> by_groups(GroupKey where, std::stop_token stop);
    Task<AbsenceProof> by_providers(std::string service_provider_id, std::stop_token stop);

    BroadWorks& broadworks_;
    std::map<GroupKey, Result<UserList>> users_;
    std::map<std::string, Result<std::vector<std::string>>> groups_;
};

}  // namespace bwsync
