// Lists of users, whose columns differ by list and by release. OCI-P schema: OCISchemaUser.
#include "tests/lab/broadworks/model/search.hpp"
#include "tests/lab/broadworks/model/user_fields.hpp"
#include "tests/lab/broadworks/ocip/commands.hpp"
#include "tests/lab/broadworks/ocip/paging.hpp"

namespace bwsync::lab {
namespace {

// What a list shows of a user, column by column; text that is made on the spot is kept in number.
struct Columns {
    std::vector<std::string_view> headings;
    bool group = false, provider = false, country = false, reseller = false, department_detail = false;
    bool external_id = false;
};

Columns columns(bool group, bool provider, bool country, bool department_detail, Release release)
{
    Columns result;
    result.group = group;
    result.provider = provider;
    result.country = country && release >= Release::kR22;
    result.reseller = provider && release >= Release::kR22;
    result.department_detail = department_detail;
    result.external_id = (group || department_detail) && release >= Release::kR24;
    std::vector<std::string_view>& names = result.headings;
    names = {"User Id"};
    if (group) names.push_back("Group Id");
    if (provider) names.push_back("Service Provider Id");
    for (const char* const name :
         {"Last Name", "First Name", "Department", "Phone Number", "Phone Number Activated", "Email Address",
          "Hiragana Last Name", "Hiragana First Name", "In Trunk Group", "Extension"}) {
        names.push_back(name);
    }
    if (result.country) names.insert(names.end(), {"Country Code", "National Prefix"});
    if (department_detail)
        names.insert(names.end(), {"Department Type", "Parent Department", "Parent Department Type"});
    if (result.reseller) names.push_back("Reseller Id");
    if (result.external_id) names.push_back("User External Id");
    return result;
}

void add_row(const User& user, const Columns& columns, Table& table, XmlWriter& scratch)
{
    const std::string number = table_number(user);
    const std::string_view activated = number.empty() ? "" : user.phone_number_activated ? "true" : "false";
    const std::string& department = user.extra("department");
    std::vector<std::string_view> cells{user.user_id};
    if (columns.group) cells.push_back(user.group->group_id);
    if (columns.provider) cells.push_back(user.provider->id);
    cells.insert(cells.end(),
                 {user.last_name, user.first_name, department, number, activated, user.email_address,
                  user.extra("hiraganaLastName"), user.extra("hiraganaFirstName"), "false", user.extension});
    if (columns.country) cells.insert(cells.end(), {user.country_code, user.extra("nationalPrefix")});
    if (columns.department_detail) cells.insert(cells.end(), {department.empty() ? "" : "Group", "", ""});
    if (columns.reseller) cells.push_back(user.provider->reseller_id);
    if (columns.external_id) cells.push_back(user.extra("userExternalId"));
    table.row(cells, scratch);
}

void add_group(const Group& group, const Search& search, const Columns& columns, Table& table, XmlWriter& scratch)
{
    for (const auto& [id, user] : group.users) {
        if (search.matches(*user)) add_row(*user, columns, table, scratch);
    }
}

Answer list_in_system(CommandContext& context)
{
    const Columns shown = columns(true, true, false, false, context.release());
    Table table = context.table(shown.headings);
    XmlWriter scratch = context.writer();
    const Search search(context.node());
    for (const auto& [id, provider] : context.cluster.model.providers()) {
        for (const auto& [group_id, group] : provider.groups) add_group(group, search, shown, table, scratch);
    }
    return context.finish(table, "userTable");
}

Answer list_in_provider(CommandContext& context)
{
    const std::string id = context.text("serviceProviderId"), external = context.text("serviceProviderExternalId");
    const ServiceProvider* found = context.cluster.model.find_provider(id);
    for (const auto& [name, provider] : context.cluster.model.providers()) {
        if (!external.empty() && provider.external_id == external) found = &provider;
    }
    if (!found) return context.fail(provider_not_found(id));
    const Columns shown = columns(true, false, false, false, context.release());
    Table table = context.table(shown.headings);
    XmlWriter scratch = context.writer();
    const Search search(context.node());
    for (const auto& [group_id, group] : found->groups) add_group(group, search, shown, table, scratch);
    return context.finish(table, "userTable");
}

Answer list_in_group(CommandContext& context)
{
    const std::string provider = context.text("serviceProviderId"), id = context.text("GroupId");
    const Group* const group = context.cluster.model.find_group(provider, id);
    if (!group) return context.fail(group_not_found(provider, id));
    const Columns shown = columns(false, false, true, false, context.release());
    Table table = context.table(shown.headings);
    XmlWriter scratch = context.writer();
    add_group(*group, Search(context.node()), shown, table, scratch);
    return context.finish(table, "userTable");
}

std::string sort_key(const User& user, std::string_view key)
{
    if (key == "sortByUserLastName") return user.last_name;
    if (key == "sortByUserFirstName") return user.first_name;
    if (key == "sortByDn") return table_number(user);
    if (key == "sortByDepartmentName") return user.extra("department");
    if (key == "sortByEmailAddress") return user.email_address;
    if (key == "sortByExtension") return user.extension;
    return user.user_id;
}

const Group* find_group(CommandContext& context, const std::string& provider, const std::string& id)
{
    const std::string external = context.text("groupExternalId");
    if (external.empty()) return context.cluster.model.find_group(provider, id);
    for (const auto& [name, one] : context.cluster.model.providers()) {
        for (const auto& [group_id, group] : one.groups) {
            if (group.external_id == external) return &group;
        }
    }
    return nullptr;
}

Answer paged_list_in_group(CommandContext& context)
{
    const std::string provider = context.text("serviceProviderId"), id = context.text("groupId");
    const Group* const group = find_group(context, provider, id);
    if (!group) return context.fail(group_not_found(provider, id));
    const Search search(context.node());
    std::vector<const User*> users;
    for (const auto& [key, user] : group->users) {
        if (search.matches(*user)) users.push_back(user);
    }
    sort_by_request(context.node(), users, sort_key);
    const Columns shown = columns(false, false, true, true, context.release());
    Table table = context.table(shown.headings);
    XmlWriter scratch = context.writer();
    for (const User* const user : page_of(context.node(), users)) add_row(*user, shown, table, scratch);
    return context.finish(table, "userTable");
}

}  // namespace

void add_user_list_commands(CommandTable& table)
{
    table.add("UserGetListInSystemRequest", Release::kR21, Access::kSystem,
              "responseSizeLimit:I?" + user_search_signature(true), list_in_system);
    table.add("UserGetListInServiceProviderRequest", Release::kR21, Access::kLogin,
              "(serviceProviderId:T30 | serviceProviderExternalId:T36@R24) responseSizeLimit:I?" +
                  user_search_signature(false),
              list_in_provider);
    table.add("UserGetListInGroupRequest", Release::kR21, Access::kLogin,
              "serviceProviderId:T30 GroupId:T30 responseSizeLimit:I?" + user_search_signature(false), list_in_group);
    table.add("UserGetListInGroupPagedSortedListRequest", Release::kR24, Access::kLogin,
              "(serviceProviderId:T30 groupId:T30 | groupExternalId:T36) responsePagingControl:Paging?"
              " sortOrder:UserSort*3" +
                  user_search_signature(false) + " searchCriteriaModeOr:B?",
              paged_list_in_group);
}

}  // namespace bwsync::lab
