#include "storage/subscriber/subscriber_store.hpp"

#include "daemon/codec/facts_json.hpp"
#include "daemon/codec/webex_json.hpp"
#include "storage/engine/rows.hpp"
#include "storage/guard/bridges.hpp"
#include "storage/guard/lease_store.hpp"
#include "storage/subscriber/email_holders.hpp"
#include "storage/subscriber/subscriber_rows.hpp"
#include "storage/subscriber/wake.hpp"

namespace bwsync {

namespace {

// The Webex side: ours by id; else the one with the user id that no other bridge has, ours by template before others,
// newest first.
const std::string kSubjects = std::string("select ") + kRowColumns + R"sql(,
    u.facts, u.absence_is_proven, u.proof, to_ms(u.read_at),
    p.service_provider_id, p.is_enterprise, p.imp_provisioning_url,
    coalesce(own.body, other.body),
    i.id, i.operation, to_ms(i.opened_at), i.request
from )sql";

constexpr const char* kAround = R"sql( s
left join source_users u on u.cluster = $2 and u.user_key = s.user_key and u.read_at is not null
left join source_service_providers p
    on p.cluster = $2 and p.service_provider_id = case when u.facts is null then s.service_provider_id else u.service_provider_id end
left join webex_subscribers own on own.partner = $3 and own.webex_id = s.webex_id and s.webex_id <> ''
left join lateral (
    select w.body from webex_subscribers w
    where own.webex_id is null and w.partner = $3 and w.user_key = s.user_key
      and not exists (select from subscribers o
                      where o.webex_id = w.webex_id and o.id <> s.id and o.bridge in (select name from bridges where partner = $3))
    order by w.provisioning_id = any($4::text[]) desc, w.last_status_change desc, w.webex_id
    limit 1) other on true
left join intents i on i.subscriber = s.id and i.closed_at is null
)sql";

const std::string kDue = kSubjects + R"sql((select * from subscribers
      where bridge = $1 and due_at <= now() and id <> all($5::bigint[])
      order by due_at, id limit $6))sql" +
                         kAround + "order by s.due_at, s.id";

const std::string kRead = kSubjects + R"sql((select * from subscribers
      where bridge = $1 and ($5 = '' or sp_enterprise_id = $5) and (cardinality($6::text[]) = 0 or user_key = any($6::text[]))
        and user_key > $7
      order by user_key limit $8))sql" +
                          kAround + "order by s.user_key";

constexpr const char* kNextDue = "select to_ms(min(due_at)) from subscribers where bridge = $1 and due_at > now()";

constexpr const char* kWakeEnterprise = R"sql(
update subscribers s set wakes = s.wakes + 1, due_at = least(s.due_at, now())
where s.bridge = $1 and s.sp_enterprise_id = $2 and (s.state = 'waiting' or s.reason = 'site-time-zone')
returning 1)sql";

constexpr const char* kWakeHeld = R"sql(
update subscribers s set wakes = s.wakes + 1, due_at = least(s.due_at, now()) where s.bridge = $1 and s.reason = $2 returning 1)sql";

constexpr const char* kNewPolicy = R"sql(
insert into bridges as b (name, policy_fingerprint) values ($1, $2)
on conflict (name) do update set policy_fingerprint = excluded.policy_fingerprint
where b.policy_fingerprint <> excluded.policy_fingerprint
returning 1)sql";

constexpr const char* kWakeAll = R"sql(
update subscribers s set wakes = s.wakes + 1, due_at = least(s.due_at, now())
where s.bridge = $1 and s.state <> 'foreign')sql";

// Fields that follow the row's own columns in kDue.
constexpr int kSource = kRowColumnCount;
constexpr int kProvider = kSource + 4;
constexpr int kWebex = kProvider + 3;
constexpr int kIntent = kWebex + 1;

std::optional<SourceUser> source_of(const pqxx::row& row)
{
    const std::optional<Instant> read_at = instant(row[kSource + 3]);
    if (!read_at) return std::nullopt;
    SourceUser source;
    if (!row[kSource].is_null()) source.facts = facts_from_json(row[kSource].c_str());
    source.absence_is_proven = flag(row[kSource + 1]);
    source.proof = text(row[kSource + 2]);
    source.read_at = *read_at;
    return source;
}

std::optional<OpenIntent> intent_of(const pqxx::row& row, bool is_of_workspace)
{
    if (row[kIntent].is_null()) return std::nullopt;
    OpenIntent intent;
    intent.id = number(row[kIntent]);
    intent.operation = enumerator<Operation>(text(row[kIntent + 1]));
    intent.opened_at = *instant(row[kIntent + 2]);
    const char* request = row[kIntent + 3].c_str();
    if (is_of_workspace) return intent;
    if (intent.operation == Operation::kProvision) intent.provision = provision_from_json(request);
    if (intent.operation == Operation::kUpdate) intent.update = update_from_json(request);
    return intent;
}

Subject subject_of(const pqxx::row& row)
{
    Subject subject;
    subject.row = subscriber_row(row);
    subject.source = source_of(row);
    if (!row[kProvider].is_null()) {
        ServiceProviderFacts provider;
        provider.service_provider_id = text(row[kProvider]);
        provider.is_enterprise = flag(row[kProvider + 1]);
        provider.imp_provisioning_url = text(row[kProvider + 2]);
        subject.service_provider = provider;
    }
    if (!row[kWebex].is_null()) subject.webex = webex_subscriber_from_json(row[kWebex].c_str());
    subject.open_intent = intent_of(row, subject.row.workspace.has_value());
    return subject;
}

}  // namespace

Task<Result<std::vector<Subject>>> PostgresSubscriberStore::due_subscribers(BridgeRef bridge,
                                                                            std::vector<std::int64_t> busy, int limit)
{
    using Subjects = std::vector<Subject>;
    return executor_.transact<Subjects>("due_subscribers", [=](Transaction& transaction) -> Result<Subjects> {
        remember_bridge(transaction, bridge);
        Parameters parameters;
        parameters.text(bridge.bridge).text(bridge.cluster).text(bridge.partner).array(bridge.provisioning_ids);
        parameters.array(busy).number(limit);
        Subjects subjects;
        for (const pqxx::row& row : transaction.run(kDue.c_str(), parameters)) subjects.push_back(subject_of(row));
        return subjects;
    });
}

Task<Result<std::vector<Subject>>> PostgresSubscriberStore::read_subjects(SubjectQuery query)
{
    using Subjects = std::vector<Subject>;
    return executor_.transact<Subjects>("read_subjects", [=](Transaction& transaction) -> Result<Subjects> {
        Parameters parameters;
        const BridgeRef& bridge = query.bridge;
        parameters.text(bridge.bridge).text(bridge.cluster).text(bridge.partner).array(bridge.provisioning_ids);
        parameters.text(query.enterprise).array(query.user_keys).text(query.after).number(query.limit);
        Subjects subjects;
        for (const pqxx::row& row : transaction.run(kRead.c_str(), parameters)) subjects.push_back(subject_of(row));
        return subjects;
    });
}

Task<Result<std::optional<Instant>>> PostgresSubscriberStore::next_due(std::string bridge)
{
    return executor_.transact<std::optional<Instant>>("next_due",
                                                      [=](Transaction& transaction) -> Result<std::optional<Instant>> {
                                                          Parameters parameters;
                                                          parameters.text(bridge);
                                                          return instant(transaction.run(kNextDue, parameters)[0][0]);
                                                      });
}

Task<Result<>> PostgresSubscriberStore::save_subscribers(Lease lease, std::vector<SubscriberRow> rows)
{
    return executor_.transact<std::monostate>("save_subscribers",
                                              [=, all = std::move(rows)](Transaction& transaction) -> Result<> {
                                                  if (Result<> held = check_lease(transaction, lease); !held)
                                                      return held;
                                                  if (!all.empty()) write_rows(transaction, all.front().bridge, all);
                                                  return std::monostate();
                                              });
}

Task<Result<>> PostgresSubscriberStore::wake_enterprise(Lease lease, std::string bridge, std::string sp_enterprise_id)
{
    return executor_.transact<std::monostate>("wake_enterprise", [=](Transaction& transaction) -> Result<> {
        if (Result<> held = check_lease(transaction, lease); !held) return held;
        Parameters parameters;
        parameters.text(bridge).text(sp_enterprise_id);
        wake(transaction, kWakeEnterprise, parameters, bridge);
        return std::monostate();
    });
}

Task<Result<bool>> PostgresSubscriberStore::wake_on_new_policy(Lease lease, std::string bridge, std::string fingerprint)
{
    return executor_.transact<bool>("wake_on_new_policy", [=](Transaction& transaction) -> Result<bool> {
        if (Result<> held = check_lease(transaction, lease); !held) return held.error();
        Parameters parameters;
        parameters.text(bridge).text(fingerprint);
        if (transaction.run(kNewPolicy, parameters).empty()) return false;
        Parameters all;
        all.text(bridge);
        transaction.run(kWakeAll, all);
        return true;
    });
}

Task<Result<>> PostgresSubscriberStore::wake_held(Lease lease, std::string bridge, std::string reason)
{
    return executor_.transact<std::monostate>("wake_held", [=](Transaction& transaction) -> Result<> {
        if (Result<> held = check_lease(transaction, lease); !held) return held;
        Parameters parameters;
        parameters.text(bridge).text(reason);
        wake(transaction, kWakeHeld, parameters, bridge);
        return std::monostate();
    });
}

Task<Result<std::optional<EmailHolder>>> PostgresSubscriberStore::email_holder(std::string bridge, std::int64_t row,
                                                                               std::string email)
{
    using Holder = std::optional<EmailHolder>;
    return executor_.transact<Holder>("email_holder", [=](Transaction& transaction) -> Result<Holder> {
        return bwsync::email_holder(transaction, bridge, row, email);
    });
}

Task<Result<std::map<std::int64_t, EmailHolder>>> PostgresSubscriberStore::email_holders(
    std::string bridge, std::vector<HolderQuestion> questions)
{
    using Holders = std::map<std::int64_t, EmailHolder>;
    return executor_.transact<Holders>("email_holders", [=](Transaction& transaction) -> Result<Holders> {
        return bwsync::email_holders(transaction, bridge, questions);
    });
}

}  // namespace bwsync
