// Workspaces as an operator sees and orders them (Operations).
#include "daemon/domain/basics/text.hpp"
#include "storage/engine/channels.hpp"
#include "storage/engine/rows.hpp"
#include "storage/feed/dirty.hpp"
#include "storage/operator/operations.hpp"

namespace bwsync {

namespace {

constexpr const char* kListWorkspaces = R"sql(
select json_build_object('items', coalesce(json_agg(json_build_object(
    'bridge', bridge, 'userId', user_id, 'workspaceId', coalesce(workspace ->> 'id', ''),
    'spEnterpriseId', coalesce(nullif(workspace -> 'done' ->> 'spEnterpriseId', ''), workspace -> 'wanted' ->> 'spEnterpriseId', ''),
    'provisioningId', coalesce(nullif(workspace -> 'done' ->> 'provisioningId', ''), workspace -> 'wanted' ->> 'provisioningId', ''),
    'displayName', coalesce(nullif(workspace -> 'done' ->> 'displayName', ''), workspace -> 'wanted' ->> 'displayName', ''),
    'primaryPhoneNumber', coalesce(workspace -> 'wanted' ->> 'primaryPhoneNumber', ''),
    'extension', coalesce(workspace -> 'wanted' ->> 'extension', ''),
    'wanted', workspace -> 'wanted', 'done', workspace -> 'done',
    'byCommand', coalesce((workspace ->> 'isByCommand')::boolean, false), 'order', nullif(workspace_order, ''),
    'state', state, 'reason', nullif(reason, ''), 'detail', nullif(detail, ''), 'dueAt', iso(due_at), 'lastChange', iso(changed_at))
    order by bridge, user_key), '[]'::json), 'next', null)::text
from subscribers
where (workspace is not null or workspace_order <> '') and ($1 = '' or bridge = $1) and ($2 = '' or user_key = $2))sql";

constexpr const char* kStand = R"sql(
select coalesce(workspace ->> 'id', ''), coalesce((workspace ->> 'isByCommand')::boolean, false), state, reason, webex_id, is_absent,
       workspace is not null
from subscribers where bridge = $1 and user_key = $2 for update)sql";

constexpr const char* kOrderWorkspace = R"sql(
update subscribers set workspace_order = $3, wakes = wakes + 1, due_at = least(due_at, now()) where bridge = $1 and user_key = $2)sql";

constexpr const char* kNoteOrder =
    "insert into operator_actions (action, bridge, subject, detail) values ($1, $2, $3, $4)";

// Why the order cannot be given; empty: it can.
std::string objection(const WorkspaceOrder& order, const pqxx::row& row)
{
    const std::string id = text(row[0]);
    const std::string state = text(row[2]);
    const bool is_parked = state == "parked";
    if (order.order == "provision" && !id.empty())
        return "the user has a workspace already: workspace update tells it again";
    if (order.order == "provision" && !text(row[4]).empty())
        return "the user is a subscriber in Webex: it cannot be a workspace before that one is removed";
    if (order.order == "update" && id.empty()) return "the user has no workspace in Webex";
    if (order.order == "retry" && !(is_parked && flag(row[6]))) return "the workspace is not parked";
    if (order.order == "adopt" && !id.empty()) return "the user has the workspace " + id + " already";
    const bool may_go = flag(row[1]) || flag(row[5]) || is_parked || state == "removing";
    if (order.order == "remove" && id.empty() && !flag(row[1])) return "the user has no workspace";
    if (order.order == "remove" && !may_go)
        return "the configuration maps the user to a workspace: take the rule away and it is removed after the grace";
    return {};
}

}  // namespace

Task<Result<std::string>> PostgresOperations::list_workspaces(std::string bridge, std::string user_id)
{
    Parameters parameters;
    parameters.text(bridge).text(lower_case(user_id));
    return ask("list_workspaces", kListWorkspaces, std::move(parameters));
}

Task<Result<std::int64_t>> PostgresOperations::order_workspace(WorkspaceOrder order)
{
    return executor_.transact<std::int64_t>("order_workspace", [=](Transaction& transaction) -> Result<std::int64_t> {
        const std::string key = lower_case(order.user_id);
        Parameters who;
        who.text(order.bridge).text(key);
        const pqxx::result found = transaction.run(kStand, who);
        if (found.empty())
            return Error(ErrorKind::kNotFound, "the bridge " + order.bridge +
                                                   " does not know this user: bwsyncctl subscriber resync reads it");
        const std::string refusal = objection(order, found[0]);
        if (!refusal.empty()) return Error(ErrorKind::kConflict, refusal);
        const std::string what = order.order == "adopt" ? "adopt " + order.workspace_id : order.order;
        Parameters change;
        change.text(order.bridge).text(key).text(what);
        transaction.run(kOrderWorkspace, change);
        Parameters noted;
        noted.text("workspace-" + order.order).text(order.bridge).text(key).text(order.workspace_id);
        transaction.run(kNoteOrder, noted);
        notify(transaction, kSubscribersChannel, order.bridge);
        return std::int64_t{1};
    });
}

}  // namespace bwsync
