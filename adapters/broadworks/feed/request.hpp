// The OCI-P document inside a report -> one record per command.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "adapters/broadworks/feed/charset.hpp"
#include "daemon/domain/feed/feed_event.hpp"

namespace bwsync::feed {

// Commands of one document of the feed, all reports together. A request has at most 15.
inline constexpr std::size_t kCommandsMax = 1000;

class XmlScanner;

// Appends the records of `request`, read with `scanner`; only command and identities are set. `outer` is the encoding
// of the bytes as the document around it declares it; without one the request's own declaration counts, else UTF-8.
// Returns nullptr, or a literal that says what is wrong; records before that are good.
const char* read_request(XmlScanner& scanner, std::string_view request, std::optional<Encoding> outer,
                         std::vector<FeedRecord>& records);

}  // namespace bwsync::feed
