#include "daemon/domain/guard/breaker.hpp"

#include <gtest/gtest.h>

namespace bwsync {
namespace {

using namespace std::chrono_literals;

const Instant kStart(1'700'000'000'000ms);

BreakerPlace place(std::int64_t row, Operation operation = Operation::kProvision)
{
    BreakerPlace made;
    made.row = row;
    made.operation = operation;
    made.has_package = operation == Operation::kProvision;
    made.sp_enterprise_id = "ent1";
    made.provisioning_id = "template-1";
    made.package = "standard";
    made.cluster = "east";
    made.partner = "acme";
    return made;
}

WebexFailure refused_with(int status, int code)
{
    WebexFailure failure;
    failure.http_status = status;
    failure.code = code;
    return failure;
}

TEST(Breakers, OneTemplateErrorHoldsEveryoneOfTheTemplate)
{
    Breakers breakers;
    const std::vector<Breaker> changed = breakers.failed(place(1), refused_with(404, 2013), kStart);
    ASSERT_EQ(changed.size(), 1U);
    EXPECT_TRUE(changed[0].is_open);
    EXPECT_EQ(changed[0].key.scope, BlastScope::kTemplate);
    const Breaker* held = breakers.hold(place(2), kStart);
    ASSERT_NE(held, nullptr);
    EXPECT_EQ(held->code, 2013);
    BreakerPlace elsewhere = place(3);
    elsewhere.provisioning_id = "template-2";
    EXPECT_EQ(breakers.hold(elsewhere, kStart), nullptr);
    // What names no package has nothing to do with the template.
    EXPECT_EQ(breakers.hold(place(4, Operation::kRemove), kStart), nullptr);
    // Calls that were on their way tell nothing new.
    EXPECT_TRUE(breakers.failed(place(5), refused_with(404, 2013), kStart).empty());
}

TEST(Breakers, OnlyTheChosenProbeGoesAndItsSuccessCloses)
{
    Breakers breakers;
    const Breaker opened = breakers.failed(place(1), refused_with(404, 2013), kStart).front();
    EXPECT_TRUE(breakers.awaiting_probe(opened.probe_at - 1ms).empty());
    ASSERT_EQ(breakers.awaiting_probe(opened.probe_at).size(), 1U);
    EXPECT_FALSE(breakers.choose_probe(opened.key, 7, opened.probe_at));
    EXPECT_TRUE(breakers.awaiting_probe(opened.probe_at).empty());
    EXPECT_NE(breakers.hold(place(8), opened.probe_at), nullptr);
    EXPECT_EQ(breakers.hold(place(7), opened.probe_at), nullptr);
    EXPECT_TRUE(breakers.succeeded(place(9), false, opened.probe_at).empty());  // not the probe's word
    const std::vector<Breaker> closed = breakers.succeeded(place(7), false, opened.probe_at);
    ASSERT_EQ(closed.size(), 1U);
    EXPECT_FALSE(closed[0].is_open);
    EXPECT_EQ(breakers.hold(place(8), opened.probe_at), nullptr);
}

TEST(Breakers, FailedProbesComeEverMoreSeldom)
{
    Breakers breakers;
    Breaker breaker = breakers.failed(place(1), refused_with(404, 2013), kStart).front();
    Millis before = 0ms;
    Instant now = kStart;
    for (int i = 0; i < 8; ++i) {
        const Millis pause = breaker.probe_at - now;
        EXPECT_TRUE(pause > before || pause == 10min) << pause.count();
        before = pause;
        now = breaker.probe_at;
        breakers.choose_probe(breaker.key, 100 + i, now);
        breaker = breakers.failed(place(100 + i), refused_with(404, 2013), now).front();
        EXPECT_EQ(breaker.probes, i + 1);
    }
    EXPECT_EQ(before, 10min);
}

TEST(Breakers, AProbeThatFailsForItselfIsFollowedByAnother)
{
    Breakers breakers;
    const Breaker opened = breakers.failed(place(1), refused_with(404, 2013), kStart).front();
    breakers.choose_probe(opened.key, 7, opened.probe_at);
    const std::vector<Breaker> changed = breakers.failed(place(7), refused_with(400, 1003), opened.probe_at);
    ASSERT_EQ(changed.size(), 1U);
    EXPECT_TRUE(changed[0].is_open);
    EXPECT_EQ(changed[0].probes, 0);
    EXPECT_EQ(changed[0].last_failed, 7);
    EXPECT_EQ(breakers.awaiting_probe(changed[0].probe_at).size(), 1U);
}

TEST(Breakers, AProbeThatNeverAnswersIsGivenUp)
{
    Breakers breakers;
    const Breaker opened = breakers.failed(place(1), refused_with(404, 2013), kStart).front();
    breakers.choose_probe(opened.key, 7, opened.probe_at);
    EXPECT_TRUE(breakers.awaiting_probe(opened.probe_at + 1min).empty());
    EXPECT_EQ(breakers.awaiting_probe(opened.probe_at + 3min).size(), 1U);
}

TEST(Breakers, WithNobodyHeldTheFirstToComeIsTheProbe)
{
    Breakers breakers;
    const Breaker opened = breakers.failed(place(1), refused_with(404, 2013), kStart).front();
    breakers.choose_probe(opened.key, 0, opened.probe_at);
    EXPECT_EQ(breakers.hold(place(5), opened.probe_at), nullptr);
    EXPECT_NE(breakers.hold(place(6), opened.probe_at), nullptr);
}

TEST(Breakers, OneThatHoldsNobodyIsForgottenAfterAnHour)
{
    Breakers breakers;
    const Breaker opened = breakers.failed(place(1), refused_with(404, 2013), kStart).front();
    EXPECT_FALSE(breakers.choose_probe(opened.key, 0, opened.probe_at + 59min));
    const std::optional<Breaker> closed = breakers.choose_probe(opened.key, 0, opened.probe_at + 61min);
    ASSERT_TRUE(closed);
    EXPECT_FALSE(closed->is_open);
    EXPECT_TRUE(breakers.open().empty());
}

TEST(Breakers, AnIllPlatformIsSeenAfterSeveralFailuresInARow)
{
    Breakers breakers;
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(breakers.failed(place(i), refused_with(503, 0), kStart).empty());
    EXPECT_TRUE(breakers.succeeded(place(9), false, kStart).empty());
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(breakers.failed(place(i), refused_with(500, 5001), kStart).empty());
    EXPECT_EQ(breakers.failed(place(4), refused_with(502, 0), kStart).size(), 1U);
    EXPECT_NE(breakers.hold(place(6, Operation::kRemove), kStart), nullptr);
}

TEST(Breakers, AMissingPackageHoldsOnlyThatPackage)
{
    Breakers breakers;
    ASSERT_EQ(breakers.failed(place(1), refused_with(400, 2005), kStart).size(), 1U);
    BreakerPlace other = place(2);
    other.package = "premium";
    EXPECT_EQ(breakers.hold(other, kStart), nullptr);
    EXPECT_NE(breakers.hold(place(3), kStart), nullptr);
}

TEST(Breakers, AnErrorThatComesLaterIsOverOnlyWhenSomebodyIsProvisioned)
{
    Breakers breakers;
    const Breaker opened = breakers.failed_later(place(1), 4001, kStart).front();
    breakers.choose_probe(opened.key, 7, opened.probe_at);
    EXPECT_TRUE(breakers.succeeded(place(7), false, opened.probe_at).empty());
    EXPECT_NE(breakers.hold(place(8), opened.probe_at + 5min), nullptr);
    EXPECT_TRUE(breakers.awaiting_probe(opened.probe_at + 5min).empty());
    EXPECT_EQ(breakers.succeeded(place(7), true, opened.probe_at + 5min).size(), 1U);
    EXPECT_EQ(breakers.hold(place(8), opened.probe_at + 5min), nullptr);
}

TEST(Breakers, ARestartGoesOnWithWhatWasOpen)
{
    Breakers before;
    Breaker opened = before.failed(place(1), refused_with(404, 2013), kStart).front();
    opened.has_probe = true;
    opened.probe_row = 3;
    Breakers after;
    after.load({opened});
    EXPECT_NE(after.hold(place(3), kStart), nullptr);
    EXPECT_EQ(after.awaiting_probe(opened.probe_at).size(), 1U);
    EXPECT_TRUE(after.reset(opened.key));
    EXPECT_FALSE(after.reset(opened.key));
    EXPECT_EQ(after.hold(place(3), kStart), nullptr);
}

}  // namespace
}  // namespace bwsync
