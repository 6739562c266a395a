// Control API: changes that name no user.
#include "tests/lab/broadworks/control_routes.hpp"

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

}  // namespace

std::vector<ControlRoute> mass_routes()
{
    return {
        {"POST", "/mass/assign", assign},
        {"POST", "/mass/unassign", unassign},
        {"POST", "/mass/migrate", migrate},
    };
}

}  // namespace bwsync::lab
