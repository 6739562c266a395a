#include "adapters/webex/wire/json_fields.hpp"

#include <charconv>
#include <limits>

namespace bwsync {

using nlohmann::json;

std::string text_field(const json& object, const char* name)
{
    const json& value = member(object, name);
    if (value.is_string()) return value.get<std::string>();
    if (value.is_number() || value.is_boolean()) return value.dump();
    return "";
}

std::optional<long long> number_field(const json& object, const char* name)
{
    const json& value = member(object, name);
    if (value.is_number_unsigned() && value.get<unsigned long long>() > std::numeric_limits<long long>::max()) {
        return std::nullopt;
    }
    if (value.is_number_integer()) return value.get<long long>();
    if (value.is_number_float()) {
        const double number = value.get<double>();
        if (number > -1e15 && number < 1e15) return static_cast<long long>(number);
        return std::nullopt;
    }
    if (!value.is_string()) return std::nullopt;
    const auto& text = value.get_ref<const std::string&>();
    long long number = 0;
    const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_whole = bad == std::errc() && end == text.data() + text.size();
    return is_whole ? std::optional(number) : std::nullopt;
}

}  // namespace bwsync
