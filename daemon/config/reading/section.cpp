#include "daemon/config/reading/section.hpp"

namespace bwsync::config {

void list_keys(const Section& section, const std::string& path, std::vector<SchemaKey>& out)
{
    for (const Key& key : section) {
        const std::string here = path.empty() ? key.name : path + "." + key.name;
        out.push_back({here, key.type, key.default_value, key.required, key.meaning});
        if (key.list_below) key.list_below(here, out);
    }
}

}  // namespace bwsync::config
