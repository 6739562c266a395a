// How fast feed events become journal rows and dirty keys, committed, and what raw COPY of the same bytes into the same
// server takes. The server runs with fsync on. Batches hold 1,000 events, as the feed delivers them under load.
#include <benchmark/benchmark.h>

#include <pqxx/pqxx>
#include <stdexcept>

#include "storage/postgres.hpp"
#include "tests/support/pg_fixture.hpp"
#include "tests/support/recorded_telemetry.hpp"
#include "tests/support/run_task.hpp"

namespace bwsync::test {
namespace {

using namespace std::chrono_literals;

constexpr int kBatch = 1000;

class Bench {
public:
    Bench() : dsn(PgServer::shared().make_database())
    {
        query(dsn, "alter system set fsync = on");
        query(dsn, "alter system set full_page_writes = on");
        query(dsn, "select pg_reload_conf()");
        StoreSettings settings;
        settings.dsn = dsn;
        settings.keys.emplace_back(32, 'k');
        store = std::make_unique<Postgres>(std::move(settings), telemetry);
        if (!store->migrate()) throw std::runtime_error("the schema could not be made");
        lease = **run_task(store->leases().hold_lease("cluster/east", "bench", "1", 60min));
        query(dsn, "create table bwsync.raw (line text)");
    }
    static Bench& shared()
    {
        static Bench bench;
        return bench;
    }

    std::string dsn;
    RecordedTelemetry telemetry;
    std::unique_ptr<Postgres> store;
    Lease lease;
};

// A user's change as the feed shows it; `user` picks one of a hundred thousand.
FeedEvent event_of(int user, int number)
{
    FeedEvent event;
    event.record.command = "UserModifyRequest22";
    event.record.write_id = "write" + std::to_string(number);
    event.record.actor = "administrator@example.net";
    event.record.login_type = "System";
    event.record.identities.emplace_back("userId", "user" + std::to_string(user) + "@example.net");
    event.classification.feed_class = FeedClass::kUser;
    DirtyKey key;
    key.user_id = "user" + std::to_string(user) + "@example.net";
    event.classification.keys.push_back(key);
    return event;
}

std::vector<FeedEvent> batch_of(int number)
{
    std::vector<FeedEvent> events;
    for (int i = 0; i < kBatch; ++i)
        events.push_back(event_of((number * 7919 + i * 104729) % 100000, number * kBatch + i));
    return events;
}

// The same text that the journal and the dirty keys hold, one line an event, into one table without an index.
std::string line_of(const FeedEvent& event)
{
    const FeedRecord& record = event.record;
    const std::string& id = record.identities.front().second;
    return "east\tas1.example.net:8025\t" + record.command + "\tuser\t" + record.write_id + '\t' + record.actor + '\t' +
           record.login_type + "\t[[\"userId\",\"" + id + "\"]]\tuser\t\t\t" + id + "\teast\tuser\t" + id + "\t\t\t" +
           id + "\t123456\tevent";
}

void record_events(benchmark::State& state)
{
    Bench& bench = Bench::shared();
    int number = 0;
    for (auto _ : state) {
        state.PauseTiming();
        std::vector<FeedEvent> events = batch_of(number++);
        state.ResumeTiming();
        auto done = run_task(bench.store->feed().record_events(
            bench.lease, EventBatch{"east", "as1.example.net:8025", std::move(events), 1500ms}));
        if (!done) state.SkipWithError(done.error().what.c_str());
    }
    state.SetItemsProcessed(state.iterations() * kBatch);
}

void raw_copy(benchmark::State& state)
{
    Bench& bench = Bench::shared();
    pqxx::connection connection(bench.dsn);
    int number = 0;
    for (auto _ : state) {
        state.PauseTiming();
        std::vector<std::string> lines;
        for (const FeedEvent& event : batch_of(number++)) lines.push_back(line_of(event));
        state.ResumeTiming();
        pqxx::work work(connection);
        work.exec("set local search_path = bwsync");
        pqxx::stream_to stream(work, "raw", std::vector<std::string>{"line"});
        for (const std::string& line : lines) stream << std::make_tuple(line);
        stream.complete();
        work.commit();
    }
    state.SetItemsProcessed(state.iterations() * kBatch);
}

BENCHMARK(raw_copy)->Unit(benchmark::kMillisecond)->UseRealTime()->MinTime(3);
BENCHMARK(record_events)->Unit(benchmark::kMillisecond)->UseRealTime()->MinTime(3);

}  // namespace
}  // namespace bwsync::test

BENCHMARK_MAIN();
