#include "storage/guard/bridges.hpp"

namespace bwsync {

namespace {

constexpr const char* kRememberCluster = R"sql(
insert into bridges as b (name, cluster) values ($1, $2)
on conflict (name) do update set cluster = excluded.cluster where b.cluster <> excluded.cluster)sql";

constexpr const char* kLeadsTo = "select from bridges where name = $1 and cluster = $2";

constexpr const char* kIsKnown = R"sql(
select from bridges where name = $1 and cluster = $2 and partner = $3 and provisioning_ids = $4::text[])sql";

constexpr const char* kRemember = R"sql(
insert into bridges as b (name, cluster, partner, provisioning_ids) values ($1, $2, $3, $4::text[])
on conflict (name) do update
set cluster = excluded.cluster, partner = excluded.partner, provisioning_ids = excluded.provisioning_ids)sql";

}  // namespace

void remember_bridge(Transaction& transaction, const std::string& bridge, const std::string& cluster)
{
    Parameters parameters;
    parameters.text(bridge).text(cluster);
    if (transaction.run(kLeadsTo, parameters).empty()) transaction.run(kRememberCluster, parameters);
}

void remember_bridge(Transaction& transaction, const BridgeRef& bridge)
{
    Parameters parameters;
    parameters.text(bridge.bridge).text(bridge.cluster).text(bridge.partner).array(bridge.provisioning_ids);
    if (transaction.run(kIsKnown, parameters).empty()) transaction.run(kRemember, parameters);
}

}  // namespace bwsync
