// ProcedureStore and ProcedureOrders: what is due, whose turn it is, what operators order and see.
#include <nlohmann/json.hpp>

#include "tests/contract/store/contract_fixture.hpp"
#include "tests/support/store_fixture.hpp"

namespace bwsync::test {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

class ProcedureTest : public StoreContract {
protected:
    static Procedure wanted(const std::string& subject, std::string_view kind = kSyncRun,
                            const std::string& bridge = kBridge)
    {
        Procedure procedure;
        procedure.kind = std::string(kind);
        procedure.bridge = bridge;
        procedure.cluster = kCluster;
        procedure.partner = kPartner;
        procedure.subject = subject;
        procedure.title = "The " + subject;
        procedure.asked_by = "ada";
        procedure.facts["enterprise"] = "E-" + subject;
        return procedure;
    }
    OrderedProcedure order(const Procedure& procedure)
    {
        OrderedProcedure ordered;
        ordered.id = probe().order(procedure);
        ordered.is_new = ordered.id != 0;
        return ordered;
    }
    ProcedureWork work(const std::string& bridge = kBridge, std::vector<std::int64_t> busy = {})
    {
        return value(store->procedures().due_procedures(bridge, std::move(busy), 10));
    }
    std::vector<std::string> due(const std::string& bridge = kBridge)
    {
        std::vector<std::string> subjects;
        for (const Procedure& each : work(bridge).due) subjects.push_back(each.subject);
        return subjects;
    }
    static ProcedureMove to(Procedure procedure, std::string_view step, Millis wait = 0ms)
    {
        return go(std::move(procedure), step, Instant(1'800'000'000s), wait, "moved");
    }
    bool save(const ProcedureMove& move) { return value(store->procedures().save_procedure(bridge_lease, move)); }
};

TEST_P(ProcedureTest, ComesBackAsItWasOrderedAndAsItWasSaved)
{
    const OrderedProcedure ordered = order(wanted("e1", kOrganizationDelete));
    EXPECT_TRUE(ordered.is_new);
    Procedure procedure = work().due.at(0);
    EXPECT_EQ(procedure.id, ordered.id);
    EXPECT_EQ(procedure.kind, kOrganizationDelete);
    EXPECT_EQ(procedure.step, kQueued);
    EXPECT_EQ(procedure.title, "The e1");
    EXPECT_EQ(procedure.asked_by, "ada");
    EXPECT_EQ(procedure.fact("enterprise"), "E-e1");
    procedure.facts["removed"] = "7";
    ProcedureMove move = to(procedure, "remove-people");
    move.next.problem = "slow";
    move.next.attempts = 3;
    EXPECT_TRUE(save(move));
    const Procedure again = work().due.at(0);
    EXPECT_EQ(again.step, "remove-people");
    EXPECT_EQ(again.step_since, Instant(1'800'000'000s));
    EXPECT_EQ(again.problem, "slow");
    EXPECT_EQ(again.attempts, 3);
    EXPECT_EQ(again.number("removed"), 7);
}

TEST_P(ProcedureTest, WaitsInTheDatabaseAndTellsHowLong)
{
    order(wanted("e1", kSyncEnable));
    save(to(work().due.at(0), "follow", 1h));
    const ProcedureWork waiting = work();
    EXPECT_TRUE(waiting.due.empty());
    ASSERT_TRUE(waiting.next);
    EXPECT_GT(*waiting.next, 59min);
    EXPECT_LE(*waiting.next, 1h);
}

TEST_P(ProcedureTest, WhatIsBeingWorkedOnIsNotGivenAgain)
{
    const OrderedProcedure ordered = order(wanted("e1", kSyncEnable));
    EXPECT_TRUE(work(kBridge, {ordered.id}).due.empty());
}

TEST_P(ProcedureTest, IsWrittenByTheHolderOfTheLeaseOnly)
{
    order(wanted("e1", kSyncEnable));
    const Procedure procedure = work().due.at(0);
    Lease old = bridge_lease;
    old.epoch -= 1;
    EXPECT_EQ(refusal(store->procedures().save_procedure(old, to(procedure, "send"))), ErrorKind::kConflict);
    EXPECT_EQ(work().due.at(0).step, kQueued);
}

TEST_P(ProcedureTest, OneRunPerClusterLeavesTheQueueTheOldestFirst)
{
    order(wanted("e1"));
    order(wanted("e2"));
    order(wanted("w1", kSyncRun, "another-bridge"));
    EXPECT_EQ(due(), std::vector<std::string>({"e1"}));
    EXPECT_EQ(due("another-bridge"), std::vector<std::string>({"w1"}));
    const Procedure other = work("another-bridge").due.at(0);
    const Lease other_lease = hold("bridge/another-bridge");
    EXPECT_TRUE(save(to(work().due.at(0), "send")));
    EXPECT_TRUE(due("another-bridge").empty());
    // It was read before the turn was taken: it does not get it all the same.
    EXPECT_FALSE(value(store->procedures().save_procedure(other_lease, to(other, "send"))));
    EXPECT_EQ(due(), std::vector<std::string>({"e1"}));
    EXPECT_TRUE(save(finish(work().due.at(0), Instant(1s), "done")));
    EXPECT_EQ(due(), std::vector<std::string>({"e2"}));
    EXPECT_EQ(due("another-bridge"), std::vector<std::string>({"w1"}));
}

TEST_P(ProcedureTest, OneThatFailsInTheQueueLetsOthersGoFirst)
{
    order(wanted("e1"));
    order(wanted("e2"));
    ProcedureMove failed = to(work().due.at(0), kQueued);
    failed.next.attempts = 1;
    EXPECT_TRUE(save(failed));
    EXPECT_EQ(due(), std::vector<std::string>({"e2"}));
}

TEST_P(ProcedureTest, OtherKindsDoNotWaitForATurn)
{
    order(wanted("e1"));
    save(to(work().due.at(0), "send"));
    order(wanted("e2", kSyncDisable));
    EXPECT_EQ(due().size(), 2U);
}

TEST_P(ProcedureTest, AnEnterpriseHasOneRunAtATime)
{
    EXPECT_TRUE(order(wanted("e1")).is_new);
    EXPECT_FALSE(order(wanted("e1", kSyncDisable, "another-bridge")).is_new);
    save(finish(work().due.at(0), Instant(1s), "done"));
    EXPECT_TRUE(order(wanted("e1", kSyncDisable)).is_new);
}

TEST_P(ProcedureTest, OnAPausedBridgeOnlyAStopIsTakenUp)
{
    const OrderedProcedure ordered = order(wanted("e1", kSyncEnable));
    probe().pause(kBridge);
    EXPECT_TRUE(due().empty());
    probe().stop(ordered.id, "bob");
    EXPECT_EQ(work().due.at(0).stop_asked_by, "bob");
}

TEST_P(ProcedureTest, AStopIsNotLostByWhatIsSavedMeanwhile)
{
    const OrderedProcedure ordered = order(wanted("e1", kOrganizationDelete));
    const Procedure procedure = work().due.at(0);
    probe().stop(ordered.id, "bob");
    EXPECT_TRUE(save(to(procedure, "remove-people", 1h)));
    const Procedure stopping = work().due.at(0);
    EXPECT_EQ(stopping.stop_asked_by, "bob");
    EXPECT_TRUE(save(obey_stop(stopping)));
    EXPECT_TRUE(work().due.empty());
    EXPECT_EQ(refusal(store->procedures().save_procedure(bridge_lease, to(stopping, "send"))), ErrorKind::kConflict);
}

TEST_P(ProcedureTest, TheEndOfADeletionForgetsTheOrganization)
{
    const SubscriberRow row = provisioned("ada", "w1");
    Enterprise known;
    known.bridge = kBridge;
    known.sp_enterprise_id = row.wanted->sp_enterprise_id;
    known.state = EnterpriseState::kReady;
    known.first_user_key = "ada";
    known.seen_at = Instant(1s);
    done(store->enterprises().save_enterprise(bridge_lease, known));
    order(wanted(known.sp_enterprise_id, kOrganizationDelete));
    EXPECT_TRUE(save(finish(work().due.at(0), Instant(1s), "deleted")));
    EXPECT_EQ(value(store->enterprises().load_enterprises(kBridge)).at(0).state, EnterpriseState::kNone);
    EXPECT_EQ(probe().mirror(), "");
    EXPECT_EQ(probe().waiting_to_be_due(), "ada");
}

// ---- what operators order and see: text made by SQL ----

class ProcedureOrderTest : public StoreTest {
protected:
    static Procedure wanted(const std::string& subject, std::string_view kind = kSyncRun,
                            const std::string& bridge = kBridge)
    {
        Procedure procedure;
        procedure.kind = std::string(kind);
        procedure.bridge = bridge;
        procedure.cluster = kCluster;
        procedure.partner = kPartner;
        procedure.subject = subject;
        procedure.title = "The " + subject;
        procedure.asked_by = "ada";
        procedure.facts["enterprise"] = "E-" + subject;
        return procedure;
    }
    OrderedProcedure order(const Procedure& procedure)
    {
        return value(store->procedure_orders().order({procedure})).at(0);
    }
    ProcedureWork work(const std::string& bridge = kBridge, std::vector<std::int64_t> busy = {})
    {
        return value(store->procedures().due_procedures(bridge, std::move(busy), 10));
    }
    std::vector<std::string> due(const std::string& bridge = kBridge)
    {
        std::vector<std::string> subjects;
        for (const Procedure& each : work(bridge).due) subjects.push_back(each.subject);
        return subjects;
    }
    static ProcedureMove to(Procedure procedure, std::string_view step, Millis wait = 0ms)
    {
        return go(std::move(procedure), step, Instant(1'800'000'000s), wait, "moved");
    }
    bool save(const ProcedureMove& move) { return value(store->procedures().save_procedure(bridge_lease, move)); }
    json shown(std::int64_t id) { return json::parse(value(store->procedure_orders().show_procedure(id))); }
    json list(const ProcedureQuery& query)
    {
        return json::parse(value(store->procedure_orders().list_procedures(query)));
    }
};

TEST_F(ProcedureOrderTest, AnEnterpriseHasOneAtATime)
{
    const OrderedProcedure first = order(wanted("e1"));
    const OrderedProcedure same = order(wanted("e1"));
    EXPECT_FALSE(same.is_new);
    EXPECT_EQ(same.id, first.id);
    const OrderedProcedure another = order(wanted("e1", kSyncDisable, "another-bridge"));
    EXPECT_FALSE(another.is_new);
    EXPECT_EQ(another.kind, kSyncRun);
    save(finish(work().due.at(0), Instant(1s), "done"));
    EXPECT_TRUE(order(wanted("e1", kSyncDisable)).is_new);
}

TEST_F(ProcedureOrderTest, APausedBridgeDoesNothingButStop)
{
    const OrderedProcedure ordered = order(wanted("e1", kSyncEnable));
    value(store->operations().pause(kBridge, "", true));
    EXPECT_TRUE(due().empty());
    EXPECT_EQ(shown(ordered.id)["problem"], "waits: the bridge is paused");
    EXPECT_EQ(value(store->procedure_orders().stop_procedure(ordered.id, "bob")), kBridge);
    EXPECT_EQ(work().due.at(0).stop_asked_by, "bob");
}

TEST_F(ProcedureOrderTest, AStopOutlivesWhatIsSavedMeanwhile)
{
    const OrderedProcedure ordered = order(wanted("e1", kOrganizationDelete));
    const Procedure procedure = work().due.at(0);
    value(store->procedure_orders().stop_procedure(ordered.id, "bob"));
    EXPECT_TRUE(save(to(procedure, "remove-people", 1h)));
    const Procedure stopping = work().due.at(0);
    EXPECT_EQ(stopping.stop_asked_by, "bob");
    EXPECT_TRUE(save(obey_stop(stopping)));
    EXPECT_TRUE(work().due.empty());
    EXPECT_EQ(shown(ordered.id)["state"], "stopped");
    EXPECT_EQ(refusal(store->procedure_orders().stop_procedure(ordered.id, "bob")), ErrorKind::kConflict);
    EXPECT_EQ(refusal(store->procedure_orders().stop_procedure(999, "bob")), ErrorKind::kNotFound);
}

TEST_F(ProcedureOrderTest, AStoppedDeletionIsResumedWhereItWas)
{
    const OrderedProcedure ordered = order(wanted("e1", kOrganizationDelete));
    EXPECT_EQ(refusal(store->procedure_orders().resume_procedure(ordered.id, "bob")), ErrorKind::kConflict);
    save(to(work().due.at(0), "remove-people"));
    save(stop_for(work().due.at(0), "something is in the way"));
    EXPECT_EQ(value(store->procedure_orders().resume_procedure(ordered.id, "bob")), kBridge);
    const Procedure again = work().due.at(0);
    EXPECT_EQ(again.step, "remove-people");
    EXPECT_EQ(again.problem, "");
    const OrderedProcedure sync = order(wanted("e2"));
    save(fail(work().due.at(1), "no"));
    EXPECT_EQ(refusal(store->procedure_orders().resume_procedure(sync.id, "bob")), ErrorKind::kConflict)
        << "a synchronisation is ordered anew";
}

TEST_F(ProcedureOrderTest, NothingIsResumedWhileAnotherRunsForTheEnterprise)
{
    const OrderedProcedure ordered = order(wanted("e1", kOrganizationDelete));
    save(stop_for(work().due.at(0), "wait"));
    order(wanted("e1", kSyncDisable));
    EXPECT_EQ(refusal(store->procedure_orders().resume_procedure(ordered.id, "bob")), ErrorKind::kConflict);
}

TEST_F(ProcedureOrderTest, AnOrderAnewTakesThePlaceOfTheStoppedOne)
{
    const OrderedProcedure first = order(wanted("e1", kOrganizationDelete));
    save(stop_for(work().due.at(0), "wait"));
    EXPECT_TRUE(order(wanted("e1", kOrganizationDelete)).is_new);
    EXPECT_EQ(shown(first.id)["state"], "failed");
}

TEST_F(ProcedureOrderTest, ADeletionPausesItsEnterpriseOnEveryBridgeToIt)
{
    sql("insert into bridges (name, cluster, partner) values ('twin', 'east', 'acme'), ('far', 'west', 'acme')");
    order(wanted("e1", kOrganizationDelete));
    const auto paused = [this](const std::string& bridge) {
        return value(store->bridges().load_controls(bridge)).paused_enterprises;
    };
    EXPECT_EQ(paused(kBridge), std::vector<std::string>({"e1"}));
    EXPECT_EQ(paused("twin"), std::vector<std::string>({"e1"}));
    EXPECT_TRUE(paused("far").empty());
    EXPECT_EQ(refusal(store->operations().pause(kBridge, "e1", false)), ErrorKind::kConflict);
    save(stop_for(work().due.at(0), "wait"));
    value(store->operations().pause(kBridge, "e1", false));
    EXPECT_TRUE(paused(kBridge).empty());
}

TEST_F(ProcedureOrderTest, TheEndOfADeletionLeavesAnEnterpriseWithoutOrganisation)
{
    const SubscriberRow row = provisioned("ada", "w1");
    ASSERT_TRUE(row.wanted);
    const std::string enterprise = row.wanted->sp_enterprise_id;
    Enterprise known;
    known.bridge = kBridge;
    known.sp_enterprise_id = enterprise;
    known.state = EnterpriseState::kReady;
    known.first_user_key = "ada";
    done(store->enterprises().save_enterprise(bridge_lease, known));
    sql("update bridges set partner = 'acme', provisioning_ids = array(select distinct provisioning_id from "
        "webex_subscribers)");
    sql("update subscribers set due_at = null");
    order(wanted(enterprise, kOrganizationDelete));
    save(finish(work().due.at(0), Instant(1s), "deleted"));
    EXPECT_EQ(value(store->enterprises().load_enterprises(kBridge)).at(0).state, EnterpriseState::kNone);
    EXPECT_EQ(sql_one("select count(*) from webex_subscribers"), "0");
    EXPECT_EQ(sql_one("select count(*) from subscribers where due_at is not null"), "1");
    EXPECT_EQ(value(store->bridges().load_controls(kBridge)).paused_enterprises.size(), 1U) << "stays paused";
}

TEST_F(ProcedureOrderTest, TheHistoryTellsTheStepsWithTheirAges)
{
    const OrderedProcedure ordered = order(wanted("e1", kOrganizationDelete));
    ProcedureMove move = to(work().due.at(0), "remove-people");
    move.tracking_id = "T1";
    save(move);
    save(stay(work().due.at(0), 0ms));
    save(finish(work().due.at(0), Instant(1s), "gone"));
    const json shows = shown(ordered.id);
    ASSERT_EQ(shows["steps"].size(), 3U) << shows.dump();
    EXPECT_EQ(shows["steps"][0]["note"], "ordered by ada");
    EXPECT_EQ(shows["steps"][1]["step"], "remove-people");
    EXPECT_EQ(shows["steps"][1]["trackingId"], "T1");
    EXPECT_GE(shows["steps"][1]["seconds"].get<double>(), 0);
    EXPECT_EQ(shows["steps"][2]["step"], "done");
    EXPECT_TRUE(shows["endedAt"].is_string());
    EXPECT_EQ(refusal(store->procedure_orders().show_procedure(999)), ErrorKind::kNotFound);
}

TEST_F(ProcedureOrderTest, IsListedNewestFirstInPages)
{
    for (const char* subject : {"e1", "e2", "e3"}) order(wanted(subject));
    order(wanted("e4", kOrganizationDelete));
    ProcedureQuery query;
    query.kind = "directory-sync";
    query.limit = 2;
    const json first = list(query);
    ASSERT_EQ(first["items"].size(), 2U);
    EXPECT_EQ(first["items"][0]["enterprise"], "e3");
    EXPECT_EQ(first["items"][0]["ahead"], 2);
    EXPECT_TRUE(first["items"][0]["steps"].is_null());
    query.cursor = first["next"];
    const json second = list(query);
    ASSERT_EQ(second["items"].size(), 1U);
    EXPECT_EQ(second["items"][0]["enterprise"], "e1");
    EXPECT_TRUE(second["next"].is_null());
    query = ProcedureQuery();
    query.enterprise = "e4";
    query.state = "running";
    query.bridge = kBridge;
    EXPECT_EQ(list(query)["items"].size(), 1U);
    query.cursor = "1x";
    EXPECT_EQ(refusal(store->procedure_orders().list_procedures(query)), ErrorKind::kRejected);
}

TEST_F(ProcedureOrderTest, AreCountedAndTheLastOfEachKindIsKept)
{
    for (int i = 0; i < 2; ++i) {
        order(wanted("e1"));
        save(finish(work().due.at(0), Instant(1s), "done"));
    }
    order(wanted("e2"));
    sql("update procedures set ended_at = ended_at - interval '60 days'");
    const std::vector<StoreGauges::Row> rows = value(store->housekeeping().gauges()).procedures;
    ASSERT_EQ(rows.size(), 2U);
    done(store->housekeeping().housekeep(24h * 30));
    EXPECT_EQ(sql_one("select count(*) from procedures"), "2");
}

INSTANTIATE_TEST_SUITE_P(Both, ProcedureTest, both_stores(), name_of_kind);

}  // namespace
}  // namespace bwsync::test
