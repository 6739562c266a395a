#include <array>

#include "daemon/domain/feed/feed_event.hpp"
#include "daemon/domain/subscriber/subscriber.hpp"
#include "daemon/domain/subscriber/webex_subscriber.hpp"

namespace bwsync {

namespace {

constexpr std::array<std::string_view, 10> kFeedClasses = {
    "user", "rename", "group", "service_provider", "mass", "instance", "irrelevant", "status", "unknown", "damaged"};
constexpr std::array<std::string_view, 4> kDirtyKinds = {"user", "group", "service_provider", "cluster"};
constexpr std::array<std::string_view, 8> kDirtyCauses = {"event",         "event-gone", "sweep-new", "sweep-changed",
                                                          "sweep-missing", "refresh",    "operator",  "confirm"};
constexpr std::array<std::string_view, 8> kWebexStatuses = {"pending_email_input",
                                                            "pending_email_validation",
                                                            "pending_user_migration",
                                                            "provisioning",
                                                            "provisioned",
                                                            "updating",
                                                            "error",
                                                            "unknown"};

constexpr std::array<std::string_view, 10> kStates = {"waiting",        "provisioning", "provisioned", "updating",
                                                      "pending-person", "parked",       "removing",    "removed",
                                                      "foreign",        "ignored"};
constexpr std::array<std::string_view, 5> kOutcomes = {"done", "adopted", "failed", "parked", "superseded"};

}  // namespace

std::string_view name_of(FeedClass feed_class)
{
    return kFeedClasses[static_cast<std::size_t>(feed_class)];
}

std::string_view name_of(DirtyKind kind)
{
    return kDirtyKinds[static_cast<std::size_t>(kind)];
}

std::string_view name_of(DirtyCause cause)
{
    return kDirtyCauses[static_cast<std::size_t>(cause)];
}

std::string_view name_of(WebexStatus status)
{
    return kWebexStatuses[static_cast<std::size_t>(status)];
}

std::string_view name_of(SubscriberState state)
{
    return kStates[static_cast<std::size_t>(state)];
}

std::string_view name_of(IntentOutcome outcome)
{
    return kOutcomes[static_cast<std::size_t>(outcome)];
}

std::optional<SubscriberState> subscriber_state(std::string_view name)
{
    for (std::size_t i = 0; i < kStates.size(); ++i) {
        if (kStates[i] == name) return static_cast<SubscriberState>(i);
    }
    return std::nullopt;
}

WebexStatus webex_status(std::string_view text)
{
    for (std::size_t i = 0; i + 1 < kWebexStatuses.size(); ++i) {
        if (kWebexStatuses[i] == text) return static_cast<WebexStatus>(i);
    }
    return WebexStatus::kUnknown;
}

}  // namespace bwsync
