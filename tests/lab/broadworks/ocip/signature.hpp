// The content model of a command, checked as strictly as a validating parser does: order, multiplicity, choices,
// lengths, booleans, integers, nil. Written as a short text, one per command:
//
//   userId:T161  groupId:T30?  searchCriteriaUserId:Search*  (serviceProviderId:T30 |
//   serviceProviderExternalId:T36@R24)
//
// name:Type, then ? (0..1), * (0..n), + (1..n), *4 (0..4) or nothing (exactly 1), then ! for nillable, then @RELEASE
// for a part that older releases do not know. Types: T<n> token of 1 to n characters, B boolean, I integer from 1,
// I<n> integer from 1 to n, Any unchecked, else the name of a complex type (see signature.cpp).
#pragma once

#include <memory>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "tests/lab/broadworks/config.hpp"

namespace bwsync::lab {

class Signature final {
public:
    // Throws std::logic_error for a text that is not of the form above: a mistake in our own tables.
    explicit Signature(std::string_view text);
    ~Signature();
    Signature(Signature&&) noexcept;
    Signature& operator=(Signature&&) noexcept;

    // Nothing when the children of the element are what the release expects, else what is wrong.
    std::optional<std::string> check(const pugi::xml_node& element, Release release) const;

    struct Particle;

private:
    std::unique_ptr<Particle> root_;
};

}  // namespace bwsync::lab
