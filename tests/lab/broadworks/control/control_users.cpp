// Control API: users, one by one, in bulk and by the thousand.
#include "tests/lab/broadworks/control/control_routes.hpp"
#include "tests/lab/broadworks/model/numbered_users.hpp"
#include "tests/lab/broadworks/model/user_text.hpp"

namespace bwsync::lab {
namespace {

using nlohmann::json;

Entitlements entitlements(Arguments& arguments)
{
    return {arguments.texts("servicePacks"), arguments.texts("services")};
}

// Every key that is left is a field of the profile; null erases it.
FieldChanges fields(Arguments& arguments)
{
    FieldChanges changes;
    for (const std::string& key : arguments.rest()) {
        const json& value = arguments.value(key);
        if (value.is_null()) {
            changes[key] = std::nullopt;
        } else if (value.is_string()) {
            changes[key] = value.get<std::string>();
        } else {
            throw BadRequest("'" + key + "' must be a text or null");
        }
    }
    return changes;
}

void add_one(const ControlContext& context, Edits& edits, Arguments& arguments)
{
    const std::string provider = arguments.text("serviceProviderId"), group = arguments.text("groupId");
    NewUser wanted;
    wanted.user = blank_user(context, context.cluster.model.find_group(provider, group));
    wanted.user.user_id = arguments.text("userId");
    wanted.user.alternate_user_ids = arguments.texts("alternateUserIds");
    wanted.user.imp_active = arguments.flag("isActive", true);
    wanted.user.phone_number_activated = arguments.flag("phoneNumberActivated", true);
    wanted.password = arguments.text("password", wanted.password);
    wanted.entitlements = entitlements(arguments);
    (void)arguments.text("firstName");
    (void)arguments.text("lastName");
    FieldChanges profile = fields(arguments);
    for (const char* const name : {"firstName", "lastName"}) profile[name] = arguments.text(name);
    must(set_fields(wanted.user, profile));
    must(edits.add_user(provider, group, std::move(wanted)));
}

json add_users(ControlContext& context)
{
    Arguments arguments = context.arguments();
    std::vector<Arguments> users = arguments.objects("users");
    Edits edits = context.edits(arguments);
    arguments.finish();
    if (users.empty()) throw BadRequest("'users' is required, a list of objects");
    std::size_t added = 0;
    for (Arguments& user : users) {
        try {
            add_one(context, edits, user);
        } catch (const BadRequest& e) {
            throw BadRequest("users[" + std::to_string(added) + "]: " + e.what() + " (the " + std::to_string(added) +
                             " before it were added)");
        }
        ++added;
    }
    return {{"added", added}};
}

json generate_users(ControlContext& context)
{
    Arguments arguments = context.arguments();
    const std::string provider = arguments.text("serviceProviderId"), group = arguments.text("groupId");
    std::vector<NewUser> users = numbered_users(context, arguments, provider, group);
    Edits edits = context.edits(arguments);
    arguments.finish();
    const std::size_t count = users.size();
    for (NewUser& user : users) must(edits.add_user(provider, group, std::move(user)));
    return {{"added", count}};
}

json modify_user(ControlContext& context)
{
    Arguments arguments = context.arguments();
    User& user = context.user(arguments.text("userId"));
    std::optional<Arguments> wanted = arguments.object("set");
    Edits edits = context.edits(arguments);
    arguments.finish();
    if (!wanted) throw BadRequest("'set' is required, an object of fields");
    std::optional<std::vector<std::string>> alternates;
    if (wanted->has("alternateUserIds")) alternates = wanted->texts("alternateUserIds");
    const FieldChanges changes = fields(*wanted);
    if (!changes.empty()) must(edits.modify_user(user, changes));
    if (alternates) must(edits.set_alternate_ids(user, *alternates));
    return json::object();
}

json rename_user(ControlContext& context)
{
    Arguments arguments = context.arguments();
    User& user = context.user(arguments.text("userId"));
    const std::string to = arguments.text("newUserId");
    Edits edits = context.edits(arguments);
    arguments.finish();
    must(edits.rename_user(user, to));
    return json::object();
}

json move_user(ControlContext& context)
{
    Arguments arguments = context.arguments();
    User& user = context.user(arguments.text("userId"));
    const std::string to = arguments.text("newGroupId");
    Edits edits = context.edits(arguments);
    arguments.finish();
    must(edits.move_user(user, to));
    return json::object();
}

json delete_users(ControlContext& context)
{
    Arguments arguments = context.arguments();
    const std::vector<std::string> ids = arguments.texts("userIds");
    Edits edits = context.edits(arguments);
    arguments.finish();
    for (const std::string& id : ids) (void)context.user(id);
    for (const std::string& id : ids) edits.delete_user(context.user(id));
    return {{"deleted", ids.size()}};
}

json change_services(ControlContext& context)
{
    Arguments arguments = context.arguments();
    User& user = context.user(arguments.text("userId"));
    std::optional<Arguments> assign = arguments.object("assign"), unassign = arguments.object("unassign");
    Edits edits = context.edits(arguments);
    arguments.finish();
    if (!assign && !unassign) throw BadRequest("'assign' or 'unassign' is required");
    if (unassign) {
        const Entitlements what = entitlements(*unassign);
        unassign->finish();
        must(edits.unassign(user, what));
    }
    if (assign) {
        const Entitlements what = entitlements(*assign);
        assign->finish();
        must(edits.assign(user, what));
    }
    return json::object();
}

json set_imp_active(ControlContext& context)
{
    Arguments arguments = context.arguments();
    User& user = context.user(arguments.text("userId"));
    const bool active = arguments.flag("isActive", true);
    Edits edits = context.edits(arguments);
    arguments.finish();
    must(edits.set_imp_active(user, active));
    return json::object();
}

json list_users(ControlContext& context)
{
    const std::string provider = context.query("serviceProviderId"), group = context.query("groupId");
    const std::string user_id = context.query("userId");
    std::string all;
    const auto add = [&](const User& user) { (all += all.empty() ? "" : ",") += user_as_json(user); };
    if (!user_id.empty()) add(context.user(user_id));
    for (const auto& [id, one] : context.cluster.model.providers()) {
        if (!user_id.empty() || (!provider.empty() && id != provider)) continue;
        for (const auto& [group_id, members] : one.groups) {
            if (!group.empty() && group_id != group) continue;
            for (const auto& [key, user] : members.users) add(*user);
        }
    }
    context.text = "{\"users\":[" + all + "]}";
    return nullptr;
}

}  // namespace

std::vector<ControlRoute> user_routes()
{
    return {
        {"GET", "/users", list_users},
        {"POST", "/users", add_users},
        {"POST", "/users/generate", generate_users},
        {"POST", "/users/modify", modify_user},
        {"POST", "/users/rename", rename_user},
        {"POST", "/users/move", move_user},
        {"POST", "/users/delete", delete_users},
        {"POST", "/users/services", change_services},
        {"POST", "/users/integrated-imp", set_imp_active},
    };
}

}  // namespace bwsync::lab
