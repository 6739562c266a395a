#include "daemon/ctl/commands/precheck_rows.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "daemon/domain/basics/text.hpp"

namespace bwsync::ctl {

namespace {

constexpr std::size_t kTextMax = 320;

std::string without_blanks(const std::string& text)
{
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// "Customer E-Mail", "customer_email" and customerEmail are one.
std::string column_key(const std::string& name)
{
    std::string key;
    for (const char c : lower_case(name)) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) key += c;
    }
    return key;
}

bool is_email(const std::string& text)
{
    const std::size_t at = text.find('@');
    const bool has_sides = at != std::string::npos && at > 0 && at + 1 < text.size();
    return has_sides && text.find('@', at + 1) == std::string::npos && text.find_first_of(" \t,;<>\"") == text.npos;
}

struct Columns {
    std::optional<std::size_t> user;
    std::optional<std::size_t> email;
    std::optional<std::size_t> customer;
    std::size_t count = 0;
};

Columns columns_of(const std::vector<std::string>& header)
{
    Columns columns;
    columns.count = header.size();
    for (std::size_t i = 0; i < header.size(); ++i) {
        const std::string key = column_key(header[i]);
        if (key == "userid" || key == "user") columns.user = i;
        if (key == "email") columns.email = i;
        if (key == "customeremail" || key == "primaryemail") columns.customer = i;
    }
    return columns;
}

std::string field(const CsvRecord& record, const std::optional<std::size_t>& column)
{
    return column && *column < record.fields.size() ? without_blanks(record.fields[*column]) : std::string();
}

// What is wrong with a row; empty: nothing.
std::string fault_of(const PrecheckRow& row)
{
    if (!row.user_id.empty()) return row.user_id.size() > kTextMax ? "the user id is too long: correct it" : "";
    if (row.email.empty()) return "neither userId nor email: give one of the two, or take the line out";
    if (!is_email(row.email)) return "'" + row.email + "' is no e-mail address: correct it";
    if (row.customer_email.empty())
        return "no customerEmail: give the address of a user of the customer's organization (for its first subscriber "
               "the same as email), or --customer-email for all lines";
    if (!is_email(row.customer_email))
        return "'" + row.customer_email + "' is no e-mail address: correct customerEmail";
    if (std::max(row.email.size(), row.customer_email.size()) > kTextMax) return "the address is too long: correct it";
    return {};
}

}  // namespace

std::string PrecheckRow::key() const
{
    if (!user_id.empty()) return lower_case(user_id);
    return lower_case(email) + '\n' + lower_case(customer_email);
}

PrecheckRows precheck_rows(std::string_view text, const std::string& customer_email)
{
    PrecheckRows result;
    CsvText csv = read_csv(text);
    result.faults = std::move(csv.faults);
    if (csv.records.empty()) {
        result.faults.push_back({1, "the file has no lines: begin with a header, userId or email,customerEmail"});
        return result;
    }
    const CsvRecord header = std::move(csv.records.front());
    csv.records.erase(csv.records.begin());
    const Columns columns = columns_of(header.fields);
    if (!columns.user && !columns.email) {
        result.faults.push_back({header.line,
                                 "the header names no column userId or email: put userId, or email,customerEmail, "
                                 "before the rows, separated by commas"});
        return result;
    }
    std::map<std::string, std::size_t> lines;
    for (const CsvRecord& record : csv.records) {
        if (record.fields.size() != columns.count) {
            result.faults.push_back({record.line, std::to_string(record.fields.size()) +
                                                      " fields where the header has " + std::to_string(columns.count) +
                                                      ": put fields that hold a comma in quotation marks"});
            continue;
        }
        PrecheckRow row;
        row.user_id = field(record, columns.user);
        if (row.user_id.empty()) {
            row.email = field(record, columns.email);
            row.customer_email = field(record, columns.customer);
            if (row.customer_email.empty()) row.customer_email = customer_email;
        }
        std::string fault = fault_of(row);
        const auto [first, is_new] = lines.emplace(row.key(), record.line);
        if (fault.empty() && !is_new)
            fault = "the same as line " + std::to_string(first->second) + ": take one of them out";
        if (!fault.empty()) {
            result.faults.push_back({record.line, std::move(fault)});
        } else {
            result.rows.push_back(std::move(row));
        }
    }
    std::stable_sort(result.faults.begin(), result.faults.end(),
                     [](const CsvFault& a, const CsvFault& b) { return a.line < b.line; });
    return result;
}

}  // namespace bwsync::ctl
