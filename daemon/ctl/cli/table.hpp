// Rows of text in columns. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace bwsync::ctl {

struct Table {
    std::vector<std::string> headings;
    std::vector<std::vector<std::string>> rows;
};

// Lines, each ended; columns two spaces apart, nothing after the last. With a width the widest columns are cut until a
// row fits, never below eight; 0: as wide as it takes. Cells are made printable.
std::string rendered(const Table& table, std::size_t width);

}  // namespace bwsync::ctl
