// Control API: changes that name no user.
#include "tests/lab/broadworks/control/control_routes.hpp"
#include "tests/lab/broadworks/model/numbered_users.hpp"

namespace bwsync::lab {
namespace {

using nlohmann::json;

struct MassArguments {
    std::string provider, group;
    Entitlements what;
};

MassArguments mass_arguments(Arguments& arguments)
{
    MassArguments mass;
    mass.provider = arguments.text("serviceProviderId");
    mass.group = arguments.text("groupId");
    mass.what = {arguments.texts("servicePacks"), arguments.texts("services")};
    return mass;
}

json assign(ControlContext& context)
{
    Arguments arguments = context.arguments();
    const MassArguments mass = mass_arguments(arguments);
    Edits edits = context.edits(arguments);
    arguments.finish();
    must(edits.mass_assign(mass.provider, mass.group, mass.what));
    return json::object();
}

json unassign(ControlContext& context)
{
    Arguments arguments = context.arguments();
    const MassArguments mass = mass_arguments(arguments);
    Edits edits = context.edits(arguments);
    arguments.finish();
    must(edits.mass_unassign(mass.provider, mass.group, mass.what));
    return json::object();
}

json migrate(ControlContext& context)
{
    Arguments arguments = context.arguments();
    const std::string provider = arguments.text("serviceProviderId");
    const std::string from = arguments.text("from"), to = arguments.text("to");
    const auto delay = arguments.duration("delay", std::chrono::seconds(30));
    Edits edits = context.edits(arguments);
    arguments.finish();
    must(edits.migrate(provider, from, to, delay));
    return json::object();
}

json unauthorize(ControlContext& context)
{
    Arguments arguments = context.arguments();
    const std::string provider = arguments.text("serviceProviderId"), group = arguments.text("groupId", "");
    const Entitlements what{arguments.texts("servicePacks"), arguments.texts("services")};
    Edits edits = context.edits(arguments);
    arguments.finish();
    must(edits.unauthorize(provider, group, what));
    return json::object();
}

json change_language(ControlContext& context)
{
    Arguments arguments = context.arguments();
    const std::string provider = arguments.text("serviceProviderId"), group = arguments.text("groupId");
    const std::string language = arguments.text("language");
    Edits edits = context.edits(arguments);
    arguments.finish();
    must(edits.mass_language(provider, group, language));
    return json::object();
}

json change_department(ControlContext& context)
{
    Arguments arguments = context.arguments();
    const std::string provider = arguments.text("serviceProviderId"), group = arguments.text("groupId");
    const std::string name = arguments.text("department"), new_name = arguments.text("newDepartment", "");
    Edits edits = context.edits(arguments);
    arguments.finish();
    must(edits.modify_department(provider, group, name, new_name));
    return json::object();
}

json create_users_later(ControlContext& context)
{
    Arguments arguments = context.arguments();
    const std::string provider = arguments.text("serviceProviderId"), group = arguments.text("groupId");
    const auto delay = arguments.duration("delay", std::chrono::seconds(30));
    std::vector<NewUser> users = numbered_users(context, arguments, provider, group);
    Edits edits = context.edits(arguments);
    arguments.finish();
    must(edits.create_users_later(provider, group, std::move(users), delay));
    return json::object();
}

}  // namespace

std::vector<ControlRoute> mass_routes()
{
    return {
        {"POST", "/mass/assign", assign},
        {"POST", "/mass/unassign", unassign},
        {"POST", "/mass/migrate", migrate},
        {"POST", "/mass/unauthorize", unauthorize},
        {"POST", "/mass/language", change_language},
        {"POST", "/mass/department", change_department},
        {"POST", "/mass/create-users", create_users_later},
    };
}

}  // namespace bwsync::lab
