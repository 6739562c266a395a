// Changes to the emulated system, with what the feed says of each: an edit changes the model and reports the
// requests that an administrator's tool would have sent. Used by the control API and by OCI-P's own writes.
#pragma once

#include <chrono>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/lab/broadworks/model/cluster_state.hpp"
#include "tests/lab/broadworks/model/user_fields.hpp"

namespace bwsync::lab {

struct Entitlements {
    std::vector<std::string> packs, services;  // by name
};

struct NewPack {
    std::string name;
    std::set<std::string> services;
};

struct NewUser {
    User user;
    Entitlements entitlements;
    std::string password = "LabPassword1";  // as typed; clear on the feed unless it alters passwords
};

class Edits final {
public:
    using Refusal = Model::Refusal;

    Edits(ClusterState& cluster, Actor actor) : cluster_(cluster), actor_(std::move(actor)) {}

    // An existing provider gets the packs it has not yet. without_id: reported as a consolidated add for which the
    // system chose the id, so that the feed cannot name it. R24 and later.
    Refusal add_provider(ServiceProvider provider, const std::vector<NewPack>& packs, bool without_id = false);
    Refusal delete_provider(const std::string& provider);
    Refusal add_group(const std::string& provider, Group group, bool without_id = false);
    Refusal modify_group(const std::string& provider, const std::string& group, const std::string& name,
                         const std::string& time_zone);
    Refusal delete_group(const std::string& provider, const std::string& group);

    Refusal add_pack(const std::string& provider, const NewPack& pack);
    Refusal modify_pack(const std::string& provider, const std::string& pack, const std::string& new_name,
                        const std::set<std::string>& add_services);
    Refusal delete_pack(const std::string& provider, const std::string& pack);

    Refusal add_user(const std::string& provider, const std::string& group, NewUser wanted);
    Refusal modify_user(User& user, const FieldChanges& changes);
    Refusal set_alternate_ids(User& user, std::vector<std::string> ids);
    Refusal rename_user(User& user, const std::string& new_id);
    Refusal move_user(User& user, const std::string& new_group);
    void delete_user(User& user);

    // Some of several may fail: then the rest is done and the refusal is a warning.
    Refusal assign(User& user, const Entitlements& what);
    Refusal unassign(User& user, const Entitlements& what);
    Refusal set_imp_active(User& user, bool active);

    // All users of a group at once; one request on the feed that names none of them.
    Refusal mass_assign(const std::string& provider, const std::string& group, const Entitlements& what);
    Refusal mass_unassign(const std::string& provider, const std::string& group, const Entitlements& what);
    // Takes services and packs away from a group, or from a whole provider (group empty), and so from its users.
    Refusal unauthorize(const std::string& provider, const std::string& group, const Entitlements& what);
    // The language of all users of a group. R24 and later.
    Refusal mass_language(const std::string& provider, const std::string& group, const std::string& language);
    // Renames a department, or removes it (new_name empty), for all its users.
    Refusal modify_department(const std::string& provider, const std::string& group, const std::string& name,
                              const std::string& new_name);
    // A trunk group's background task: its request is reported now, the users come after the delay, in silence.
    Refusal create_users_later(const std::string& provider, const std::string& group, std::vector<NewUser> users,
                               std::chrono::milliseconds delay);
    // A background task: its requests are reported now, its effect comes after the delay of lab time, in silence.
    Refusal migrate(const std::string& provider, const std::string& from, const std::string& to,
                    std::chrono::milliseconds delay);

    // Integrated IMP settings of a service provider (group empty) or a group.
    Refusal set_imp(const std::string& provider, const std::string& group, const std::string& url,
                    const std::string& user_id);

private:
    void report(std::string type, std::string body);
    void report(std::vector<ReportedCommand> requests);
    std::string password(const std::string& typed) const;
    Release release() const { return cluster_.config.release; }
    Refusal check(const ServiceProvider& provider, const Entitlements& what) const;
    Refusal check_consolidated() const;

    ClusterState& cluster_;
    Actor actor_;
};

}  // namespace bwsync::lab
