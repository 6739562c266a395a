// What a command shows: results on standard output in the shape asked for, messages on standard error.
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "daemon/ctl/cli/table.hpp"
#include "daemon/ctl/client/api_client.hpp"

namespace bwsync::ctl {

// One column of a table of JSON objects.
struct Column {
    std::string heading;
    std::function<std::string(const Json& item)> cell;
};

// The member as text: "-" for null, empty or absent, yes and no, times without their T.
std::string shown(const Json& value);
std::string member(const Json& object, const std::string& name);
// A column that shows one member.
Column column(const std::string& heading, const std::string& name);

class Output final {
public:
    struct Settings {
        OutputShape shape = OutputShape::kTable;
        std::size_t width = 0;  // of the terminal; 0: none, nothing is cut
        bool has_colour = false;
        std::size_t progress_width = 0;  // of the terminal on standard error; 0: it is none, no progress is shown
    };
    Output(Settings settings, std::ostream& out, std::ostream& err) : settings_(settings), out_(out), err_(err) {}

    [[nodiscard]] bool is_table() const { return settings_.shape == OutputShape::kTable; }

    // The value in JSON or YAML; nothing in the shape table.
    void value(const Json& value);
    // With the shape table only:
    void line(const std::string& text);
    void heading(const std::string& text);
    void table(const Json& items, const std::vector<Column>& columns, const std::string& when_empty);
    // "name  value" lines for the scalar members named; absent and empty ones are left out.
    void members(const Json& object, const std::vector<std::pair<std::string, std::string>>& names);

    // As it is, with the shape csv only.
    void csv(const std::string& text);

    // For standard error, in every shape.
    void message(const std::string& text);
    // One line on a terminal that the next one overwrites; empty: takes it away.
    void progress(const std::string& text);
    [[nodiscard]] std::size_t progress_width() const { return settings_.progress_width; }

private:
    const Settings settings_;
    std::ostream& out_;
    std::ostream& err_;
};

}  // namespace bwsync::ctl
