// What becomes of a 403 for a customer's organisation.
#include "tests/contract/webex/partner_fixture.hpp"

namespace bwsync::test {
namespace {

const std::string kRefused = R"({"message":"no access","errors":[{"description":"no access"}]})";
const std::string kPerson = R"({"id":"P","orgId":"O"})";

class CustomerAccessTest : public WebexPartnerTest {
protected:
    CustomerAccessTest() { clock.skips_waits = true; }

    WebexResult<Answered<WebexPerson>> person(const std::string& organization = "O")
    {
        return run_call<WebexResult<Answered<WebexPerson>>>(
            [&] { return partner->people().get("P", organization, stop.get_token()); });
    }
    WebexResult<Done> remove_person(const std::string& organization)
    {
        return run_call<WebexResult<Done>>(
            [&] { return partner->people().remove("P", organization, stop.get_token()); });
    }
    int looks() const { return server->count("GET /v1/organizations/O"); }
    // Refuses people until the organisation was looked at.
    void serve_closed()
    {
        serve([this](RawConnection& c, const RawRequest& r) {
            if (r.is("GET /v1/organizations/O")) {
                is_open = true;
                return c.write(answer("200 OK", "{\"id\":\"O\"}"));
            }
            return c.write(is_open ? answer("200 OK", kPerson) : answer("403 Forbidden", kRefused));
        });
    }
    std::atomic<bool> is_open = false;
};

TEST_F(CustomerAccessTest, LooksAtTheOrganisationWaitsAndCallsOnceMore)
{
    serve_closed();
    EXPECT_TRUE(person());
    EXPECT_EQ(looks(), 1);
    EXPECT_EQ(clock.slept, 5s);
    EXPECT_EQ(server->count("GET /v1/people/P"), 2);
    EXPECT_EQ(requests("customer_access", "200"), 1);
}

TEST_F(CustomerAccessTest, OpensAgainWhenTheAccessHasEnded)
{
    serve_closed();
    EXPECT_TRUE(person());
    is_open = false;
    EXPECT_TRUE(person());
    EXPECT_EQ(looks(), 2);
}

TEST_F(CustomerAccessTest, WithoutAnOrganisationARefusalIsOne)
{
    serve_closed();
    const auto refused = person("");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().http_status, 403);
    EXPECT_EQ(looks(), 0);
}

TEST_F(CustomerAccessTest, OthersThatWereRefusedMeanwhileWaitForTheSameOpening)
{
    serve_closed();
    clock.skips_waits = false;
    clock.sleeps_at_most = 200ms;
    int answered = 0;
    constexpr int kCalls = 6;
    for (int i = 0; i < kCalls; ++i) {
        auto work = [&]() -> Task<> {
            const auto one = co_await partner->people().get("P", "O", stop.get_token());
            EXPECT_TRUE(one);
            ++answered;
        };
        asio::co_spawn(io, work, [](std::exception_ptr error) { EXPECT_FALSE(error); });
    }
    const auto limit = std::chrono::steady_clock::now() + 20s;
    while (answered < kCalls && std::chrono::steady_clock::now() < limit) io.run_one_for(100ms);
    EXPECT_EQ(answered, kCalls);
    EXPECT_EQ(looks(), 1);
}

TEST_F(CustomerAccessTest, AnOrganisationThatOpeningDoesNotHelpIsLeftAloneForAWhile)
{
    serve([](RawConnection& c, const RawRequest& r) {
        const bool is_look = r.is("GET /v1/organizations/O");
        return c.write(is_look ? answer("200 OK", "{\"id\":\"O\"}") : answer("403 Forbidden", kRefused));
    });
    EXPECT_FALSE(person());
    EXPECT_FALSE(person());
    EXPECT_EQ(looks(), 1);
    EXPECT_EQ(server->count("GET /v1/people/P"), 3);
    clock.ahead += 11min;
    EXPECT_FALSE(person());
    EXPECT_EQ(looks(), 2);
}

TEST_F(CustomerAccessTest, AnOrganisationThatCannotBeLookedAtGivesTheFirstRefusal)
{
    serve(answer("403 Forbidden", kRefused));
    for (int i = 0; i < 2; ++i) {
        const auto refused = person();
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().what, "no access");
    }
    EXPECT_EQ(looks(), 1);
    EXPECT_EQ(clock.slept, 0s);
}

TEST_F(CustomerAccessTest, ALookThatFailsForAnotherReasonIsTriedAgainByTheNextCall)
{
    serve([](RawConnection& c, const RawRequest& r) {
        if (r.is("GET /v1/organizations/O")) return c.write(answer("503 Busy", ""));
        return c.write(answer("403 Forbidden", kRefused));
    });
    EXPECT_FALSE(person());
    EXPECT_FALSE(person());
    EXPECT_EQ(looks(), 2);
}

TEST_F(CustomerAccessTest, A403WithAnotherReasonIsNotAboutAccess)
{
    serve(answer("403 Forbidden", R"({"errors":[{"errorCode":2034,"description":"not ready"}]})"));
    const auto refused = person();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, 2034);
    EXPECT_EQ(looks(), 0);
}

TEST_F(CustomerAccessTest, AYoungObjectIsRemovedWithANewToken)
{
    serve([](RawConnection& c, const RawRequest& r) {
        const bool is_new = r.head.find("Bearer new-1") != std::string::npos;
        return c.write(is_new ? std::string("HTTP/1.1 204 No Content\r\n\r\n") : answer("403 Forbidden", kRefused));
    });
    EXPECT_TRUE(remove_person(""));
    EXPECT_EQ(refreshes, 1);
    EXPECT_EQ(server->count("DELETE /v1/people/P"), 2);
    EXPECT_TRUE(remove_person(""));
    EXPECT_EQ(refreshes, 1);
}

TEST_F(CustomerAccessTest, AYoungObjectIsTriedAfterBothRepairsAndThenRefused)
{
    serve([](RawConnection& c, const RawRequest& r) {
        const bool is_look = r.is("GET /v1/organizations/O");
        return c.write(is_look ? answer("200 OK", "{\"id\":\"O\"}") : answer("403 Forbidden", kRefused));
    });
    EXPECT_FALSE(remove_person("O"));
    EXPECT_EQ(looks(), 1);
    EXPECT_EQ(refreshes, 1);
    EXPECT_EQ(server->count("DELETE /v1/people/P"), 3);
    // Many removals must not become many refreshes.
    EXPECT_FALSE(remove_person("O"));
    EXPECT_EQ(refreshes, 1);
    EXPECT_EQ(server->count("DELETE /v1/people/P"), 4);
}

TEST_F(CustomerAccessTest, AReadingNeverRenewsTheToken)
{
    serve(answer("403 Forbidden", kRefused));
    EXPECT_FALSE(person(""));
    EXPECT_EQ(refreshes, 0);
}

}  // namespace
}  // namespace bwsync::test
