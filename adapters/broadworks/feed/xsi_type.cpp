#include "adapters/broadworks/feed/xsi_type.hpp"

#include <algorithm>

#include "adapters/broadworks/feed/xml_scanner.hpp"

namespace bwsync::feed {

namespace {

constexpr std::string_view kSchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";
constexpr std::size_t kTypeMax = 256;

}  // namespace

void XsiType::bind(std::string_view attributes)
{
    AttributeReader reader(attributes);
    while (reader.next()) {
        const bool is_binding = reader.prefix() == "xmlns" && reader.value() == kSchemaInstance;
        if (is_binding && count_ < prefixes_.size() && !is_bound(reader.name())) prefixes_[count_++] = reader.name();
    }
}

bool XsiType::is_bound(std::string_view prefix) const
{
    return std::find(prefixes_.begin(), prefixes_.begin() + static_cast<std::ptrdiff_t>(count_), prefix) !=
           prefixes_.begin() + static_cast<std::ptrdiff_t>(count_);
}

std::string_view XsiType::of(std::string_view attributes) const
{
    AttributeReader reader(attributes);
    while (reader.next()) {
        // Where nothing binds a prefix, the customary one is meant.
        const bool is_ours = count_ == 0 ? reader.prefix() == "xsi" : is_bound(reader.prefix());
        if (reader.name() != "type" || reader.prefix().empty() || !is_ours) continue;
        const std::string_view type = without_prefix(trimmed(reader.value()));
        return type.size() <= kTypeMax && is_name(type) ? type : std::string_view();
    }
    return {};
}

}  // namespace bwsync::feed
