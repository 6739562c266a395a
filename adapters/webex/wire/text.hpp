// Small readings of text that Webex sends: times, Retry-After, texts for people.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "daemon/domain/basics/time.hpp"

namespace bwsync {

// "2019-10-18T14:26:16.000Z" with 0 to 9 fraction digits (cut to milliseconds), Z or a numeric offset; none means UTC.
std::optional<Instant> parse_timestamp(std::string_view text);

// One of the three date forms of RFC 9110 section 5.6.7.
std::optional<Instant> parse_http_date(std::string_view text);

// The value of Retry-After (RFC 9110 section 10.2.3), between 1 s and 5 minutes. Absent or unreadable: 5 s.
Millis retry_after(std::optional<std::string_view> header, Instant now);

// A text of Webex's for a person: its first 300 characters without addresses of internal machines, tokens and other
// long opaque words, e-mail addresses, international numbers, and control characters.
std::string clean_text(std::string_view text);

// Everything but letters, digits, "-", ".", "_" and "~" as %XX (RFC 3986 section 2.3): "SP1+Acme" becomes "SP1%2BAcme".
std::string percent_encoded(std::string_view text);

}  // namespace bwsync
