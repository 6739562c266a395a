#include "daemon/domain/basics/text.hpp"

namespace bwsync {

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

std::string lower_case(std::string_view text)
{
    std::string result(text);
    for (char& c : result) c = lower(c);
    return result;
}

bool glob_matches(std::string_view pattern, std::string_view text)
{
    // Linear with one remembered star: a later star makes an earlier one's choice irrelevant.
    std::size_t p = 0;
    std::size_t t = 0;
    std::size_t star = std::string_view::npos;
    std::size_t star_text = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            star_text = t;
        } else if (p < pattern.size() && lower(pattern[p]) == lower(text[t])) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++star_text;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
}

std::string number_key(std::string_view number)
{
    std::string key;
    for (const char c : number) {
        const bool is_digit = c >= '0' && c <= '9';
        if (is_digit || (c == '+' && key.empty())) key.push_back(c);
    }
    return key;
}

}  // namespace bwsync
