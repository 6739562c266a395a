// The families beside the subscribers against a server that answers in odd ways.
#include "tests/contract/webex/partner_fixture.hpp"

namespace bwsync::test {
namespace {

using Failure = WebexFailure::Kind;

// Every call of a family, reduced to its failure; nullopt: it succeeded.
using Outcome = std::optional<WebexFailure>;

class WebexFamiliesContractTest : public WebexPartnerTest {
protected:
    template <class T>
    Outcome outcome_of(std::function<Task<WebexResult<T>>()> call)
    {
        const auto result = run_call<WebexResult<T>>(std::move(call));
        return result ? Outcome() : Outcome(result.error());
    }

    std::map<std::string, std::function<Outcome()>> reads()
    {
        return {
            {"person_list",
             [&] { return outcome_of<PersonPage>([&] { return partner->people().list({}, "", token()); }); }},
            {"person_get",
             [&] {
                 return outcome_of<Answered<WebexPerson>>([&] { return partner->people().get("P", "", token()); });
             }},
            {"organization_list",
             [&] {
                 return outcome_of<std::vector<WebexOrganization>>(
                     [&] { return partner->organizations().list(token()); });
             }},
            {"organization_get",
             [&] {
                 return outcome_of<Answered<WebexOrganization>>(
                     [&] { return partner->organizations().get("O", token()); });
             }},
            {"enterprise_list",
             [&] { return outcome_of<EnterprisePage>([&] { return partner->enterprises().list({}, "", token()); }); }},
            {"sync_status",
             [&] {
                 return outcome_of<Answered<DirectorySync>>(
                     [&] { return partner->enterprises().sync_status("E", "", token()); });
             }},
            {"billing_list",
             [&] {
                 return outcome_of<std::vector<BillingReport>>([&] { return partner->billing().list({}, token()); });
             }},
            {"billing_get",
             [&] { return outcome_of<Answered<BillingReport>>([&] { return partner->billing().get("B", token()); }); }},
        };
    }
    std::map<std::string, std::function<Outcome()>> writes()
    {
        return {
            {"sync_enable",
             [&] {
                 return outcome_of<Answered<DirectorySync>>(
                     [&] { return partner->enterprises().enable_sync("E", "", true, token()); });
             }},
            {"sync_trigger",
             [&] {
                 return outcome_of<Answered<DirectorySync>>(
                     [&] { return partner->enterprises().trigger_sync("E", "", token()); });
             }},
            {"sync_user",
             [&] {
                 return outcome_of<Answered<ExternalUser>>(
                     [&] { return partner->enterprises().sync_user("E", "", "jo@x", token()); });
             }},
            {"billing_create",
             [&] {
                 return outcome_of<Answered<std::string>>(
                     [&] { return partner->billing().create("2026-10", token()); });
             }},
            {"workspace_provision",
             [&] {
                 return outcome_of<Answered<WebexWorkspace>>(
                     [&] { return partner->workspaces().provision({}, token()); });
             }},
            {"workspace_update",
             [&] {
                 return outcome_of<Answered<WebexWorkspace>>(
                     [&] { return partner->workspaces().update("W", {}, token()); });
             }},
        };
    }
    std::map<std::string, std::function<Outcome()>> removals()
    {
        return {
            {"person_remove",
             [&] { return outcome_of<Done>([&] { return partner->people().remove("P", "", token()); }); }},
            {"organization_remove",
             [&] { return outcome_of<Done>([&] { return partner->organizations().remove("O", token()); }); }},
            {"billing_remove",
             [&] { return outcome_of<Done>([&] { return partner->billing().remove("B", token()); }); }},
            {"workspace_remove",
             [&] { return outcome_of<Done>([&] { return partner->workspaces().remove("W", token()); }); }},
            {"consent_move", [&] { return outcome_of<Done>([&] { return partner->consent_move("S", token()); }); }},
        };
    }
    std::map<std::string, std::function<Outcome()>> all()
    {
        auto calls = reads();
        calls.merge(writes());
        calls.merge(removals());
        return calls;
    }
    std::stop_token token() const { return stop.get_token(); }
};

TEST_F(WebexFamiliesContractTest, ARefusalKeepsItsCodeAndIsNotSentAgain)
{
    serve(answer("409 Conflict",
                 R"({"message":"m","errors":[{"errorCode":2025,"description":"busy"}],"trackingId":"T"})"));
    for (const auto& [name, call] : all()) {
        const std::size_t before = server->requests().size();
        const Outcome failure = call();
        ASSERT_TRUE(failure) << name;
        EXPECT_EQ(failure->kind, Failure::kAnswered) << name;
        EXPECT_EQ(failure->code, 2025) << name;
        EXPECT_EQ(failure->tracking_id, "T") << name;
        EXPECT_EQ(server->requests().size(), before + 1) << name;
        EXPECT_EQ(requests(name, "409"), 1) << name;
    }
}

TEST_F(WebexFamiliesContractTest, AnHtmlPageIsAnAnswerOfItsStatus)
{
    serve("HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 14\r\n\r\n<html>x</html>");
    for (const auto& [name, call] : all()) {
        const Outcome failure = call();
        ASSERT_TRUE(failure) << name;
        EXPECT_EQ(failure->kind, Failure::kAnswered) << name;
        EXPECT_EQ(failure->http_status, 502) << name;
        EXPECT_EQ(failure->what, "HTTP 502") << name;
    }
}

TEST_F(WebexFamiliesContractTest, ALostAnswerIsAnUnknownOutcomeAndTheCallIsMadeOnce)
{
    serve([](RawConnection&, const RawRequest&) { return false; });
    for (const auto& [name, call] : all()) {
        const std::size_t before = server->requests().size();
        const Outcome failure = call();
        ASSERT_TRUE(failure) << name;
        EXPECT_EQ(failure->kind, Failure::kUnknownOutcome) << name;
        EXPECT_EQ(failure->tracking_id.substr(0, 7), "BWSYNC_") << name;
        EXPECT_EQ(server->requests().size(), before + 1) << name;
    }
}

TEST_F(WebexFamiliesContractTest, ASuccessThatCannotBeReadIsAnUnknownOutcome)
{
    for (const std::string body : {"", "{}", "{\"items\":[{\"name\":\"no id\"}]}", "<html>"}) {
        serve(answer("200 OK", body));
        auto calls = reads();
        calls.merge(writes());
        for (const auto& [name, call] : calls) {
            const Outcome failure = call();
            ASSERT_TRUE(failure) << name << body;
            EXPECT_EQ(failure->kind, Failure::kUnknownOutcome) << name << body;
            EXPECT_EQ(failure->http_status, 200) << name << body;
        }
    }
}

TEST_F(WebexFamiliesContractTest, ACutAnswerIsAnUnknownOutcomeButARemovalIsDoneByItsStatus)
{
    serve([](RawConnection& c, const RawRequest&) {
        c.write("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"id\":\"x");
        return false;
    });
    for (const auto& [name, call] : writes()) {
        const Outcome failure = call();
        ASSERT_TRUE(failure) << name;
        EXPECT_EQ(failure->kind, Failure::kUnknownOutcome) << name;
    }
    for (const auto& [name, call] : removals()) EXPECT_FALSE(call()) << name;
    serve("HTTP/1.1 204 No Content\r\n\r\n");
    for (const auto& [name, call] : removals()) EXPECT_FALSE(call()) << name;
}

TEST_F(WebexFamiliesContractTest, TooFastIsSentAgainAfterTheTimeWebexNames)
{
    std::atomic<int> busy = 1;
    serve([&busy](RawConnection& c, const RawRequest&) {
        if (busy-- > 0) return c.write(answer("429 Too Many Requests", "{}", "Retry-After: 1\r\n"));
        return c.write(answer("200 OK", R"({"id":"B7"})"));
    });
    const auto made =
        run_call<WebexResult<Answered<std::string>>>([&] { return partner->billing().create("2026-10", token()); });
    ASSERT_TRUE(made);
    EXPECT_EQ(made->value, "B7");
    EXPECT_EQ(server->count("POST /v1/broadworks/billing/reports"), 2);
}

TEST_F(WebexFamiliesContractTest, ARedirectIsNotFollowedWithTheToken)
{
    RawServer other(http_handler([](RawConnection& c, const RawRequest&) { return c.write(answer("200 OK", "{}")); }));
    serve(answer("302 Found", "", "Location: " + other.origin() + "/v1/people/P\r\n"));
    for (const auto& [name, call] : all()) {
        const Outcome failure = call();
        ASSERT_TRUE(failure) << name;
        EXPECT_EQ(failure->http_status, 302) << name;
    }
    EXPECT_EQ(other.connections(), 0);
}

TEST_F(WebexFamiliesContractTest, ListsAreWalkedByTheirLinkThroughEmptyPages)
{
    serve([this](RawConnection& c, const RawRequest& r) {
        const std::string next = "Link: <" + server->origin() + "/v1/people?cursor=";
        if (r.line.find("cursor=b") != std::string::npos)
            return c.write(answer("200 OK", R"({"items":[{"id":"P2"}]})"));
        if (r.line.find("cursor=a") != std::string::npos) {
            return c.write(answer("200 OK", R"({"items":[]})", next + "b>; rel=\"next\"\r\n"));
        }
        return c.write(answer("200 OK", R"({"items":[{"id":"P1"}]})", next + "a>; rel=\"next\"\r\n"));
    });
    PersonFilter filter;
    filter.organization_id = "O1";
    std::string next;
    std::vector<std::string> ids;
    int pages = 0;
    do {
        const auto page =
            run_call<WebexResult<PersonPage>>([&] { return partner->people().list(filter, next, token()); });
        ASSERT_TRUE(page);
        for (const WebexPerson& person : page->items) ids.push_back(person.id);
        next = page->next;
        ++pages;
    } while (!next.empty());
    EXPECT_EQ(pages, 3);
    EXPECT_EQ(ids, (std::vector<std::string>{"P1", "P2"}));
    for (const RawRequest& request : server->requests()) {
        EXPECT_NE(request.line.find("orgId=O1"), std::string::npos) << request.line;  // filters survive
    }
}

TEST_F(WebexFamiliesContractTest, AListThatLeadsToAnotherHostEndsThere)
{
    serve(answer("200 OK", R"({"items":[]})", "Link: <http://other.example/v1/people?cursor=a>; rel=\"next\"\r\n"));
    const auto page = run_call<WebexResult<PersonPage>>([&] { return partner->people().list({}, "", token()); });
    ASSERT_FALSE(page);
    const auto strange =
        run_call<WebexResult<EnterprisePage>>([&] { return partner->enterprises().list({}, "not a place", token()); });
    ASSERT_FALSE(strange);
    EXPECT_EQ(strange.error().kind, Failure::kNotSent);
}

TEST_F(WebexFamiliesContractTest, APersonIsReadBeforeItIsWritten)
{
    serve([](RawConnection& c, const RawRequest& r) {
        if (r.line.starts_with("GET")) {
            return c.write(answer("200 OK", R"({"id":"P","displayName":"Jo","emails":["old@x"],"licenses":["L"]})"));
        }
        return c.write(answer("200 OK", r.body.substr(0, 1) + "\"id\":\"P\"," + r.body.substr(1)));
    });
    PersonChange change;
    change.email = "new@x";
    const auto changed = run_call<WebexResult<Answered<WebexPerson>>>(
        [&] { return partner->people().update("P", "", change, token()); });
    ASSERT_TRUE(changed);
    EXPECT_EQ(changed->value.emails, std::vector<std::string>{"new@x"});
    EXPECT_EQ(changed->value.licenses, std::vector<std::string>{"L"});
    change.email = "old@x";
    const auto unchanged = run_call<WebexResult<Answered<WebexPerson>>>(
        [&] { return partner->people().update("P", "", change, token()); });
    ASSERT_TRUE(unchanged);
    EXPECT_EQ(server->count("PUT /v1/people/P"), 1);
    EXPECT_EQ(server->count("GET /v1/people/P"), 2);
}

}  // namespace
}  // namespace bwsync::test
