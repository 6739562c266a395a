#include "adapters/webex/wire/paging.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include "daemon/domain/basics/fnv1a.hpp"

namespace bwsync {

namespace {

using Query = std::vector<std::pair<std::string_view, std::string_view>>;  // as written, still encoded

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

bool equal_ignoring_case(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](unsigned char x, unsigned char y) {
               return std::tolower(x) == std::tolower(y);
           });
}

// The end of what stands before the next separator that is not inside quotes.
std::size_t until(std::string_view text, std::string_view separators)
{
    bool is_quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"') is_quoted = !is_quoted;
        if (is_quoted && text[i] == '\\')
            ++i;
        else if (!is_quoted && separators.find(text[i]) != std::string_view::npos)
            return i;
    }
    return text.size();
}

bool names_next(std::string_view parameter)
{
    const auto equals = parameter.find('=');
    if (equals == std::string_view::npos || !equal_ignoring_case(trimmed(parameter.substr(0, equals)), "rel"))
        return false;
    std::string_view value = trimmed(parameter.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    while (!value.empty()) {
        const auto end = std::min(value.find(' '), value.size());
        if (equal_ignoring_case(value.substr(0, end), "next")) return true;
        value.remove_prefix(std::min(end + 1, value.size()));
    }
    return false;
}

// The reference of the first link with rel=next; nullopt: there is none.
std::optional<std::string_view> next_reference(std::string_view link)
{
    while (true) {
        const auto open = link.find('<');
        if (open == std::string_view::npos) return std::nullopt;
        link.remove_prefix(open + 1);
        const auto close = link.find('>');
        if (close == std::string_view::npos) return std::nullopt;
        const std::string_view reference = trimmed(link.substr(0, close));
        link.remove_prefix(close + 1);
        bool is_next = false;
        while (!link.empty() && link.front() != ',') {
            const auto end = until(link, ";,");
            is_next = is_next || names_next(link.substr(0, end));
            link.remove_prefix(end);
            if (!link.empty() && link.front() == ';') link.remove_prefix(1);
        }
        if (is_next) return reference;
    }
}

std::string_view path_of(std::string_view target)
{
    return target.substr(0, target.find('?'));
}

// RFC 3986 section 5.2 as far as a list's links need it. nullopt: it leads to another host or can't be read.
std::optional<std::string> resolved(const Url& origin, std::string_view current, std::string_view reference)
{
    if (reference.empty()) return std::nullopt;
    std::string absolute;
    const auto colon = reference.find(':');
    if (colon < reference.find_first_of("/?#")) absolute = reference;
    if (reference.starts_with("//")) absolute = origin.scheme + ":" + std::string(reference);
    if (!absolute.empty()) {
        const auto url = parse_url(absolute);
        // The scheme may differ (a proxy that ends TLS writes http): only the target is used, with our own scheme.
        const bool is_ours = url && (url->authority == origin.authority);
        return is_ours ? std::optional(url->target) : std::nullopt;
    }
    reference = reference.substr(0, reference.find('#'));
    if (reference.starts_with('/')) return std::string(reference);
    const std::string_view path = path_of(current);
    if (reference.starts_with('?')) return std::string(path) + std::string(reference);
    return std::string(path.substr(0, path.rfind('/') + 1)) + std::string(reference);
}

// What stands before the mark; `rest` is left with what follows it, with nothing where there is no mark.
std::string_view cut_at(char mark, std::string_view& rest)
{
    const auto end = rest.find(mark);
    const std::string_view before = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    return before;
}

Query query_of(std::string_view target)
{
    Query query;
    const auto question = target.find('?');
    if (question == std::string_view::npos) return query;
    std::string_view rest = target.substr(question + 1);
    while (!rest.empty()) {
        const std::string_view part = cut_at('&', rest);
        if (part.empty()) continue;
        std::string_view value = part;
        const std::string_view name = cut_at('=', value);
        query.emplace_back(name, value);
    }
    return query;
}

bool is_count(std::string_view text)
{
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// What moves from page to page; everything else of our own query is a filter and stays as we wrote it.
bool is_position(std::string_view name)
{
    return name == "max" || name == "offset" || name == "cursor";
}

std::string merged(std::string_view current, std::string_view next)
{
    const Query ours = query_of(current);
    const auto find = [](const Query& query, std::string_view name) {
        return std::find_if(query.begin(), query.end(), [name](const auto& entry) { return entry.first == name; });
    };
    std::string query;
    const auto add = [&query](std::string_view name, std::string_view value) {
        query += query.empty() ? '?' : '&';
        query += name;
        query += '=';
        query += value;
    };
    const Query theirs = query_of(next);
    for (const auto& [name, value] : theirs) {
        const auto own = find(ours, name);
        if (name == "max" && !is_count(value)) continue;
        if (own != ours.end() && !is_position(name)) continue;
        add(name, value);
    }
    for (const auto& [name, value] : ours) {
        const auto other = find(theirs, name);
        const bool has_good_max = name == "max" && other != theirs.end() && is_count(other->second);
        if (name == "max" ? !has_good_max : !is_position(name)) add(name, value);
    }
    return std::string(path_of(next)) + query;
}

std::uint64_t hash_of(std::string_view text)
{
    return Fnv1a().add(text).value();
}

bool is_power_of_two(long n)
{
    return n > 0 && (n & (n - 1)) == 0;
}

}  // namespace

std::string to_text(const PageCursor& cursor)
{
    if (cursor.target.empty()) return "";
    return std::to_string(cursor.page) + ":" + std::to_string(cursor.mark) + ":" + cursor.target;
}

Result<PageCursor> page_cursor(const std::string& text)
{
    PageCursor cursor;
    const char* const end = text.data() + text.size();
    const auto page = std::from_chars(text.data(), end, cursor.page);
    const bool has_page = page.ec == std::errc() && page.ptr != end && *page.ptr == ':';
    const auto mark = std::from_chars(has_page ? page.ptr + 1 : end, end, cursor.mark);
    const bool has_mark = mark.ec == std::errc() && mark.ptr != end && *mark.ptr == ':';
    if (has_mark) cursor.target.assign(mark.ptr + 1, end);
    if (cursor.page < 1 || !cursor.target.starts_with('/')) return Error(ErrorKind::kRejected, "not a place in a list");
    return cursor;
}

Result<PageCursor> next_page(const Url& origin, const PageCursor& current, std::string_view link)
{
    PageCursor next;
    const auto reference = next_reference(link);
    if (!reference) return next;
    const auto target = resolved(origin, current.target, *reference);
    if (!target) return Error(ErrorKind::kRejected, "the list's next page is on another host or can't be read");
    next.target = merged(current.target, *target);
    next.page = current.page + 1;
    const std::uint64_t seen = hash_of(next.target);
    next.mark = current.page == 0 ? hash_of(current.target) : current.mark;
    if (seen == next.mark || seen == hash_of(current.target)) {
        return Error(ErrorKind::kRejected, "the list's pages lead in a circle");
    }
    if (is_power_of_two(next.page)) next.mark = seen;
    return next;
}

}  // namespace bwsync
