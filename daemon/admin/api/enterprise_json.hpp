// Enterprises and their directory synchronisation as JSON. For .cpp files only, as json_text.hpp.
#pragma once

#include "daemon/admin/enterprise_service.hpp"
#include "daemon/admin/http/json_text.hpp"

namespace bwsync {

// With every counter (null: not told) and what the codes of the last run mean.
Json to_json(const DirectorySync& sync);
Json to_json(const EnterpriseItem& item);
Json to_json(const OrganizationView& view);
Json to_json(const OrderedProcedure& ordered);
Json to_json(const SyncOrders& orders);

}  // namespace bwsync
