// What must be right about the bytes of a file before they are read as YAML, and where a byte is in characters.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/config/reading/report.hpp"

namespace bwsync::config {

// The text without a UTF-8 byte order mark.
std::string_view without_bom(std::string_view text);

bool is_utf8(std::string_view text);

// False, with a fault, when the text is not UTF-8 or holds a control character that YAML does not allow.
bool check_encoding(std::string_view text, Report& report);

// One fault per line whose indentation holds a tab. False when there was one.
bool check_tabs(std::string_view text, Report& report);

// Turns a line from 0 and a column in bytes from 0 into a Place.
class Lines final {
public:
    explicit Lines(std::string_view text);
    Place place(int line, int byte_column) const;

private:
    std::string_view text_;
    std::vector<std::size_t> starts_;
};

}  // namespace bwsync::config
