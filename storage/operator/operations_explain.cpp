// The whole explanation of one subscriber (Operations, promise P6).
#include "daemon/domain/basics/text.hpp"
#include "storage/engine/rows.hpp"
#include "storage/operator/operations.hpp"

namespace bwsync {

namespace {

constexpr const char* kExplain = R"sql(
select json_build_object(
    'bridge', s.bridge, 'userId', s.user_id, 'spEnterpriseId', s.sp_enterprise_id, 'serviceProviderId', s.service_provider_id,
    'groupId', s.group_id, 'state', s.state, 'reason', nullif(s.reason, ''), 'detail', nullif(s.detail, ''),
    'package', coalesce(s.wanted ->> 'package', w.body ->> 'package', ''),
    'email', coalesce(nullif(s.wanted ->> 'email', ''), w.body ->> 'email', ''),
    'webexId', coalesce(nullif(s.webex_id, ''), case when s.state = 'foreign' then w.webex_id end, ''),
    'lastChange', iso(s.changed_at), 'absent', s.is_absent, 'subject', s.id,
    'attempts', s.attempts, 'lastCode', nullif(s.last_code, 0), 'dueAt', iso(s.due_at), 'dirtySince', iso(s.dirty_since),
    'approval', s.approval, 'removalApproval', s.removal_approval, 'updateApproval', s.update_approval,
    'workspace', s.workspace, 'wanted', s.wanted, 'sentTimeZone', s.sent_time_zone, 'sentLanguage', s.sent_language, 'personId', s.person_id,
    'removal', case when s.removal_first_at is not null then json_build_object(
        'firstAt', iso(s.removal_first_at), 'lastAt', iso(s.removal_last_at), 'confirmations', s.removal_confirmations,
        'proof', s.removal_proof, 'decidedAt', iso(s.removal_decided_at)) end,
    'webex', w.body, 'webexRecordedAt', iso(w.recorded_at),
    'source', case when u.user_key is not null then json_build_object(
        'facts', u.facts, 'readAt', iso(u.read_at), 'absenceIsProven', u.absence_is_proven, 'proof', nullif(u.proof, ''),
        'serviceProviderId', u.service_provider_id, 'groupId', u.group_id, 'entitlements', u.entitlements) end,
    'serviceProvider', (select json_build_object('serviceProviderId', p.service_provider_id, 'isEnterprise', p.is_enterprise,
                                                 'impProvisioningUrl', nullif(p.imp_provisioning_url, ''))
                        from source_service_providers p
                        where p.cluster = s.cluster and p.service_provider_id = s.service_provider_id),
    'enterprise', (select json_build_object('spEnterpriseId', e.sp_enterprise_id, 'state', e.state,
                                            'firstUser', nullif(e.first_user_key, ''), 'seenAt', iso(e.seen_at))
                   from enterprises e where e.bridge = s.bridge and e.sp_enterprise_id = s.sp_enterprise_id and s.sp_enterprise_id <> ''),
    'dirty', (select json_build_object('cause', d.cause, 'firstAt', iso(d.first_at), 'dueAt', iso(d.due_at), 'attempts', d.attempts)
              from dirty_keys d where d.cluster = s.cluster and d.kind = 'user' and d.key = s.user_key),
    'renames', (select coalesce(json_agg(json_build_object('from', h.from_id, 'to', h.to_id, 'at', iso(h.at)) order by h.id), '[]'::json)
                from rename_hints h where h.cluster = s.cluster and s.user_key in (h.from_key, h.to_key)),
    'intents', (select coalesce(json_agg(json_build_object(
                    'id', i.id, 'operation', i.operation, 'request', i.request, 'openedAt', iso(i.opened_at), 'closedAt', iso(i.closed_at),
                    'outcome', i.outcome, 'detail', nullif(i.detail, ''),
                    'attempts', (select coalesce(json_agg(json_build_object('at', iso(a.at), 'trackingId', a.tracking_id,
                                                                            'httpStatus', a.http_status, 'detail', nullif(a.detail, ''))
                                                          order by a.at), '[]'::json)
                                 from intent_attempts a where a.intent = i.id)) order by i.id desc), '[]'::json)
                from (select * from intents i where i.subscriber = s.id order by i.id desc limit 50) i),
    'journal', (select coalesce(json_agg(json_build_object(
                    'at', iso(j.at), 'server', j.server, 'command', j.command, 'class', j.class, 'writeId', j.write_id,
                    'actor', j.actor, 'kind', j.kind, 'identities', j.identities::json) order by j.at desc, j.position desc), '[]'::json)
                from (select * from (
                          (select * from journal j where j.cluster = s.cluster and j.user_key = s.user_key
                           order by j.at desc limit 50)
                        union all
                          (select * from journal j
                           where j.cluster = s.cluster and j.user_key = '' and j.kind in ('group', 'service_provider')
                             and j.service_provider_id = s.service_provider_id and j.group_id in ('', s.group_id)
                             and j.at > now() - interval '7 days'
                           order by j.at desc limit 20)) both_kinds
                      order by at desc limit 50) j),
    'actions', (select coalesce(json_agg(json_build_object('at', iso(o.at), 'actor', o.actor, 'action', o.action, 'detail', nullif(o.detail, ''))
                                         order by o.id desc), '[]'::json)
                from (select * from operator_actions o
                      where o.bridge = s.bridge and o.subject in (s.user_key, '') order by o.id desc limit 20) o))::text
from subscribers s
left join source_users u on u.cluster = s.cluster and u.user_key = s.user_key
left join lateral (
    select * from webex_subscribers w
    where w.partner in (select partner from bridges b where b.name = s.bridge)
      and (w.webex_id = s.webex_id or (s.webex_id = '' and w.user_key = s.user_key))
    order by w.webex_id = s.webex_id desc, w.last_status_change desc limit 1) w on true
where s.bridge = $1 and s.user_key = $2)sql";

}  // namespace

Task<Result<std::string>> PostgresOperations::explain_subscriber(std::string bridge, std::string user_id)
{
    return executor_.transact<std::string>("explain_subscriber", [=](Transaction& transaction) -> Result<std::string> {
        Parameters parameters;
        parameters.text(bridge).text(lower_case(user_id));
        const pqxx::result found = transaction.run(kExplain, parameters);
        if (found.empty()) return Error(ErrorKind::kNotFound, "the bridge " + bridge + " has no such subscriber");
        return text(found[0][0]);
    });
}

}  // namespace bwsync
