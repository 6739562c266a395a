#include "tests/lab/broadworks/ocip/commands.hpp"

#include <algorithm>
#include <utility>

namespace bwsync::lab {
namespace {

constexpr std::string_view kRequest = "Request";

OciError unknown_command(const std::string& type)
{
    return validation_error("Invalid xsi:type qname: '" + type + "' in element BroadsoftDocument@C");
}

bool is_system_administrator(const Session& session)
{
    return session.login_type == "System" || session.login_type == "Provisioning" || session.login_type == "Reseller";
}

}  // namespace

bool CommandContext::flag(const char* child) const
{
    const std::string value = text(child);
    return value == "true" || value == "1";
}

Answer CommandContext::answer(XmlWriter& writer) const
{
    std::string type = command.type;
    const std::size_t at = type.rfind(kRequest);
    if (at != std::string::npos) type.replace(at, kRequest.size(), "Response");
    return data(std::move(type), writer);
}

Table CommandContext::table(std::vector<std::string_view> headings) const
{
    TableStyle style;
    style.columns = switches().columns;
    style.fault = list_fault;
    style.rows_max = switches().list_rows_max;
    const std::string limit = text("responseSizeLimit");
    if (!limit.empty()) {
        const std::size_t asked = std::stoul(limit);
        style.rows_max = style.rows_max == 0 ? asked : std::min(style.rows_max, asked);
    }
    return Table(std::move(headings), style);
}

Answer CommandContext::finish(const Table& table, std::string_view element) const
{
    const std::string limit = text("responseSizeLimit");
    if (switches().size_limit == SizeLimit::kError && !limit.empty() && table.is_over(std::stoul(limit))) {
        return fail({0, "The response size limit is exceeded", "", false});
    }
    XmlWriter out = writer();
    table.write(element, out);
    return answer(out);
}

void CommandTable::add(std::string name, Release since, Access access, std::string_view signature,
                       CommandHandler handler)
{
    commands_.emplace(std::move(name), CommandSpec{since, access, Signature(signature), handler});
}

const CommandSpec* CommandTable::find(std::string_view name, Release release) const
{
    const auto found = commands_.find(name);
    return found == commands_.end() || found->second.since > release ? nullptr : &found->second;
}

const CommandTable& command_table()
{
    static const CommandTable kTable = [] {
        CommandTable table;
        add_session_commands(table);
        add_system_commands(table);
        add_provider_commands(table);
        add_group_commands(table);
        add_user_list_commands(table);
        add_user_commands(table);
        add_service_commands(table);
        add_pack_commands(table);
        add_imp_commands(table);
        add_write_commands(table);
        return table;
    }();
    return kTable;
}

Answer execute(CommandContext& context)
{
    const CommandSpec* const spec = command_table().find(context.command.type, context.release());
    if (!spec) return context.fail(unknown_command(context.command.type));
    if (const auto problem = spec->signature.check(context.node(), context.release())) {
        return context.fail(validation_error(*problem + ", in " + context.command.type));
    }
    if (spec->access != Access::kAnybody && !context.session.logged_in) {
        return context.fail({0, "Cannot process any request before user is logged in.", "", false});
    }
    if (spec->access == Access::kSystem && !is_system_administrator(context.session)) {
        return context.fail({0, "The administrator's level does not allow " + context.command.type, "", false});
    }
    return spec->handler(context);
}

}  // namespace bwsync::lab
