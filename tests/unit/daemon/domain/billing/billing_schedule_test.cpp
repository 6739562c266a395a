#include "daemon/domain/billing/billing_schedule.hpp"

#include <gtest/gtest.h>

#include <random>

namespace bwsync {
namespace {

using namespace std::chrono_literals;

Instant on(int year, unsigned month, unsigned day)
{
    using namespace std::chrono;
    return Instant(
        sys_days(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day)).time_since_epoch());
}

BillingRun run(BillingRunState state)
{
    BillingRun made;
    made.partner = "acme";
    made.period = "2026-10";
    made.state = state;
    made.report_id = state == BillingRunState::kMaking ? "r1" : "";
    made.next_at = on(2026, 11, 2);
    return made;
}

BillingReport report_with(BillingStatus status)
{
    BillingReport made;
    made.id = "r1";
    made.period = "2026-10";
    made.status = status;
    if (status == BillingStatus::kCompleted) made.download_url = "https://x";
    return made;
}

const Instant kSecondOfNovember = on(2026, 11, 2);

TEST(BillingSchedule, LastMonthIsDueFromItsDayOn)
{
    EXPECT_EQ(period_due(on(2026, 11, 2), 2), "2026-10");
    EXPECT_EQ(period_due(on(2026, 11, 2) - 1ms, 2), std::nullopt);
    EXPECT_EQ(period_due(on(2026, 11, 30), 2), "2026-10");
    EXPECT_EQ(period_due(on(2027, 1, 28), 28), "2026-12");
    EXPECT_EQ(period_due(on(2027, 1, 28), 0), std::nullopt);
}

TEST(BillingSchedule, EachMonthIsTakenUpOnce)
{
    EXPECT_EQ(run_to_work_on(std::nullopt, "acme", on(2026, 11, 1), 2), std::nullopt);
    EXPECT_EQ(run_to_work_on(std::nullopt, "acme", kSecondOfNovember, 2)->period, "2026-10");
    const BillingRun done = run(BillingRunState::kDone);
    EXPECT_EQ(run_to_work_on(done, "acme", kSecondOfNovember, 2), done);
    EXPECT_EQ(run_to_work_on(done, "acme", on(2026, 12, 1), 2), done);
    EXPECT_EQ(run_to_work_on(done, "acme", on(2026, 12, 2), 2)->period, "2026-11");
    EXPECT_EQ(next_step(done, on(2027, 12, 1)), BillingStep::kWait);
}

TEST(BillingSchedule, WhatMayHaveBeenAskedIsLookedForFirst)
{
    EXPECT_EQ(next_step(run(BillingRunState::kWanted), kSecondOfNovember), BillingStep::kSaveAndCreate);
    EXPECT_EQ(next_step(run(BillingRunState::kAsking), kSecondOfNovember), BillingStep::kList);
    EXPECT_EQ(next_step(run(BillingRunState::kMaking), kSecondOfNovember), BillingStep::kGet);
    EXPECT_EQ(next_step(run(BillingRunState::kWanted), kSecondOfNovember - 1ms), BillingStep::kWait);
    WebexFailure lost;
    lost.kind = WebexFailure::Kind::kUnknownOutcome;
    EXPECT_EQ(after_create(run(BillingRunState::kWanted), "", &lost, kSecondOfNovember).state,
              BillingRunState::kAsking);
    for (const int code : {2025, 2026}) {
        WebexFailure exists;
        exists.code = code;
        const BillingRun after = after_create(run(BillingRunState::kWanted), "", &exists, kSecondOfNovember);
        EXPECT_EQ(after.state, BillingRunState::kAsking);
        EXPECT_EQ(after.failures, 0);
    }
    const BillingRun found =
        after_list(run(BillingRunState::kAsking), {report_with(BillingStatus::kInProgress)}, kSecondOfNovember);
    EXPECT_EQ(found.state, BillingRunState::kMaking);
    EXPECT_EQ(found.report_id, "r1");
    EXPECT_EQ(after_list(run(BillingRunState::kAsking), {}, kSecondOfNovember).state, BillingRunState::kWanted);
    EXPECT_EQ(after_list(run(BillingRunState::kAsking), {report_with(BillingStatus::kFailed)}, kSecondOfNovember).state,
              BillingRunState::kWanted);
}

TEST(BillingSchedule, FailuresBackOffUpToSixHoursAndSayWhatHelps)
{
    WebexFailure forbidden;
    forbidden.code = 2029;
    forbidden.http_status = 403;
    BillingRun at = run(BillingRunState::kWanted);
    Instant now = kSecondOfNovember;
    Millis before{};
    for (int i = 1; i <= 20; ++i) {
        at = after_create(std::move(at), "", &forbidden, now);
        EXPECT_EQ(at.failures, i);
        const Millis pause = at.next_at - now;
        EXPECT_GE(pause, before);
        EXPECT_LE(pause, Millis(6h));
        EXPECT_GE(pause, Millis(1min));
        before = pause;
        now = at.next_at;
    }
    EXPECT_NE(at.problem.find("Sign in as a partner administrator"), std::string::npos);
    EXPECT_EQ(after_fetch(at, "/x", 5, now).failures, 0);
}

TEST(BillingSchedule, WithoutAGrantItWaitsAndThatIsNoFailure)
{
    WebexFailure none;
    none.kind = WebexFailure::Kind::kNoGrant;
    const BillingRun after = after_create(run(BillingRunState::kWanted), "", &none, kSecondOfNovember);
    EXPECT_EQ(after.state, BillingRunState::kWanted);
    EXPECT_EQ(after.failures, 0);
    EXPECT_GT(after.next_at, kSecondOfNovember);
}

TEST(BillingSchedule, ALookSaysWhetherToWaitFetchOrAskAgain)
{
    EXPECT_TRUE(
        after_get(run(BillingRunState::kMaking), report_with(BillingStatus::kCompleted), kSecondOfNovember).may_fetch);
    const BillingLook waiting =
        after_get(run(BillingRunState::kMaking), report_with(BillingStatus::kInProgress), kSecondOfNovember);
    EXPECT_FALSE(waiting.may_fetch);
    EXPECT_EQ(waiting.run.state, BillingRunState::kMaking);
    EXPECT_EQ(waiting.run.failures, 0);
    EXPECT_GT(waiting.run.next_at, kSecondOfNovember);
    const BillingLook failed =
        after_get(run(BillingRunState::kMaking), report_with(BillingStatus::kFailed), kSecondOfNovember);
    EXPECT_EQ(failed.run.state, BillingRunState::kWanted);
    EXPECT_EQ(failed.run.report_id, "");
    EXPECT_EQ(failed.run.failures, 1);
    const Error gone(ErrorKind::kNotFound, "2024");
    EXPECT_EQ(after_failure(run(BillingRunState::kMaking), gone, kSecondOfNovember).state, BillingRunState::kWanted);
    const Error full(ErrorKind::kRejected, "disk full");
    EXPECT_EQ(after_failure(run(BillingRunState::kMaking), full, kSecondOfNovember).state, BillingRunState::kMaking);
    EXPECT_EQ(after_failure(run(BillingRunState::kMaking), full, kSecondOfNovember).problem, "disk full");
}

// A Webex that loses answers, forgets, fails and is busy; a process that dies between any two steps.
TEST(BillingSchedule, WhateverHappensThereIsOneReportAndItsFileComes)
{
    for (unsigned seed = 1; seed <= 300; ++seed) {
        std::mt19937 random(seed);
        const auto one_in = [&random](unsigned n) { return random() % n == 0; };
        std::vector<BillingReport> there;
        std::optional<BillingRun> stored;
        Instant now = kSecondOfNovember;
        int made = 0;
        int trouble = 30;
        for (int step = 0; step < 5'000 && !(stored && stored->state == BillingRunState::kDone); ++step) {
            const bool is_rough = trouble-- > 0;
            const BillingRun at = *run_to_work_on(stored, "acme", now, 2);
            const BillingStep next = next_step(at, now);
            if (next == BillingStep::kWait) {
                now = at.next_at;
                continue;
            }
            BillingRun after = at;
            if (next == BillingStep::kSaveAndCreate) {
                stored = at;
                stored->state = BillingRunState::kAsking;
                if (is_rough && one_in(4)) continue;  // died before the call
                WebexFailure failure;
                const bool exists = !there.empty();
                failure.code = exists ? 2026 : 2030;
                const bool is_refused = exists || (is_rough && one_in(3));
                if (!is_refused) {
                    there.push_back(report_with(BillingStatus::kInProgress));
                    ++made;
                }
                if (is_rough && one_in(4)) continue;  // died after it
                if (is_rough && one_in(3)) failure.kind = WebexFailure::Kind::kUnknownOutcome;
                const bool is_lost = failure.kind == WebexFailure::Kind::kUnknownOutcome;
                after = after_create(at, "r1", is_refused || is_lost ? &failure : nullptr, now);
            } else if (next == BillingStep::kList) {
                after = after_list(at, there, now);
            } else {
                ASSERT_FALSE(there.empty()) << seed;
                if (one_in(2)) there.front() = report_with(BillingStatus::kCompleted);
                const BillingLook look = after_get(at, there.front(), now);
                after = look.run;
                if (look.may_fetch)
                    after = is_rough && one_in(2) ? after_failure(after, Error(ErrorKind::kRetry, "cut"), now)
                                                  : after_fetch(after, "/f", 1, now);
            }
            if (is_rough && one_in(5)) continue;  // died before it was saved
            stored = after;
        }
        ASSERT_TRUE(stored && stored->state == BillingRunState::kDone) << seed;
        EXPECT_EQ(made, 1) << seed;
        EXPECT_EQ(stored->failures, 0);
    }
}

TEST(BillingSchedule, StatesAreStoredByName)
{
    for (const auto state :
         {BillingRunState::kWanted, BillingRunState::kAsking, BillingRunState::kMaking, BillingRunState::kDone})
        EXPECT_EQ(named<BillingRunState>(name_of(state)), state);
    EXPECT_EQ(named<BillingRunState>("later"), std::nullopt);
}

}  // namespace
}  // namespace bwsync
