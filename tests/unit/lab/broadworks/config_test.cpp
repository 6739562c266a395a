#include "tests/lab/config.hpp"

#include <gtest/gtest.h>

namespace bwsync::lab {
namespace {

std::string faults_of(const std::string& yaml)
{
    try {
        parse_config(yaml, "lab.yaml");
    } catch (const ConfigError& e) {
        return e.what();
    }
    return "";
}

TEST(LabConfigTest, ReadsEveryKey)
{
    const LabConfig config = parse_config(R"(
version: 1
ports_file: /tmp/x.json
control: {listen: "127.0.0.1:9"}
clock: {rate: 60}
seed: 7
broadworks:
  - name: east
    release: R25
    version_text: "24sp1"
    default_domain: d.example
    default_country_code: "49"
    ocip: {listen: "", tls_listen: "127.0.0.1:0", cert_file: c.pem, key_file: k.pem, client_ca_file: ca.pem}
    ocir: [{listen: "127.0.0.1:1"}, {listen: "127.0.0.1:2", cert_file: c.pem, key_file: k.pem}]
    users: [{user: a, password: b, type: Service Provider, service_provider: ent}]
    switches: {queue: bounded, queue_limit: 5, ping_interval: 2s, filter_prefixes: [User, Group], columns: shuffled}
webex:
  - name: acme
    listen: 127.0.0.1:3
    client_id: id
    client_secret: secret
    refresh_tokens: [r1, r2]
    templates:
      - {provisioning_id: p1, emails: untrusted, mode: service_provider, cluster: east, region: EU, packages: [basic]}
    delays: {subscriber: 5s}
    rate_limit: {requests_per_second: 4, burst: 8}
    switches: {partner_full_admin: false}
)",
                                          "lab.yaml");
    EXPECT_EQ(config.ports_file, "/tmp/x.json");
    EXPECT_EQ(config.clock_rate, 60);
    ASSERT_EQ(config.broadworks.size(), 1U);
    const BroadworksConfig& east = config.broadworks[0];
    EXPECT_EQ(east.release, Release::kR25);
    EXPECT_EQ(east.seed, 7U);
    EXPECT_EQ(east.ocip.listen, "");
    EXPECT_EQ(east.ocip.client_ca_file, "ca.pem");
    ASSERT_EQ(east.ocir.size(), 2U);
    EXPECT_EQ(east.ocir[1].cert_file, "c.pem");
    EXPECT_EQ(east.users.at(0).service_provider, "ent");
    EXPECT_EQ(east.feed.queue, FeedQueue::kBounded);
    EXPECT_EQ(east.feed.queue_limit, 5U);
    EXPECT_EQ(east.feed.ping_interval, std::chrono::seconds(2));
    EXPECT_EQ(east.feed.filter_prefixes, (std::vector<std::string>{"User", "Group"}));
    EXPECT_EQ(east.ocip_switches.columns, OcipColumns::kShuffled);
    ASSERT_EQ(config.webex.size(), 1U);
    EXPECT_EQ(config.webex[0].templates.at(0).region, "EU");
    EXPECT_EQ(config.webex[0].delays.subscriber, std::chrono::seconds(5));
    EXPECT_EQ(config.webex[0].rate_limit.burst, 8);
    EXPECT_FALSE(config.webex[0].switches.partner_full_admin);
}

TEST(LabConfigTest, TellsAllFaultsWithTheirPlaces)
{
    const std::string faults = faults_of(R"(version: 2
colour: red
clock: {rate: -1}
broadworks:
  - name: east
    release: R23
    ocip: {tls_listen: "127.0.0.1:0"}
    users: [{user: a}]
    switches: {queue: maybe, nonsense: 1}
  - name: east
webex: {}
)");
    for (const char* const part :
         {"version: must be 1", "lab.yaml:2:1: colour: unknown key", "clock.rate: must be from 0 to 100000",
          "lab.yaml:6:14: broadworks[0].release: must be R21 | R22 | R24 | R25",
          "broadworks[0].ocip.tls_listen: needs cert_file and key_file", "broadworks[0].users[0].password: is required",
          "broadworks[0].switches.queue: 'maybe' is not a value of queue: none | bounded | unbounded",
          "broadworks[0].switches.nonsense: there is no switch 'nonsense'", "broadworks[1].name: is used twice",
          "webex: a list is expected"}) {
        EXPECT_NE(faults.find(part), std::string::npos) << part << "\nin\n" << faults;
    }
}

TEST(LabConfigTest, RefusesWhatIsNoYamlAndWhatIsNotThere)
{
    EXPECT_NE(faults_of("a: [").find("lab.yaml"), std::string::npos);
    EXPECT_THROW(load_config("/nonexistent/lab.yaml"), ConfigError);
    EXPECT_NE(faults_of("version: 1\nbroadworks: [{name: a, ocip: 3}]").find("a mapping is expected"),
              std::string::npos);
}

}  // namespace
}  // namespace bwsync::lab
