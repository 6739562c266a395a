// Bytes of a declared encoding -> UTF-8. The feed declares ISO-8859-1; others are honoured, never guessed.
#pragma once

#include <string>
#include <string_view>

namespace bwsync::feed {

// US-ASCII is read as UTF-8. Anything that is not a superset of ASCII cannot even be framed, so it is unknown.
enum class Encoding { kUtf8, kLatin1, kWindows1252, kUnknown };

// By the name in an XML declaration, in any case: "ISO-8859-1", "latin1", "utf-8", "windows-1252", ...
Encoding encoding_named(std::string_view label);

// Appends `raw` as UTF-8. False, with `out` in any state, when a byte sequence is no text of that encoding, or is a
// character that XML 1.0 does not have (NUL, most controls, surrogates).
bool append_utf8(std::string& out, std::string_view raw, Encoding encoding);

// The same for content of an element: the five predefined entities and character references are replaced; any other
// reference is false.
bool append_content(std::string& out, std::string_view raw, Encoding encoding);

}  // namespace bwsync::feed
