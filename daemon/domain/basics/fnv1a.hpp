// FNV-1a, 64 bits: the same on every machine and in every release, so it may be stored. Tells a difference; keeps no
// secret.
#pragma once

#include <cstdint>
#include <string_view>

namespace bwsync {

class Fnv1a final {
public:
    constexpr Fnv1a& add(std::string_view bytes)
    {
        for (const char byte : bytes) mark(static_cast<unsigned char>(byte));
        return *this;
    }
    // A value above 255 is none of text: it tells where a field ends.
    constexpr Fnv1a& mark(unsigned value)
    {
        value_ = (value_ ^ value) * 0x100000001b3U;
        return *this;
    }
    [[nodiscard]] constexpr std::uint64_t value() const { return value_; }

private:
    std::uint64_t value_ = 0xcbf29ce484222325U;
};

}  // namespace bwsync
