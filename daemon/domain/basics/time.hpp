// Points and lengths of time as the whole daemon uses them: wall clock, UTC, milliseconds.
#pragma once

#include <chrono>

namespace bwsync {

using Millis = std::chrono::milliseconds;
using Instant = std::chrono::time_point<std::chrono::system_clock, Millis>;

}  // namespace bwsync
