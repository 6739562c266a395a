// One user's profile, in the four versions of the four releases. OCI-P schema: UserGetResponse21, 22V6, 22V8, 23V2.
#include "tests/lab/broadworks/model/user_fields.hpp"
#include "tests/lab/broadworks/ocip/commands.hpp"

namespace bwsync::lab {
namespace {

// Which elements a version of the answer has beyond UserGetResponse21.
enum class Profile { k21, k22V6, k22V8, k23V2 };

Profile profile_of(const std::string& type)
{
    if (type == "UserGetRequest21") return Profile::k21;
    if (type == "UserGetRequest22V6") return Profile::k22V6;
    return type == "UserGetRequest22V8" ? Profile::k22V8 : Profile::k23V2;
}

void write_names(const User& user, XmlWriter& out)
{
    const auto or_else = [](const std::string& own, const std::string& name) { return own.empty() ? name : own; };
    out.element("lastName", user.last_name);
    out.element("firstName", user.first_name);
    out.element("callingLineIdLastName", or_else(user.extra("callingLineIdLastName"), user.last_name));
    out.element("callingLineIdFirstName", or_else(user.extra("callingLineIdFirstName"), user.first_name));
    for (const char* const name : {"nameDialingName", "hiraganaLastName", "hiraganaFirstName"}) {
        out.optional(name, user.extra(name));
    }
}

void write_numbers(const User& user, NumberForm form, XmlWriter& out)
{
    out.optional("phoneNumber", profile_number(user, form));
    out.optional("extension", user.extension);
    out.optional("callingLineIdPhoneNumber", user.extra("callingLineIdPhoneNumber"));
}

void write_device(const User& user, bool newest, XmlWriter& out)
{
    const std::string& device = user.extra("deviceName");
    if (device.empty()) return;
    const std::string& port = user.extra("linePort");
    out.open("accessDeviceEndpoint");
    out.open("accessDevice");
    out.element("deviceLevel", "Group");
    out.element("deviceName", device);
    out.close("accessDevice");
    out.element("linePort", port.empty() ? user.user_id : port);
    for (const char* const name : {"staticRegistrationCapable", "useDomain", "supportVisualDeviceManagement"}) {
        out.element(name, std::string_view(name) == "useDomain");
    }
    if (newest) out.element("useHotline", false);
    out.close("accessDeviceEndpoint");
}

void write_contact(const User& user, XmlWriter& out)
{
    out.optional("title", user.extra("title"));
    out.optional("pagerPhoneNumber", user.extra("pagerPhoneNumber"));
    out.optional("mobilePhoneNumber", user.mobile_phone_number);
    out.optional("emailAddress", user.email_address);
    out.optional("yahooId", user.extra("yahooId"));
    out.optional("addressLocation", user.extra("addressLocation"));
    write_address(out, user);
    out.element("countryCode", user.country_code);
    out.optional("nationalPrefix", user.extra("nationalPrefix"));
    out.optional("networkClassOfService", user.extra("networkClassOfService"));
    const std::string& imp_id = user.extra("impId");
    if (Model::has_service(user, kIntegratedImp)) out.element("impId", imp_id.empty() ? user.user_id : imp_id);
}

void write_newer(const User& user, Profile profile, XmlWriter& out)
{
    if (profile == Profile::k21) return;
    for (const std::string& alternate : user.alternate_user_ids) {
        out.open("alternateUserId");
        out.element("alternateUserId", alternate);
        out.close("alternateUserId");
    }
    out.element("allowVideo", true);
    out.optional("resellerId", user.provider->reseller_id);
    if (profile == Profile::k22V6) return;
    out.optional("serviceProviderExternalId", user.provider->external_id);
    out.optional("groupExternalId", user.group->external_id);
    out.optional("userExternalId", user.extra("userExternalId"));
    if (profile == Profile::k22V8) return;
    out.optional("userPersonId", user.extra("userPersonId"));
    out.optional("isPlace", user.extra("isPlace"));
    out.optional("locationDialingCode", user.extra("locationDialingCode"));
}

Answer user_get(CommandContext& context)
{
    const std::string id = context.text("userId");
    const User* const user = context.cluster.model.find_user(id);
    if (!user) return context.fail(user_not_found(id));
    const Profile profile = profile_of(context.command.type);
    XmlWriter out = context.writer();
    out.element("serviceProviderId", user->provider->id);
    out.element("groupId", user->group->group_id);
    if (profile != Profile::k21) out.element("userId", user->user_id);
    write_names(*user, out);
    write_numbers(*user, context.switches().profile_numbers, out);
    write_department(out, *user);
    out.optional("departmentFullPath", user->extra("department"));
    out.element("language", user->language);
    out.element("timeZone", user->time_zone);
    out.element("timeZoneDisplayName", "(GMT) " + user->time_zone);
    out.element("defaultAlias", "sip:" + user->user_id);
    write_device(*user, profile == Profile::k22V8 || profile == Profile::k23V2, out);
    write_contact(*user, out);
    write_newer(*user, profile, out);
    return context.answer(out);
}

}  // namespace

void add_user_commands(CommandTable& table)
{
    table.add("UserGetRequest21", Release::kR21, Access::kLogin, "userId:T161", user_get);
    table.add("UserGetRequest22V6", Release::kR22, Access::kLogin, "userId:T161", user_get);
    table.add("UserGetRequest22V8", Release::kR24, Access::kLogin, "userId:T161", user_get);
    table.add("UserGetRequest23V2", Release::kR25, Access::kLogin, "userId:T161", user_get);
}

}  // namespace bwsync::lab
