// A store over a database of its own, and short ways to the values that its tests need.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "storage/postgres.hpp"
#include "tests/support/pg_fixture.hpp"
#include "tests/support/recorded_telemetry.hpp"
#include "tests/support/run_task.hpp"
#include "tests/support/store_data.hpp"

namespace bwsync::test {

// 32 bytes, all the same.
std::string store_key(char byte);

class StoreTest : public ::testing::Test, protected StoreData {
protected:
    StoreTest();

    // Another process on the same database.
    std::unique_ptr<Postgres> another_store(std::vector<std::string> keys = {});

    // The value, or a failure of the test with the error's text and a default value.
    template <class T>
    T value(Task<Result<T>> task)
    {
        Result<T> result = run_task(std::move(task));
        if (!result) {
            ADD_FAILURE() << result.error().what;
            return T();
        }
        return std::move(*result);
    }
    void done(Task<Result<>> task) { value(std::move(task)); }
    template <class T>
    ErrorKind refusal(Task<Result<T>> task)
    {
        Result<T> result = run_task(std::move(task));
        if (result) {
            ADD_FAILURE() << "it was done";
            return ErrorKind::kCancelled;
        }
        return result.error().kind;
    }

    Lease hold(const std::string& name, const std::string& holder = "one", const std::string& incarnation = "1",
               Millis ttl = std::chrono::minutes(10));
    // Runs SQL past the store.
    std::vector<std::vector<std::string>> sql(const std::string& text)
    {
        return query(dsn, "set search_path = bwsync; " + text);
    }
    std::string sql_one(const std::string& text) { return query_one(dsn, "set search_path = bwsync; " + text); }
    void make_all_due()
    {
        sql("update dirty_keys set due_at = now() - interval '1 second'; update subscribers set due_at = now() - "
            "interval '1 second' where due_at is not null");
    }

    // ---- short ways ----
    std::vector<ClaimedKey> claim(int limit = 100);
    // Readings recorded for users that were hinted at, as the core does it.
    void read(std::vector<ReadUser> readings, std::vector<Rename> renames = {});
    std::vector<Subject> due(int limit = 100);
    // The bridge's subscriber with this key; fails the test when there is none.
    SubscriberRow subscriber(const std::string& user_key);
    // Makes a provisioned subscriber, known on both sides.
    SubscriberRow provisioned(const std::string& user_id, const std::string& webex_id);
    std::int64_t snapshot(const std::vector<StagedUser>& users, bool is_complete = true);

    std::string dsn;
    RecordedTelemetry telemetry;
    std::unique_ptr<Postgres> store;
    Lease cluster_lease;
    Lease bridge_lease;
};

}  // namespace bwsync::test
