// Control API: users, one by one, in bulk and by the thousand.
#include <cstdio>

#include "tests/lab/broadworks/control_routes.hpp"

namespace bwsync::lab {
namespace {

using nlohmann::json;

constexpr const char* kDefaultZone = "America/New_York";

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

User blank_user(const ControlContext& context, const Group* group)
{
    User user;
    user.country_code = context.cluster.config.default_country_code;
    user.language = "English";
    user.time_zone = group && !group->time_zone.empty() ? group->time_zone : kDefaultZone;
    return user;
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
    const std::string prefix = arguments.text("prefix", "user");
    const std::string domain = arguments.text("domain", context.cluster.config.default_domain);
    const std::string pack = arguments.text("servicePack", "");
    const long long count = arguments.number("count", 1, 1, 1'000'000);
    const long long start = arguments.number("start", 1, 0, 1'000'000'000);
    const std::string first_number = arguments.text("firstNumber", "");
    const std::string zone = arguments.text("timeZone", "");
    const bool emails = arguments.flag("emails", true);
    Entitlements what{{}, arguments.texts("services")};
    if (!pack.empty()) what.packs.push_back(pack);
    Edits edits = context.edits(arguments);
    arguments.finish();
    FieldChanges number;
    User base = blank_user(context, context.cluster.model.find_group(provider, group));
    if (!zone.empty()) base.time_zone = zone;
    if (!first_number.empty()) {
        number["phoneNumber"] = first_number;
        must(set_fields(base, number));
    }
    const std::size_t digits = base.phone_number.size();
    const unsigned long long first = digits == 0 ? 0 : std::stoull(base.phone_number);
    for (long long i = 0; i < count; ++i) {
        char tail[32];
        std::snprintf(tail, sizeof tail, "%06lld", start + i);
        NewUser wanted;
        wanted.user = base;
        wanted.user.user_id = prefix + tail + "@" + domain;
        wanted.user.first_name = "Given" + std::string(tail);
        wanted.user.last_name = "Family" + std::string(tail);
        wanted.user.extension = std::string(tail).substr(std::string(tail).size() - 4);
        if (emails) wanted.user.email_address = prefix + tail + "@" + domain;
        if (digits != 0) {
            std::string text = std::to_string(first + static_cast<unsigned long long>(i));
            if (text.size() < digits) text.insert(0, digits - text.size(), '0');
            wanted.user.phone_number = text;
        }
        wanted.entitlements = what;
        must(edits.add_user(provider, group, std::move(wanted)));
    }
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

// Writes one user as JSON text. A tree of 100,000 users would take a hundred times the memory and ten times the time.
class UserText final {
public:
    explicit UserText(const User& user)
    {
        text("userId", user.user_id);
        text("serviceProviderId", user.provider->id);
        text("groupId", user.group->group_id);
        raw("isEnterprise", user.provider->is_enterprise ? "true" : "false");
        text("firstName", user.first_name);
        text("lastName", user.last_name);
        text("phoneNumber", table_number(user));
        text("countryCode", user.country_code);
        text("extension", user.extension);
        text("mobilePhoneNumber", user.mobile_phone_number);
        text("emailAddress", user.email_address);
        text("language", user.language);
        text("timeZone", user.time_zone);
        for (const auto& [name, value] : user.more) text(name, value);
        list("alternateUserIds", user.alternate_user_ids);
        std::vector<std::string_view> names;
        for (const PackId pack : user.packs) names.emplace_back(user.provider->packs.at(pack).name);
        list("servicePacks", names);
        list("services", user.services);
        list("effectiveServices", Model::effective_services(user));
        raw("isActive", user.imp_active ? "true" : "false");
        out_ += '}';
    }
    const std::string& json_text() const { return out_; }

private:
    void quote(std::string_view value)
    {
        out_ += '"';
        for (const char c : value) {
            if (c == '"' || c == '\\') out_ += '\\';
            if (static_cast<unsigned char>(c) >= 0x20) out_ += c;
        }
        out_ += '"';
    }
    void key(std::string_view name)
    {
        out_ += out_.empty() ? '{' : ',';
        quote(name);
        out_ += ':';
    }
    void raw(std::string_view name, std::string_view value)
    {
        key(name);
        out_ += value;
    }
    void text(std::string_view name, std::string_view value)
    {
        key(name);
        quote(value);
    }
    template <class List>
    void list(std::string_view name, const List& values)
    {
        key(name);
        char separator = '[';
        for (const auto& value : values) {
            out_ += separator;
            quote(value);
            separator = ',';
        }
        if (separator == '[') out_ += '[';
        out_ += ']';
    }

    std::string out_;
};

json list_users(ControlContext& context)
{
    const std::string provider = context.query("serviceProviderId"), group = context.query("groupId");
    const std::string user_id = context.query("userId");
    std::string all;
    const auto add = [&](const User& user) { (all += all.empty() ? "" : ",") += UserText(user).json_text(); };
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
