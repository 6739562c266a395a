// Text of OCI documents: ISO-8859-1 on the wire, UTF-8 inside.
#pragma once

#include <string>
#include <string_view>

namespace bwsync::ocip {

[[nodiscard]] bool is_utf8(std::string_view bytes);
[[nodiscard]] std::string utf8_from_latin1(std::string_view bytes);

// Appends UTF-8 text as XML character data in ISO-8859-1; what Latin-1 lacks becomes a numeric reference.
// The text must be sendable (see below). Serves attribute values too.
void append_escaped(std::string& out, std::string_view utf8);

// Valid UTF-8, not blank, and free of control characters, which XML cannot carry. Anything else must not be sent:
// it would reach the server as another name.
[[nodiscard]] bool is_sendable(std::string_view text);

// White space at the ends taken off and each run inside made one space, as XML Schema's token does.
[[nodiscard]] std::string squeeze(std::string_view text);
[[nodiscard]] std::string_view trim(std::string_view text);
[[nodiscard]] std::string lower_ascii(std::string_view text);
[[nodiscard]] bool equal_without_case(std::string_view a, std::string_view b);

// A name of XML without its prefix.
[[nodiscard]] std::string_view local_name(std::string_view name);

// Cut to at most `bytes` without splitting a character.
[[nodiscard]] std::string shorten(std::string_view utf8, std::size_t bytes);

}  // namespace bwsync::ocip
