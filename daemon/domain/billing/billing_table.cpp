#include "daemon/domain/billing/billing_table.hpp"

#include <map>
#include <optional>

#include "daemon/domain/basics/package.hpp"
#include "daemon/domain/basics/text.hpp"
#include "daemon/domain/billing/webex_billing.hpp"

namespace bwsync {

namespace {

std::string essence_of(std::string_view heading)
{
    std::string essence;
    for (const char c : lower_case(heading)) {
        const bool counts = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
        if (counts) essence += c;
    }
    return essence;
}

std::string trimmed(const std::string& text)
{
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

// The one of our packages that the text names as a word: "Webex Premium" is premium. Empty: none, or more than one.
std::string package_of(const std::string& text)
{
    const std::string low = lower_case(text);
    const auto is_letter = [&low](std::size_t at) { return at < low.size() && low[at] >= 'a' && low[at] <= 'z'; };
    std::string found;
    for (const PackageRow& row : kTable<Package>) {
        const std::string_view package = row.word;
        for (std::size_t at = low.find(package); at != std::string::npos; at = low.find(package, at + 1)) {
            const bool is_word = (at == 0 || !is_letter(at - 1)) && !is_letter(at + package.size());
            if (!is_word) continue;
            if (!found.empty() && found != package) return {};
            found = package;
        }
    }
    return found;
}

struct Places {
    std::optional<std::size_t> user_id, subscriber_id, email, package, enterprise, period;
};

class Recogniser {
public:
    explicit Recogniser(const std::vector<std::string>& headings) : headings_(headings)
    {
        for (std::size_t i = headings.size(); i > 0; --i) by_essence_[essence_of(headings[i - 1])] = i - 1;
    }
    std::optional<std::size_t> place(const std::vector<std::string>& names, const char* meaning)
    {
        for (const std::string& name : names) {
            const auto found = by_essence_.find(essence_of(name));
            if (found == by_essence_.end()) continue;
            recognised.push_back(trimmed(headings_[found->second]) + " (" + meaning + ")");
            return found->second;
        }
        return std::nullopt;
    }
    std::vector<std::string> recognised;

private:
    const std::vector<std::string>& headings_;
    std::map<std::string, std::size_t> by_essence_;
};

std::string listed(const std::vector<std::string>& headings)
{
    std::string text;
    for (const std::string& heading : headings) text += (text.empty() ? "'" : ", '") + trimmed(heading) + "'";
    return text;
}

// The row, or why it is left out.
Result<BilledRow> row_of(const DelimitedRow& from, const Places& places, const std::string& period,
                         std::vector<LineFault>& faults)
{
    const auto cell = [&from](std::optional<std::size_t> place) {
        return place ? trimmed(from.cells[*place]) : std::string();
    };
    BilledRow row;
    row.line = from.line;
    row.user_id = cell(places.user_id);
    row.subscriber_id = cell(places.subscriber_id);
    row.email = cell(places.email);
    row.enterprise = cell(places.enterprise);
    if (row.user_id.empty() && row.subscriber_id.empty() && row.email.empty())
        return Error(ErrorKind::kRejected, "it names nobody");
    const std::string month = cell(places.period);
    if (is_billing_period(month) && month != period) return Error(ErrorKind::kRejected, "it is about " + month);
    const std::string package = cell(places.package);
    row.package = package_of(package);
    if (places.package && row.package.empty())
        faults.push_back({from.line, "'" + package + "' is none of softphone, basic, standard and premium"});
    return row;
}

}  // namespace

Result<BillingTable> read_billing_table(std::string_view text, const BillingColumns& columns, const std::string& period)
{
    if (text.substr(0, 2) == "\xff\xfe" || text.substr(0, 2) == "\xfe\xff")
        return Error(ErrorKind::kRejected, "the report is written in UTF-16: convert it to UTF-8");
    DelimitedTable from = parse_delimited(text);
    if (from.headings.empty()) return Error(ErrorKind::kRejected, "the report is empty: it has no headings");
    Recogniser recogniser(from.headings);
    Places places;
    places.user_id = recogniser.place(columns.user_id, "the user id");
    places.subscriber_id = recogniser.place(columns.subscriber_id, "the subscriber id");
    places.email = recogniser.place(columns.email, "the e-mail address");
    places.package = recogniser.place(columns.package, "the package");
    places.enterprise = recogniser.place(columns.enterprise, "the enterprise");
    places.period = recogniser.place(columns.period, "the month");
    if (!places.user_id && !places.subscriber_id && !places.email)
        return Error(ErrorKind::kRejected,
                     "none of the report's columns is known to name a subscriber; found: " + listed(from.headings) +
                         ". Say in billing.columns which heading is the user_id, the subscriber_id or the email");
    BillingTable table;
    table.faults = std::move(from.faults);
    table.columns = std::move(recogniser.recognised);
    table.has_package = places.package.has_value();
    for (const DelimitedRow& row : from.rows) {
        Result<BilledRow> read = row_of(row, places, period, table.faults);
        if (read) {
            table.rows.push_back(std::move(*read));
        } else {
            table.faults.push_back({row.line, read.error().what});
        }
    }
    return table;
}

}  // namespace bwsync
