#include "adapters/telemetry/mask.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace bwsync {
namespace {

constexpr std::string_view kMask = "***";
constexpr std::array<std::string_view, 10> kSecretWords = {"password",      "passwd",     "secret", "token",
                                                           "authorization", "api_key",    "apikey", "credential",
                                                           "cookie",        "private_key"};
// Base64 of "ciscospark:/": how every id of Webex begins. They are names, not secrets.
constexpr std::string_view kWebexId = "Y2lzY29zcGFyazov";
constexpr std::size_t kTokenLength = 40;
constexpr int kTokenDigitRuns = 4;

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}
bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}
bool is_word(char c)
{
    return is_digit(c) || is_upper(c) || is_lower(c) || c == '_' || c == '-';
}

std::string lower(std::string_view text)
{
    std::string result(text);
    for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return result;
}

std::size_t skip(std::string_view text, std::size_t at, std::string_view characters)
{
    const std::size_t end = text.find_first_not_of(characters, at);
    return end == std::string_view::npos ? text.size() : end;
}

// Long, of mixed case, with digits strewn in: a command's name has one or two runs of digits, a token many.
bool looks_like_token(std::string_view word)
{
    if (word.size() < kTokenLength || word.starts_with(kWebexId)) return false;
    int digit_runs = 0;
    for (std::size_t i = 0; i < word.size(); ++i) {
        if (is_digit(word[i]) && (i == 0 || !is_digit(word[i - 1]))) ++digit_runs;
    }
    return digit_runs >= kTokenDigitRuns && std::any_of(word.begin(), word.end(), is_upper) &&
           std::any_of(word.begin(), word.end(), is_lower);
}

// Where the value that begins at `at` ends: at its closing quote, or at the next delimiter.
std::size_t end_of_value(std::string_view text, std::size_t at)
{
    if (at < text.size() && (text[at] == '"' || text[at] == '\'')) {
        std::size_t end = at + 1;
        while (end < text.size() && text[end] != text[at]) end += text[end] == '\\' ? 2 : 1;
        return std::min(end + 1, text.size());
    }
    const std::size_t end = text.find_first_of(" \t\r\n,;&)}]<\"'", at);
    return end == std::string_view::npos ? text.size() : end;
}

// Past a value that follows the secret name ending at `at`: ="...", : ..., >...</; `at` itself when none follows.
std::size_t value_after_name(std::string_view text, std::size_t at, std::string& out)
{
    if (at < text.size() && text[at] == '>') {
        out += '>';
        out += kMask;
        const std::size_t end = text.find('<', at);
        return end == std::string_view::npos ? text.size() : end;
    }
    std::size_t value = at;
    if (value < text.size() && (text[value] == '"' || text[value] == '\'')) ++value;
    value = skip(text, value, " \t");
    if (value >= text.size() || (text[value] != '=' && text[value] != ':')) return at;
    value = skip(text, value + 1, " \t");
    if (value >= text.size() || text.substr(value, 2) == "//") return at;
    std::size_t end = end_of_value(text, value);
    const std::string first = lower(text.substr(value, end - value));
    if (first == "bearer" || first == "basic") end = end_of_value(text, skip(text, end, " "));
    out += text.substr(at, value - at);
    out += kMask;
    return end;
}

// scheme://user:password@host: the password. `at` is just past "://".
std::size_t user_info(std::string_view text, std::size_t at, std::string& out)
{
    const std::size_t end = text.find_first_of("/ \t\r\n\"'<>", at);
    const std::string_view authority = text.substr(at, end == std::string_view::npos ? end : end - at);
    const std::size_t at_sign = authority.rfind('@');
    const std::size_t colon = authority.find(':');
    if (at_sign == std::string_view::npos || colon == std::string_view::npos || colon > at_sign) return at;
    out += authority.substr(0, colon + 1);
    out += kMask;
    return at + at_sign;
}

std::size_t word(std::string_view text, std::size_t at, std::string& out)
{
    std::size_t end = at;
    while (end < text.size() && is_word(text[end])) ++end;
    const std::string_view found = text.substr(at, end - at);
    if (looks_like_token(found)) {
        out += kMask;
        return end;
    }
    out += found;
    const std::string name = lower(found);
    if (name == "bearer" || name == "basic") {
        const std::size_t value = skip(text, end, " ");
        // "Basic" and "bearer" are words too: only what has the length of credentials is taken for them.
        const std::size_t value_end = end_of_value(text, value);
        if (value == end || value_end - value < 8) return end;
        out += ' ';
        out += kMask;
        return value_end;
    }
    const bool closes_element = at >= 2 && text.substr(at - 2, 2) == "</";
    return names_a_secret(found) && !closes_element ? value_after_name(text, end, out) : end;
}

}  // namespace

bool names_a_secret(std::string_view key)
{
    const std::string name = lower(key);
    return std::any_of(kSecretWords.begin(), kSecretWords.end(),
                       [&name](std::string_view secret) { return name.find(secret) != std::string::npos; });
}

std::string masked(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    std::size_t at = 0;
    while (at < text.size()) {
        if (is_word(text[at])) {
            at = word(text, at, out);
        } else if (text.substr(at, 3) == "://") {
            out += "://";
            at = user_info(text, at + 3, out);
        } else {
            out += text[at++];
        }
    }
    return out;
}

}  // namespace bwsync
