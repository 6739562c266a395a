#include "daemon/config/reading/nearest.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>

namespace bwsync::config {

namespace {

constexpr std::size_t kNameLengthMax =
    64;  // longer ones are no slips, and the distance costs the product of the lengths

std::string folded(const std::string& name)
{
    std::string out;
    for (const char c : name) out += c == '-' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return out;
}

// Optimal string alignment: insertions, deletions, replacements, and swaps of neighbours cost one each.
std::size_t distance(const std::string& a, const std::string& b)
{
    std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1, 0));
    for (std::size_t i = 0; i <= a.size(); ++i) cost[i][0] = i;
    for (std::size_t j = 0; j <= b.size(); ++j) cost[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, replaced});
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
    }
    return cost[a.size()][b.size()];
}

}  // namespace

std::string nearest(const std::string& written, const std::vector<std::string>& names)
{
    if (written.empty() || written.size() > kNameLengthMax) return "";
    std::string best;
    std::size_t best_distance = std::max<std::size_t>(1, written.size() / 3) + 1;
    for (const std::string& name : names) {
        const std::size_t d = distance(folded(written), folded(name));
        if (d < best_distance) {
            best = name;
            best_distance = d;
        }
    }
    return best;
}

std::string suggestion(const std::string& written, const std::vector<std::string>& names, const std::string& what)
{
    const std::string best = nearest(written, names);
    if (!best.empty()) return "did you mean '" + best + "'?";
    if (names.empty()) return "";
    std::string all;
    for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
    return what + " " + all;
}

}  // namespace bwsync::config
