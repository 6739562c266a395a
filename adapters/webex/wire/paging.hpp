// Walks a list by its Link header (RFC 8288) in spite of what is known to go wrong with it: filters that are lost on
// the way, max=null, links to another host, links that lead in a circle. Pure.
#pragma once

#include <string>
#include <string_view>

#include "adapters/http/url.hpp"
#include "daemon/domain/basics/result.hpp"

namespace bwsync {

// What SubscriberPage::next holds: the next page's target, and what is needed to notice a circle.
struct PageCursor {
    std::string target;      // path and query of this page
    long page = 0;           // 0: the first
    std::uint64_t mark = 0;  // hash of a page seen before (Brent's algorithm: any circle comes back to it)
};

std::string to_text(const PageCursor& cursor);
// kRejected: not made by to_text.
Result<PageCursor> page_cursor(const std::string& text);

// The page after `current`, or an empty target when there is none. `link` is the answer's Link header, empty without
// one. Filters keep the values of `current`, whatever the link says. kRejected: another host, an unreadable link, a
// circle.
Result<PageCursor> next_page(const Url& origin, const PageCursor& current, std::string_view link);

}  // namespace bwsync
