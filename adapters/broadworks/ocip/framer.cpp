#include "adapters/broadworks/ocip/framer.hpp"

#include <algorithm>
#include <array>

#include "adapters/broadworks/ocip/text.hpp"

namespace bwsync::ocip {

namespace {

constexpr std::string_view kRoot = "BroadsoftDocument";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kTagMax = 256;  // an end tag longer than this is none

struct Section {
    std::string_view begin;
    std::string_view end;
};
constexpr std::array<Section, 3> kSections{{{"<![CDATA[", "]]>"}, {"<!--", "-->"}, {"<?", "?>"}}};

}  // namespace

std::size_t Framer::first_mark() const
{
    const std::size_t start = std::string_view(buffer_).substr(0, 3) == kByteOrderMark ? 3 : 0;
    return buffer_.find_first_not_of(" \t\r\n", start);
}

bool Framer::has_leftover() const
{
    return first_mark() != std::string::npos;
}

Result<std::optional<std::string>> Framer::next()
{
    const std::size_t mark = first_mark();
    const bool is_cut_mark = mark == 0 && buffer_.size() < 3 && kByteOrderMark.substr(0, buffer_.size()) == buffer_;
    if (mark != std::string::npos && buffer_[mark] != '<' && !is_cut_mark) {
        return Error(ErrorKind::kRejected, "the peer sent something that is not XML");
    }
    const std::optional<std::size_t> end = find_end();
    if (end.value_or(buffer_.size()) > limit_) {
        return Error(ErrorKind::kRejected, "a document exceeds " + std::to_string(limit_) + " bytes");
    }
    if (!end) return std::optional<std::string>();
    const std::size_t begin = std::min(mark, *end);
    std::optional<std::string> document = buffer_.substr(begin, *end - begin);
    buffer_.erase(0, *end);
    scanned_ = 0;
    return document;
}

bool Framer::leave_section()
{
    const std::size_t at = buffer_.find(inside_end_, scanned_);
    if (at == std::string::npos) {
        // The end itself may have been cut.
        const std::size_t keep = inside_end_.size() - 1;
        scanned_ = std::max(scanned_, buffer_.size() < keep ? 0 : buffer_.size() - keep);
        return false;
    }
    scanned_ = at + inside_end_.size();
    inside_end_ = {};
    return true;
}

Framer::Mark Framer::look_at(std::string_view rest)
{
    for (const Section& section : kSections) {
        if (rest.size() < section.begin.size() && section.begin.substr(0, rest.size()) == rest) return Mark::kCut;
        if (rest.substr(0, section.begin.size()) != section.begin) continue;
        inside_end_ = section.end;
        scanned_ += section.begin.size();
        return Mark::kSection;
    }
    if (rest[1] != '/') return Mark::kOther;
    const std::size_t close = rest.substr(0, kTagMax).find('>');
    if (close == std::string_view::npos) return rest.size() < kTagMax ? Mark::kCut : Mark::kOther;
    if (local_name(trim(rest.substr(2, close - 2))) != kRoot) return Mark::kOther;
    scanned_ += close + 1;
    return Mark::kEnd;
}

std::optional<std::size_t> Framer::find_end()
{
    while (true) {
        if (!inside_end_.empty() && !leave_section()) return std::nullopt;
        scanned_ = std::min(buffer_.find('<', scanned_), buffer_.size());
        switch (look_at(std::string_view(buffer_).substr(scanned_))) {
            case Mark::kCut:
                return std::nullopt;
            case Mark::kEnd:
                return scanned_;
            case Mark::kSection:
                break;
            case Mark::kOther:
                ++scanned_;
                break;
        }
    }
}

}  // namespace bwsync::ocip
