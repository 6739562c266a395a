#include "adapters/telemetry/log_line.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace bwsync {
namespace {

const Instant kTime{Millis(1'795'426'200'125)};

std::string json_of(LogLevel level, const std::vector<Field>& fields)
{
    const LogLine line{kTime, level, "test.event", "host-a", fields};
    return json_line(line);
}

nlohmann::json parsed(LogLevel level, const std::vector<Field>& fields)
{
    return nlohmann::json::parse(json_of(level, fields));
}

TEST(LogLine, IsOneJsonObjectWithTheFixedMembersFirst)
{
    const std::vector<Field> fields = {Field("bridge", "east-acme"), Field("count", std::int64_t(3))};
    EXPECT_EQ(
        json_of(LogLevel::kInfo, fields),
        R"({"time":"2026-11-23T09:30:00.125Z","level":"info","event":"test.event","instance":"host-a","bridge":"east-acme","count":3})");
}

TEST(LogLine, ShowsPersonalFieldsAtDebugOnly)
{
    const std::vector<Field> fields = {Field("user", "u@x"), Field("email", "e@x"), Field("number", "+1"),
                                       Field("subject", "17")};
    for (const LogLevel level : {LogLevel::kInfo, LogLevel::kWarning, LogLevel::kError}) {
        const auto line = parsed(level, fields);
        EXPECT_FALSE(line.contains("user") || line.contains("email") || line.contains("number"));
        EXPECT_EQ(line["subject"], "17");
    }
    EXPECT_EQ(parsed(LogLevel::kDebug, fields)["user"], "u@x");
}

TEST(LogLine, NeverShowsAFieldNamedLikeASecret)
{
    EXPECT_EQ(parsed(LogLevel::kDebug, {Field("access_token", "abc")})["access_token"], "***");
    EXPECT_EQ(parsed(LogLevel::kDebug, {Field("password", std::int64_t(1234))})["password"], "***");
    EXPECT_EQ(parsed(LogLevel::kInfo, {Field("problem", "password=abc")})["problem"], "password=***");
}

TEST(LogLine, StaysOneLineOfValidUtf8WhateverIsInIt)
{
    const std::string line = json_of(LogLevel::kInfo, {Field("problem", "a\nb\x1b[2J\xff\xc3")});
    EXPECT_EQ(line.find('\n'), std::string::npos);
    EXPECT_EQ(line.find('\x1b'), std::string::npos);
    EXPECT_FALSE(nlohmann::json::parse(line, nullptr, false).is_discarded());
}

TEST(LogLine, CutsLongValues)
{
    EXPECT_LT(json_of(LogLevel::kInfo, {Field("problem", std::string(100000, 'x'))}).size(), kValueMax + 300);
}

TEST(LogLine, KeepsItsFixedMembersWhenAFieldTakesTheirName)
{
    const auto line = parsed(LogLevel::kInfo, {Field("time", "now"), Field("event", "other")});
    EXPECT_EQ(line["event"], "test.event");
    EXPECT_EQ(line["_event"], "other");
    EXPECT_EQ(line["time"], "2026-11-23T09:30:00.125Z");
}

TEST(LogLine, AsTextQuotesOnlyWhatNeedsIt)
{
    const std::vector<Field> fields = {Field("bridge", "east"), Field("problem", "a \"b\""),
                                       Field("n", std::int64_t(-2)), Field("e", "")};
    const LogLine line{kTime, LogLevel::kWarning, "test.event", "", fields};
    EXPECT_EQ(text_line(line),
              R"(2026-11-23T09:30:00.125Z warning test.event bridge=east problem="a \"b\"" n=-2 e="")");
}

TEST(LogLine, WritesTimesBeforeTheEpoch)
{
    EXPECT_EQ(rfc3339(Instant(Millis(-1))), "1969-12-31T23:59:59.999Z");
}

}  // namespace
}  // namespace bwsync
