#include "tests/simulation/people.hpp"

#include <iterator>

#include "daemon/domain/basics/text.hpp"

namespace bwsync::test {

namespace {

constexpr std::size_t kUsersMost = 14;

using Identities = std::vector<std::pair<std::string, std::string>>;

std::string numbered(const char* word, int number)
{
    return word + std::to_string(number);
}

}  // namespace

void Administrators::tell(const std::string& command, Identities identities)
{
    FeedEvent event;
    event.record.command = command;
    event.record.write_id = numbered("write", ++made_);
    event.record.actor = "admin";
    event.record.identities = std::move(identities);
    event.classification = classify(event.record);
    tell_(std::move(event));
}

UserFacts* Administrators::any()
{
    if (world_.users.empty()) return nullptr;
    auto chosen = world_.users.begin();
    std::advance(chosen, static_cast<std::ptrdiff_t>(random_.below(world_.users.size())));
    return &chosen->second;
}

void Administrators::add_some(int count)
{
    for (int i = 0; i < count; ++i) add();
}

std::string Administrators::change()
{
    switch (random_.below(8)) {
        case 0:
        case 1:
            return add();
        case 2:
        case 3:
        case 4:
            return modify();
        case 5:
            return rename();
        case 6:
            return remove();
        default:
            return entitle();
    }
}

std::string Administrators::add()
{
    if (world_.users.size() >= kUsersMost) return modify();
    const int number = ++made_;
    UserFacts user;
    user.user_id = numbered("User", number) + "@example.net";
    user.service_provider_id = random_.chance(70) ? "acme" : "bravo";
    user.group_id = random_.chance(50) ? "north" : "south";
    user.first_name = numbered("First", number);
    user.last_name = numbered("Last", number);
    user.extension = std::to_string(1000 + number);
    user.phone_number = "+1240555" + std::to_string(1000 + number);
    user.email_address = numbered("mail", number) + "@example.net";
    user.language = "English";
    user.time_zone = "Europe/London";
    if (random_.chance(85)) user.service_packs.push_back("Webex");
    tell("UserAddRequest22",
         Identities{
             {"serviceProviderId", user.service_provider_id}, {"groupId", user.group_id}, {"userId", user.user_id}});
    const std::string what = "add " + user.user_id;
    world_.add_user(std::move(user));
    return what;
}

std::string Administrators::modify()
{
    UserFacts* user = any();
    if (user == nullptr) return "nothing";
    const int number = ++made_;
    switch (random_.below(4)) {
        case 0:
            user->last_name = numbered("Last", number);
            break;
        case 1:
            user->extension = std::to_string(1000 + number);
            break;
        case 2:
            user->phone_number = "+1240555" + std::to_string(1000 + number);
            break;
        default:
            user->email_address = numbered("mail", number) + "@example.net";
            break;
    }
    tell("UserModifyRequest22", Identities{{"userId", user->user_id}});
    return "modify " + user->user_id;
}

std::string Administrators::rename()
{
    UserFacts* user = any();
    if (user == nullptr) return "nothing";
    UserFacts renamed = *user;
    renamed.user_id = numbered("User", ++made_) + "@example.net";
    const std::string before = user->user_id;
    world_.users.erase(lower_case(before));
    tell("UserModifyUserIdRequest", Identities{{"userId", before}, {"newUserId", renamed.user_id}});
    const std::string what = "rename " + before + " to " + renamed.user_id;
    world_.add_user(std::move(renamed));
    return what;
}

std::string Administrators::remove()
{
    UserFacts* user = any();
    if (user == nullptr) return "nothing";
    const std::string id = user->user_id;
    world_.users.erase(lower_case(id));
    tell("UserDeleteRequest", Identities{{"userId", id}});
    return "remove " + id;
}

std::string Administrators::entitle()
{
    UserFacts* user = any();
    if (user == nullptr) return "nothing";
    const bool is_entitled = !user->service_packs.empty();
    user->service_packs.clear();
    if (!is_entitled) user->service_packs.push_back(random_.chance(70) ? "Webex" : "Webex-Premium");
    tell(is_entitled ? "UserServiceUnassignListRequest" : "UserServiceAssignListRequest",
         Identities{{"userId", user->user_id}});
    return (is_entitled ? "disentitle " : "entitle ") + user->user_id;
}

}  // namespace bwsync::test
