// Text between the emulator (UTF-8 inside) and the wire (ISO-8859-1 or UTF-8), and comparisons of identifiers.
#pragma once

#include <string>
#include <string_view>

#include "tests/lab/broadworks/config.hpp"

namespace bwsync::lab {

// The namespace of xsi:type and xsi:nil.
inline constexpr std::string_view kInstance = "http://www.w3.org/2001/XMLSchema-instance";

// Appends text as XML character data of a document in the given encoding. What ISO-8859-1 has no byte for
// becomes a numeric character reference; what XML cannot carry, or is not UTF-8, becomes '?'.
void append_escaped(std::string& out, std::string_view utf8, WireEncoding encoding);

// A whole document or fragment of markup, already escaped: only changes the bytes above ASCII.
std::string encode_markup(std::string_view utf8, WireEncoding encoding);

// "ISO-8859-1" or "UTF-8": what the declaration says.
std::string_view encoding_name(WireEncoding encoding);

std::string latin1_to_utf8(std::string_view latin1);

// The code points of valid UTF-8 as bytes; what is above U+00FF becomes '?'.
std::string utf8_to_latin1(std::string_view utf8);

// Without white space at the ends.
std::string trimmed(std::string_view text);

// Code points of valid UTF-8, as the schema counts lengths.
std::size_t characters(std::string_view utf8);

// ASCII only: user ids and domains.
std::string lower(std::string_view text);

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);

}  // namespace bwsync::lab
