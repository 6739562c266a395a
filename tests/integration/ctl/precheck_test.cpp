// bwsyncctl precheck against a real admin server: rows, files, and campaigns that go on behind what is done.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "tests/integration/ctl/process.hpp"

namespace bwsync::test {
namespace {

class PrecheckCtlTest : public testing::Test {
protected:
    void SetUp() override
    {
        fixture.admin.operations.answer(
            "list_bridges", std::string(R"({"items":[{"bridge":"east-acme","partner":"acme"}],"next":null})"));
        WebexFailure taken;
        taken.http_status = 409;
        taken.code = 2010;
        taken.what = "taken";
        service.prechecks["taken@x.com"] = outcome_of(taken);
        PrecheckReport later;
        later.info_codes = {106};
        service.prechecks["later@x.com"] = outcome_of(later);
    }
    static bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }
    std::string path(const std::string& name) const { return fixture.folder + "/" + name; }
    std::string contents(const std::string& name) const
    {
        std::ifstream in(path(name));
        std::ostringstream text;
        text << in.rdbuf();
        return text.str();
    }
    static std::size_t lines(const std::string& text)
    {
        return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    }
    std::string many(int count)
    {
        std::string text = "email,customerEmail\n";
        for (int i = 0; i < count; ++i) text += "p" + std::to_string(i) + "@x.com,boss@x.com\n";
        return fixture.write("rows.csv", text);
    }

    CtlFixture fixture;
    FakeService& service = fixture.admin.service;
};

TEST_F(PrecheckCtlTest, OnePersonAndOneUser)
{
    const Ended person =
        fixture.ctl({"precheck", "--email", "a@x.com", "--customer-email", "boss@x.com", "-o", "json"});
    EXPECT_EQ(person.status, 0) << person.err;
    EXPECT_EQ(person.json()["result"], "succeeds");
    const Ended user = fixture.ctl({"precheck", "--user", "u@x", "--bridge", "east-acme"});
    EXPECT_EQ(user.status, 0) << user.err;
    EXPECT_TRUE(has(user.out, "u@x"));
    EXPECT_EQ(service.prechecked, (std::vector<std::string>{"east-acme a@x.com", "east-acme u@x"}));
    const Ended refused = fixture.ctl({"precheck", "--email", "taken@x.com", "--customer-email", "b@x.com"});
    EXPECT_EQ(refused.status, 4);
    EXPECT_TRUE(has(refused.out, "webex-2010")) << refused.out;
}

TEST_F(PrecheckCtlTest, WrongUseIsSaid)
{
    EXPECT_EQ(fixture.ctl({"precheck"}).status, 2);
    EXPECT_EQ(fixture.ctl({"precheck", "--email", "a@x.com"}).status, 2);
    EXPECT_EQ(fixture.ctl({"precheck", "--all", "--user", "u"}).status, 2);
    const Ended format = fixture.ctl({"precheck", "--all", "--output", "json"});
    EXPECT_EQ(format.status, 2);
    EXPECT_TRUE(has(format.err, "-o json")) << format.err;
    EXPECT_EQ(fixture.ctl({"precheck", "--file", path("none.csv")}).status, 2);
    EXPECT_TRUE(service.prechecked.empty());
}

TEST_F(PrecheckCtlTest, BadLinesAreNamedAndNothingIsSent)
{
    const std::string file =
        fixture.write("bad.csv", "email,customerEmail\na@x.com,b@x.com\nnobody,b@x.com\nc@x.com\n");
    const Ended ended = fixture.ctl({"precheck", "--file", file, "--output", path("out.csv")});
    EXPECT_EQ(ended.status, 2);
    EXPECT_TRUE(has(ended.err, "bad.csv:3: 'nobody' is no e-mail address: correct it")) << ended.err;
    EXPECT_TRUE(has(ended.err, "bad.csv:4: "));
    EXPECT_TRUE(service.prechecked.empty());
}

TEST_F(PrecheckCtlTest, ACampaignWritesEachRowOnceAndReports)
{
    service.prechecks_at_once = 7;  // the rest of a batch has to be asked again
    const std::string rows = many(30);
    const Ended ended = fixture.ctl({"precheck", "--file", rows, "--output", path("out.csv"), "-o", "json"});
    EXPECT_EQ(ended.status, 0) << ended.err;
    EXPECT_EQ(ended.json()["rows"], 30);
    EXPECT_EQ(ended.json()["succeed"], 30);
    EXPECT_EQ(lines(contents("out.csv")), 31U);
    EXPECT_EQ(service.prechecked.size(), 30U);
    EXPECT_EQ(ended.err, "") << "no progress where nobody looks";

    fixture.write("two.csv", "email,customerEmail\nlater@x.com,boss@x.com\ntaken@x.com,boss@x.com\n");
    const Ended two = fixture.ctl({"precheck", "--file", path("two.csv"), "--output", path("two.jsonl")});
    EXPECT_EQ(two.status, 4);
    EXPECT_TRUE(has(two.out, "2 rows: 0 will succeed, 1 once their primary is provisioned, 1 will fail")) << two.out;
    EXPECT_TRUE(has(two.out, "boss@x.com")) << two.out;
    EXPECT_EQ(lines(contents("two.jsonl")), 2U);
}

TEST_F(PrecheckCtlTest, ARerunGoesOnBehindATornLine)
{
    const std::string rows = many(20);
    ASSERT_EQ(fixture.ctl({"precheck", "--file", rows, "--output", path("whole.csv")}).status, 0);
    for (const char* name : {"cut.csv", "cut.jsonl"}) {
        ASSERT_EQ(fixture.ctl({"precheck", "--file", rows, "--output", path(name)}).status, 0);
        const std::string all = contents(name);
        // Cut off anywhere: in the header, in a row, behind a line.
        for (const std::size_t at : {std::size_t(0), std::size_t(5), all.size() / 2, all.size() - 3, all.size()}) {
            fixture.write(name, all.substr(0, at));
            service.prechecked.clear();
            const Ended again = fixture.ctl({"precheck", "--file", rows, "--output", path(name), "-o", "json"});
            EXPECT_EQ(again.status, 0) << again.err;
            EXPECT_EQ(contents(name), all) << at;
            EXPECT_EQ(again.json()["rows"], 20);
            EXPECT_LE(service.prechecked.size(), 20U);
        }
        EXPECT_TRUE(service.prechecked.empty()) << "all were there";
    }
}

TEST_F(PrecheckCtlTest, AFileOfSomethingElseIsLeftAlone)
{
    const std::string rows = many(2);
    for (const char* text : {"hello", "hello\nworld\n", "{\"a\":1}\n"}) {
        for (const char* name : {"foreign.csv", "foreign.json"}) {
            fixture.write(name, text);
            EXPECT_EQ(fixture.ctl({"precheck", "--file", rows, "--output", path(name)}).status, 1) << text;
            EXPECT_EQ(contents(name), text);
        }
    }
    ASSERT_EQ(fixture.ctl({"precheck", "--file", rows, "--output", path("east.csv")}).status, 0);
    EXPECT_EQ(fixture.ctl({"precheck", "--bridge", "west-acme", "--file", rows, "--output", path("east.csv")}).status,
              1);
}

TEST_F(PrecheckCtlTest, EverybodyOfABridgeIsAskedPageByPage)
{
    service.candidates = {"u1@x", "u2@x", "u3@x", "u4@x", "u5@x"};
    const Ended ended = fixture.ctl({"precheck", "--bridge", "east-acme", "--all", "-o", "json"});
    EXPECT_EQ(ended.status, 0) << ended.err;
    EXPECT_EQ(ended.json()["items"].size(), 5U);
    EXPECT_EQ(service.prechecked.size(), 5U);
}

TEST_F(PrecheckCtlTest, WhatEndsACampaignIsToldAndRowsWithoutAnAnswerAreNotWritten)
{
    const std::string rows = many(2);
    service.precheck_error.emplace(ErrorKind::kConflict, "the partner has no BroadWorks cluster. Do this.");
    const Ended ended = fixture.ctl({"precheck", "--file", rows, "--output", path("out.csv")});
    EXPECT_EQ(ended.status, 1);
    EXPECT_TRUE(has(ended.err, "no BroadWorks cluster. Do this."));
    service.precheck_error.reset();
    PrecheckOutcome ill;
    ill.reason = "no-answer";
    service.prechecks["p0@x.com"] = ill;
    const Ended partly = fixture.ctl({"precheck", "--file", rows, "--output", path("out.csv")});
    EXPECT_EQ(partly.status, 1);
    EXPECT_EQ(lines(contents("out.csv")), 2U);
    service.prechecks.clear();
    EXPECT_EQ(fixture.ctl({"precheck", "--file", rows, "--output", path("out.csv")}).status, 0);
    EXPECT_EQ(lines(contents("out.csv")), 3U);
}

TEST_F(PrecheckCtlTest, TheApiRefusesWhatIsNoBatch)
{
    const std::string target = "/api/v1/bridges/east-acme/prechecks";
    for (const char* body : {"", "[]", "{}", R"({"rows":[]})", R"({"rows":[{}]})", R"({"rows":[{"userId":1}]})",
                             R"({"rows":[{"userId":"u","email":"e"}]})", R"({"rows":[{"email":"e"}]})",
                             R"({"rows":[{"userId":"u"}],"more":1})"}) {
        EXPECT_EQ(fixture.admin.post(target, body).status, 400) << body;
    }
    EXPECT_EQ(fixture.admin.post("/api/v1/bridges/none/prechecks", R"({"rows":[{"userId":"u"}]})").status, 404);
    EXPECT_EQ(fixture.admin.get(target + "/candidates?limit=0").status, 400);
    EXPECT_EQ(fixture.admin.get(target + "/candidates?limit=3").status, 200);
}

}  // namespace
}  // namespace bwsync::test
