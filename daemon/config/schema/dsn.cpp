#include "daemon/config/schema/dsn.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>

namespace bwsync::config {

namespace {

bool is_blank(char c)
{
    return std::isspace(static_cast<unsigned char>(c)) != 0;
}

// sslpassword opens the client's key; it is as secret as the other.
bool is_password_key(std::string_view key)
{
    return key == "password" || key == "sslpassword";
}

bool is_uri(std::string_view text)
{
    return text.rfind("postgresql://", 0) == 0 || text.rfind("postgres://", 0) == 0;
}

int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    const int lower = std::tolower(static_cast<unsigned char>(c));
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// Percent-decoded, for libpq decodes the names of parameters too.
std::string decoded(std::string_view text)
{
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool encoded = text[at] == '%' && at + 2 < text.size() && hex_digit(text[at + 1]) >= 0;
        if (encoded && hex_digit(text[at + 2]) >= 0) {
            out += static_cast<char>(hex_digit(text[at + 1]) * 16 + hex_digit(text[at + 2]));
            at += 2;
        } else {
            out += text[at];
        }
    }
    return out;
}

DsnFindings examine_uri(std::string_view uri)
{
    DsnFindings findings;
    const std::string_view rest = uri.substr(uri.find("://") + 3);
    const std::size_t mark = rest.find_first_of("@/");
    if (mark != std::string_view::npos && rest[mark] == '@') {
        const std::size_t colon = rest.substr(0, mark).find(':');
        if (colon != std::string_view::npos && colon + 1 < mark) findings.has_password = true;
    }
    const std::size_t query = rest.find('?');
    std::size_t at = query == std::string_view::npos ? rest.size() : query + 1;
    while (at < rest.size()) {
        const std::size_t end = std::min(rest.find('&', at), rest.size());
        const std::string_view pair = rest.substr(at, end - at);
        const std::size_t equals = pair.find('=');
        if (equals == std::string_view::npos) findings.trouble = "a parameter without =";
        if (is_password_key(decoded(pair.substr(0, equals)))) findings.has_password = true;
        at = end + 1;
    }
    return findings;
}

// One value of the keyword form from `at` on, which is moved behind it. False: a quote is not closed.
bool take_value(std::string_view dsn, std::size_t& at, std::string& value)
{
    const bool in_quotes = at < dsn.size() && dsn[at] == '\'';
    if (in_quotes) ++at;
    while (at < dsn.size()) {
        if (in_quotes ? dsn[at] == '\'' : is_blank(dsn[at])) break;
        if (dsn[at] == '\\' && at + 1 < dsn.size()) ++at;
        value += dsn[at++];
    }
    if (!in_quotes) return true;
    return at++ < dsn.size();
}

DsnFindings examine_keywords(std::string_view dsn)
{
    DsnFindings findings;
    std::size_t at = 0;
    const auto skip_blanks = [&] {
        while (at < dsn.size() && is_blank(dsn[at])) ++at;
    };
    for (skip_blanks(); at < dsn.size(); skip_blanks()) {
        const std::size_t start = at;
        while (at < dsn.size() && dsn[at] != '=' && !is_blank(dsn[at])) ++at;
        const std::string_view key = dsn.substr(start, at - start);
        skip_blanks();
        if (key.empty() || at >= dsn.size() || dsn[at] != '=') {
            findings.trouble = "a word without =";
            return findings;
        }
        ++at;
        skip_blanks();
        std::string value;
        if (!take_value(dsn, at, value)) findings.trouble = "a quote that is not closed";
        if (is_password_key(key) && !value.empty()) findings.has_password = true;
        if (key == "dbname" && is_uri(value) && examine_uri(value).has_password) findings.has_password = true;
    }
    return findings;
}

}  // namespace

DsnFindings examine_dsn(std::string_view dsn)
{
    return is_uri(dsn) ? examine_uri(dsn) : examine_keywords(dsn);
}

}  // namespace bwsync::config
