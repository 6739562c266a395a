#include <algorithm>
#include <array>

#include "daemon/domain/feed/feed_commands.hpp"

namespace bwsync {

namespace {

// What a command says about who is meant.
struct Subject {
    std::vector<std::string_view> users;
    std::string_view service_provider;
    std::string_view group;
    std::string_view new_user;
    bool names_many_groups = false;
};

bool is_user_element(std::string_view name)
{
    return name == "userId" || name == "serviceUserId" || name == "placeUserId" || name == "pilotUserId";
}

// The first service provider and group count: those of the command itself stand before any nested ones. An enterprise
// is a service provider. External ids and the reseller name nobody we could read without a look-up.
Subject subject_of(const FeedRecord& record)
{
    Subject subject;
    for (const auto& [name, value] : record.identities) {
        if (value.empty()) continue;
        if (is_user_element(name)) {
            subject.users.push_back(value);
        } else if (name == "newUserId") {
            subject.new_user = value;
        } else if (name == "serviceProviderId" || name == "enterpriseId") {
            if (subject.service_provider.empty()) subject.service_provider = value;
        } else if (name == "groupId") {
            subject.names_many_groups |= !subject.group.empty() && subject.group != value;
            if (subject.group.empty()) subject.group = value;
        }
    }
    return subject;
}

DirtyKey user_key(const Subject& subject, std::string_view user)
{
    DirtyKey key;
    key.user_id = user;
    // A group without its service provider identifies nothing.
    key.service_provider_id = subject.service_provider;
    if (!subject.service_provider.empty()) key.group_id = subject.group;
    return key;
}

DirtyKey scope_key(DirtyKind kind, const Subject& subject)
{
    DirtyKey key;
    key.kind = kind;
    if (kind != DirtyKind::kCluster) key.service_provider_id = subject.service_provider;
    if (kind == DirtyKind::kGroup) key.group_id = subject.group;
    return key;
}

void add_users(Classification& result, const Subject& subject)
{
    for (const auto user : subject.users) result.keys.push_back(user_key(subject, user));
}

// The narrowest scope, not below `wanted`, that the command names: ids may be missing because the server chose them
// (GroupConsolidatedAddRequest) or because only an external id was given.
DirtyKind named_scope(DirtyKind wanted, const Subject& subject)
{
    if (wanted == DirtyKind::kCluster || subject.service_provider.empty()) return DirtyKind::kCluster;
    if (wanted == DirtyKind::kServiceProvider || subject.group.empty()) return DirtyKind::kServiceProvider;
    return DirtyKind::kGroup;
}

// An old version of a trunk group command names nothing but the trunk group's own virtual user. Its hosted users keep
// name, number and services, so that user is enough, unless a background task is going to create more.
bool is_user_enough(const FeedCommand& command, const Subject& subject)
{
    return command.feed_class == FeedClass::kMass && !command.is_later && !subject.users.empty();
}

void mark_scope(Classification& result, const FeedCommand& command, const Subject& subject, DirtyKind wanted)
{
    const DirtyKind scope = named_scope(wanted, subject);
    if (scope == DirtyKind::kCluster && wanted != scope && is_user_enough(command, subject)) return;
    result.keys.push_back(scope_key(scope, subject));
    result.says_gone = command.is_gone && scope == wanted;
}

void mark_users(Classification& result, const FeedCommand& command, const Subject& subject)
{
    if (subject.users.empty()) {
        result.keys.push_back(scope_key(named_scope(DirtyKind::kGroup, subject), subject));
        return;
    }
    result.says_gone = command.is_gone;
    if (subject.new_user.empty() || subject.new_user == subject.users.front()) return;
    // UserModifyUserIdRequest, and UserConsolidatedModifyRequest where it carries a new id.
    result.feed_class = FeedClass::kRename;
    result.keys.push_back(user_key(subject, subject.new_user));
    result.renames.push_back({std::string(subject.users.front()), std::string(subject.new_user)});
}

Classification classify_known(const FeedCommand& command, const FeedRecord& record)
{
    Classification result;
    result.feed_class = command.feed_class;
    if (command.marks == Marks::kNobody) return result;
    result.has_later_effects = command.is_later;
    const Subject subject = subject_of(record);
    add_users(result, subject);
    switch (command.marks) {
        case Marks::kUser:
            mark_users(result, command, subject);
            break;
        case Marks::kGroup:
            mark_scope(result, command, subject, DirtyKind::kGroup);
            break;
        case Marks::kServiceProvider:
            mark_scope(result, command, subject, DirtyKind::kServiceProvider);
            break;
        default:
            mark_scope(result, command, subject, DirtyKind::kCluster);
    }
    return result;
}

// Reads and logins change nothing. Never seen on a feed, but if a server reports them, ours must not make us read
// again: that would never end. A read has Get as a word of its own (UserGetListInGroupRequest, not
// ...TargetsCapacity...).
bool is_read_or_login(std::string_view base)
{
    constexpr std::array<std::string_view, 5> kLogins = {"AuthenticationRequest", "AuthenticationVerifyRequest",
                                                         "LoginRequest", "LogoutRequest",
                                                         "ExternalAuthenticationVerifyRequest"};
    if (std::find(kLogins.begin(), kLogins.end(), base) != kLogins.end()) return true;
    const auto at = base.find("Get");
    return at != std::string_view::npos && at + 3 < base.size() && base[at + 3] >= 'A' && base[at + 3] <= 'Z';
}

// A command of a release we do not know. It widens to what it names. One that names nobody, but is by its name about
// users, groups, providers, enterprises or resellers, makes the cluster dirty: something below has changed. Any other
// (System...) does not: a setting of the whole system that rewrites subscribers would be news to every release so far,
// and a chatty one must not turn into sweep after sweep. It is counted as unknown, and the regular sweep sees its
// effects.
void mark_unknown(Classification& result, std::string_view command, const Subject& subject)
{
    add_users(result, subject);
    if (!subject.new_user.empty()) result.keys.push_back(user_key(subject, subject.new_user));
    if (!result.keys.empty()) return;
    if (!subject.service_provider.empty()) {
        const auto wanted = subject.names_many_groups ? DirtyKind::kServiceProvider : DirtyKind::kGroup;
        result.keys.push_back(scope_key(named_scope(wanted, subject), subject));
        return;
    }
    constexpr std::array<std::string_view, 6> kBelow = {"User",       "Group",    "ServiceProvider",
                                                        "Enterprise", "Reseller", "Place"};
    const bool is_below =
        std::any_of(kBelow.begin(), kBelow.end(), [&](auto word) { return command.starts_with(word); });
    if (is_below) result.keys.push_back(scope_key(DirtyKind::kCluster, subject));
}

Classification classify_request(const FeedRecord& record)
{
    const std::string_view base = feed_command_base(record.command);
    if (const FeedCommand* command = find_feed_command(base)) return classify_known(*command, record);
    Classification result;
    if (is_read_or_login(base)) {
        result.feed_class = FeedClass::kIrrelevant;
        return result;
    }
    mark_unknown(result, record.command, subject_of(record));
    return result;
}

}  // namespace

Classification classify(const FeedRecord& record)
{
    Classification result;
    switch (record.kind) {
        case FeedRecord::Kind::kRequest:
            result = classify_request(record);
            break;
        case FeedRecord::Kind::kPublicIdentity:
            // A line or SIP alias changed; the write behind it is reported too, so nobody named means nothing to read.
            result.feed_class = FeedClass::kUser;
            add_users(result, subject_of(record));
            break;
        case FeedRecord::Kind::kServerStatus:
            result.feed_class = FeedClass::kStatus;
            break;
        case FeedRecord::Kind::kUnknownKind:
            break;
    }
    std::sort(result.keys.begin(), result.keys.end());
    result.keys.erase(std::unique(result.keys.begin(), result.keys.end()), result.keys.end());
    return result;
}

}  // namespace bwsync
