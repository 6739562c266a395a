#include "tests/lab/broadworks/ocip/framer.hpp"

#include <algorithm>
#include <utility>

namespace bwsync::lab {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

struct Section {
    std::string_view opens;
    std::string_view closes;
};
// Sections in which an end tag is text. An open one that has no close yet needs more bytes.
constexpr Section kSections[] = {{"<![CDATA[", "]]>"}, {"<!--", "-->"}, {"<?", "?>"}};

}  // namespace

Framer::Framer(std::string end_tag, std::size_t limit) : end_tag_("</" + std::move(end_tag)), limit_(limit) {}

std::optional<std::string> Framer::next()
{
    while (true) {
        const std::size_t at = buffer_.find('<', scanned_);
        if (at == std::string::npos) {
            scanned_ = buffer_.size();
            return std::nullopt;
        }
        scanned_ = at;
        const std::string_view rest = std::string_view(buffer_).substr(at);
        constexpr std::size_t kLongestOpen = 9;
        if (rest.size() < std::max(kLongestOpen, end_tag_.size() + 1) && rest.find('>') == std::string_view::npos) {
            return std::nullopt;
        }
        if (rest.starts_with(end_tag_)) {
            const std::size_t end = rest.find('>');
            if (end == std::string_view::npos) return std::nullopt;
            std::string document = buffer_.substr(0, at + end + 1);
            buffer_.erase(0, at + end + 1);
            scanned_ = 0;
            document.erase(0, document.find_first_not_of(kSpace));
            return document;
        }
        std::size_t skip = 1;
        for (const Section& section : kSections) {
            if (!rest.starts_with(section.opens)) continue;
            const std::size_t end = rest.find(section.closes, section.opens.size());
            if (end == std::string_view::npos) return std::nullopt;
            skip = end + section.closes.size();
        }
        scanned_ = at + skip;
    }
}

bool Framer::has_leftover() const
{
    return buffer_.find_first_not_of(kSpace) != std::string::npos;
}

}  // namespace bwsync::lab
