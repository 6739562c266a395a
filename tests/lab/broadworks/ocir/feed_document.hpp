// Builds OCI-R documents: text in, bytes of one document out (without the line end).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tests/lab/broadworks/config.hpp"

namespace bwsync::lab {

// Who made a change, as the feed names it, and on which application server.
struct Actor {
    std::string user_id = "admin";
    std::string login_type = "System";
    std::size_t server = 0;
    bool report = true;
};

// One request that changed something: its name and its children as UTF-8 markup.
struct ReportedCommand {
    std::string type;
    std::string body;
    // With public identity reporting: the user whose public identity this request added, and the identity.
    std::string identity_user, added_sip_uri;
};

// One notification: its id and the requests of its inner document.
struct Notification {
    std::string id;
    std::vector<ReportedCommand> requests;
};

// The declaration line, '\n' and the document, encoded as the switches say.
std::string feed_document(const std::vector<Notification>& notifications, const Actor& actor,
                          const FeedSwitches& switches);

// A status notification. id is used only when the switches ask for one.
std::string status_document(const std::string& id, const FeedSwitches& switches);

// The same document with line breaks between elements and inside start tags.
std::string pretty(std::string_view document);

}  // namespace bwsync::lab
