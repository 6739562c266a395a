// Names of the ports' enumerations, as tables, logs, metrics and the admin API spell them.
#include <array>

#include "daemon/ports/feed.hpp"
#include "daemon/ports/store/feed_store.hpp"
#include "daemon/ports/store/snapshot_store.hpp"

namespace bwsync {

std::string_view name_of(GapCause cause)
{
    constexpr std::array<std::string_view, 7> kNames = {"connect",   "disconnected", "silence", "unreadable",
                                                        "oversized", "refused",      "takeover"};
    return kNames[static_cast<std::size_t>(cause)];
}

std::string_view name_of(FeedGap::Cause cause)
{
    constexpr std::array<std::string_view, 5> kNames = {"disconnected", "silence", "unreadable", "oversized",
                                                        "refused"};
    return kNames[static_cast<std::size_t>(cause)];
}

std::string_view name_of(SnapshotSide side)
{
    return side == SnapshotSide::kBroadWorks ? "broadworks" : "webex";
}

}  // namespace bwsync
