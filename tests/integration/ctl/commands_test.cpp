// Every command of bwsyncctl against a real admin server: what it asks, shows and exits with.
#include <gtest/gtest.h>

#include "daemon/ctl/sign_in/pkce.hpp"
#include "tests/integration/ctl/process.hpp"

namespace bwsync::test {
namespace {

using nlohmann::json;

class CtlTest : public testing::Test {
protected:
    std::string last_call()
    {
        return fixture.admin.operations.calls().empty() ? "" : fixture.admin.operations.calls().back();
    }
    void found(const std::string& items)
    {
        fixture.admin.operations.answer("find_subscriber", R"({"items":[)" + items + R"(],"next":null})");
    }
    bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

    CtlFixture fixture;
};

constexpr const char* kOne = R"({"bridge":"east-acme","userId":"u@x"})";

TEST_F(CtlTest, StatusExitsZeroWhenAllIsWell)
{
    const Ended ended = fixture.ctl({"status"});
    EXPECT_EQ(ended.status, 0) << ended.err;
    EXPECT_TRUE(has(ended.out, "bwsync 9.9 on host-a, up 3h 0m, ready")) << ended.out;
    EXPECT_TRUE(has(ended.out, "east-acme  east     acme"));
    EXPECT_EQ(ended.err, "");
    EXPECT_EQ(ended.out.find('\033'), std::string::npos);
}

TEST_F(CtlTest, StatusExitsFourWhenSomethingNeedsAttention)
{
    fixture.admin.operations.answer("list_gaps", std::string(R"({"items":[{"id":1,"closedAt":null}],"next":null})"));
    const Ended table = fixture.ctl({"status"});
    EXPECT_EQ(table.status, 4);
    EXPECT_TRUE(has(table.out, "1 gap is open"));
    const Ended as_json = fixture.ctl({"status", "-o", "json"});
    EXPECT_EQ(as_json.status, 4);
    EXPECT_EQ(as_json.json()["attention"][0]["kind"], "gap");
}

TEST_F(CtlTest, StatusExitsFourWhenNotReadyButNotForAPause)
{
    fixture.admin.operations.answer("list_bridges",
                                    std::string(R"({"items":[{"bridge":"east-acme","paused":true}],"next":null})"));
    EXPECT_EQ(fixture.ctl({"status"}).status, 0);
    fixture.admin.service.problems = {{"store", "is down"}};
    EXPECT_EQ(fixture.ctl({"status"}).status, 4);
}

TEST_F(CtlTest, ListsSubscribersAsTableJsonAndYaml)
{
    fixture.admin.operations.answer(
        "list_subscribers",
        std::string(
            R"({"items":[{"bridge":"b","userId":"M\u00fcller@x","state":"parked","reason":"missing-email","absent":false}],"next":"c2"})"));
    const Ended table = fixture.ctl({"subscriber", "list", "--state", "parked", "--bridge", "b", "-q", "m\xc3\xbcl"});
    EXPECT_EQ(table.status, 0) << table.err;
    EXPECT_EQ(last_call(), "list_subscribers b|parked||m\xc3\xbcl|100|");
    EXPECT_TRUE(has(table.out, "M\xc3\xbcller@x  b       -           parked  missing-email")) << table.out;
    EXPECT_TRUE(has(table.err, "--cursor c2"));
    EXPECT_EQ(fixture.ctl({"subscriber", "list", "-o", "json"}).json()["next"], "c2");
    EXPECT_TRUE(has(fixture.ctl({"subscriber", "list", "-o", "yaml"}).out, "  - bridge: b\n"));
}

TEST_F(CtlTest, ShowsNoControlCharactersOfForeignText)
{
    fixture.admin.operations.answer("list_subscribers",
                                    std::string(R"({"items":[{"userId":"a\u001b[2Jb"}],"next":null})"));
    EXPECT_EQ(fixture.ctl({"subscriber", "list"}).out.find('\033'), std::string::npos);
}

TEST_F(CtlTest, ExplainsTheSubscriberThatANameMeans)
{
    found(kOne);
    fixture.admin.operations.answer(
        "explain_subscriber",
        std::string(R"({"bridge":"east-acme","userId":"u@x","state":"parked","reason":"webex-2009",
      "detail":"give it another e-mail","wanted":{"email":"a@x"},"webex":{"email":"b@x"},"source":{"facts":{"firstName":"A"}},
      "intents":[{"operation":"provision","openedAt":"2026-11-23T09:00:00.000Z","closedAt":"2026-11-23T09:00:02.000Z","outcome":"failed",
        "attempts":[{"at":"2026-11-23T09:00:01.000Z","trackingId":"T1","httpStatus":409}]}],
      "journal":[{"at":"2026-11-23T08:59:00.000Z","command":"UserAddRequest22","class":"user","server":"as1"}],"actions":[]})"));
    const Ended shown = fixture.ctl({"subscriber", "show", "+1 240"});
    EXPECT_EQ(shown.status, 0) << shown.err;
    EXPECT_TRUE(has(shown.out, "give it another e-mail"));
    EXPECT_FALSE(has(shown.out, "History"));
    const Ended explained = fixture.ctl({"subscriber", "explain", "u@x"});
    EXPECT_EQ(last_call(), "explain_subscriber east-acme u@x");
    EXPECT_TRUE(has(explained.out, "differs"));
    EXPECT_LT(explained.out.find("UserAddRequest22"), explained.out.find("tracking id T1"));
    EXPECT_EQ(fixture.ctl({"subscriber", "explain", "u@x", "-o", "json"}).json()["reason"], "webex-2009");
}

TEST_F(CtlTest, NamesTheCandidatesOfAnAmbiguousName)
{
    found(R"({"bridge":"east-acme","userId":"a@x"},{"bridge":"west-acme","userId":"b@x"})");
    const Ended ended = fixture.ctl({"subscriber", "retry", "5551212", "-o", "json"});
    EXPECT_EQ(ended.status, 1);
    EXPECT_EQ(ended.out, "");
    EXPECT_TRUE(has(ended.err, "a@x on bridge east-acme") && has(ended.err, "b@x on bridge west-acme")) << ended.err;
    EXPECT_EQ(fixture.ctl({"subscriber", "retry", "5551212", "--bridge", "west-acme"}).status, 0);
    EXPECT_EQ(last_call(), "retry west-acme b@x");
}

TEST_F(CtlTest, TakesAUserIdBeforeAnothersEmail)
{
    found(R"({"bridge":"east-acme","userId":"other@x"},{"bridge":"east-acme","userId":"U@x"})");
    EXPECT_EQ(fixture.ctl({"subscriber", "approve", "u@X"}).status, 0);
    EXPECT_EQ(last_call(), "approve east-acme U@x");
}

TEST_F(CtlTest, ErasesOnlyWhatIsTypedInFull)
{
    found(kOne);
    const std::size_t before = fixture.admin.operations.calls().size();
    const Ended ended = fixture.ctl({"subscriber", "erase", "u@x", "--confirm", "u"});
    EXPECT_EQ(ended.status, 1);
    EXPECT_TRUE(has(ended.err, "nothing was done")) << ended.err;
    EXPECT_EQ(fixture.admin.operations.calls().size(), before + 1);  // the name was looked up
    EXPECT_EQ(fixture.ctl({"subscriber", "erase", "u@x", "--confirm", "u@x"}).status, 0);
    EXPECT_EQ(last_call(), "erase east-acme u@x");
    EXPECT_EQ(fixture.ctl({"subscriber", "release", "u@x"}).status, 0);
    EXPECT_EQ(last_call(), "release east-acme u@x");
}

TEST_F(CtlTest, SaysWhenThereIsNoSuchSubscriber)
{
    const Ended ended = fixture.ctl({"subscriber", "resync", "nobody"});
    EXPECT_EQ(ended.status, 1);
    EXPECT_TRUE(has(ended.err, "no subscriber 'nobody'"));
}

TEST_F(CtlTest, PassesTheDaemonsRefusalOn)
{
    found(kOne);
    fixture.admin.operations.answer_number("approve", Error(ErrorKind::kConflict, "nothing is held for approval"));
    const Ended ended = fixture.ctl({"subscriber", "approve", "u@x"});
    EXPECT_EQ(ended.status, 1);
    EXPECT_EQ(ended.err, "bwsyncctl: nothing is held for approval\n");
    EXPECT_EQ(ended.out, "");
}

TEST_F(CtlTest, SteersBridges)
{
    EXPECT_EQ(fixture.ctl({"bridge", "pause", "east-acme", "--enterprise", "e1"}).status, 0);
    EXPECT_EQ(last_call(), "pause east-acme e1");
    EXPECT_EQ(fixture.ctl({"bridge", "resume", "east-acme"}).status, 0);
    EXPECT_EQ(last_call(), "resume east-acme ");
    EXPECT_EQ(fixture.ctl({"bridge", "approve", "east-acme", "--removals"}).status, 0);
    EXPECT_EQ(last_call(), "decide_removals east-acme approve");
    EXPECT_EQ(fixture.ctl({"bridge", "reject", "east-acme", "-o", "json"}).json()["subscribers"], 2);
    EXPECT_TRUE(has(fixture.ctl({"bridge", "list"}).out, "observe"));
    EXPECT_EQ(fixture.ctl({"bridge", "pause", "north"}).status, 1);
}

TEST_F(CtlTest, SaysThatABridgeHoldsNothing)
{
    fixture.admin.operations.answer_number("decide_removals", Error(ErrorKind::kConflict, "none"));
    fixture.admin.operations.answer_number("decide_updates", Error(ErrorKind::kConflict, "none"));
    const Ended ended = fixture.ctl({"bridge", "approve", "east-acme"});
    EXPECT_EQ(ended.status, 1);
    EXPECT_TRUE(has(ended.err, "holds nothing"));
}

TEST_F(CtlTest, ListsGapsAndSnapshots)
{
    fixture.admin.operations.answer(
        "list_gaps",
        std::string(R"({"items":[{"id":7,"cluster":"east","state":"open","cause":"disconnect"}],"next":null})"));
    EXPECT_TRUE(has(fixture.ctl({"gap", "list", "--cluster", "east"}).out, "disconnect"));
    EXPECT_EQ(last_call(), "list_gaps east");
    EXPECT_TRUE(has(fixture.ctl({"snapshot", "list"}).out, "no snapshot yet"));
}

TEST_F(CtlTest, StartsASnapshotOfTheNamedCluster)
{
    EXPECT_EQ(fixture.ctl({"snapshot", "start"}).status, 1);
    const Ended ended = fixture.ctl({"snapshot", "start", "--cluster", "west", "--side", "webex"});
    EXPECT_EQ(ended.status, 0);
    EXPECT_EQ(last_call(), "request_snapshot west webex");
}

TEST_F(CtlTest, WaitsForTheSnapshotItAskedForAndNoOlderOne)
{
    const std::string old = R"({"id":1,"side":"broadworks","state":"complete","endedAt":"2026-01-01T00:00:00Z"})";
    fixture.admin.operations.answer("list_snapshots", R"({"items":[)" + old + R"(],"next":null})");
    const Ended late =
        fixture.ctl({"snapshot", "start", "--cluster", "east", "--side", "broadworks", "--wait", "--wait-limit", "1"});
    EXPECT_EQ(late.status, 1);
    EXPECT_TRUE(has(late.err, "not ended in time"));

    std::thread daemon([this, &old] {
        const std::size_t before = fixture.admin.operations.calls().size();
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        const auto asked = [&] {
            const auto calls = fixture.admin.operations.calls();
            return calls.size() > before && std::find(calls.begin() + static_cast<std::ptrdiff_t>(before), calls.end(),
                                                      "request_snapshot east broadworks") != calls.end();
        };
        while (!asked() && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
        fixture.admin.operations.answer(
            "list_snapshots",
            R"({"items":[{"id":2,"side":"broadworks","state":"partial","endedAt":"2026-01-02T00:00:00Z"},)" + old +
                R"(],"next":null})");
    });
    const Ended ended =
        fixture.ctl({"snapshot", "start", "--cluster", "east", "--side", "broadworks", "--wait", "-o", "json"});
    daemon.join();
    EXPECT_EQ(ended.status, 1);
    EXPECT_EQ(ended.json()["items"][0]["id"], 2);
}

TEST_F(CtlTest, ImportsAGrantFromAFileOrStandardInput)
{
    const std::string file = fixture.write("refresh", "the-refresh-token\n");
    const Ended ended =
        fixture.ctl({"grant", "import", "--partner", "acme", "--name", "primary", "--refresh-token-file", file});
    EXPECT_EQ(ended.status, 0) << ended.err;
    EXPECT_EQ(fixture.admin.service.imported.back(), "acme primary the-refresh-token");
    EXPECT_FALSE(has(ended.out + ended.err, "the-refresh-token"));
    fixture.ctl({"grant", "import", "--partner", "acme", "--name", "primary", "--refresh-token-file", "-"},
                "from-input\n");
    EXPECT_EQ(fixture.admin.service.imported.back(), "acme primary from-input");
    EXPECT_EQ(fixture.ctl({"grant", "import", "--partner", "a", "--name", "b", "--refresh-token-file", "/nonexistent"})
                  .status,
              2);
}

TEST_F(CtlTest, RefreshesTheOnlyGrantOrTheNamedOne)
{
    EXPECT_EQ(fixture.ctl({"grant", "refresh"}).status, 0);
    EXPECT_EQ(fixture.admin.service.imported.back(), "refresh acme primary");
    fixture.admin.service.grant_list.push_back(fixture.admin.service.grant_list.front());
    fixture.admin.service.grant_list.back().name = "standby";
    const Ended ended = fixture.ctl({"grant", "refresh"});
    EXPECT_EQ(ended.status, 1);
    EXPECT_TRUE(has(ended.err, "--partner acme --name standby"));
    EXPECT_EQ(fixture.ctl({"grant", "refresh", "--name", "standby"}).status, 0);
    EXPECT_EQ(fixture.ctl({"grant", "list", "-o", "json"}).json()["items"].size(), 2U);
}

TEST_F(CtlTest, SignsInWithAPastedCodeThatOnlyTheDaemonTrades)
{
    fixture.admin.service.grant_list.front().missing_scopes = {{"spark-admin:people_read", "reading people", false}};
    const Ended ended =
        fixture.ctl({"grant", "sign-in", "--partner", "acme", "--paste", "-o", "json"}, "the-code-of-webex\n");
    EXPECT_EQ(ended.status, 0) << ended.err;
    EXPECT_EQ(ended.json()["name"], "primary");
    EXPECT_EQ(fixture.admin.service.imported,
              (std::vector<std::string>{"begin acme primary", "complete acme primary"}));
    const SignInCode& code = fixture.admin.service.sign_in_code;
    EXPECT_EQ(code.code, "the-code-of-webex");
    EXPECT_EQ(code.redirect_uri, "http://127.0.0.1:9482/callback");
    EXPECT_EQ(code.code_verifier.size(), 43U);
    EXPECT_EQ(fixture.admin.service.sign_in_request.code_challenge, ctl::code_challenge(code.code_verifier));
    EXPECT_FALSE(has(ended.out + ended.err, code.code_verifier));
    EXPECT_FALSE(has(ended.out + ended.err, "the-code-of-webex"));
    EXPECT_TRUE(has(ended.err, "https://webex.example/authorize?state="));
    EXPECT_TRUE(has(ended.err, "not granted: spark-admin:people_read, needed for reading people"));
}

TEST_F(CtlTest, SaysWhatIsWrongWithAPastedAnswerAndTradesNothing)
{
    const auto pasted = [&](const std::string& text) {
        const Ended ended =
            fixture.ctl({"grant", "sign-in", "--partner", "acme", "--name", "primary", "--paste"}, text);
        EXPECT_EQ(ended.status, 1) << text;
        EXPECT_EQ(ended.out, "");
        return ended.err;
    };
    EXPECT_TRUE(
        has(pasted("http://127.0.0.1:9482/callback?code=c&state=another\n"), "does not belong to this sign-in"));
    EXPECT_TRUE(has(pasted(""), "nothing was pasted"));
    EXPECT_TRUE(has(pasted("two words\n"), "more than an address"));
    for (const std::string& call : fixture.admin.service.imported) EXPECT_EQ(call, "begin acme primary");
    fixture.admin.service.grant_error = Error(ErrorKind::kUnauthorized, "the code has expired");
    EXPECT_TRUE(has(pasted("good\n"), "the code has expired"));
}

TEST_F(CtlTest, SignsInOnlyWhereThereIsAPartner)
{
    EXPECT_EQ(fixture.ctl({"grant", "sign-in", "--partner", "other", "--paste"}, "c\n").status, 1);
    EXPECT_EQ(fixture.ctl({"grant", "sign-in", "--partner", "other", "--name", "primary", "--paste"}, "c\n").status, 1);
}

TEST_F(CtlTest, ChecksAConfigurationWithoutADaemon)
{
    const Ended none = run_ctl({"config", "check"});
    EXPECT_EQ(none.status, 2);
    const std::string file = fixture.write("bad.yaml", "version: 1\nbridgs: []\n");
    const Ended bad = run_ctl({"config", "check", "--config", file});
    EXPECT_EQ(bad.status, 1);
    EXPECT_EQ(bad.out, "");
    EXPECT_TRUE(has(bad.err, file + ":2:1")) << bad.err;
    const Ended as_json = run_ctl({"config", "check", "--config", file, "-o", "json"});
    EXPECT_EQ(as_json.status, 1);
    EXPECT_EQ(as_json.json()["good"], false);
    EXPECT_TRUE(has(run_ctl({"config", "schema", "-o", "yaml"}).out, "bridges[]"));
}

TEST_F(CtlTest, ListsWorkspacesAndOrdersAboutThem)
{
    found(kOne);
    fixture.admin.operations.answer(
        "list_workspaces",
        std::string(
            R"({"items":[{"bridge":"east-acme","userId":"u@x","state":"parked","reason":"unknown-outcome","detail":"adopt it",
          "displayName":"Room Atlas","workspaceId":"","byCommand":false}],"next":null})"));
    const Ended list = fixture.ctl({"workspace", "list", "--bridge", "east-acme"});
    EXPECT_EQ(list.status, 0) << list.err;
    EXPECT_TRUE(has(list.out, "Room Atlas")) << list.out;
    EXPECT_EQ(last_call(), "list_workspaces east-acme|");
    const Ended show = fixture.ctl({"workspace", "show", "u@x"});
    EXPECT_TRUE(has(show.out, "adopt it")) << show.out;
    EXPECT_EQ(last_call(), "list_workspaces east-acme|u@x");
    EXPECT_EQ(fixture.ctl({"workspace", "show", "u@x", "-o", "json"}).json()["reason"], "unknown-outcome");
    for (const std::string order : {"provision", "update", "remove", "retry"}) {
        EXPECT_EQ(fixture.ctl({"workspace", order, "u@x"}).status, 0);
        EXPECT_EQ(last_call(), "order_workspace east-acme u@x " + order + " ");
    }
    EXPECT_EQ(fixture.ctl({"workspace", "adopt", "u@x", "--id", "w-1"}).status, 0);
    EXPECT_EQ(last_call(), "order_workspace east-acme u@x adopt w-1");
    EXPECT_EQ(fixture.ctl({"workspace", "adopt", "u@x"}).status, 2);
    fixture.admin.operations.answer_number("order_workspace", Error(ErrorKind::kConflict, "it is a subscriber"));
    const Ended refused = fixture.ctl({"workspace", "provision", "u@x"});
    EXPECT_EQ(refused.status, 1);
    EXPECT_TRUE(has(refused.err, "it is a subscriber"));
}

}  // namespace
}  // namespace bwsync::test
