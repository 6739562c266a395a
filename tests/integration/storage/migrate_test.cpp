// Migrations: from nothing, twice, at the same time, and against a schema that is newer than the program.
#include "storage/engine/migrate.hpp"

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
    const int next = static_cast<int>(newer.size()) + 1;
    newer.emplace_back(next, "future", "create table bwsync.future (x integer)", next);
    ASSERT_TRUE(migrate_schema(dsn, newer));
    const Result<> refused = migrate_schema(dsn, migrations());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::kRejected);
    EXPECT_NE(refused.error().what.find(std::to_string(newer.size())), std::string::npos);
    EXPECT_NE(refused.error().what.find(std::to_string(migrations().size())), std::string::npos);
    EXPECT_NE(refused.error().what.find("newer bwsyncd"), std::string::npos);
}

TEST_F(MigrateTest, WorksOnASchemaThatIsNewerWhenItSurvivesAllThatCameAfter)
{
    std::vector<Migration> newer = migrations();
    const int known = static_cast<int>(newer.size());
    newer.emplace_back(known + 1, "expand", "create table bwsync.future (x integer)", known);
    newer.emplace_back(known + 2, "expand_more", "alter table bwsync.future add y integer", 1);
    ASSERT_TRUE(migrate_schema(dsn, newer));
    EXPECT_TRUE(migrate_schema(dsn, migrations()));
    EXPECT_EQ(version(), std::to_string(known + 2));
    newer.emplace_back(known + 3, "contract", "alter table bwsync.future drop y", known + 2);
    ASSERT_TRUE(migrate_schema(dsn, newer));
    EXPECT_FALSE(migrate_schema(dsn, migrations()));
    newer.pop_back();
    EXPECT_TRUE(migrate_schema(dsn, newer)) << "a program that knows the version before survives";
}

TEST_F(MigrateTest, RefusesANewerSchemaOfAProgramThatSaysNothingAboutIt)
{
    ASSERT_TRUE(migrate_schema(dsn, migrations()));
    query(dsn,
          "insert into bwsync.schema_version (version, name) select max(version) + 1, 'x' from bwsync.schema_version");
    EXPECT_FALSE(migrate_schema(dsn, migrations()));
}

TEST_F(MigrateTest, TakesTheTableOfVersionsOfAProgramWithoutTheRule)
{
    const std::vector<Migration> released(migrations().begin(), migrations().begin() + 4);
    ASSERT_TRUE(migrate_schema(dsn, released));
    query(dsn, "alter table bwsync.schema_version drop survived_from");
    ASSERT_TRUE(migrate_schema(dsn, migrations()));
    EXPECT_EQ(version(), std::to_string(migrations().size()));
}

TEST_F(MigrateTest, AMigrationThatFailsLeavesNothingBehind)
{
    std::vector<Migration> broken = migrations();
    const int next = static_cast<int>(broken.size()) + 1;
    broken.emplace_back(next, "broken", "create table bwsync.half (x integer); select 1 / 0", next);
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
