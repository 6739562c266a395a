#include "daemon/domain/billing/delimited_text.hpp"

#include <algorithm>

namespace bwsync {

namespace {

// A quote that is never closed must not swallow the file, nor be looked for in all of it again and again.
constexpr std::size_t kQuotedMax = 4096;
constexpr std::string_view kSeparators = ",;\t|";

bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

// Behind the end of the line that begins at `at`.
std::size_t next_line(std::string_view text, std::size_t at)
{
    const std::size_t end = text.find_first_of("\r\n", at);
    if (end == std::string_view::npos) return text.size();
    const bool is_pair = text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n';
    return end + (is_pair ? 2 : 1);
}

std::size_t count_lines(std::string_view text)
{
    std::size_t lines = 0;
    for (std::size_t at = 0; at < text.size(); ++lines) at = next_line(text, at);
    return lines;
}

class RowReader {
public:
    RowReader(std::string_view text, std::size_t begin, char separator) : text_(text), at_(begin), separator_(separator)
    {
    }

    // Reads cells to the end of the row; false: `problem` says why not.
    bool read()
    {
        for (;;) {
            std::string& cell = cells.emplace_back();
            if (!(at_ < text_.size() && text_[at_] == '"' ? read_quoted(cell) : read_plain(cell))) return false;
            if (at_ < text_.size() && text_[at_] == separator_) {
                ++at_;
                continue;
            }
            end = next_line(text_, at_);
            return true;
        }
    }

    std::vector<std::string> cells;
    std::size_t end = 0;  // behind the row
    std::string problem;

private:
    bool read_plain(std::string& cell)
    {
        const std::size_t begin = at_;
        while (at_ < text_.size() && text_[at_] != separator_ && !is_line_end(text_[at_])) ++at_;
        cell = text_.substr(begin, at_ - begin);
        return true;
    }
    bool read_quoted(std::string& cell)
    {
        const std::size_t begin = at_++;
        for (;; ++at_) {
            if (at_ >= text_.size() || at_ - begin > kQuotedMax) return fail("a quote is not closed");
            if (text_[at_] != '"') {
                cell += text_[at_];
            } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
                cell += '"';
                ++at_;
            } else {
                break;
            }
        }
        ++at_;
        const bool is_at_end = at_ >= text_.size() || text_[at_] == separator_ || is_line_end(text_[at_]);
        return is_at_end || fail("text stands behind a closing quote");
    }
    bool fail(const char* why)
    {
        problem = why;
        return false;
    }

    std::string_view text_;
    std::size_t at_;
    char separator_;
};

// The one that parts the headings most often.
char separator_of(std::string_view first_line)
{
    char best = ',';
    std::ptrdiff_t most = 0;
    for (const char candidate : kSeparators) {
        bool is_quoted = false;
        std::ptrdiff_t count = 0;
        for (const char c : first_line) {
            if (c == '"') is_quoted = !is_quoted;
            if (c == candidate && !is_quoted) ++count;
        }
        if (count > most) best = candidate;
        most = std::max(most, count);
    }
    return best;
}

bool is_blank(const std::vector<std::string>& cells)
{
    return std::all_of(cells.begin(), cells.end(),
                       [](const std::string& cell) { return cell.find_first_not_of(" \t") == std::string::npos; });
}

}  // namespace

DelimitedTable parse_delimited(std::string_view text)
{
    constexpr std::string_view kMark = "\xef\xbb\xbf";
    if (text.substr(0, kMark.size()) == kMark) text.remove_prefix(kMark.size());
    DelimitedTable table;
    std::size_t line = 1;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t following = next_line(text, at);
        if (table.headings.empty()) table.separator = separator_of(text.substr(at, following - at));
        RowReader reader(text, at, table.separator);
        bool is_good = reader.read();
        if (is_good && !table.headings.empty() && !is_blank(reader.cells) &&
            reader.cells.size() != table.headings.size()) {
            is_good = false;
            reader.problem = "it has " + std::to_string(reader.cells.size()) + " cells, the headings are " +
                             std::to_string(table.headings.size());
        }
        const std::size_t here = line;
        const std::size_t next = is_good ? reader.end : following;
        line += count_lines(text.substr(at, next - at));
        at = next;
        if (!is_good) {
            table.faults.push_back({here, reader.problem});
        } else if (is_blank(reader.cells)) {
            continue;
        } else if (table.headings.empty()) {
            table.headings = std::move(reader.cells);
        } else {
            table.rows.push_back({here, std::move(reader.cells)});
        }
    }
    return table;
}

}  // namespace bwsync
