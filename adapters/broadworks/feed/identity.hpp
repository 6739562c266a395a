// Reading the content of one element that says who is meant.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "adapters/broadworks/feed/charset.hpp"
#include "adapters/broadworks/feed/xml_scanner.hpp"
#include "daemon/domain/feed/feed_event.hpp"

namespace bwsync::feed {

// More than any server sends; beyond it a document is damaged.
inline constexpr std::size_t kIdentitiesMax = 1000;     // of one command
inline constexpr std::size_t kIdentityLengthMax = 512;  // bytes of UTF-8; the longest of the schema has 161 characters

// The text of the element the scanner has just opened, as an xs:token in UTF-8; passes its end tag. Empty for nil.
// Returns nullptr, or a literal that says what is wrong.
const char* read_leaf(XmlScanner& scanner, Encoding encoding, std::string& value);

// The same, appended to the record under `name` unless it is empty.
const char* read_identity(XmlScanner& scanner, Encoding encoding, std::string_view name, FeedRecord& record);

}  // namespace bwsync::feed
