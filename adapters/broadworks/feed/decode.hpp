// One document of the feed -> records. The only things that leave it are the identity elements which the table of
// commands names (daemon/domain/feed/feed_commands.hpp), the command's name, the write id, the actor and the actor's
// login type: no password and no other field of a request, not even in an error text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/broadworks/feed/charset.hpp"
#include "adapters/broadworks/feed/xml_scanner.hpp"
#include "daemon/domain/feed/feed_event.hpp"

namespace bwsync::feed {

class XsiType;

class Decoder {
public:
    // Replaces `records` by the document's, in order. Returns nullptr, or why the rest of the document cannot be read
    // (a literal); records found before that are good.
    const char* decode(std::string_view document, std::vector<FeedRecord>& records);

private:
    const char* read_notification(XmlScanner& scanner, const XsiType& bound, std::vector<FeedRecord>& records);
    const char* read_child(XmlScanner& scanner, FeedRecord& head, std::vector<FeedRecord>& records);
    const char* read_head(XmlScanner& scanner, std::string& field);
    const char* read_report(XmlScanner& scanner, std::vector<FeedRecord>& records);
    bool append_piece(std::string_view raw, bool is_cdata);

    XmlScanner outer_;
    XmlScanner inner_;
    std::optional<Encoding> encoding_;  // as declared; none: by the request's own declaration
    std::string request_;               // a request that is not one single CDATA section, put together in UTF-8
};

}  // namespace bwsync::feed
