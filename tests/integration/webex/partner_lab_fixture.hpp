// One WebexPartner against the lab's emulator, both in this process and on one event loop; the lab's clock runs twenty
// times as fast as ours.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "daemon/parts/partner_access.hpp"
#include "daemon/runtime/sleep.hpp"
#include "tests/lab/clock.hpp"
#include "tests/lab/webex/config.hpp"
#include "tests/lab/webex/emulator.hpp"
#include "tests/support/memory_grants.hpp"
#include "tests/unit/adapters/webex/fakes.hpp"

namespace bwsync::test {

using namespace std::chrono_literals;
using nlohmann::json;
using SteadyClock = std::chrono::steady_clock;
using Subscriber = WebexResult<Answered<WebexSubscriber>>;

class WebexLabPartnerTest : public testing::Test {
protected:
    static lab::WebexConfig standard()
    {
        lab::WebexConfig config;
        config.client_id = "client";
        config.client_secret = "client-secret";
        config.refresh_tokens = {"refresh-1", "refresh-2"};
        lab::WebexTemplate trusted;
        trusted.provisioning_id = "trusted";
        trusted.cluster = "east";
        config.templates = {trusted};
        return config;
    }

    void start(lab::WebexConfig config, double rate = 1000, int burst = 100)
    {
        lab_clock.set_rate(20);
        webex = std::make_unique<lab::WebexEmulator>(io, lab_clock, config);
        webex->start();
        PartnerConfig settings;
        settings.name = "acme";
        settings.base_url = webex->base_url();
        settings.client_id = "client";
        settings.client_secret = Secret("client-secret");
        settings.grants = {"primary", "standby"};
        settings.requests_per_second = rate;
        settings.burst = burst;
        settings.timeout = 3s;
        const PartnerLine::Ports ports{clock, random, telemetry};
        access = std::make_unique<PartnerAccess>(settings, store, ports, io.get_executor());
        partner = &access->webex;
        imported("primary", "refresh-1");
    }
    void imported(const std::string& name, const std::string& refresh_token)
    {
        Grant grant;
        grant.partner = "acme";
        grant.name = name;
        grant.refresh_token = refresh_token;
        grant.version = store.at(name).version + 1;
        store.put(grant);
    }

    template <class T>
    T run(std::function<Task<T>()> body, std::chrono::seconds limit = 60s)
    {
        std::optional<T> result;
        auto main = [&]() -> Task<> { result.emplace(co_await body()); };
        asio::co_spawn(io, std::move(main), [](std::exception_ptr error) {
            if (error) std::rethrow_exception(error);
        });
        io.restart();
        const auto until = SteadyClock::now() + limit;
        while (!result && SteadyClock::now() < until) io.run_one_for(100ms);
        if (!result) throw std::runtime_error("the call did not end in time");
        return std::move(*result);
    }
    json control(const std::string& path, const json& body = nullptr)
    {
        lab::HttpRequest request;
        request.path = path;
        request.method = body.is_null() ? "GET" : "POST";
        request.body = body.is_null() ? "" : body.dump();
        const auto response = run<lab::HttpResponse>([&] { return webex->control(request); });
        EXPECT_EQ(response.status, 200) << path << ": " << response.body;
        return json::parse(response.body, nullptr, false);
    }

    static ProvisionRequest person(const std::string& user, const std::string& enterprise = "SP1+Acme")
    {
        ProvisionRequest request;
        request.provisioning_id = "trusted";
        request.user_id = user;
        request.sp_enterprise_id = enterprise;
        request.first_name = "Zo\xC3\xAB";
        request.last_name = "O'Neil";
        request.package = "standard";
        request.primary_phone_number = "+12405551212";
        request.extension = "1212";
        request.email = "m+" + user;
        request.time_zone = "America/New_York";
        return request;
    }
    Subscriber provision(const ProvisionRequest& request)
    {
        return run<Subscriber>([&] { return partner->provision(request, stop.get_token()); });
    }
    Subscriber get(const std::string& id)
    {
        return run<Subscriber>([&] { return partner->get(id, stop.get_token()); });
    }
    WebexResult<SubscriberPage> list(SubscriberFilter filter, std::string next = "")
    {
        return run<WebexResult<SubscriberPage>>([&] { return partner->list(filter, next, stop.get_token()); });
    }
    // Reads until the status is there.
    WebexSubscriber until(const std::string& id, WebexStatus status)
    {
        const auto limit = SteadyClock::now() + 20s;
        while (SteadyClock::now() < limit) {
            const auto answered = get(id);
            if (answered && answered->value.status == status) return answered->value;
            (void)run<bool>([&] { return sleep_for(20ms, stop.get_token()); });
        }
        ADD_FAILURE() << "never " << name_of(status);
        return {};
    }
    std::string provisioned(const ProvisionRequest& request)
    {
        const auto answered = provision(request);
        EXPECT_TRUE(answered) << answered.error().what;
        return answered ? until(answered->value.id, WebexStatus::kProvisioned).id : "";
    }
    int accepted_posts(const std::string& user)
    {
        const json seen = control("/received").at("byUser").value(user, json::object());
        return seen.value("accepted", json::object()).value("provision", 0);
    }
    double requests(const std::string& operation, const std::string& code) const
    {
        const Labels labels{"acme", operation, code};
        return telemetry.value("webex_requests_total", labels);
    }

    asio::io_context io;
    lab::LabClock lab_clock{io};
    std::stop_source stop;
    MovableClock clock;
    FixedRandom random;
    RecordedTelemetry telemetry;
    MemoryGrants store;
    std::unique_ptr<lab::WebexEmulator> webex;
    std::unique_ptr<PartnerAccess> access;
    WebexPartner* partner = nullptr;
};

}  // namespace bwsync::test
