// Lengths of time by which decisions and the outcomes of calls agree with each other.
#pragma once

#include "daemon/domain/basics/time.hpp"

namespace bwsync {

// A lost answer is looked after when Webex has had time to act on the request: it may still be on its way.
inline constexpr Millis kSettle{std::chrono::seconds(5)};
// The tracker's list shows how a call that Webex accepted ends; this is when one look is taken should that fail.
inline constexpr Millis kTrackerNet{std::chrono::minutes(10)};
// A subscriber that may only come after the primary is asked about again, should nothing else happen.
inline constexpr Millis kAskPrimaryAgain{std::chrono::minutes(15)};

// The longest distance between two tries of a call that may heal by itself. With the doubling before it, no answer
// makes more than 20 calls an hour about one subscriber (promise P9).
inline constexpr Millis kLongestRetry{std::chrono::minutes(20)};
// A refused removal is tried again by itself: first after this, then ever more seldom, at last once a day.
inline constexpr Millis kRefusedRemovalFirst{std::chrono::minutes(15)};
inline constexpr Millis kRefusedRemovalLongest{std::chrono::hours(24)};

}  // namespace bwsync
