#include "daemon/config/schema/globs.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <utility>
#include <vector>

namespace bwsync::config {

namespace {

char lower(char c)
{
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

}  // namespace

// Plain matching of `special` as a text, in which a * is a character that only a * of `general` can take.
bool glob_covers(const std::string& general, const std::string& special)
{
    std::size_t at = 0;
    std::size_t star = std::string::npos;  // the last * passed, and what it has taken so far
    std::size_t taken = 0;
    std::size_t pattern = 0;
    while (at < special.size()) {
        if (pattern < general.size() && general[pattern] == '*') {
            star = pattern++;
            taken = at;
        } else if (pattern < general.size() && lower(general[pattern]) == lower(special[at])) {
            ++pattern;
            ++at;
        } else if (star != std::string::npos) {
            pattern = star + 1;
            at = ++taken;
        } else {
            return false;
        }
    }
    while (pattern < general.size() && general[pattern] == '*') ++pattern;
    return pattern == general.size();
}

bool globs_meet(const std::string& a, const std::string& b)
{
    // meet[j]: the rest of a from the current i meets the rest of b from j; filled from the ends.
    std::vector<bool> next(b.size() + 1, false);
    for (std::size_t i = a.size() + 1; i-- > 0;) {
        std::vector<bool> meet(b.size() + 1, false);
        for (std::size_t j = b.size() + 1; j-- > 0;) {
            const bool a_ends = i == a.size();
            const bool b_ends = j == b.size();
            const bool a_star = !a_ends && a[i] == '*';
            const bool b_star = !b_ends && b[j] == '*';
            if (a_ends && b_ends) {
                meet[j] = true;
            } else if (a_star || b_star) {
                // A * stands for nothing, or takes one more character (or the other's *).
                meet[j] = (a_star && (next[j] || (!b_ends && meet[j + 1]))) ||
                          (b_star && (meet[j + 1] || (!a_ends && next[j])));
            } else if (!a_ends && !b_ends) {
                meet[j] = lower(a[i]) == lower(b[j]) && next[j + 1];
            }
        }
        next = std::move(meet);
    }
    return next[0];
}

bool same_text(const std::string& a, const std::string& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace bwsync::config
