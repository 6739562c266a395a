// One OCI-P document of a client, taken apart with the namespace rules of the core schema.
#pragma once

#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "tests/lab/broadworks/config.hpp"
#include "tests/lab/broadworks/model/model.hpp"

namespace bwsync::lab {

inline constexpr std::size_t kCommandsMax = 15;

struct OciCommand {
    pugi::xml_node node;
    std::string type;  // as written in xsi:type, e.g. "UserGetRequest22V8"
    std::string echo;
};

struct OciDocument {
    pugi::xml_document xml;  // owns the nodes; text is UTF-8
    std::string session_id;
    std::string tracking_id;
    std::vector<OciCommand> commands;  // 1 to 15
};

// Reads the document by its declared encoding. Nothing when it is well formed, else the 6004 that answers the whole
// document; session_id is filled in as far as it was found.
std::optional<OciError> parse_document(std::string_view bytes, Release release, OciDocument& document);

// White space at the ends removed, as xs:token wants it; "" when the child is missing.
std::string child_text(const pugi::xml_node& node, const char* name);

// Present and xsi:nil="true".
bool child_is_nil(const pugi::xml_node& node, const char* name);

}  // namespace bwsync::lab
