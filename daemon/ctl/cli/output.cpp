#include "daemon/ctl/cli/output.hpp"

#include <algorithm>

#include "daemon/ctl/cli/text_width.hpp"
#include "daemon/ctl/cli/yaml_text.hpp"

namespace bwsync::ctl {
namespace {

// 2026-11-23T09:30:00.125Z is easier on the eye as 2026-11-23 09:30:00Z.
std::string eased(const std::string& text)
{
    const bool is_time = text.size() >= 20 && text[4] == '-' && text[7] == '-' && text[10] == 'T' && text[13] == ':' &&
                         text[16] == ':' && text.back() == 'Z';
    return is_time ? text.substr(0, 10) + ' ' + text.substr(11, 8) + 'Z' : text;
}

}  // namespace

std::string shown(const Json& value)
{
    if (value.is_null()) return "-";
    if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
    if (value.is_string()) return value.get_ref<const std::string&>().empty() ? "-" : eased(value.get<std::string>());
    if (value.is_array() && value.empty()) return "-";
    if (value.is_array() &&
        std::all_of(value.begin(), value.end(), [](const Json& item) { return item.is_string(); })) {
        std::string text;
        for (const Json& item : value) text += (text.empty() ? "" : ", ") + item.get<std::string>();
        return text;
    }
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string member(const Json& object, const std::string& name)
{
    if (!object.is_object()) return "-";
    const auto found = object.find(name);
    return found == object.end() ? "-" : shown(*found);
}

Column column(const std::string& heading, const std::string& name)
{
    return {heading, [name](const Json& item) { return member(item, name); }};
}

void Output::value(const Json& value)
{
    if (settings_.shape == OutputShape::kJson)
        out_ << value.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
    if (settings_.shape == OutputShape::kYaml) out_ << yaml_text(value);
}

void Output::csv(const std::string& text)
{
    if (settings_.shape == OutputShape::kCsv) out_ << text;
}

void Output::line(const std::string& text)
{
    if (is_table()) out_ << printable(text) << '\n';
}

void Output::heading(const std::string& text)
{
    if (!is_table()) return;
    out_ << '\n' << (settings_.has_colour ? "\033[1m" : "") << text << (settings_.has_colour ? "\033[0m" : "") << '\n';
}

void Output::table(const Json& items, const std::vector<Column>& columns, const std::string& when_empty)
{
    if (!is_table()) return;
    if (!items.is_array() || items.empty()) {
        out_ << when_empty << '\n';
        return;
    }
    Table table;
    for (const Column& column : columns) table.headings.push_back(column.heading);
    for (const Json& item : items) {
        std::vector<std::string>& row = table.rows.emplace_back();
        for (const Column& column : columns) row.push_back(column.cell(item));
    }
    std::string text = rendered(table, settings_.width);
    if (settings_.has_colour) {
        const std::size_t end = text.find('\n');
        text = "\033[1m" + text.substr(0, end) + "\033[0m" + text.substr(end);
    }
    out_ << text;
}

void Output::members(const Json& object, const std::vector<std::pair<std::string, std::string>>& names)
{
    if (!is_table()) return;
    std::size_t widest = 0;
    for (const auto& [name, heading] : names) {
        if (member(object, name) != "-") widest = std::max(widest, display_width(heading));
    }
    for (const auto& [name, heading] : names) {
        const std::string text = member(object, name);
        if (text == "-") continue;
        out_ << heading << std::string(widest - display_width(heading) + 2, ' ') << printable(text) << '\n';
    }
}

void Output::progress(const std::string& text)
{
    if (settings_.progress_width == 0) return;
    err_ << '\r' << printable(text) << "\033[K" << std::flush;
}

void Output::message(const std::string& text)
{
    std::string rest = text;
    while (!rest.empty()) {
        const std::size_t end = rest.find('\n');
        err_ << "bwsyncctl: " << printable(rest.substr(0, end)) << '\n';
        rest = end == std::string::npos ? std::string() : rest.substr(end + 1);
    }
}

}  // namespace bwsync::ctl
