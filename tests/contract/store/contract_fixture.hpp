// The contract of the store's ports, asked of PostgreSQL and of the store in memory alike: TEST_P over StoreContract.
// Tests about SQL itself (its text, its locks, its server) are TEST_F over StoreTest.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/contract/store/store_under_test.hpp"
#include "tests/support/run_task.hpp"
#include "tests/support/store_data.hpp"

namespace bwsync::test {

enum class StoreKind { kPostgres, kMemory };

class StoreContract : public ::testing::TestWithParam<StoreKind>, protected StoreData {
protected:
    StoreContract();

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
    StoreProbe& probe() { return store->probe(); }

    std::vector<ClaimedKey> claim(int limit = 100);
    // Readings recorded for users that were hinted at, as the core does it.
    void read(std::vector<ReadUser> readings, std::vector<Rename> renames = {});
    std::vector<Subject> due(int limit = 100);
    // The bridge's subscriber with this key, due or not; fails the test when there is none.
    SubscriberRow subscriber(const std::string& user_key);
    void save(const SubscriberRow& row);
    // Makes a provisioned subscriber, known on both sides and not due.
    SubscriberRow provisioned(const std::string& user_id, const std::string& webex_id);
    std::int64_t snapshot(const std::vector<StagedUser>& users, bool is_complete = true);

    std::unique_ptr<StoreUnderTest> store;
    Lease cluster_lease;
    Lease bridge_lease;
};

inline std::string name_of_kind(const ::testing::TestParamInfo<StoreKind>& info)
{
    return info.param == StoreKind::kPostgres ? "PostgreSql" : "Memory";
}

inline auto both_stores()
{
    return ::testing::Values(StoreKind::kPostgres, StoreKind::kMemory);
}

}  // namespace bwsync::test
