// Migrations: from nothing, twice, at the same time, and against a schema that is newer than the program.
#include "storage/migrate.hpp"

#include <thread>

#include "tests/support/store_fixture.hpp"

namespace bwsync::test {
namespace {

class MigrateTest : public ::testing::Test {
protected:
    std::string version() { return query_one(dsn, "select max(version) from bwsync.schema_version"); }
    std::string dsn = PgServer::shared().make_database();
};

TEST_F(MigrateTest, MakesEverythingFromNothingAndNothingTheSecondTime)
{
    ASSERT_TRUE(migrate_schema(dsn, migrations()));
    EXPECT_EQ(version(), std::to_string(migrations().size()));
    const std::string before =
        query_one(dsn, "select count(*) from pg_class where relnamespace = 'bwsync'::regnamespace");
    ASSERT_TRUE(migrate_schema(dsn, migrations()));
    EXPECT_EQ(query_one(dsn, "select count(*) from pg_class where relnamespace = 'bwsync'::regnamespace"), before);
    EXPECT_EQ(query_one(dsn, "select count(*) from bwsync.schema_version"), std::to_string(migrations().size()));
}

TEST_F(MigrateTest, GoesOnFromWhereAnOlderProgramStopped)
{
    const std::vector<Migration> older(migrations().begin(), migrations().end() - 1);
    ASSERT_TRUE(migrate_schema(dsn, older));
    ASSERT_TRUE(migrate_schema(dsn, migrations()));
    EXPECT_EQ(version(), std::to_string(migrations().size()));
}

TEST_F(MigrateTest, RefusesASchemaThatIsNewerAndSaysWhatToDo)
{
    std::vector<Migration> newer = migrations();
    newer.emplace_back(static_cast<int>(newer.size()) + 1, "future", "create table bwsync.future (x integer)");
    ASSERT_TRUE(migrate_schema(dsn, newer));
    const Result<> refused = migrate_schema(dsn, migrations());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::kRejected);
    EXPECT_NE(refused.error().what.find(std::to_string(newer.size())), std::string::npos);
    EXPECT_NE(refused.error().what.find(std::to_string(migrations().size())), std::string::npos);
    EXPECT_NE(refused.error().what.find("newer bwsyncd"), std::string::npos);
}

TEST_F(MigrateTest, AMigrationThatFailsLeavesNothingBehind)
{
    std::vector<Migration> broken = migrations();
    broken.emplace_back(static_cast<int>(broken.size()) + 1, "broken",
                        "create table bwsync.half (x integer); select 1 / 0");
    EXPECT_FALSE(migrate_schema(dsn, broken));
    EXPECT_EQ(version(), std::to_string(migrations().size()));
    EXPECT_EQ(query_one(dsn, "select to_regclass('bwsync.half') is null"), "t");
    EXPECT_TRUE(migrate_schema(dsn, migrations()));
}

TEST_F(MigrateTest, ReplicasThatStartTogetherDoNotDisturbEachOther)
{
    std::atomic<int> good = 0;
    std::vector<std::thread> replicas;
    for (int i = 0; i < 4; ++i) {
        replicas.emplace_back([&] {
            if (migrate_schema(dsn, migrations())) ++good;
        });
    }
    for (std::thread& replica : replicas) replica.join();
    EXPECT_EQ(good, 4);
    EXPECT_EQ(query_one(dsn, "select count(*) from bwsync.schema_version"), std::to_string(migrations().size()));
}

TEST_F(MigrateTest, WorksInASchemaMadeForARoleThatMayMakeNone)
{
    query(dsn, "create role narrow_" + query_one(dsn, "select current_database()") + " login");
    const std::string role = "narrow_" + query_one(dsn, "select current_database()");
    query(dsn, "create schema bwsync authorization " + role);
    const std::string narrow = dsn.substr(0, dsn.find("user=")) + "user=" + role + dsn.substr(dsn.find(" dbname="));
    const Result<> migrated = migrate_schema(narrow, migrations());
    EXPECT_TRUE(migrated) << (migrated ? "" : migrated.error().what);
}

TEST_F(MigrateTest, AServerThatIsAwayIsNotABug)
{
    RecordedTelemetry telemetry;
    StoreSettings settings;
    settings.dsn = "host=/nonexistent dbname=x";
    settings.keys.push_back(store_key('k'));
    Postgres store(settings, telemetry);
    const Result<> migrated = store.migrate();
    ASSERT_FALSE(migrated);
    EXPECT_EQ(migrated.error().kind, ErrorKind::kRetry);
}

TEST_F(MigrateTest, AConnectionStringThatIsNoneIsSaidToBe)
{
    RecordedTelemetry telemetry;
    StoreSettings settings;
    settings.dsn = "password=secret and nonsense";
    settings.keys.push_back(store_key('k'));
    Postgres store(settings, telemetry);
    const Result<> migrated = store.migrate();
    ASSERT_FALSE(migrated);
    EXPECT_EQ(migrated.error().kind, ErrorKind::kRejected);
    EXPECT_EQ(migrated.error().what.find("secret"), std::string::npos);
}

}  // namespace
}  // namespace bwsync::test
