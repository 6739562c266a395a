// The table of keys: a Section lists the keys of one struct, each bound to its field. The reader fills the fields by it
// and schema() lists it, so there is one list of keys and defaults only.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "daemon/config/reading/document.hpp"
#include "daemon/config/reading/load.hpp"

namespace bwsync::config {

class Reader;

// Where a value stands: its path, and the places of its key (for a list entry: of the entry) and of the value itself.
struct Where {
    std::string path;
    Place key;
    Place value;
};

struct Key {
    std::string name;
    bool required = false;
    std::string type;
    std::string default_value;  // as written in YAML; empty: none
    std::string meaning;
    std::function<void(Reader&, const TreeNode&, const Where&)> read;
    std::function<void(const std::string& path, std::vector<SchemaKey>&)> list_below;  // empty for a single value
};

using Section = std::vector<Key>;

// Adds the keys of a section and those below them, their paths beginning with `path` ("" for the root).
void list_keys(const Section& section, const std::string& path, std::vector<SchemaKey>& out);

}  // namespace bwsync::config
