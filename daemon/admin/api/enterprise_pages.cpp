#include "daemon/admin/api/enterprise_pages.hpp"

#include <algorithm>
#include <optional>

namespace bwsync {
namespace {

constexpr char kBetween = '\x1f';
constexpr std::string_view kDigits = "0123456789abcdef";

std::string key_of(const EnterpriseItem& item)
{
    return item.partner + kBetween + item.enterprise.sp_enterprise_id + kBetween + item.enterprise.id;
}

std::string to_cursor(const std::string& key)
{
    std::string cursor;
    for (const char c : key) {
        const auto byte = static_cast<unsigned char>(c);
        cursor += kDigits[byte >> 4U];
        cursor += kDigits[byte & 0x0fU];
    }
    return cursor;
}

std::optional<std::string> from_cursor(const std::string& cursor)
{
    if (cursor.size() % 2 != 0) return std::nullopt;
    std::string key;
    for (std::size_t i = 0; i < cursor.size(); i += 2) {
        const std::size_t high = kDigits.find(cursor[i]);
        const std::size_t low = kDigits.find(cursor[i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
        key += static_cast<char>(static_cast<unsigned char>(high << 4U | low));
    }
    return key;
}

}  // namespace

Result<EnterpriseList> page_of(std::vector<EnterpriseItem> all, const std::string& cursor, int limit)
{
    const std::optional<std::string> after = from_cursor(cursor);
    if (!after) return Error(ErrorKind::kRejected, "the cursor is not one of this list");
    std::erase_if(all, [&](const EnterpriseItem& item) { return !after->empty() && key_of(item) <= *after; });
    std::sort(all.begin(), all.end(),
              [](const EnterpriseItem& a, const EnterpriseItem& b) { return key_of(a) < key_of(b); });
    EnterpriseList list;
    const auto most = static_cast<std::size_t>(limit);
    if (all.size() > most) {
        all.erase(all.begin() + static_cast<std::ptrdiff_t>(most), all.end());
        list.next = to_cursor(key_of(all.back()));
    }
    list.items = std::move(all);
    return list;
}

}  // namespace bwsync
