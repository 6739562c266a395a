// Pages of a list of enterprises that came from Webex whole. Pure.
#pragma once

#include <vector>

#include "daemon/admin/enterprise_service.hpp"

namespace bwsync {

// By partner, spEnterpriseId and id, what comes after the cursor's. kRejected: the cursor is not one of this list.
Result<EnterpriseList> page_of(std::vector<EnterpriseItem> all, const std::string& cursor, int limit);

}  // namespace bwsync
