// How Webex writes ids, times and other small values, and what it accepts. Pure, but for the seeded Dice.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>

namespace bwsync::lab::webex {

// All chance of one emulator; the same seed gives the same ids and tokens.
class Dice final {
public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}
    std::string uuid();                        // version 4, lower case
    std::string token_text(std::size_t size);  // [A-Za-z0-9]

private:
    std::mt19937_64 engine_;
};

std::string base64_encode(std::string_view bytes, bool url_safe_without_padding);
// Standard alphabet with or without padding; nullopt for foreign characters.
std::optional<std::string> base64_decode(std::string_view text);

// Base64url without padding of "ciscospark://us/<TYPE>/<uuid>", as in the examples of the public OpenAPI files.
std::string public_id(std::string_view type, std::string_view uuid);

// digits: of the seconds' fraction, 0 to 9. offset: "+00:00" instead of "Z".
std::string format_time(std::int64_t epoch_ms, int digits, bool offset);
// Epoch milliseconds, or ISO 8601 with Z or a numeric offset and 0 to 9 fraction digits.
std::optional<std::int64_t> parse_time(std::string_view text);

// A whole non-negative decimal number, nothing else.
std::optional<std::int64_t> parse_count(std::string_view text);

std::string lower_ascii(std::string_view text);

bool is_email(std::string_view text);         // one @, something on both sides, no white space
bool is_phone_number(std::string_view text);  // digits, an optional +, and the separators Cisco's examples show
bool is_extension(std::string_view text);     // 1 to 20 digits
bool is_time_zone(std::string_view text);     // the shape of an IANA name
bool is_language(std::string_view text);      // "en" or "en_US"
bool is_package(std::string_view text);

}  // namespace bwsync::lab::webex
