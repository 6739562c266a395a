// The table of OCI-P commands that write, and what each means for a subscriber: feed_commands.tsv, compiled in.
//
// Columns of the file, separated by one tab:
//   base      the command's name without its version: up to and including the last "Request"
//   class     the label of bwsync_feed_events_total
//   marks     what becomes dirty: user, group, service_provider, cluster, or - (nothing)
//   flag      gone: the command removes its subject; later: a background task, effects follow; or -
//   elements  which children of the command say who is meant, "container.name" for one inside another; nothing else of
//             a command may leave the decoder
//   versions  the endings known of releases 21 to 25, "-" for none; a new ending is understood like the others
//
// Why some rows say what they say:
//   - Numbers (...Dn...): irrelevant. Activation and pools reach no field that Webex is told, and a number that a user
//   holds
//     changes by a command for that user.
//   - Call features (User...Modify...): irrelevant; they are most of a busy feed. Whether a service other than
//   Integrated IMP
//     is switched on is seen by the regular sweep only.
//   - Alternate numbers, departments, virtual on-net users, new packs: marked although little can follow; they are
//   rare.
//   - Lists of users in a feature, templates for users to come, classes of service, phone lists, administrators:
//   irrelevant.
//   - Resellers name no users and have no list of their own below the cluster: the cluster. A new one has nobody:
//   irrelevant.
//   - Instances are virtual users, no subscribers: their own id is marked, and their removal is no removal of a
//   subscriber.
//     Those that have no user id of their own (call park, pickup, music on hold, the voice portal) mark nobody.
//   - Migration and user creation tasks act later and tell nobody. Deleting one starts nothing.
#pragma once

#include <span>
#include <string_view>

#include "daemon/domain/feed/feed_event.hpp"

namespace bwsync {

enum class Marks : std::uint8_t { kNobody, kUser, kGroup, kServiceProvider, kCluster };

struct IdentityElement {
    std::string_view container;  // empty: a direct child of the command
    std::string_view name;
};

struct FeedCommand {
    std::string_view base;
    FeedClass feed_class;
    Marks marks;
    bool is_gone;
    bool is_later;
    std::span<const IdentityElement> elements;
};

// "UserModifyRequest22" -> "UserModifyRequest". Cut after the last "Request": digits occur inside names
// (UserSpeedDial100ModifyListRequest). A name without "Request" is its own base.
std::string_view feed_command_base(std::string_view command);

// Nullptr when the table does not have it. `base` as feed_command_base() gives it.
const FeedCommand* find_feed_command(std::string_view base);

// The whole table, sorted by base.
std::span<const FeedCommand> feed_commands();

// The elements that say who is meant in a command the table does not have, at any depth.
std::span<const std::string_view> identity_names();

}  // namespace bwsync
