// Subscribers that have an e-mail address or a user id in Webex, for one question or many. Internal to storage/.
#pragma once

#include <map>

#include "daemon/ports/store/subscriber_store.hpp"
#include "storage/engine/session.hpp"

namespace bwsync {

// See SubscriberStore::email_holder.
std::optional<EmailHolder> email_holder(Transaction& transaction, const std::string& bridge, std::int64_t row,
                                        const std::string& email);
std::map<std::int64_t, EmailHolder> email_holders(Transaction& transaction, const std::string& bridge,
                                                  const std::vector<HolderQuestion>& questions);

}  // namespace bwsync
