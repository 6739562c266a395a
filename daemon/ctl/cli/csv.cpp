#include "daemon/ctl/cli/csv.hpp"

namespace bwsync::ctl {

namespace {

class CsvReader {
public:
    explicit CsvReader(std::string_view text) : rest_(text)
    {
        constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
        if (rest_.starts_with(kByteOrderMark)) rest_.remove_prefix(kByteOrderMark.size());
    }

    CsvText run()
    {
        while (!rest_.empty()) record();
        return std::move(result_);
    }

private:
    void record()
    {
        CsvRecord record;
        record.line = line_;
        fault_.clear();
        do {
            record.fields.push_back(field());
        } while (!is_at_end() && take(','));
        end_line();
        if (!fault_.empty()) {
            result_.faults.push_back({record.line, fault_});
            return;
        }
        const bool is_blank = record.fields.size() == 1 && record.fields.front().empty();
        if (!is_blank) result_.records.push_back(std::move(record));
    }

    std::string field() { return take('"') ? quoted() : plain(); }

    std::string plain()
    {
        std::string text;
        while (!rest_.empty() && rest_.front() != ',' && !is_at_end()) {
            if (rest_.front() == '"')
                fault_ =
                    "a quotation mark within a field: put the whole field in quotation marks and write each one "
                    "within it twice";
            text += take_one();
        }
        return text;
    }

    std::string quoted()
    {
        std::string text;
        for (;;) {
            if (rest_.empty()) {
                fault_ = "a quotation mark is never closed: close the field that begins with it";
                return text;
            }
            const char c = take_one();
            if (c == '\n') ++line_;
            if (c != '"') {
                text += c;
            } else if (take('"')) {
                text += '"';
            } else {
                break;
            }
        }
        const std::string after = plain();
        if (!after.empty()) fault_ = "text after the closing quotation mark: a comma must follow it";
        return text;
    }

    [[nodiscard]] bool is_at_end() const
    {
        return rest_.empty() || rest_.front() == '\n' || rest_.starts_with("\r\n") || rest_ == "\r";
    }
    void end_line()
    {
        take('\r');
        if (take('\n')) ++line_;
    }
    bool take(char c)
    {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    char take_one()
    {
        const char c = rest_.front();
        rest_.remove_prefix(1);
        return c;
    }

    std::string_view rest_;
    std::size_t line_ = 1;
    std::string fault_;
    CsvText result_;
};

}  // namespace

CsvText read_csv(std::string_view text)
{
    return CsvReader(text).run();
}

std::string csv_line(const std::vector<std::string>& fields)
{
    std::string line;
    for (const std::string& field : fields) {
        if (&field != &fields.front()) line += ',';
        const bool needs_marks = field.find_first_of(",\"\r\n") != std::string::npos;
        if (needs_marks) line += '"';
        for (const char c : field) {
            const bool is_break = c == '\n' || c == '\r';
            if (c == '"') line += '"';
            line += is_break ? ' ' : c;
        }
        if (needs_marks) line += '"';
    }
    return line + '\n';
}

}  // namespace bwsync::ctl
