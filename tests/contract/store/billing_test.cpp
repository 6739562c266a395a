// BillingStore: runs of the monthly report, and the history of subscribers in Webex.
#include <nlohmann/json.hpp>

#include "tests/contract/store/contract_fixture.hpp"
#include "tests/support/store_fixture.hpp"

namespace bwsync::test {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

class BillingStoreTest : public StoreContract {
protected:
    BillingStoreTest() { lease = hold("billing/acme"); }

    void record(const std::vector<WebexSubscriber>& subscribers, std::optional<std::int64_t> snapshot_id = {})
    {
        value(store->mirror().record_webex(kPartner, subscribers, snapshot_id));
    }
    // A complete listing of Webex that shows these.
    void look(const std::vector<WebexSubscriber>& subscribers)
    {
        probe().age_mirror();
        const std::int64_t id = value(store->snapshots().begin_snapshot(
            bridge_lease, NewSnapshot{kBridge, SnapshotSide::kWebex, GroupKey(), "test"}));
        record(subscribers, id);
        value(store->snapshots().finish_webex_snapshot(bridge_lease, id, east_acme()));
    }
    static WebexSubscriber subscriber_of(const std::string& id, const std::string& package = "standard")
    {
        WebexSubscriber made = in_webex(id, "User-" + id);
        made.status = WebexStatus::kProvisioned;
        made.package = package;
        made.email = "User-" + id + "@Mail";
        return made;
    }
    // All periods: "w1 standard open", one that is not provisioned "w1 standard pending".
    std::string periods()
    {
        std::string all;
        const json page = json::parse(value(store->billing().list_periods(kPartner, "", 100)));
        for (const json& item : page["items"]) {
            all += (all.empty() ? "" : ", ") + item[0].get<std::string>() + " " + item[3].get<std::string>();
            if (!item[5].get<bool>()) all += " pending";
            if (item[9].is_null()) all += " open";
            EXPECT_LE(item[6].get<std::int64_t>(), item[7].get<std::int64_t>());
            const std::int64_t seen = item[9].is_null() ? 0 : item[8].get<std::int64_t>();
            const std::int64_t ended = item[9].is_null() ? 0 : item[9].get<std::int64_t>();
            EXPECT_LE(seen, ended);
        }
        return all;
    }

    Lease lease;
};

TEST_P(BillingStoreTest, ARunIsKeptAndTheNewestIsGiven)
{
    EXPECT_EQ(value(store->billing().newest_billing_run(kPartner)), std::nullopt);
    EXPECT_EQ(value(store->billing().last_billing_success(kPartner)), std::nullopt);
    BillingRun run;
    run.partner = kPartner;
    run.period = "2026-09";
    run.state = BillingRunState::kDone;
    run.next_at = Instant(1'000ms);
    run.done_at = Instant(5'000ms);
    run.path = "/x/acme-2026-09.csv";
    run.bytes = 17;
    done(store->billing().save_billing_run(lease, run));
    BillingRun next = run;
    next.period = "2026-10";
    next.state = BillingRunState::kAsking;
    next.done_at.reset();
    next.failures = 3;
    next.problem = "it's busy";
    done(store->billing().save_billing_run(lease, next));
    next.report_id = "r1";
    done(store->billing().save_billing_run(lease, next));
    EXPECT_EQ(value(store->billing().newest_billing_run(kPartner)), next);
    EXPECT_EQ(value(store->billing().last_billing_success(kPartner)), Instant(5'000ms));
    EXPECT_EQ(value(store->billing().newest_billing_run("other")), std::nullopt);
}

TEST_P(BillingStoreTest, WhoLostTheLeaseSavesNoRun)
{
    BillingRun run;
    run.partner = kPartner;
    run.period = "2026-09";
    probe().expire_lease("billing/acme");
    const Lease taken = hold("billing/acme", "two", "2");
    EXPECT_EQ(refusal(store->billing().save_billing_run(lease, run)), ErrorKind::kConflict);
    done(store->billing().save_billing_run(taken, run));
}

TEST_P(BillingStoreTest, HistoryIsGivenInPagesThatCutNobodyInTwo)
{
    record({subscriber_of("w1"), subscriber_of("w2"), subscriber_of("w3")});
    record({subscriber_of("w1", "premium")});
    const json first = json::parse(value(store->billing().list_periods(kPartner, "", 2)));
    ASSERT_EQ(first["items"].size(), 3U);
    EXPECT_EQ(first["next"], "w2");
    EXPECT_EQ(first["items"][0][0], "w1");
    EXPECT_EQ(first["items"][0][1], "User-w1");
    EXPECT_EQ(first["items"][0][3], "standard");
    EXPECT_EQ(first["items"][0][4], "user-w1@mail");
    EXPECT_EQ(first["items"][0][5], true);
    EXPECT_TRUE(first["items"][0][9].is_number());
    EXPECT_EQ(first["items"][1][3], "premium");
    EXPECT_EQ(first["items"][1][8], nullptr);
    EXPECT_EQ(first["items"][1][9], nullptr);
    const json second = json::parse(value(store->billing().list_periods(kPartner, "w2", 2)));
    EXPECT_EQ(second["items"].size(), 1U);
    EXPECT_EQ(second["next"], nullptr);
    EXPECT_EQ(json::parse(value(store->billing().list_periods("other", "", 2)))["items"].size(), 0U);
}

TEST_P(BillingStoreTest, WhatIsBilledBeginsAPeriodAndEndsTheOneBefore)
{
    record({subscriber_of("w1")});
    record({subscriber_of("w1")});
    EXPECT_EQ(periods(), "w1 standard open");
    WebexSubscriber premium = subscriber_of("w1", "premium");
    premium.status = WebexStatus::kPendingUserMigration;
    record({premium});
    EXPECT_EQ(periods(), "w1 standard, w1 premium pending open");
    done(store->mirror().forget_webex(kPartner, "w1"));
    EXPECT_EQ(periods(), "w1 standard, w1 premium pending");
}

TEST_P(BillingStoreTest, WhomAListingDoesNotShowHasEnded)
{
    look({subscriber_of("w1"), subscriber_of("w2")});
    look({subscriber_of("w2")});
    EXPECT_EQ(periods(), "w1 standard, w2 standard open");
    EXPECT_EQ(value(store->billing().webex_looks(kPartner)).size(), 2U);
}

TEST_P(BillingStoreTest, WebexsOwnTimesCountAndNeverFromTheFuture)
{
    WebexSubscriber old = subscriber_of("w1");
    old.created = Instant(1'700'000'000'000ms);
    old.last_status_change = Instant(1'710'000'000'000ms);
    WebexSubscriber odd = subscriber_of("w2");
    odd.created = odd.last_status_change = Instant(9'999'999'999'000ms);
    record({old, odd});
    const json items = json::parse(value(store->billing().list_periods(kPartner, "", 100)))["items"];
    EXPECT_EQ(items[0][6], 1'700'000'000'000);
    EXPECT_EQ(items[0][7], 1'710'000'000'000);
    EXPECT_LT(items[1][7].get<std::int64_t>(), 9'999'999'999'000);
}

// ---- the tables that the triggers write ----

class BillingTableTest : public StoreTest {
protected:
    BillingTableTest() { lease = hold("billing/acme"); }

    void record(const std::vector<WebexSubscriber>& subscribers, std::optional<std::int64_t> snapshot_id = {})
    {
        value(store->mirror().record_webex(kPartner, subscribers, snapshot_id));
    }
    // A complete listing of Webex that shows these.
    void look(const std::vector<WebexSubscriber>& subscribers)
    {
        sql("update webex_subscribers set recorded_at = recorded_at - interval '1 minute'");
        const std::int64_t id = value(store->snapshots().begin_snapshot(
            bridge_lease, NewSnapshot{kBridge, SnapshotSide::kWebex, GroupKey(), "test"}));
        record(subscribers, id);
        value(store->snapshots().finish_webex_snapshot(bridge_lease, id, east_acme()));
    }
    static WebexSubscriber subscriber_of(const std::string& id, const std::string& package = "standard")
    {
        WebexSubscriber made = in_webex(id, "User-" + id);
        made.status = WebexStatus::kProvisioned;
        made.package = package;
        made.email = "User-" + id + "@Mail";
        return made;
    }
    // All periods: "w1 standard provisioned open".
    std::string periods()
    {
        return sql_one(
            "select coalesce(string_agg(webex_id || ' ' || package || case when is_provisioned then '' else ' pending' "
            "end || "
            "case when ended_at is null then ' open' else '' end, ', ' order by webex_id, began_at, ended_at), '') "
            "from "
            "subscriber_periods");
    }
    std::string faults()
    {
        return sql_one(
            "select count(*) from subscriber_periods where possible_from > began_at or seen_until < began_at or "
            "seen_until > "
            "ended_at or (seen_until is null) <> (ended_at is null) or ended_at > now()");
    }

    Lease lease;
};

TEST_F(BillingTableTest, APeriodBeginsEndsAndIsFollowed)
{
    record({subscriber_of("w1")});
    EXPECT_EQ(periods(), "w1 standard open");
    record({subscriber_of("w1")});
    WebexSubscriber updating = subscriber_of("w1");
    updating.status = WebexStatus::kUpdating;
    updating.last_name = "Other";
    record({updating});
    EXPECT_EQ(periods(), "w1 standard open");  // neither status nor name are what is billed
    WebexSubscriber premium = subscriber_of("w1", "premium");
    premium.status = WebexStatus::kPendingUserMigration;
    record({premium});
    EXPECT_EQ(periods(), "w1 standard, w1 premium pending open");
    EXPECT_EQ(
        sql_one(
            "select count(*) from subscriber_periods a join subscriber_periods b using (webex_id) where a.ended_at = "
            "b.began_at and b.possible_from = a.seen_until"),
        "1");
    done(store->mirror().forget_webex(kPartner, "w1"));
    EXPECT_EQ(periods(), "w1 standard, w1 premium pending");
    EXPECT_EQ(faults(), "0");
}

TEST_F(BillingTableTest, TheEndOfAnIntentWritesIt)
{
    const SubscriberRow row = provisioned("ada", "w1");
    EXPECT_EQ(periods().rfind("w1 ", 0), 0U) << periods();
    EXPECT_EQ(faults(), "0");
}

TEST_F(BillingTableTest, AListingThatDoesNotShowSomebodyEndsIt)
{
    look({subscriber_of("w1"), subscriber_of("w2")});
    EXPECT_EQ(value(store->billing().webex_looks(kPartner)).size(), 1U);
    look({subscriber_of("w2")});
    EXPECT_EQ(periods(), "w1 standard, w2 standard open");
    const std::vector<Instant> looks = value(store->billing().webex_looks(kPartner));
    EXPECT_EQ(looks.size(), 2U);
    // It was there for certain until the look before began, and may have been until this one.
    EXPECT_EQ(
        sql_one(
            "select count(*) from subscriber_periods p where webex_id = 'w1' and seen_until = (select min(began_at) "
            "from webex_looks) and ended_at > seen_until"),
        "1");
    EXPECT_EQ(faults(), "0");
}

TEST_F(BillingTableTest, WebexsOwnTimesAreTakenAndNeverFromTheFuture)
{
    WebexSubscriber old = subscriber_of("w1");
    old.created = Instant(1'700'000'000'000ms);
    old.last_status_change = Instant(1'710'000'000'000ms);
    WebexSubscriber odd = subscriber_of("w2");
    odd.created = odd.last_status_change = Instant(9'999'999'999'000ms);
    record({old, odd});
    EXPECT_EQ(
        sql_one("select to_ms(possible_from) || ' ' || to_ms(began_at) from subscriber_periods where webex_id = 'w1'"),
        "1700000000000 1710000000000");
    EXPECT_EQ(sql_one("select count(*) from subscriber_periods where began_at > now()"), "0");
    EXPECT_EQ(faults(), "0");
}

TEST_F(BillingTableTest, HousekeepingKeepsAYearAndEverythingOpen)
{
    record({subscriber_of("w1"), subscriber_of("w2"), subscriber_of("w3")});
    done(store->mirror().forget_webex(kPartner, "w2"));
    done(store->mirror().forget_webex(kPartner, "w3"));
    sql("update subscriber_periods set began_at = began_at - interval '500 days', possible_from = possible_from - "
        "interval '500 "
        "days', seen_until = seen_until - interval '390 days', ended_at = ended_at - interval '390 days'");
    sql("update subscriber_periods set seen_until = ended_at - interval '20 days', ended_at = ended_at - interval '20 "
        "days' "
        "where webex_id = 'w3'");
    done(store->housekeeping().housekeep(1h));
    EXPECT_EQ(periods(), "w1 standard open, w2 standard");
}

INSTANTIATE_TEST_SUITE_P(Both, BillingStoreTest, both_stores(), name_of_kind);

}  // namespace
}  // namespace bwsync::test
