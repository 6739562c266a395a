// One WebexPartner with a grant in memory against a raw server, run to the end of each call.
#pragma once

#include "daemon/parts/partner_access.hpp"
#include "tests/contract/webex/http_fixture.hpp"
#include "tests/support/memory_grants.hpp"
#include "tests/unit/adapters/webex/fakes.hpp"

namespace bwsync::test {

class WebexPartnerTest : public testing::Test {
protected:
    using Respond = std::function<bool(RawConnection&, const RawRequest&)>;

    WebexPartnerTest()
    {
        Grant grant;
        grant.partner = "acme";
        grant.name = "primary";
        grant.refresh_token = "refresh-secret";
        grant.access_token = "access-secret";
        grant.version = 1;
        grant.refreshed_at = clock.now();
        grant.access_expires_at = clock.now() + std::chrono::days(10);
        store.put(grant);
    }

    // Answers the token endpoint by itself with tokens "new-1", "new-2", ...; everything else goes to `respond`.
    void serve(Respond respond)
    {
        server = std::make_unique<RawServer>(http_handler([this, respond](RawConnection& c, const RawRequest& r) {
            if (!r.is("POST /v1/access_token")) return respond(c, r);
            const std::string token = "new-" + std::to_string(++refreshes);
            return c.write(answer("200 OK", "{\"access_token\":\"" + token + "\",\"expires_in\":1000}"));
        }));
        PartnerConfig settings;
        settings.name = "acme";
        settings.base_url = server->origin() + "/v1";
        settings.client_id = "client";
        settings.client_secret = Secret("client-secret");
        settings.requests_per_second = 1000;
        settings.burst = 100;
        settings.timeout = 2s;
        const PartnerLine::Ports ports{clock, random, telemetry};
        access = std::make_unique<PartnerAccess>(settings, store, ports, io.get_executor());
        partner = &access->webex;
    }
    // The same bytes for every call.
    void serve(const std::string& bytes)
    {
        serve([bytes](RawConnection& c, const RawRequest&) { return c.write(bytes); });
    }

    template <class T>
    T run_call(std::function<Task<T>()> body)
    {
        std::optional<T> result;
        auto main = [&]() -> Task<> { result.emplace(co_await body()); };
        asio::co_spawn(io, std::move(main), [](std::exception_ptr error) {
            if (error) std::rethrow_exception(error);
        });
        io.restart();
        const auto limit = std::chrono::steady_clock::now() + 20s;
        while (!result && std::chrono::steady_clock::now() < limit) io.run_one_for(1s);
        if (!result) throw std::runtime_error("the call did not end in time");
        return std::move(*result);
    }

    using Subscriber = WebexResult<Answered<WebexSubscriber>>;
    Subscriber provision(const std::string& user = "jo@x")
    {
        ProvisionRequest request;
        request.user_id = user;
        request.email = user;
        return run_call<Subscriber>([&] { return partner->provision(request, stop.get_token()); });
    }
    Subscriber update()
    {
        UpdateRequest request;
        request.package = "basic";
        return run_call<Subscriber>([&] { return partner->update("Y2", request, stop.get_token()); });
    }
    WebexResult<Answered<std::monostate>> remove()
    {
        return run_call<WebexResult<Answered<std::monostate>>>([&] { return partner->remove("Y2", stop.get_token()); });
    }
    WebexResult<SubscriberPage> list(SubscriberFilter filter, const std::string& next = "")
    {
        return run_call<WebexResult<SubscriberPage>>([&] { return partner->list(filter, next, stop.get_token()); });
    }
    double requests(const std::string& operation, const std::string& code) const
    {
        const Labels labels{"acme", operation, code};
        return telemetry.value("webex_requests_total", labels);
    }

    asio::io_context io;
    std::stop_source stop;
    MovableClock clock;
    FixedRandom random;
    RecordedTelemetry telemetry;
    MemoryGrants store;
    std::atomic<int> refreshes = 0;
    std::unique_ptr<RawServer> server;
    std::unique_ptr<PartnerAccess> access;
    WebexPartner* partner = nullptr;
};

}  // namespace bwsync::test
