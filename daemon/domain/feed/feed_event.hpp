// What the change feed says, after decoding and classification, and the keys that become dirty by it.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/domain/basics/names.hpp"

namespace bwsync {

// One command of the feed as decoded. It holds only the elements that identify somebody: nothing else of a record, and
// no secret, leaves the decoder.
struct FeedRecord {
    std::string command;   // the inner xsi:type without prefix, "UserModifyRequest22"; empty for a status notification
    std::string write_id;  // "write257"
    std::string actor;     // who made the change
    std::string login_type;  // System, Group, ...
    // Identity elements of the command by name, in document order; nested ones by their last name (pilotUser's userId
    // too).
    std::vector<std::pair<std::string, std::string>> identities;
    enum class Kind { kRequest, kPublicIdentity, kServerStatus, kUnknownKind } kind = Kind::kRequest;
};

// The label `class` of bwsync_feed_events_total.
enum class FeedClass {
    kUser,
    kRename,
    kGroup,
    kServiceProvider,
    kMass,
    kInstance,
    kIrrelevant,
    kStatus,
    kUnknown,
    kDamaged
};

constexpr auto table_of(FeedClass)
{
    using enum FeedClass;
    return table<Name<FeedClass>>({
        {kUser, "user"},
        {kRename, "rename"},
        {kGroup, "group"},
        {kServiceProvider, "service_provider"},
        {kMass, "mass"},
        {kInstance, "instance"},
        {kIrrelevant, "irrelevant"},
        {kStatus, "status"},
        {kUnknown, "unknown"},
        {kDamaged, "damaged"},
    });
}

enum class DirtyKind { kUser, kGroup, kServiceProvider, kCluster };

constexpr auto table_of(DirtyKind)
{
    using enum DirtyKind;
    return table<Name<DirtyKind>>({
        {kUser, "user"},
        {kGroup, "group"},
        {kServiceProvider, "service_provider"},
        {kCluster, "cluster"},
    });
}

// What must be read again. Empty ids are unused by the kind: user uses user_id (group and provider when the event says
// them), group uses both others, service provider one, cluster none.
struct DirtyKey {
    DirtyKind kind = DirtyKind::kUser;
    std::string service_provider_id;
    std::string group_id;
    std::string user_id;

    auto operator<=>(const DirtyKey&) const = default;
};

// Why a key became dirty; decides how brakes count it before it is read.
enum class DirtyCause { kEvent, kEventGone, kSweepNew, kSweepChanged, kSweepMissing, kRefresh, kOperator, kConfirm };

constexpr auto table_of(DirtyCause)
{
    using enum DirtyCause;
    return table<Name<DirtyCause>>({
        {kEvent, "event"},
        {kEventGone, "event-gone"},
        {kSweepNew, "sweep-new"},
        {kSweepChanged, "sweep-changed"},
        {kSweepMissing, "sweep-missing"},
        {kRefresh, "refresh"},
        {kOperator, "operator"},
        {kConfirm, "confirm"},
    });
}

struct Rename {
    std::string from;
    std::string to;
};

struct Classification {
    FeedClass feed_class = FeedClass::kUnknown;
    std::vector<DirtyKey> keys;
    bool has_later_effects = false;  // a background task: the keys are read again after 30 s, 2 min and 10 min
    bool says_gone = false;          // the command removes the subject: counts for the removal brake before it is read
    std::vector<Rename> renames;     // at most one: userId -> newUserId
};

// Pure and total: every record yields a classification; an unknown command widens to what its identities name.
// The table is the build's reading of feed_commands.tsv (facts of the OCI-P schemas R21 to R25).
Classification classify(const FeedRecord& record);

// One line of the journal: a record, its classification, nothing personal beyond ids.
struct FeedEvent {
    FeedRecord record;
    Classification classification;
};

}  // namespace bwsync
