// Tables as text: cells separated by a comma, semicolon, tab or bar, quoted or not (RFC 4180 and what spreadsheets make
// of it). Total: whatever cannot be read is named by its line, and the lines behind it are read all the same.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bwsync {

struct LineFault {
    std::size_t line = 0;  // from 1
    std::string what;

    bool operator==(const LineFault&) const = default;
};

struct DelimitedRow {
    std::size_t line = 0;  // where it begins; a quoted cell may hold line ends
    std::vector<std::string> cells;
};

struct DelimitedTable {
    char separator = ',';
    std::vector<std::string> headings;  // of the first line that is not empty; empty: there is none
    std::vector<DelimitedRow> rows;     // each with as many cells as there are headings
    std::vector<LineFault> faults;
};

DelimitedTable parse_delimited(std::string_view text);

}  // namespace bwsync
