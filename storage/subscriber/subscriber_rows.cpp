#include "storage/subscriber/subscriber_rows.hpp"

#include <algorithm>
#include <array>

#include "daemon/codec/webex_json.hpp"
#include "storage/engine/rows.hpp"

namespace bwsync {

namespace {

// What the brakes count: decisions that nobody has approved. A removal that was carried out stays counted, one that was
// called off does not; an update stays counted however it ended.
constexpr const char* kWrite = R"sql(
update subscribers s
set user_id = case when s.wakes = r.wakes or s.user_key = r.user_key then r.user_id else s.user_id end,
    service_provider_id = r.service_provider_id, group_id = r.group_id, state = r.state, reason = r.reason, detail = r.detail,
    is_absent = r.is_absent, wanted = r.wanted::jsonb, webex_id = r.webex_id, sent_time_zone = r.sent_time_zone,
    sent_language = r.sent_language, person_id = r.person_id, erases_person = r.erases_person or (s.wakes > r.wakes and s.erases_person),
    workspace = r.workspace::jsonb,
    workspace_order = case when s.wakes = r.wakes then r.workspace_order else s.workspace_order end,
    reminded_at = from_ms(r.reminded_at), removal_first_at = from_ms(r.removal_first_at), removal_last_at = from_ms(r.removal_last_at),
    removal_confirmations = r.removal_confirmations, removal_proof = r.removal_proof,
    approval = case when s.wakes = r.wakes then r.approval else s.approval end,
    removal_approval = case when s.wakes = r.wakes then r.removal_approval else s.removal_approval end,
    update_approval = case when s.wakes = r.wakes then r.update_approval else s.update_approval end,
    removal_decided_at = from_ms(r.removal_decided_at), update_decided_at = from_ms(r.update_decided_at),
    removal_counted_at = case when r.removal_decided_at is not null
                              then case when 'approved' in (r.removal_approval, s.removal_approval) then null
                                        else from_ms(r.removal_decided_at) end
                              when r.state = 'removed' then s.removal_counted_at end,
    update_counted_at = case when from_ms(r.update_decided_at) is distinct from s.update_decided_at
                             then case when 'approved' in (r.update_approval, s.update_approval) then null
                                       else from_ms(r.update_decided_at) end
                             else s.update_counted_at end,
    attempts = r.attempts, unheeded = r.unheeded, last_code = r.last_code,
    due_at = case when s.wakes = r.wakes then from_ms(r.due_at) else least(s.due_at, from_ms(r.due_at)) end,
    dirty_since = case when s.wakes = r.wakes then from_ms(r.dirty_since) else coalesce(from_ms(r.dirty_since), s.dirty_since) end,
    changed_at = from_ms(r.changed_at)
from unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
            $11::boolean[], $12::text[], $13::text[], $14::text[], $15::text[], $16::bigint[], $17::bigint[], $18::integer[],
            $19::text[], $20::text[], $21::text[], $22::text[], $23::bigint[], $24::bigint[], $25::integer[], $26::integer[],
            $27::integer[], $28::bigint[], $29::bigint[], $30::bigint[], $31::text[], $32::boolean[], $33::bigint[],
            $34::text[], $35::text[])
     as r (id, wakes, user_key, user_id, service_provider_id, group_id, state, reason, detail, is_absent, wanted, webex_id,
           sent_time_zone, sent_language, removal_first_at, removal_last_at, removal_confirmations, removal_proof, approval,
           removal_approval, update_approval, removal_decided_at, update_decided_at, attempts, unheeded, last_code, due_at,
           dirty_since, changed_at, person_id, erases_person, reminded_at, workspace, workspace_order)
where s.bridge = $1 and s.id = r.id)sql";

// The columns of kWrite, one array each, filled row by row in the statement's order.
class RowArrays {
public:
    void add(const SubscriberRow& row)
    {
        at_ = 0;
        next().number(row.id);
        next().number(row.wakes);
        next().text(row.user_key);
        next().text(row.user_id);
        next().text(row.service_provider_id);
        next().text(row.group_id);
        next().text(name_of(row.state));
        next().text(row.reason);
        next().text(row.detail);
        next().flag(row.is_absent);
        row.wanted ? next().text(provision_to_json(*row.wanted)) : next().null();
        next().text(row.webex_id);
        next().text(row.sent_time_zone);
        next().text(row.sent_language);
        add_removal(row);
        next().text(name_of(row.approval));
        next().text(name_of(row.removal_approval));
        next().text(name_of(row.update_approval));
        next().instant(row.removal_decided_at);
        next().instant(row.update_decided_at);
        next().number(row.attempts);
        next().number(row.unheeded);
        next().number(row.last_code);
        next().instant(row.due_at);
        next().instant(row.dirty_since);
        next().instant(row.changed_at);
        next().text(row.person_id);
        next().flag(row.erases_person);
        next().instant(row.reminded_at);
        row.workspace ? next().text(workspace_to_json(*row.workspace)) : next().null();
        next().text(row.workspace_order);
    }
    [[nodiscard]] const std::array<Array, 34>& columns() const { return columns_; }

private:
    Array& next() { return columns_.at(at_++); }
    void add_removal(const SubscriberRow& row)
    {
        const auto& removal = row.removal;
        next().instant(removal ? std::optional(removal->first_at) : std::nullopt);
        next().instant(removal ? std::optional(removal->last_at) : std::nullopt);
        next().number(removal ? removal->confirmations : 0);
        next().text(removal ? removal->proof : "");
    }

    std::array<Array, 34> columns_;
    std::size_t at_ = 0;
};

}  // namespace

SubscriberRow subscriber_row(const pqxx::row& row)
{
    int at = 0;
    const auto next = [&] { return row[at++]; };
    SubscriberRow result;
    result.id = number(next());
    result.wakes = number(next());
    result.bridge = text(next());
    result.user_key = text(next());
    result.user_id = text(next());
    result.service_provider_id = text(next());
    result.group_id = text(next());
    result.state = enumerator<SubscriberState>(text(next()));
    result.reason = text(next());
    result.detail = text(next());
    result.is_absent = flag(next());
    if (const pqxx::field wanted = next(); !wanted.is_null()) result.wanted = provision_from_json(wanted.c_str());
    result.webex_id = text(next());
    result.sent_time_zone = text(next());
    result.sent_language = text(next());
    const std::optional<Instant> removal_first_at = instant(next());
    const std::optional<Instant> removal_last_at = instant(next());
    const auto confirmations = static_cast<int>(number(next()));
    const std::string proof = text(next());
    if (removal_first_at) {
        result.removal =
            RemovalEvidence{*removal_first_at, removal_last_at.value_or(*removal_first_at), confirmations, proof};
    }
    result.approval = enumerator<Approval>(text(next()));
    result.removal_approval = enumerator<Approval>(text(next()));
    result.update_approval = enumerator<Approval>(text(next()));
    result.removal_decided_at = instant(next());
    result.update_decided_at = instant(next());
    result.attempts = static_cast<int>(number(next()));
    result.unheeded = static_cast<int>(number(next()));
    result.last_code = static_cast<int>(number(next()));
    result.due_at = instant(next());
    result.dirty_since = instant(next());
    result.changed_at = instant(next()).value_or(Instant());
    result.person_id = text(next());
    result.erases_person = flag(next());
    result.reminded_at = instant(next());
    if (const pqxx::field workspace = next(); !workspace.is_null())
        result.workspace = workspace_from_json(workspace.c_str());
    result.workspace_order = text(next());
    return result;
}

void write_rows(Transaction& transaction, const std::string& bridge, const std::vector<SubscriberRow>& rows)
{
    if (rows.empty()) return;
    // In the order of the keys, so that no two writers wait for each other's rows crosswise.
    std::vector<const SubscriberRow*> ordered;
    for (const SubscriberRow& row : rows) ordered.push_back(&row);
    std::sort(ordered.begin(), ordered.end(), [](const auto* a, const auto* b) { return a->id < b->id; });
    RowArrays arrays;
    for (const SubscriberRow* row : ordered) arrays.add(*row);
    Parameters parameters;
    parameters.text(bridge);
    for (const Array& column : arrays.columns()) parameters.array(column);
    transaction.run(kWrite, parameters);
}

}  // namespace bwsync
