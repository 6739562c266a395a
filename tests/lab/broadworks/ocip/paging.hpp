// responsePagingControl and sortOrder of the paged list requests.
#pragma once

#include <algorithm>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "tests/lab/broadworks/ocip/request.hpp"
#include "tests/lab/broadworks/text.hpp"

namespace bwsync::lab {

// The rows of the page that was asked for; without a control the first 2000.
template <class Row>
std::vector<Row> page_of(const pugi::xml_node& command, const std::vector<Row>& rows)
{
    std::size_t start = 1, size = 2000;
    if (const pugi::xml_node control = command.child("responsePagingControl")) {
        start = std::stoul(child_text(control, "responseStartIndex"));
        size = std::stoul(child_text(control, "responsePageSize"));
    }
    if (start > rows.size()) return {};
    const std::size_t end = std::min(rows.size(), start - 1 + size);
    return {rows.begin() + static_cast<std::ptrdiff_t>(start - 1), rows.begin() + static_cast<std::ptrdiff_t>(end)};
}

// key_of(row, "sortByUserId") is the text to sort by. Rows that are equal keep their order.
template <class Thing, class KeyOf>
void sort_by_request(const pugi::xml_node& command, std::vector<const Thing*>& rows, KeyOf key_of)
{
    std::vector<pugi::xml_node> orders;
    for (const pugi::xml_node& order : command.children("sortOrder")) {
        for (const pugi::xml_node& child : order.children()) orders.push_back(child);
    }
    // The least important first, so that the stable sort keeps the more important order on top.
    for (auto order = orders.rbegin(); order != orders.rend(); ++order) {
        const std::string ascending = child_text(*order, "isAscending"), cased = child_text(*order, "isCaseSensitive");
        const bool up = ascending == "true" || ascending == "1", fold = cased != "true" && cased != "1";
        const std::string name = order->name();
        std::stable_sort(rows.begin(), rows.end(), [&](const Thing* left, const Thing* right) {
            std::string a = key_of(*left, name), b = key_of(*right, name);
            if (fold) a = lower(a), b = lower(b);
            return up ? a < b : b < a;
        });
    }
}

}  // namespace bwsync::lab
