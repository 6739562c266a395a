#include "tests/lab/broadworks/model/numbered_users.hpp"

#include <cstdio>

namespace bwsync::lab {
namespace {

constexpr const char* kDefaultZone = "America/New_York";

// The number so many after the first, with as many digits.
std::string number_after(const std::string& first, unsigned long long steps)
{
    std::string text = std::to_string(std::stoull(first) + steps);
    if (text.size() < first.size()) text.insert(0, first.size() - text.size(), '0');
    return text;
}

}  // namespace

User blank_user(const ControlContext& context, const Group* group)
{
    User user;
    user.country_code = context.cluster.config.default_country_code;
    user.language = "English";
    user.time_zone = group && !group->time_zone.empty() ? group->time_zone : kDefaultZone;
    return user;
}

std::vector<NewUser> numbered_users(const ControlContext& context, Arguments& arguments, const std::string& provider,
                                    const std::string& group)
{
    const std::string prefix = arguments.text("prefix", "user");
    const std::string domain = arguments.text("domain", context.cluster.config.default_domain);
    const std::string pack = arguments.text("servicePack", ""), zone = arguments.text("timeZone", "");
    const long long count = arguments.number("count", 1, 1, 1'000'000);
    const long long start = arguments.number("start", 1, 0, 1'000'000'000);
    const std::string first_number = arguments.text("firstNumber", "");
    const bool emails = arguments.flag("emails", true);
    NewUser base;
    base.user = blank_user(context, context.cluster.model.find_group(provider, group));
    base.entitlements.services = arguments.texts("services");
    if (!pack.empty()) base.entitlements.packs.push_back(pack);
    if (!zone.empty()) base.user.time_zone = zone;
    if (!first_number.empty()) must(set_fields(base.user, {{"phoneNumber", first_number}}));
    std::vector<NewUser> users(static_cast<std::size_t>(count), base);
    for (long long i = 0; i < count; ++i) {
        char digits[32];
        const int length = std::snprintf(digits, sizeof digits, "%06lld", start + i);
        User& user = users[static_cast<std::size_t>(i)].user;
        user.user_id = prefix + digits + "@" + domain;
        user.first_name = std::string("Given") + digits;
        user.last_name = std::string("Family") + digits;
        user.extension = digits + (length - 4);
        if (emails) user.email_address = user.user_id;
        if (first_number.empty()) continue;
        user.phone_number = number_after(base.user.phone_number, static_cast<unsigned long long>(i));
    }
    return users;
}

}  // namespace bwsync::lab
