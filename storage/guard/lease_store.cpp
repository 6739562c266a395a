#include "storage/guard/lease_store.hpp"

#include "storage/engine/channels.hpp"
#include "storage/engine/rows.hpp"
#include "storage/feed/dirty.hpp"

namespace bwsync {

namespace {

// Leaves the epoch alone, so that it waits for nobody who has the row locked "for key share". Time is PostgreSQL's: the
// replicas' clocks need not agree. An expired lease is lost, also for the process that had it: what was refused under
// it meanwhile has to be taken up under a new epoch.
constexpr const char* kRenew = R"sql(
update leases set expires_at = clock_timestamp() + $4::bigint * interval '1 millisecond'
where name = $1 and holder = $2 and incarnation = $3 and expires_at > clock_timestamp()
returning epoch)sql";

// A name nobody has held yet gets its row first: of several processes that come at once, each then finds the same row
// to take.
constexpr const char* kMake = R"sql(
insert into leases (name, holder, incarnation, epoch, acquired_at, expires_at)
values ($1, '', '', 0, clock_timestamp(), clock_timestamp())
on conflict do nothing)sql";

constexpr const char* kTake = R"sql(
update leases
set holder = $2, incarnation = $3, epoch = epoch + 1, acquired_at = clock_timestamp(),
    expires_at = clock_timestamp() + $4::bigint * interval '1 millisecond'
where name = $1 and (holder = $2 or expires_at <= clock_timestamp())
returning epoch)sql";

// Asked before kTake, so that replicas that wait for the lease do not lock its row.
constexpr const char* kIsFree = R"sql(
select not exists (select from leases where name = $1 and holder <> $2 and expires_at > clock_timestamp()))sql";

// The row stays: the next epoch has to be greater.
constexpr const char* kRelease = R"sql(
update leases set holder = '', incarnation = '', expires_at = clock_timestamp() where name = $1 and epoch = $2)sql";

constexpr const char* kCheck = R"sql(
select pg_current_xact_id() from leases where name = $1 and epoch = $2 and expires_at > clock_timestamp() for key share)sql";

std::optional<Lease> lease_of(const std::string& name, const pqxx::result& found)
{
    if (found.empty()) return std::nullopt;
    return Lease{name, number(found[0][0])};
}

}  // namespace

Task<Result<std::optional<Lease>>> PostgresLeaseStore::hold_lease(std::string name, std::string holder,
                                                                  std::string incarnation, Millis ttl)
{
    return executor_.transact<std::optional<Lease>>(
        "hold_lease", [=](Transaction& transaction) -> Result<std::optional<Lease>> {
            Parameters parameters;
            parameters.text(name).text(holder).text(incarnation).number(ttl.count());
            if (auto renewed = lease_of(name, transaction.run(kRenew, parameters))) return renewed;
            Parameters who;
            who.text(name).text(holder);
            if (!flag(transaction.run(kIsFree, who)[0][0])) return std::optional<Lease>();
            Parameters named;
            named.text(name);
            transaction.run(kMake, named);
            return lease_of(name, transaction.run(kTake, parameters));
        });
}

Task<Result<>> PostgresLeaseStore::release_lease(Lease lease)
{
    return executor_.transact<std::monostate>("release_lease", [=](Transaction& transaction) -> Result<> {
        Parameters parameters;
        parameters.text(lease.name).number(lease.epoch);
        transaction.run(kRelease, parameters);
        notify(transaction, kLeasesChannel, lease.name);
        return std::monostate();
    });
}

Result<> check_lease(Transaction& transaction, const Lease& lease)
{
    Parameters parameters;
    parameters.text(lease.name).number(lease.epoch);
    const pqxx::result found = transaction.run(kCheck, parameters);
    if (found.empty()) {
        return Error(ErrorKind::kConflict, "the lease " + lease.name + " is held by another process or has expired");
    }
    transaction.set_identity(text(found[0][0]));
    return std::monostate();
}

}  // namespace bwsync
