#include "daemon/ctl/cli/text_width.hpp"

#include <wchar.h>

#include <clocale>
#include <cstdint>

namespace bwsync::ctl {
namespace {

constexpr std::uint32_t kBad = 0xfffd;

struct Point {
    std::uint32_t value = kBad;
    std::size_t length = 1;  // bytes taken
};

// The code point that begins at `at`; U+FFFD and one byte for what is not UTF-8 (RFC 3629).
Point point_at(std::string_view text, std::size_t at)
{
    const auto first = static_cast<unsigned char>(text[at]);
    std::size_t length = 0;
    std::uint32_t lowest = 0;
    if (first < 0x80) return {first, 1};
    if (first >= 0xc2 && first < 0xe0) length = 2, lowest = 0x80;
    if (first >= 0xe0 && first < 0xf0) length = 3, lowest = 0x800;
    if (first >= 0xf0 && first < 0xf5) length = 4, lowest = 0x10000;
    if (length == 0 || at + length > text.size()) return {};
    std::uint32_t value = first & (0x7fU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        const auto next = static_cast<unsigned char>(text[at + i]);
        if ((next & 0xc0U) != 0x80U) return {};
        value = (value << 6U) | (next & 0x3fU);
    }
    if (value < lowest || value > 0x10ffff || (value >= 0xd800 && value < 0xe000)) return {};
    return {value, length};
}

// wcwidth() answers for the thread's locale; C.UTF-8 is built into the C library.
class Utf8Locale {
public:
    Utf8Locale() : locale_(newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {}
    ~Utf8Locale()
    {
        if (locale_ != nullptr) freelocale(locale_);
    }
    Utf8Locale(const Utf8Locale&) = delete;
    Utf8Locale& operator=(const Utf8Locale&) = delete;

    std::size_t width(std::uint32_t value) const
    {
        if (locale_ == nullptr) return 1;
        const locale_t before = uselocale(locale_);
        const int width = wcwidth(static_cast<wchar_t>(value));
        uselocale(before);
        return width < 0 ? 1 : static_cast<std::size_t>(width);
    }

private:
    locale_t locale_;
};

std::size_t width_of(std::uint32_t value)
{
    if (value < 0x300) return 1;  // nothing below is wide or combining
    static const Utf8Locale locale;
    return locale.width(value);
}

bool is_control(std::uint32_t value)
{
    // C0, DEL and C1, the marks that reorder text (bidirectional), line and paragraph separators.
    return value < 0x20 || (value >= 0x7f && value < 0xa0) || (value >= 0x200e && value <= 0x200f) ||
           (value >= 0x2028 && value <= 0x202e) || (value >= 0x2066 && value <= 0x2069) || value == kBad;
}

}  // namespace

std::size_t display_width(std::string_view text)
{
    std::size_t width = 0;
    for (std::size_t at = 0; at < text.size();) {
        const Point point = point_at(text, at);
        width += width_of(point.value);
        at += point.length;
    }
    return width;
}

std::string printable(std::string_view text)
{
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const Point point = point_at(text, at);
        if (point.value == '\n' || point.value == '\t' || point.value == '\r') {
            result += ' ';
        } else if (is_control(point.value)) {
            result += "\xef\xbf\xbd";
        } else {
            result += text.substr(at, point.length);
        }
        at += point.length;
    }
    return result;
}

std::string cut(std::string_view text, std::size_t width)
{
    if (display_width(text) <= width) return std::string(text);
    std::string result;
    std::size_t used = 0;
    for (std::size_t at = 0; at < text.size();) {
        const Point point = point_at(text, at);
        const std::size_t needed = width_of(point.value);
        if (used + needed + 1 > width) break;
        result += text.substr(at, point.length);
        used += needed;
        at += point.length;
    }
    return result + "\xe2\x80\xa6";
}

}  // namespace bwsync::ctl
