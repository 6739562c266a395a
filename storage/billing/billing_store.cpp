#include "storage/billing/billing_store.hpp"

#include "storage/engine/rows.hpp"
#include "storage/guard/lease_store.hpp"

namespace bwsync {

namespace {

constexpr const char* kNewest = R"sql(
select partner, period, state, report_id, failures, problem, to_ms(next_at), to_ms(done_at), path, bytes
from billing_runs where partner = $1 order by period desc limit 1)sql";

constexpr const char* kLastSuccess = "select to_ms(max(done_at)) from billing_runs where partner = $1";

constexpr const char* kSave = R"sql(
insert into billing_runs (partner, period, state, report_id, failures, problem, next_at, done_at, path, bytes)
values ($1, $2, $3, $4, $5, $6, from_ms($7), from_ms($8), $9, $10)
on conflict (partner, period) do update
set state = excluded.state, report_id = excluded.report_id, failures = excluded.failures, problem = excluded.problem,
    next_at = excluded.next_at, done_at = excluded.done_at, path = excluded.path, bytes = excluded.bytes)sql";

constexpr const char* kNoteLook = R"sql(
insert into webex_looks (partner, began_at, ended_at) select $1, began_at, now() from snapshots where id = $2
on conflict do nothing)sql";

constexpr const char* kLooks = R"sql(
select to_ms(ended_at) from webex_looks where partner = $1 order by ended_at)sql";

constexpr const char* kPeriods = R"sql(
with page as (
    select distinct webex_id from subscriber_periods where partner = $1 and webex_id > $2 order by webex_id limit $3
)
select json_build_object(
    'items', coalesce((
        select json_agg(json_build_array(p.webex_id, p.user_id, p.sp_enterprise_id, p.package, p.email, p.is_provisioned,
                                         to_ms(p.possible_from), to_ms(p.began_at), to_ms(p.seen_until), to_ms(p.ended_at))
                        order by p.webex_id, p.began_at, p.ended_at)
        from subscriber_periods p
        where p.partner = $1 and p.webex_id > $2 and p.webex_id <= (select max(webex_id) from page)), '[]'::json),
    'next', case when (select count(*) from page) = $3 then (select max(webex_id) from page) end)::text)sql";

BillingRun run_of(const pqxx::row& row)
{
    BillingRun run;
    run.partner = text(row[0]);
    run.period = text(row[1]);
    // A word of a later version: looking first is never wrong.
    run.state = named<BillingRunState>(text(row[2])).value_or(BillingRunState::kAsking);
    run.report_id = text(row[3]);
    run.failures = static_cast<int>(number(row[4]));
    run.problem = text(row[5]);
    run.next_at = *instant(row[6]);
    run.done_at = instant(row[7]);
    run.path = text(row[8]);
    run.bytes = static_cast<std::uint64_t>(number(row[9]));
    return run;
}

}  // namespace

Task<Result<std::optional<BillingRun>>> PostgresBillingStore::newest_billing_run(std::string partner)
{
    using Found = std::optional<BillingRun>;
    return executor_.transact<Found>("newest_billing_run", [=](Transaction& transaction) -> Result<Found> {
        Parameters parameters;
        parameters.text(partner);
        const pqxx::result found = transaction.run(kNewest, parameters);
        return found.empty() ? Found() : Found(run_of(found[0]));
    });
}

Task<Result<std::optional<Instant>>> PostgresBillingStore::last_billing_success(std::string partner)
{
    using Found = std::optional<Instant>;
    return executor_.transact<Found>("last_billing_success", [=](Transaction& transaction) -> Result<Found> {
        Parameters parameters;
        parameters.text(partner);
        return instant(transaction.run(kLastSuccess, parameters)[0][0]);
    });
}

Task<Result<>> PostgresBillingStore::save_billing_run(Lease lease, BillingRun run)
{
    return executor_.transact<std::monostate>("save_billing_run", [=](Transaction& transaction) -> Result<> {
        if (Result<> held = check_lease(transaction, lease); !held) return held;
        Parameters parameters;
        parameters.text(run.partner).text(run.period).text(name_of(run.state)).text(run.report_id);
        parameters.number(run.failures).text(run.problem).instant(run.next_at).instant(run.done_at);
        parameters.text(run.path).number(static_cast<std::int64_t>(run.bytes));
        transaction.run(kSave, parameters);
        return std::monostate();
    });
}

Task<Result<std::vector<Instant>>> PostgresBillingStore::webex_looks(std::string partner)
{
    using Looks = std::vector<Instant>;
    return executor_.transact<Looks>("webex_looks", [=](Transaction& transaction) -> Result<Looks> {
        Parameters parameters;
        parameters.text(partner);
        Looks looks;
        for (const pqxx::row& row : transaction.run(kLooks, parameters)) looks.push_back(*instant(row[0]));
        return looks;
    });
}

Task<Result<std::string>> PostgresBillingStore::list_periods(std::string partner, std::string cursor, int limit)
{
    return executor_.transact<std::string>("list_periods", [=](Transaction& transaction) -> Result<std::string> {
        Parameters parameters;
        parameters.text(partner).text(cursor).number(limit);
        return text(transaction.run(kPeriods, parameters)[0][0]);
    });
}

void note_look(Transaction& transaction, const std::string& partner, std::int64_t snapshot)
{
    Parameters parameters;
    parameters.text(partner).number(snapshot);
    transaction.run(kNoteLook, parameters);
}

}  // namespace bwsync
