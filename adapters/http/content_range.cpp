#include "adapters/http/content_range.hpp"

#include <charconv>

namespace bwsync {

namespace {

std::optional<std::uint64_t> whole_number(std::string_view text)
{
    std::uint64_t value = 0;
    const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (bad != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

std::optional<ContentRange> parse_content_range(std::string_view text)
{
    constexpr std::string_view kUnit = "bytes ";
    if (!text.starts_with(kUnit)) return std::nullopt;
    text.remove_prefix(kUnit.size());
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    ContentRange out;
    const std::string_view total = text.substr(slash + 1);
    if (total != "*") {
        out.total = whole_number(total);
        if (!out.total) return std::nullopt;
    }
    const std::string_view range = text.substr(0, slash);
    if (range == "*") return out.total ? std::optional(out) : std::nullopt;
    const auto dash = range.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    out.first = whole_number(range.substr(0, dash));
    const auto last = whole_number(range.substr(dash + 1));
    if (!out.first || !last || *last < *out.first || (out.total && *last >= *out.total)) return std::nullopt;
    out.last = *last;
    return out;
}

}  // namespace bwsync
