#include "daemon/ctl/cli/table.hpp"

#include <algorithm>
#include <numeric>

#include "daemon/ctl/cli/text_width.hpp"

namespace bwsync::ctl {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kNarrowest = 8;

std::vector<std::size_t> natural_widths(const std::vector<std::vector<std::string>>& lines)
{
    std::vector<std::size_t> widths;
    for (const auto& line : lines) {
        widths.resize(std::max(widths.size(), line.size()), 0);
        for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], display_width(line[i]));
    }
    return widths;
}

// Takes from the widest column, one by one, until the rows fit.
void narrow(std::vector<std::size_t>& widths, std::size_t room)
{
    if (widths.empty()) return;
    std::size_t total = std::accumulate(widths.begin(), widths.end(), (widths.size() - 1) * kGap);
    while (total > room) {
        const auto widest = std::max_element(widths.begin(), widths.end());
        if (*widest <= kNarrowest) return;
        --*widest;
        --total;
    }
}

std::vector<std::string> printable_line(const std::vector<std::string>& cells)
{
    std::vector<std::string> line;
    for (const std::string& cell : cells) line.push_back(printable(cell));
    return line;
}

}  // namespace

std::string rendered(const Table& table, std::size_t width)
{
    std::vector<std::vector<std::string>> lines{table.headings};
    for (const auto& row : table.rows) lines.push_back(printable_line(row));
    std::vector<std::size_t> widths = natural_widths(lines);
    if (width > 0) narrow(widths, width);
    std::string text;
    for (const auto& line : lines) {
        std::string out;
        for (std::size_t i = 0; i < line.size(); ++i) {
            const std::string cell = cut(line[i], widths[i]);
            out += cell;
            if (i + 1 < line.size()) out.append(widths[i] - display_width(cell) + kGap, ' ');
        }
        out.erase(out.find_last_not_of(' ') + 1);
        text += out + '\n';
    }
    return text;
}

}  // namespace bwsync::ctl
