#include "adapters/broadworks/feed/xsi_type.hpp"

#include <algorithm>

namespace bwsync::feed {

namespace {

constexpr std::string_view kSchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";
constexpr std::size_t kTypeMax = 256;

}  // namespace

void XsiType::bind(std::span<const XmlAttribute> attributes)
{
    for (const auto& [name, value] : attributes) {
        const bool is_binding = name.prefix == "xmlns" && value == kSchemaInstance;
        if (is_binding && count_ < prefixes_.size() && !is_bound(name.local)) prefixes_[count_++] = name.local;
    }
}

bool XsiType::is_bound(std::string_view prefix) const
{
    const auto end = prefixes_.begin() + static_cast<std::ptrdiff_t>(count_);
    return std::find(prefixes_.begin(), end, prefix) != end;
}

std::string_view XsiType::of(std::span<const XmlAttribute> attributes) const
{
    for (const auto& [name, value] : attributes) {
        if (name.local != "type" || name.prefix.empty()) continue;
        // Where nothing binds a prefix, the customary one is meant.
        const bool is_ours = count_ == 0 ? name.prefix == "xsi" : is_bound(name.prefix);
        if (!is_ours) continue;
        const auto colon = value.rfind(':');
        const std::string_view type = trimmed(colon == std::string_view::npos ? value : value.substr(colon + 1));
        return type.size() <= kTypeMax && is_name(type) ? type : std::string_view();
    }
    return {};
}

}  // namespace bwsync::feed
