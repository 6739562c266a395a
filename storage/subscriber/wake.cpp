#include "storage/subscriber/wake.hpp"

#include "storage/engine/channels.hpp"
#include "storage/feed/dirty.hpp"

namespace bwsync {

std::int64_t wake(Transaction& transaction, const char* sql, const Parameters& parameters, const std::string& bridge)
{
    const auto woken = static_cast<std::int64_t>(transaction.run(sql, parameters).size());
    if (woken > 0) notify(transaction, kSubscribersChannel, bridge);
    return woken;
}

}  // namespace bwsync
