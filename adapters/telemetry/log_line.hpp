// One log line as text: what is shown of it, and how. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "daemon/domain/basics/time.hpp"
#include "daemon/ports/telemetry.hpp"

namespace bwsync {

struct LogLine {
    Instant time{};
    LogLevel level = LogLevel::kInfo;
    std::string_view event;
    std::string_view instance;
    const std::vector<Field>& fields;
};

std::string_view name_of(LogLevel level);

// RFC 3339, UTC, milliseconds: 2026-11-23T09:30:00.125Z.
std::string rfc3339(Instant time);

// One line without its end, a JSON object or text for a person; never with a control character, always valid UTF-8.
// Fields named user, email, number are left out above debug; what looks like a secret is masked; a value is cut at
// kValueMax bytes.
std::string json_line(const LogLine& line);
std::string text_line(const LogLine& line);

inline constexpr std::size_t kValueMax = 4096;

}  // namespace bwsync
