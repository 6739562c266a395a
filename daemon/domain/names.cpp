#include "daemon/domain/feed_event.hpp"
#include "daemon/domain/webex_subscriber.hpp"

#include <array>

namespace bwsync {

namespace {

constexpr std::array<std::string_view, 10> kFeedClasses = {"user",     "rename",     "group",  "service_provider", "mass",
                                                           "instance", "irrelevant", "status", "unknown",          "damaged"};
constexpr std::array<std::string_view, 4> kDirtyKinds = {"user", "group", "service_provider", "cluster"};
constexpr std::array<std::string_view, 8> kDirtyCauses = {"event",         "event-gone", "sweep-new", "sweep-changed",
                                                          "sweep-missing", "refresh",    "operator",  "confirm"};
constexpr std::array<std::string_view, 8> kWebexStatuses = {
    "pending_email_input", "pending_email_validation", "pending_user_migration", "provisioning",
    "provisioned",         "updating",                 "error",                  "unknown"};

}  // namespace

std::string_view name_of(FeedClass feed_class) { return kFeedClasses[static_cast<std::size_t>(feed_class)]; }

std::string_view name_of(DirtyKind kind) { return kDirtyKinds[static_cast<std::size_t>(kind)]; }

std::string_view name_of(DirtyCause cause) { return kDirtyCauses[static_cast<std::size_t>(cause)]; }

std::string_view name_of(WebexStatus status) { return kWebexStatuses[static_cast<std::size_t>(status)]; }

WebexStatus webex_status(std::string_view text)
{
    for (std::size_t i = 0; i + 1 < kWebexStatuses.size(); ++i) {
        if (kWebexStatuses[i] == text) return static_cast<WebexStatus>(i);
    }
    return WebexStatus::kUnknown;
}

}  // namespace bwsync
