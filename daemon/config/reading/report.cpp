#include "daemon/config/reading/report.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <tuple>
#include <utility>

namespace bwsync::config {

namespace {

constexpr std::size_t kShownLength = 60;

std::string escaped(const std::string& text)
{
    static constexpr std::array<char, 17> kDigits{"0123456789abcdef"};
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte != 0x7f) {
            out += c;
        } else {
            out += {'\\', 'x', kDigits.at(byte >> 4U), kDigits.at(byte & 15U)};
        }
    }
    return out;
}

std::vector<Fault> in_order(std::vector<Fault> faults)
{
    const auto place = [](const Fault& f) { return std::tie(f.line, f.column, f.key_path, f.found, f.expected); };
    std::stable_sort(faults.begin(), faults.end(), [&](const Fault& a, const Fault& b) { return place(a) < place(b); });
    return faults;
}

}  // namespace

std::string format(const Fault& fault)
{
    std::string line = fault.file + ":" + std::to_string(fault.line) + ":" + std::to_string(fault.column) + ": ";
    if (!fault.key_path.empty()) line += fault.key_path + ": ";
    line += "found " + fault.found + ", expected " + fault.expected;
    if (!fault.remedy.empty()) line += "; " + fault.remedy;
    return escaped(line);
}

std::string shortened(const std::string& text)
{
    std::size_t end = std::min(text.size(), kShownLength);
    while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end);
}

std::string in_quotes(const std::string& value)
{
    const std::string start = shortened(value);
    return "'" + escaped(start) + (start.size() < value.size() ? "...'" : "'");
}

void Report::fault(Place place, const std::string& key_path, Problem problem)
{
    faults_.push_back(placed(place, key_path, std::move(problem)));
}

void Report::warn(Place place, const std::string& key_path, Problem problem)
{
    warnings_.push_back(placed(place, key_path, std::move(problem)));
}

std::vector<Fault> Report::faults() const
{
    return in_order(faults_);
}

std::vector<Fault> Report::warnings() const
{
    return in_order(warnings_);
}

Fault Report::placed(Place place, const std::string& key_path, Problem problem) const
{
    return Fault{file_,
                 place.line,
                 place.column,
                 key_path,
                 std::move(problem.found),
                 std::move(problem.expected),
                 std::move(problem.remedy)};
}

}  // namespace bwsync::config
