#include "daemon/domain/feed/feed_commands.hpp"

#include <array>
#include <bit>
#include <cstring>

namespace bwsync {

namespace {

#include "feed_table.inc"

// Eight bytes at a time; generate_feed_table.py computes the same.
std::uint64_t hash_of(std::string_view name)
{
    static_assert(std::endian::native == std::endian::little, "the generator reads chunks as little-endian");
    constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15;
    std::uint64_t value = name.size() * kFactor;
    for (std::size_t at = 0; at < name.size(); at += 8) {
        std::uint64_t chunk = 0;
        std::memcpy(&chunk, name.data() + at, std::min<std::size_t>(8, name.size() - at));
        value = (value ^ chunk) * kFactor;
        value ^= value >> 32;
    }
    return value;
}

constexpr std::array<std::string_view, 10> kIdentityNames = {
    "serviceProviderId", "groupId",   "userId",      "enterpriseId",    "serviceUserId",
    "placeUserId",       "newUserId", "pilotUserId", "alternateUserId", "resellerId"};

}  // namespace

std::string_view feed_command_base(std::string_view command)
{
    constexpr std::string_view kRequest = "Request";
    const auto at = command.rfind(kRequest);
    return at == std::string_view::npos ? command : command.substr(0, at + kRequest.size());
}

const FeedCommand* find_feed_command(std::string_view base)
{
    const std::uint64_t hash = hash_of(base);
    const std::uint64_t seed = kSeeds[hash % kSeeds.size()];
    const auto index = kSlots[((hash >> 20) + seed * (hash >> 44 | 1)) % kSlots.size()];
    if (index < 0) return nullptr;
    const FeedCommand& found = kCommands[static_cast<std::size_t>(index)];
    return found.base == base ? &found : nullptr;
}

std::span<const FeedCommand> feed_commands()
{
    return kCommands;
}

std::span<const std::string_view> identity_names()
{
    return kIdentityNames;
}

}  // namespace bwsync
