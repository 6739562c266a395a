#include "daemon/domain/feed/renames.hpp"

#include <map>
#include <set>

namespace bwsync {

std::vector<Rename> final_renames(const std::vector<Rename>& in_order)
{
    std::map<std::string, std::string> origin_of;  // who stands under this id now
    for (const Rename& hint : in_order) {
        const auto standing = origin_of.find(hint.from);
        const std::string origin = standing == origin_of.end() ? hint.from : standing->second;
        if (standing != origin_of.end()) origin_of.erase(standing);
        origin_of[hint.to] = origin;
    }
    std::vector<Rename> result;
    for (const auto& [id, origin] : origin_of) {
        if (id != origin) result.push_back(Rename{origin, id});
    }
    return result;
}

std::vector<Rename> chain_of(const std::vector<Rename>& in_order, const std::string& key)
{
    std::set<std::string> ids{key};
    for (bool has_grown = true; has_grown;) {
        has_grown = false;
        for (const Rename& hint : in_order) {
            const bool touches = ids.contains(hint.from) || ids.contains(hint.to);
            if (touches) has_grown = ids.insert(hint.from).second || ids.insert(hint.to).second || has_grown;
        }
    }
    std::vector<Rename> chain;
    for (const Rename& hint : in_order) {
        if (ids.contains(hint.from)) chain.push_back(hint);
    }
    return chain;
}

}  // namespace bwsync
