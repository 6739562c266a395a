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

std::string_view local_name(std::string_view name)
{
    name = trim(name);
    return name.substr(name.find(':') + 1);  // npos + 1 is 0
}

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

std::optional<std::size_t> Framer::find_end()
{
    const std::string_view all = buffer_;
    while (true) {
        if (!inside_end_.empty()) {
            const std::size_t at = all.find(inside_end_, scanned_);
            if (at == std::string_view::npos) {
                const std::size_t keep = inside_end_.size() - 1;
                scanned_ = std::max(scanned_, all.size() < keep ? 0 : all.size() - keep);
                return std::nullopt;
            }
            scanned_ = at + inside_end_.size();
            inside_end_ = {};
        }
        const std::size_t open = std::min(all.find('<', scanned_), all.size());
        scanned_ = open;
        const std::string_view rest = all.substr(open);
        for (const Section& section : kSections) {
            if (rest.size() < section.begin.size() && section.begin.substr(0, rest.size()) == rest) return std::nullopt;
            if (rest.substr(0, section.begin.size()) == section.begin) inside_end_ = section.end;
        }
        if (!inside_end_.empty()) {
            scanned_ += 2;
            if (inside_end_ == kSections[0].end) scanned_ = open + kSections[0].begin.size();
            if (inside_end_ == kSections[1].end) scanned_ = open + kSections[1].begin.size();
            continue;
        }
        if (rest.size() < 2) return std::nullopt;
        const std::size_t close = rest[1] == '/' ? rest.substr(0, kTagMax).find('>') : std::string_view::npos;
        if (rest[1] == '/' && close == std::string_view::npos && rest.size() < kTagMax) return std::nullopt;
        if (close != std::string_view::npos && local_name(rest.substr(2, close - 2)) == kRoot) {
            return open + close + 1;
        }
        scanned_ = open + 1;
    }
}

}  // namespace bwsync::ocip
