// error and time-zone: what needs no daemon.
#include <gtest/gtest.h>

#include <sstream>

#include "daemon/ctl/cli/run.hpp"
#include "daemon/domain/webex_codes/webex_codes.hpp"
#include "nlohmann/json.hpp"

namespace bwsync::ctl {
namespace {

struct Ran {
    int status = 0;
    std::string out;
    std::string err;
    [[nodiscard]] nlohmann::json json() const { return nlohmann::json::parse(out); }
};

Ran ran(std::vector<std::string> arguments)
{
    std::ostringstream out;
    std::ostringstream err;
    const int status = run(std::move(arguments), Environment(), Terminal(), out, err);
    return {status, out.str(), err.str()};
}

TEST(Reference, ExplainsAnErrorCode)
{
    const Ran shown = ran({"error", "2013"});
    EXPECT_EQ(shown.status, 0);
    EXPECT_NE(shown.out.find("Partner Hub"), std::string::npos) << shown.out;
    for (const char* heading : {"means  ", "concerns  ", "bwsync does  "})
        EXPECT_NE(shown.out.find(heading), std::string::npos) << shown.out;
    const nlohmann::json json = ran({"error", "2013", "-o", "json"}).json();
    EXPECT_EQ(json["scope"], "template");
    EXPECT_EQ(json["action"], "park");
    EXPECT_EQ(json["owner"], "operator");
    EXPECT_EQ(json["http"], nlohmann::json::array({404}));
}

TEST(Reference, ExplainsEveryCodeAndAnInfoCode)
{
    for (const WebexCode& code : webex_codes()) EXPECT_EQ(ran({"error", std::to_string(code.code)}).status, 0);
    EXPECT_EQ(ran({"error", "106", "-o", "json"}).json()["personMoves"], "with-consent");
    EXPECT_EQ(ran({"error", "--all", "-o", "json"}).json()["items"].size(), 136U);
}

TEST(Reference, SaysWhatAnUnknownCodeDoes)
{
    const Ran shown = ran({"error", "10022"});
    EXPECT_EQ(shown.status, 1);
    EXPECT_NE(shown.err.find("webex-10022"), std::string::npos) << shown.err;
    EXPECT_EQ(ran({"error", "abc"}).status, 2);
    EXPECT_EQ(ran({"error"}).status, 2);
}

TEST(Reference, ShowsACountrysTimeZone)
{
    const nlohmann::json by_name = ran({"time-zone", "Germany", "-o", "json"}).json();
    EXPECT_EQ(by_name["country"], "DE");
    EXPECT_EQ(by_name["regions"].size(), 3U);
    EXPECT_EQ(by_name["regions"][2]["timeZone"], "Europe/Berlin");
    EXPECT_EQ(ran({"time-zone", "de", "--region", "EU", "-o", "json"}).json()["regions"].size(), 1U);
}

TEST(Reference, FallsBackOnTheRegionAndSuggestsNames)
{
    const Ran antarctica = ran({"time-zone", "AQ", "--region", "US-A", "-o", "json"});
    EXPECT_EQ(antarctica.status, 0);
    EXPECT_EQ(antarctica.json()["regions"][0]["timeZone"], "America/New_York");
    EXPECT_EQ(antarctica.json()["regions"][0]["basis"], "region");
    const Ran slip = ran({"time-zone", "Grmany"});
    EXPECT_EQ(slip.status, 1);
    EXPECT_NE(slip.err.find("did you mean 'Germany' (DE)?"), std::string::npos) << slip.err;
}

}  // namespace
}  // namespace bwsync::ctl
