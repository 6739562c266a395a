#include "tests/lab/webex/model/fixtures.hpp"

#include <nlohmann/json.hpp>

#include "tests/lab/webex/model/codes.hpp"
#include "tests/lab/webex/model/format.hpp"

namespace bwsync::lab::webex {
namespace {

// Codes that exist only on a subscriber are asynchronous whatever is asked for.
std::optional<Fixture> parse(const nlohmann::json& value)
{
    Fixture fixture;
    if (value == "pending_user_migration") {
        fixture.migration = true;
    } else if (value.is_number_integer()) {
        fixture.code = value.get<int>();
    } else if (value.is_object()) {
        for (const auto& [name, member] : value.items()) {
            if (name == "code" && member.is_number_integer()) {
                fixture.code = member.get<int>();
            } else if (name == "infoCode" && member.is_number_integer()) {
                fixture.info = member.get<int>();
            } else if (name == "async" && member.is_boolean()) {
                fixture.asynchronous = member.get<bool>();
            } else {
                return std::nullopt;
            }
        }
    } else {
        return std::nullopt;
    }
    const ErrorCode* known = find_code(fixture.code);
    if (known && known->http == 0) fixture.asynchronous = true;
    return fixture;
}

const Fixture* look_up(const std::map<std::string, Fixture>& map, const std::string& name)
{
    const auto found = map.find(name);
    return found == map.end() ? nullptr : &found->second;
}

}  // namespace

std::optional<std::string> Fixtures::set(const nlohmann::json& document)
{
    if (!document.is_object()) return "expected an object";
    for (const auto& [kind, entries] : document.items()) {
        if (!entries.is_object()) return kind + ": expected an object";
        const bool enterprises = kind == "enterprises";
        if (!enterprises && kind != "emailDomains" && kind != "userIds") return "unknown member '" + kind + "'";
        auto& map = enterprises ? enterprises_ : kind == "userIds" ? users_ : domains_;
        for (const auto& [name, value] : entries.items()) {
            const std::string key = enterprises ? name : lower_ascii(name);
            map.erase(key);
            if (value.is_null()) continue;
            const auto fixture = parse(value);
            if (!fixture) return kind + "." + name + ": expected a code, \"pending_user_migration\" or an object";
            map[key] = *fixture;
        }
    }
    return std::nullopt;
}

void Fixtures::clear()
{
    domains_.clear();
    users_.clear();
    enterprises_.clear();
}

const Fixture* Fixtures::find(const std::string& user_id, const std::string& email, const std::string& enterprise) const
{
    if (const Fixture* found = look_up(users_, lower_ascii(user_id))) return found;
    const auto at = email.rfind('@');
    const Fixture* found = at == std::string::npos ? nullptr : look_up(domains_, lower_ascii(email.substr(at + 1)));
    return found ? found : look_up(enterprises_, enterprise);
}

}  // namespace bwsync::lab::webex
