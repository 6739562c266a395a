// bwsyncctl enterprise and organization against a real admin server.
#include <gtest/gtest.h>

#include "tests/integration/ctl/process.hpp"

namespace bwsync::test {
namespace {

class CtlEnterprisesTest : public testing::Test {
protected:
    std::vector<std::string> calls() { return fixture.admin.enterprises.calls(); }
    std::string last_call() { return calls().empty() ? "" : calls().back(); }
    static bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }
    void procedure(const std::string& state, const std::string& more = "")
    {
        fixture.admin.enterprises.answer(
            "show_procedure",
            R"({"id":5,"kind":"directory-sync-run","enterprise":"e1","state":")" + state +
                R"(","step":"follow","stepSeconds":75,"steps":[{"at":"2026-11-23T09:00:00.000Z","step":"queued",)" +
                R"("note":"ordered by ada","trackingId":null,"seconds":3.4}],"facts":{"removed":"3"})" + more + "}");
    }
    void one_in_list()
    {
        fixture.admin.enterprises.answer(
            "list_procedures",
            R"({"items":[{"id":5,"enterprise":"e1","state":"running","step":"queued","stepSeconds":75,"ahead":3}],"next":null})");
    }

    CtlFixture fixture;
};

TEST_F(CtlEnterprisesTest, ListsEnterprises)
{
    const Ended table =
        fixture.ctl({"enterprise", "list", "--bridge", "east-acme", "--starts-with", "e", "--limit", "1"});
    EXPECT_EQ(table.status, 0) << table.err;
    EXPECT_EQ(last_call(), "list east-acme||e|1|");
    EXPECT_TRUE(has(table.out, "e1          east-acme  acme     yes       FAILED")) << table.out;
    EXPECT_TRUE(has(table.err, "--cursor c2"));
    EXPECT_EQ(fixture.ctl({"enterprise", "list", "--enterprise", "e1", "-o", "json"}).json()["items"].size(), 1U);
}

TEST_F(CtlEnterprisesTest, ShowsTheDirectorySynchronisationOfOneWithRemedies)
{
    const Ended one = fixture.ctl({"enterprise", "dir-sync", "status", "--enterprise", "e1"});
    EXPECT_EQ(one.status, 0) << one.err;
    EXPECT_EQ(last_call(), "show east-acme e1") << "the bridge is found";
    EXPECT_TRUE(has(one.out, "usersAdded") && has(one.out, "error 6013")) << one.out;
    const Ended all = fixture.ctl({"enterprise", "dir-sync", "status", "--all"});
    EXPECT_TRUE(has(all.out, "6013 ")) << all.out;
    EXPECT_EQ(fixture.ctl({"enterprise", "dir-sync", "status"}).status, 2);
    EXPECT_EQ(fixture.ctl({"enterprise", "dir-sync", "status", "--all", "--enterprise", "e"}).status, 2);
}

TEST_F(CtlEnterprisesTest, AsksForTheBridgeWhereThereIsMoreThanOne)
{
    fixture.admin.enterprises.enterprises.push_back(fixture.admin.enterprises.enterprises.front());
    fixture.admin.enterprises.enterprises.back().bridge = "west-acme";
    const Ended ended = fixture.ctl({"enterprise", "dir-sync", "enable", "--enterprise", "e1"});
    EXPECT_EQ(ended.status, 1);
    EXPECT_TRUE(has(ended.err, "west-acme"));
    EXPECT_EQ(fixture.ctl({"enterprise", "dir-sync", "enable", "--enterprise", "e1", "--bridge", "west-acme"}).status,
              0);
    EXPECT_EQ(last_call(), "order directory-sync-enable west-acme|e1|");
    fixture.admin.enterprises.enterprises.clear();
    EXPECT_EQ(fixture.ctl({"organization", "show", "--enterprise", "e1"}).status, 1);
}

TEST_F(CtlEnterprisesTest, OrdersForAllAndSaysWhatWasPassedOver)
{
    const Ended ended = fixture.ctl({"enterprise", "dir-sync", "trigger", "--all"});
    EXPECT_EQ(ended.status, 0) << ended.err;
    EXPECT_EQ(last_call(), "order directory-sync-run ||");
    EXPECT_TRUE(has(ended.err, "e2 on bridge east-acme: is not enabled"));
    EXPECT_EQ(
        fixture.ctl({"enterprise", "dir-sync", "trigger", "--all", "-o", "json"}).json()["procedures"][0]["procedure"],
        5);
}

TEST_F(CtlEnterprisesTest, WaitsForTheEndAndFailsWithIt)
{
    procedure("done");
    EXPECT_EQ(fixture.ctl({"enterprise", "dir-sync", "trigger", "--enterprise", "e1", "--wait"}).status, 0);
    procedure("failed", R"(,"problem":"code 6001")");
    const Ended ended = fixture.ctl({"enterprise", "dir-sync", "trigger", "--enterprise", "e1", "--wait"});
    EXPECT_EQ(ended.status, 1);
    EXPECT_TRUE(has(ended.err, "code 6001"));
    procedure("running");
    const Ended late = fixture.ctl({"enterprise", "dir-sync", "trigger", "--all", "--wait", "--wait-limit", "1"});
    EXPECT_EQ(late.status, 1);
    EXPECT_TRUE(has(late.err, "has not ended in time"));
}

TEST_F(CtlEnterprisesTest, SynchronisesOneUserAndTellsWhatBecameOfIt)
{
    fixture.admin.enterprises.answer("show_procedure", R"({"id":5,"state":"done","facts":{"action":"added"}})");
    const Ended ended = fixture.ctl({"enterprise", "dir-sync", "user", "u@x", "--enterprise", "e1"});
    EXPECT_EQ(ended.status, 0) << ended.err;
    EXPECT_EQ(ended.out, "u@x is synchronised: added\n");
}

TEST_F(CtlEnterprisesTest, ShowsTheQueueAndTakesItBack)
{
    one_in_list();
    const Ended runs = fixture.ctl({"enterprise", "dir-sync", "runs", "--state", "running"});
    EXPECT_EQ(last_call(), "procedures |directory-sync|running||100|");
    EXPECT_TRUE(has(runs.out, "1 min 15 s")) << runs.out;
    const Ended cancelled = fixture.ctl({"enterprise", "dir-sync", "cancel", "--all", "-o", "json"});
    EXPECT_EQ(last_call(), "stop 5");
    EXPECT_EQ(cancelled.json()["cancelled"], 1);
    fixture.admin.enterprises.answer("list_procedures", R"({"items":[],"next":null})");
    EXPECT_EQ(fixture.ctl({"enterprise", "dir-sync", "cancel", "--enterprise", "e1"}).status, 1);
}

TEST_F(CtlEnterprisesTest, DeletesAnOrganisationOnlyWithItsNameTyped)
{
    const std::vector<std::string> command = {"organization", "delete", "--bridge", "east-acme", "--enterprise", "e1"};
    const Ended silent = fixture.ctl(command, "");
    EXPECT_EQ(silent.status, 1);
    EXPECT_TRUE(has(silent.err, "12 people") && has(silent.err, "nothing is deleted")) << silent.err;
    EXPECT_EQ(last_call(), "organization east-acme e1");
    EXPECT_EQ(fixture.ctl(command, "metro\n").status, 1);
    EXPECT_EQ(last_call(), "delete east-acme|e1|metro");
    const Ended typed = fixture.ctl(command, "Metro Ltd\n");
    EXPECT_EQ(typed.status, 0) << typed.err;
    EXPECT_TRUE(has(typed.out, "procedure 6"));
}

TEST_F(CtlEnterprisesTest, ScriptsNameTheOrganisation)
{
    procedure("done");
    const Ended ended = fixture.ctl({"organization", "delete", "--enterprise", "e1", "--name", "Metro Ltd", "--wait"});
    EXPECT_EQ(ended.status, 0) << ended.err;
    procedure("stopped", R"(,"problem":"a Meetings site is linked")");
    const Ended stopped =
        fixture.ctl({"organization", "delete", "--enterprise", "e1", "--name", "Metro Ltd", "--wait"});
    EXPECT_EQ(stopped.status, 1);
    EXPECT_TRUE(has(stopped.err, "Meetings site"));
    EXPECT_EQ(fixture.ctl({"organization", "delete", "--enterprise", "e1", "--name", "x", "--stop"}).status, 2);
    EXPECT_EQ(fixture.ctl({"organization", "delete"}).status, 2);
}

TEST_F(CtlEnterprisesTest, ShowsStopsAndResumesADeletion)
{
    EXPECT_EQ(fixture.ctl({"organization", "delete", "--enterprise", "e1", "--status"}).status, 1)
        << "none was ordered";
    one_in_list();
    procedure("running");
    const Ended status = fixture.ctl({"organization", "delete", "--enterprise", "e1", "--status"});
    EXPECT_EQ(status.status, 0) << status.err;
    EXPECT_TRUE(has(status.out, "ordered by ada") && has(status.out, "3 s")) << status.out;
    EXPECT_EQ(fixture.ctl({"organization", "delete", "--enterprise", "e1", "--stop"}).status, 0);
    EXPECT_EQ(last_call(), "stop 5");
    EXPECT_EQ(fixture.ctl({"organization", "delete", "--enterprise", "e1", "--resume"}).status, 0);
    EXPECT_EQ(last_call(), "resume 5");
}

}  // namespace
}  // namespace bwsync::test
