#include "adapters/telemetry/metrics.hpp"

#include <gtest/gtest.h>

#include <set>

#include "adapters/telemetry/catalogue.hpp"

namespace bwsync {
namespace {

// The names of the contract with dashboards and alarms.
const std::map<std::string, std::vector<std::string>> kContract = {
    {"build_info", {"version"}},
    {"feed_connected", {"cluster", "server"}},
    {"feed_events_total", {"cluster", "class"}},
    {"feed_last_byte_timestamp_seconds", {"cluster", "server"}},
    {"feed_gaps_open", {"cluster"}},
    {"feed_gap_oldest_seconds", {"cluster"}},
    {"dirty_keys", {"cluster", "kind"}},
    {"dirty_oldest_seconds", {"cluster"}},
    {"ocip_requests_total", {"cluster", "result"}},
    {"ocip_request_seconds", {"cluster"}},
    {"subscribers", {"bridge", "state"}},
    {"subscribers_absent", {"bridge"}},
    {"workspaces", {"bridge", "state"}},
    {"intents_total", {"bridge", "operation", "outcome"}},
    {"intents_open", {"bridge"}},
    {"webex_requests_total", {"partner", "operation", "code"}},
    {"webex_request_seconds", {"partner", "operation"}},
    {"webex_throttled_seconds_total", {"partner"}},
    {"convergence_seconds", {"bridge"}},
    {"grant_refresh_expiry_timestamp_seconds", {"partner", "grant"}},
    {"grant_access_expiry_timestamp_seconds", {"partner", "grant"}},
    {"lease_held", {"bridge"}},
    {"breaker_open", {"bridge", "scope"}},
    {"brake_tripped", {"bridge"}},
    {"snapshot_last_success_timestamp_seconds", {"cluster", "side"}},
    {"snapshot_seconds", {"cluster", "side"}},
    {"store_seconds", {"query"}},
    {"loop_lag_seconds", {}},
};

TEST(Catalogue, HoldsEveryMetricOfTheContractWithItsLabels)
{
    std::map<std::string, std::vector<std::string>> found;
    for (const MetricSpec& spec : metric_catalogue()) {
        std::vector<std::string>& labels = found[std::string(spec.name)];
        for (const LabelSpec& label : spec.labels) labels.emplace_back(label.name);
    }
    for (const auto& [name, labels] : kContract) {
        ASSERT_TRUE(found.contains(name)) << name;
        EXPECT_EQ(found[name], labels) << name;
    }
}

TEST(Catalogue, FollowsTheNamingRulesOfPrometheus)
{
    std::set<std::string_view> names;
    for (const MetricSpec& spec : metric_catalogue()) {
        EXPECT_TRUE(names.insert(spec.name).second) << spec.name << " stands twice";
        EXPECT_FALSE(spec.help.empty()) << spec.name;
        EXPECT_EQ(spec.type == MetricType::kCounter, spec.name.ends_with("_total")) << spec.name;
        EXPECT_EQ(spec.type == MetricType::kHistogram, !spec.buckets.empty()) << spec.name;
        EXPECT_TRUE(std::is_sorted(spec.buckets.begin(), spec.buckets.end())) << spec.name;
    }
}

bool has(const std::string& page, const std::string& line)
{
    return page.find(line + "\n") != std::string::npos;
}

TEST(Metrics, ShowsWhatWasCounted)
{
    Metrics metrics;
    metrics.count("feed_events_total", {"east", "user"}, 2);
    metrics.count("feed_events_total", {"east", "user"}, 3);
    metrics.set("subscribers", {"b", "parked"}, 7);
    metrics.observe("loop_lag_seconds", {}, 0.002);
    const std::string page = metrics.exposition();
    EXPECT_TRUE(has(page, R"(bwsync_feed_events_total{class="user",cluster="east"} 5)")) << page;
    EXPECT_TRUE(has(page, R"(bwsync_subscribers{bridge="b",state="parked"} 7)"));
    EXPECT_TRUE(has(page, R"(bwsync_loop_lag_seconds_bucket{le="0.0025"} 1)"));
    EXPECT_TRUE(has(page, "# TYPE bwsync_feed_events_total counter"));
}

TEST(Metrics, StartsAtZeroWhereTheLabelsAreKnown)
{
    Metrics metrics;
    metrics.announce(TelemetryScope{{"east"}, {"acme"}, {"east-acme"}});
    const std::string page = metrics.exposition();
    EXPECT_TRUE(has(page, R"(bwsync_feed_events_total{class="damaged",cluster="east"} 0)"));
    EXPECT_TRUE(
        has(page, R"(bwsync_intents_total{bridge="east-acme",operation="hard_delete",outcome="superseded"} 0)"));
    EXPECT_TRUE(has(page, R"(bwsync_subscribers{bridge="east-acme",state="pending-person"} 0)"));
    EXPECT_TRUE(has(page, R"(bwsync_convergence_seconds_count{bridge="east-acme"} 0)"));
    EXPECT_EQ(page.find("bwsync_snapshot_last_success_timestamp_seconds{"), std::string::npos);
}

TEST(Metrics, AnnouncingAgainResetsNothing)
{
    Metrics metrics;
    const TelemetryScope scope{{"east"}, {}, {}};
    metrics.announce(scope);
    metrics.count("feed_events_total", {"east", "user"}, 1);
    metrics.announce(scope);
    EXPECT_TRUE(has(metrics.exposition(), R"(bwsync_feed_events_total{class="user",cluster="east"} 1)"));
}

TEST(Metrics, ForgetsOneSeriesAndMakesItAnew)
{
    Metrics metrics;
    metrics.set("feed_connected", {"east", "a:1"}, 1);
    metrics.forget("feed_connected", {"east", "a:1"});
    metrics.forget("feed_connected", {"east", "never"});
    EXPECT_EQ(metrics.exposition().find("a:1"), std::string::npos);
    metrics.set("feed_connected", {"east", "a:1"}, 0);
    EXPECT_TRUE(has(metrics.exposition(), R"(bwsync_feed_connected{cluster="east",server="a:1"} 0)"));
}

TEST(Metrics, RefusesMoreSeriesThanItsBoundAndSaysSo)
{
    Metrics metrics;
    for (std::size_t i = 0; i < Metrics::kSeriesMax + 5; ++i) metrics.observe("store_seconds", {std::to_string(i)}, 1);
    EXPECT_TRUE(has(metrics.exposition(), "bwsync_metric_series_refused_total 5"));
}

TEST(MetricsDeathTest, AbortsOnAMetricThatIsNotInTheCatalogue)
{
    Metrics metrics;
    EXPECT_DEATH(metrics.count("no_such_total", {}, 1), "no_such_total: is not in the catalogue");
    EXPECT_DEATH(metrics.set("feed_events_total", {"a", "b"}, 1), "another type");
    EXPECT_DEATH(metrics.count("feed_events_total", {"a"}, 1), "another number of labels");
}

}  // namespace
}  // namespace bwsync
