#include "daemon/ctl/cli/yaml_text.hpp"

#include <algorithm>
#include <array>

namespace bwsync::ctl {
namespace {

using Json = nlohmann::ordered_json;

// Words that some reader takes for something else than text.
constexpr std::array<std::string_view, 11> kReserved = {"y",    "n",     "yes",  "no",  "on", "off",
                                                        "true", "false", "null", "nan", "inf"};

bool is_plain(const std::string& text)
{
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const auto is_inner = [&](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || std::string_view("_./@+-").find(c) != std::string_view::npos;
    };
    if (text.empty() || !is_letter(text.front()) || !std::all_of(text.begin(), text.end(), is_inner)) return false;
    std::string lower = text;
    for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return std::find(kReserved.begin(), kReserved.end(), lower) == kReserved.end();
}

std::string scalar(const Json& value)
{
    if (value.is_string() && is_plain(value.get_ref<const std::string&>())) return value.get<std::string>();
    // A JSON string is a double-quoted YAML one.
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool is_nested(const Json& value)
{
    return value.is_structured() && !value.empty();
}

void write(const Json& value, std::size_t indent, bool continues_line, std::string& out)
{
    bool is_first = true;
    for (const auto& [key, member] : value.items()) {
        if (!is_first || !continues_line) out.append(indent, ' ');
        is_first = false;
        if (value.is_array()) {
            out += "- ";
            if (is_nested(member)) {
                write(member, indent + 2, true, out);
                continue;
            }
        } else {
            out += scalar(Json(key)) + ':';
            if (is_nested(member)) {
                out += '\n';
                write(member, indent + 2, false, out);
                continue;
            }
            out += ' ';
        }
        out += scalar(member) + '\n';
    }
}

}  // namespace

std::string yaml_text(const Json& value)
{
    if (!is_nested(value)) return scalar(value) + '\n';
    std::string out;
    write(value, 0, false, out);
    return out;
}

}  // namespace bwsync::ctl
