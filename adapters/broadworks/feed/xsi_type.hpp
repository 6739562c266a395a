// The xsi:type of a command: an attribute "type" whose prefix is bound to the schema-instance namespace. OCI's own
// answers also carry an unprefixed attribute "type", so the local name alone does not do.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "adapters/broadworks/feed/xml_scanner.hpp"

namespace bwsync::feed {

class XsiType {
public:
    // Notes the prefixes that a start tag binds.
    void bind(std::span<const XmlAttribute> attributes);

    // The local name of the type; empty when there is none or it is no name.
    [[nodiscard]] std::string_view of(std::span<const XmlAttribute> attributes) const;

private:
    [[nodiscard]] bool is_bound(std::string_view prefix) const;

    std::array<std::string_view, 4> prefixes_;
    std::size_t count_ = 0;
};

}  // namespace bwsync::feed
