// Runs the OCI-P adapter against an emulated cluster on the same io thread.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/integration/ocip/fixture.hpp"
#include "tests/lab/broadworks/cluster.hpp"
#include "tests/support/certificates.hpp"

namespace bwsync::ocip::testing {

using nlohmann::json;

class LabTest : public OcipTest {
protected:
    // Starts the cluster with an enterprise ENT of the groups G and EMPTY, and points the adapter at it.
    void start(lab::Release release, bool is_tls = false)
    {
        config.release = release;
        config.ocir.clear();
        lab::BroadworksAdmin admin;
        admin.user = "bwsync";
        admin.password = "password";
        config.users.push_back(admin);
        if (is_tls) {
            const Certificate certificate = certificates.make("localhost");
            config.ocip.listen.clear();
            config.ocip.tls_listen = "127.0.0.1:0";
            config.ocip.cert_file = certificate.cert_file;
            config.ocip.key_file = certificate.key_file;
            settings.tls.ca_file = certificate.cert_file;
        }
        cluster = std::make_unique<lab::BroadworksCluster>(io, clock, config);
        cluster->start();
        use(cluster->ports()["ocip"][0]["port"].get<std::uint16_t>(), is_tls);
        populate();
    }
    void populate()
    {
        const json imp{{"servicePackName", "Webex"}, {"services", {"Integrated IMP", "Authentication"}}};
        const json voice{{"servicePackName", "Voice"}, {"services", {"Authentication"}}};
        post("/service-providers",
             {{"serviceProviderId", "ENT"}, {"isEnterprise", true}, {"servicePacks", {imp, voice}}});
        post("/groups", {{"serviceProviderId", "ENT"}, {"groupId", "G"}, {"timeZone", "Europe/Berlin"}});
        post("/groups", {{"serviceProviderId", "ENT"}, {"groupId", "EMPTY"}});
        json anna = user("anna@example.com");
        anna["firstName"] = "Anna";
        anna["lastName"] = "\xC5\x81uk\xC3\xB3w";
        anna["phoneNumber"] = "+1-2125551101";
        anna["extension"] = "1101";
        anna["mobilePhoneNumber"] = "+49 170 1234567";
        anna["emailAddress"] = "anna@mail.example";
        anna["servicePacks"] = {"Webex"};
        anna["services"] = {"Shared Call Appearance"};
        json bert = user("bert@example.com");
        bert["servicePacks"] = {"Voice"};
        post("/users", {{"users", {anna, bert}}});
        cluster->state().received.reset();
    }
    static json user(const std::string& id)
    {
        return {{"userId", id}, {"serviceProviderId", "ENT"}, {"groupId", "G"}, {"firstName", "F"}, {"lastName", "L"}};
    }
    json post(const std::string& path, const json& body)
    {
        lab::HttpRequest request;
        request.method = "POST";
        request.path = path;
        request.body = body.dump();
        const lab::HttpResponse response = cluster->control(request, path);
        EXPECT_EQ(response.status, 200) << path << ": " << response.body;
        return json::parse(response.body);
    }
    lab::Received& received() { return cluster->state().received; }
    // Refusals but for the steps down the ladder of logins.
    std::map<std::string, std::uint64_t> refusals()
    {
        std::map<std::string, std::uint64_t> found;
        for (const auto& [text, times] : received().rejected) {
            if (text.rfind("LoginRequest", 0) != 0) found[text] = times;
        }
        return found;
    }
    static GroupKey group(const std::string& id)
    {
        GroupKey key;
        key.service_provider_id = "ENT";
        key.group_id = id;
        return key;
    }
    Task<UserReading> read(OcipBroadWorks& broadworks, std::string id)
    {
        std::vector<std::string> ids(1, id);
        const auto readings = co_await broadworks.read_users(ids, never);
        EXPECT_TRUE(readings) << readings.error().what;
        if (readings) co_return readings->front();
        co_return UserReading();
    }
    void peer_done() override { io.stop(); }

    lab::LabClock clock{io};
    lab::BroadworksConfig config;
    CertificateFolder certificates;
    std::unique_ptr<lab::BroadworksCluster> cluster;
};

}  // namespace bwsync::ocip::testing
