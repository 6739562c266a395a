#include "tests/lab/broadworks/control/control_arguments.hpp"

#include <utility>

#include "tests/lab/webex/switches.hpp"

namespace bwsync::lab {

Arguments Arguments::parse(const std::string& text)
{
    nlohmann::json value = nlohmann::json::parse(text.empty() ? "{}" : text, nullptr, false);
    if (value.is_discarded()) throw BadRequest("the body is not JSON");
    return Arguments(std::move(value));
}

Arguments::Arguments(nlohmann::json object) : object_(std::move(object))
{
    if (!object_.is_object()) throw BadRequest("a JSON object is expected");
}

const nlohmann::json* Arguments::find(const std::string& key)
{
    used_.insert(key);
    const auto found = object_.find(key);
    return found == object_.end() || found->is_null() ? nullptr : &*found;
}

bool Arguments::has(const std::string& key)
{
    return find(key) != nullptr;
}

std::string Arguments::text(const std::string& key)
{
    const nlohmann::json* const value = find(key);
    if (!value || !value->is_string() || value->get_ref<const std::string&>().empty()) {
        throw BadRequest("'" + key + "' is required, a text");
    }
    return value->get<std::string>();
}

std::string Arguments::text(const std::string& key, const std::string& otherwise)
{
    const nlohmann::json* const value = find(key);
    if (!value) return otherwise;
    if (!value->is_string()) throw BadRequest("'" + key + "' must be a text");
    return value->get<std::string>();
}

bool Arguments::flag(const std::string& key, bool otherwise)
{
    const nlohmann::json* const value = find(key);
    if (!value) return otherwise;
    if (!value->is_boolean()) throw BadRequest("'" + key + "' must be true or false");
    return value->get<bool>();
}

long long Arguments::number(const std::string& key, long long otherwise, long long least, long long most)
{
    const nlohmann::json* const value = find(key);
    if (!value) return otherwise;
    const bool good = value->is_number_integer() && value->get<long long>() >= least && value->get<long long>() <= most;
    if (!good) {
        throw BadRequest("'" + key + "' must be a whole number from " + std::to_string(least) + " to " +
                         std::to_string(most));
    }
    return value->get<long long>();
}

std::chrono::milliseconds Arguments::duration(const std::string& key, std::chrono::milliseconds otherwise)
{
    const nlohmann::json* const value = find(key);
    if (!value) return otherwise;
    const auto parsed = value->is_string() ? parse_duration(value->get<std::string>()) : std::nullopt;
    if (!parsed) throw BadRequest("'" + key + "' must be a duration such as \"500ms\", \"30s\" or \"5m\"");
    return *parsed;
}

std::vector<std::string> Arguments::texts(const std::string& key)
{
    const nlohmann::json* const value = find(key);
    std::vector<std::string> result;
    if (!value) return result;
    if (!value->is_array()) throw BadRequest("'" + key + "' must be a list of texts");
    for (const nlohmann::json& one : *value) {
        if (!one.is_string()) throw BadRequest("'" + key + "' must be a list of texts");
        result.push_back(one.get<std::string>());
    }
    return result;
}

std::vector<Arguments> Arguments::objects(const std::string& key)
{
    const nlohmann::json* const value = find(key);
    std::vector<Arguments> result;
    if (!value) return result;
    if (!value->is_array()) throw BadRequest("'" + key + "' must be a list of objects");
    for (const nlohmann::json& one : *value) result.emplace_back(one);
    return result;
}

std::optional<Arguments> Arguments::object(const std::string& key)
{
    const nlohmann::json* const value = find(key);
    if (!value) return std::nullopt;
    return Arguments(*value);
}

const nlohmann::json& Arguments::value(const std::string& key)
{
    static const nlohmann::json kNull;
    const nlohmann::json* const found = find(key);
    return found ? *found : kNull;
}

std::vector<std::string> Arguments::rest()
{
    std::vector<std::string> keys;
    for (const auto& [key, value] : object_.items()) {
        if (!used_.count(key)) keys.push_back(key);
    }
    return keys;
}

void Arguments::finish() const
{
    for (const auto& [key, value] : object_.items()) {
        if (!used_.count(key)) throw BadRequest("'" + key + "' is not known here");
    }
}

}  // namespace bwsync::lab
