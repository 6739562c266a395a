// The Webex port against the lab's emulator, both in this process: whole lives of subscribers, storms of 429, tokens
// that end, answers that get lost.
#include "tests/integration/webex/partner_lab_fixture.hpp"

namespace bwsync::test {
namespace {

TEST_F(WebexLabPartnerTest, FollowsASubscriberFromProvisioningToRemoval)
{
    start(standard());
    const auto checked = run<WebexResult<Answered<PrecheckReport>>>(
        [&] { return partner->precheck(person("ada@x.com"), stop.get_token()); });
    ASSERT_TRUE(checked) << checked.error().what;
    EXPECT_FALSE(checked->value.info_codes.empty());

    const auto answered = provision(person("ada@x.com"));
    ASSERT_TRUE(answered) << answered.error().what;
    EXPECT_EQ(answered->value.status, WebexStatus::kProvisioning);
    const WebexSubscriber ada = until(answered->value.id, WebexStatus::kProvisioned);
    EXPECT_EQ(ada.first_name, "Zo\xC3\xAB");
    EXPECT_EQ(ada.sp_enterprise_id, "SP1+Acme");
    EXPECT_EQ(ada.email, "m+ada@x.com");
    EXPECT_FALSE(ada.person_id.empty());

    SubscriberFilter filter;
    filter.user_id = "ada@x.com";
    filter.sp_enterprise_id = "SP1+Acme";
    filter.email = "m+ada@x.com";
    filter.last_status_change_after = ada.created - 1h;
    const auto page = list(filter);
    ASSERT_TRUE(page) << page.error().what;
    ASSERT_EQ(page->items.size(), 1U);
    EXPECT_EQ(page->items[0], ada);

    UpdateRequest change;
    change.user_id = "ada2@x.com";
    change.package = "premium";
    change.extension = "";
    const auto updated = run<Subscriber>([&] { return partner->update(ada.id, change, stop.get_token()); });
    ASSERT_TRUE(updated) << updated.error().what;
    EXPECT_EQ(updated->value.status, WebexStatus::kUpdating);
    EXPECT_EQ(updated->value.package, "standard");
    const WebexSubscriber after = until(ada.id, WebexStatus::kProvisioned);
    EXPECT_EQ(after.user_id, "ada2@x.com");
    EXPECT_EQ(after.package, "premium");
    EXPECT_EQ(after.extension, "");

    using Removed = WebexResult<Answered<std::monostate>>;
    const auto removed = run<Removed>([&] { return partner->remove(ada.id, stop.get_token()); });
    ASSERT_TRUE(removed) << removed.error().what;
    EXPECT_EQ(get(ada.id).error().code, 2001);
    const auto again = run<Removed>([&] { return partner->remove(ada.id, stop.get_token()); });
    EXPECT_EQ(again.error().code, 2001);
}

TEST_F(WebexLabPartnerTest, ReadsEveryRefusalByItsCode)
{
    start(standard());
    (void)provisioned(person("ada@x.com"));
    ProvisionRequest unknown_template = person("bob@x.com");
    unknown_template.provisioning_id = "nowhere";
    EXPECT_EQ(provision(unknown_template).error().code, 2013);
    EXPECT_EQ(provision(person("ada@x.com")).error().code, 2009);
    ProvisionRequest same_email = person("bob@x.com");
    same_email.email = "m+ada@x.com";
    EXPECT_EQ(provision(same_email).error().code, 2010);
    ProvisionRequest no_email = person("bob@x.com");
    no_email.email.clear();
    const auto refused = provision(no_email);
    EXPECT_EQ(refused.error().code, 1001);
    EXPECT_EQ(refused.error().field_name, "email");
    EXPECT_FALSE(refused.error().tracking_id.empty());
}

TEST_F(WebexLabPartnerTest, UnderstandsEveryShapeOfErrorAndAnswer)
{
    start(standard());
    const std::string id = provisioned(person("ada@x.com"));
    for (const std::string shape : {"standard", "top-level", "string-code"}) {
        control("/switches", {{"error_shape", shape}});
        EXPECT_EQ(provision(person("ada@x.com")).error().code, 2009) << shape;
    }
    control("/switches", {{"error_shape", "standard"},
                          {"self_activated_as_string", true},
                          {"timestamp_digits", 9},
                          {"timestamp_offset", true},
                          {"precheck_info_as_object", true}});
    const auto odd = get(id);
    ASSERT_TRUE(odd);
    EXPECT_FALSE(odd->value.self_activated);
    EXPECT_GT(odd->value.created, Instant());
    const auto checked = run<WebexResult<Answered<PrecheckReport>>>(
        [&] { return partner->precheck(person("bob@x.com"), stop.get_token()); });
    ASSERT_TRUE(checked);
    EXPECT_EQ(checked->value.info_codes.size(), 1U);
}

TEST_F(WebexLabPartnerTest, ListsEverybodyOnceInSpiteOfBrokenLinks)
{
    start(standard());
    json people = json::array();
    for (int i = 0; i < 350; ++i) {
        const std::string user = "u" + std::to_string(i) + "@x.com";
        people.push_back({{"userId", user},
                          {"spEnterpriseId", i % 2 == 0 ? "SP1+Acme" : "SP1+Other"},
                          {"email", user},
                          {"provisioningId", "trusted"},
                          {"status", "provisioned"},
                          {"package", "basic"},
                          {"firstName", "A"},
                          {"lastName", "B"}});
    }
    control("/subscribers", {{"subscribers", people}});
    for (const bool without_filters : {false, true}) {
        control("/switches", {{"link_without_filters", without_filters},
                              {"link_with_null_max", without_filters},
                              {"link_relations", without_filters ? "all" : "next"}});
        SubscriberFilter filter;
        filter.sp_enterprise_id = "SP1+Acme";
        std::set<std::string> ids;
        std::string next;
        int pages = 0;
        do {
            const auto page = list(filter, next);
            ASSERT_TRUE(page) << page.error().what;
            for (const WebexSubscriber& one : page->items) {
                ids.insert(one.id);
                EXPECT_EQ(one.sp_enterprise_id, "SP1+Acme");
            }
            next = page->next;
        } while (!next.empty() && ++pages < 20);
        EXPECT_EQ(ids.size(), 175U);
    }
}

TEST_F(WebexLabPartnerTest, ALostAnswerIsAnUnknownOutcomeAndALookFindsTheSubscriber)
{
    start(standard());
    int number = 0;
    for (const std::string kind : {"lost-answer", "reset", "truncated", "bad-json", "interim-100", "hang"}) {
        const std::string user = "u" + std::to_string(++number) + "@x.com";
        const std::string enterprise = "SP1+G" + std::to_string(number);
        control("/faults", {{"operation", "provision"}, {"kind", kind}, {"processed", true}});
        const auto lost = provision(person(user, enterprise));
        ASSERT_FALSE(lost) << kind;
        EXPECT_EQ(lost.error().kind, WebexFailure::Kind::kUnknownOutcome) << kind << ": " << lost.error().what;
        EXPECT_EQ(accepted_posts(user), 1) << kind;
        EXPECT_EQ(control("/received").at("byUser").at(user).at("provision"), 1) << kind;
        SubscriberFilter filter;
        filter.user_id = user;
        const auto found = list(filter);
        ASSERT_TRUE(found) << kind << ": " << found.error().what;
        EXPECT_EQ(found->items.size(), 1U) << kind;
    }
}

TEST_F(WebexLabPartnerTest, ARevokedAccessTokenIsRenewedWithoutAFailedCall)
{
    start(standard());
    const std::string id = provisioned(person("ada@x.com"));
    for (int i = 0; i < 3; ++i) {
        control("/tokens/invalidate", json::object());
        EXPECT_TRUE(get(id)) << i;
    }
    EXPECT_EQ(requests("token", "200"), 4);
    EXPECT_EQ(requests("get", "401"), 3);
}

TEST_F(WebexLabPartnerTest, FollowsARefreshTokenThatChangesEachTime)
{
    lab::WebexConfig config = standard();
    config.switches.rotate_refresh_tokens = true;
    start(config);
    (void)provisioned(person("ada@x.com"));
    const std::string first = store.at("primary").refresh_token;
    EXPECT_NE(first, "refresh-1");
    const auto refreshed = run<Result<>>([&] { return access->tokens.refresh_now("primary"); });
    EXPECT_TRUE(refreshed);
    EXPECT_NE(store.at("primary").refresh_token, first);
}

TEST_F(WebexLabPartnerTest, ARevokedGrantDiesInBothErrorShapesAndTheStandbyTakesOver)
{
    for (const bool rfc : {false, true}) {
        lab::WebexConfig config = standard();
        config.switches.token_errors_rfc6749 = rfc;
        store.put(Grant());
        start(config);
        const std::string id = provisioned(person("ada@x.com"));
        imported("standby", "refresh-2");
        control("/grants/revoke", {{"refreshToken", "refresh-1"}});
        control("/tokens/invalidate", json::object());
        // A first call may still end with the dead grant; then the standby is used.
        (void)get(id);
        std::stop_source end;
        auto keeping = [&]() -> Task<> { co_await access->tokens.run(end.get_token()); };
        asio::co_spawn(io, keeping, [](std::exception_ptr) {});
        const auto limit = SteadyClock::now() + 10s;
        bool has_changed = false;
        while (!has_changed && SteadyClock::now() < limit) {
            io.run_one_for(50ms);
            const auto grants = access->tokens.statuses();
            has_changed = grants.at(0).is_dead && grants.at(1).is_in_use;
        }
        EXPECT_TRUE(has_changed);
        EXPECT_TRUE(get(id));
        EXPECT_TRUE(partner->has_grant());
        end.request_stop();
        (void)run<bool>([&] { return sleep_for(20ms, stop.get_token()); });
        access.reset();
        webex.reset();
    }
}

// Every subscriber is asked for as fast as the gate lets through, for a while.
struct Load {
    long answered = 0;
    long refused = 0;
};

TEST_F(WebexLabPartnerTest, UsesTheAllowedRateAndIsHardlyEverTooFast)
{
    lab::WebexConfig config = standard();
    config.rate_limit.requests_per_second = 100;
    config.rate_limit.burst = 20;
    start(config, 100, 20);
    const std::string id = provisioned(person("ada@x.com"));
    control("/received/reset", json::object());
    Load load;
    const auto length = 6s;
    const auto began = SteadyClock::now();
    std::stop_source end;
    for (int worker = 0; worker < 12; ++worker) {
        auto work = [&]() -> Task<> {
            while (!end.stop_requested()) {
                const Subscriber answered = co_await partner->get(id, end.get_token());
                if (answered) ++load.answered;
            }
        };
        asio::co_spawn(io, work, [](std::exception_ptr) {});
    }
    io.restart();
    io.run_for(length);
    const double seconds = std::chrono::duration<double>(SteadyClock::now() - began).count();
    const long answered = load.answered;
    end.request_stop();
    (void)run<bool>([&] { return sleep_for(500ms, stop.get_token()); });
    const json received = control("/received");
    const double throttled = received.at("throttled");
    const double used = static_cast<double>(answered) / (seconds * 100);
    std::cout << "rate used " << used << ", answered 429 " << throttled << " of " << answered << "\n";
    EXPECT_GE(used, 0.9);  // 0.95 is the goal; this machine may be busy with other tests
    EXPECT_LT(throttled / static_cast<double>(answered), 0.01);
}

TEST_F(WebexLabPartnerTest, AStormOf429WithEveryFormOfRetryAfterEndsWithEveryCallAnswered)
{
    start(standard());
    const std::string id = provisioned(person("ada@x.com"));
    for (const json& retry_after : {json("1"), json("0"), json(nullptr)}) {
        json fault = {{"operation", "*"}, {"kind", "429"}, {"count", 2}};
        if (!retry_after.is_null()) fault["retryAfter"] = retry_after;
        control("/faults", fault);
        const auto began = SteadyClock::now();
        EXPECT_TRUE(get(id)) << retry_after;
        EXPECT_GE(SteadyClock::now() - began, 1900ms);
    }
    const Labels labels{"acme"};
    EXPECT_GT(telemetry.value("webex_throttled_seconds_total", labels), 5);
}

}  // namespace
}  // namespace bwsync::test
