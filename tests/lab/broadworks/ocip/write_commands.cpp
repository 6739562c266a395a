// The writes that the emulator takes over OCI-P too; each is reported on the feed with the session's administrator
// as its actor. OCI-P schema: OCISchemaUser.
#include "tests/lab/broadworks/model/edits.hpp"
#include "tests/lab/broadworks/ocip/commands.hpp"

namespace bwsync::lab {
namespace {

Edits edits(CommandContext& context)
{
    return Edits(context.cluster, Actor{context.session.user, context.session.login_type, 0, true});
}

Answer outcome(CommandContext& context, const Model::Refusal& refusal)
{
    return refusal ? context.fail(*refusal) : success();
}

// A refused write on the feed, where the switch asks for it. The body is copied as it was sent.
void report_failed(CommandContext& context)
{
    if (!context.cluster.config.feed.report_failed) return;
    XmlWriter out(WireEncoding::kUtf8);
    for (const pugi::xml_node& child : context.node().children()) out.element(child.name(), child.child_value());
    const Actor actor{context.session.user, context.session.login_type, 0, true};
    context.cluster.feed.report(actor, {{context.command.type, out.take(), "", ""}});
}

User* find_user(CommandContext& context)
{
    User* const user = context.cluster.model.find_user(context.text("userId"));
    if (!user) report_failed(context);
    return user;
}

Entitlements entitlements(const CommandContext& context)
{
    Entitlements what;
    for (const pugi::xml_node& child : context.node().children()) {
        const std::string_view name = child.name();
        if (name == "serviceName") what.services.emplace_back(child.child_value());
        if (name == "servicePackName") what.packs.emplace_back(child.child_value());
    }
    return what;
}

Answer assign(CommandContext& context)
{
    User* const user = find_user(context);
    if (!user) return context.fail(user_not_found(context.text("userId")));
    return outcome(context, edits(context).assign(*user, entitlements(context)));
}

Answer unassign(CommandContext& context)
{
    User* const user = find_user(context);
    if (!user) return context.fail(user_not_found(context.text("userId")));
    return outcome(context, edits(context).unassign(*user, entitlements(context)));
}

Answer delete_user(CommandContext& context)
{
    User* const user = find_user(context);
    if (!user) return context.fail(user_not_found(context.text("userId")));
    edits(context).delete_user(*user);
    return success();
}

Answer rename_user(CommandContext& context)
{
    User* const user = find_user(context);
    if (!user) return context.fail(user_not_found(context.text("userId")));
    return outcome(context, edits(context).rename_user(*user, context.text("newUserId")));
}

Answer delete_group(CommandContext& context)
{
    const auto refusal = edits(context).delete_group(context.text("serviceProviderId"), context.text("groupId"));
    if (refusal) report_failed(context);
    return outcome(context, refusal);
}

Answer modify_user(CommandContext& context)
{
    User* const user = find_user(context);
    if (!user) return context.fail(user_not_found(context.text("userId")));
    FieldChanges changes;
    const auto take = [&](const pugi::xml_node& parent) {
        for (const pugi::xml_node& child : parent.children()) {
            const std::string name = child.name();
            if (name == "userId" || name == "address" || name == "stateOrProvinceDisplayName") continue;
            if (child_is_nil(parent, child.name())) {
                changes[name] = std::nullopt;
            } else {
                changes[name] = child_text(parent, child.name());
            }
        }
    };
    take(context.node());
    take(context.node().child("address"));
    return outcome(context, edits(context).modify_user(*user, changes));
}

// What the model keeps of UserModifyRequest17sp4 and 22; other elements of theirs are refused.
constexpr const char* kModify =
    "userId:T161 lastName:T30? firstName:T30? callingLineIdLastName:T30? callingLineIdFirstName:T30?"
    " nameDialingName:T62?! hiraganaLastName:T30?! hiraganaFirstName:T30?! phoneNumber:T23?! extension:T20?!"
    " callingLineIdPhoneNumber:T23?! language:T40? timeZone:T127? title:T50?! pagerPhoneNumber:T30?!"
    " mobilePhoneNumber:T30?! emailAddress:T80?! yahooId:T127?! addressLocation:T80?! address:Address?"
    " networkClassOfService:T40?";

}  // namespace

void add_write_commands(CommandTable& table)
{
    const char* const list = "userId:T161 serviceName:T80* servicePackName:T80*";
    table.add("UserServiceAssignListRequest", Release::kR21, Access::kLogin, list, assign);
    table.add("UserServiceUnassignListRequest", Release::kR21, Access::kLogin, list, unassign);
    table.add("UserModifyRequest17sp4", Release::kR21, Access::kLogin, kModify, modify_user);
    table.add("UserModifyRequest22", Release::kR22, Access::kLogin, kModify, modify_user);
    table.add("UserModifyUserIdRequest", Release::kR21, Access::kLogin, "userId:T161 newUserId:T161", rename_user);
    table.add("UserDeleteRequest", Release::kR21, Access::kLogin, "userId:T161", delete_user);
    table.add("GroupDeleteRequest", Release::kR21, Access::kLogin, "serviceProviderId:T30 groupId:T30", delete_group);
}

}  // namespace bwsync::lab
