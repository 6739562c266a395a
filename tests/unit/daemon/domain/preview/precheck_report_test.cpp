#include "daemon/domain/preview/precheck_report.hpp"

#include <gtest/gtest.h>

#include "daemon/domain/subscriber/failure.hpp"

namespace bwsync {
namespace {

PrecheckReport said(std::vector<int> codes)
{
    PrecheckReport report;
    report.info_codes = std::move(codes);
    return report;
}

WebexFailure refused(int status, int code)
{
    WebexFailure failure;
    failure.http_status = status;
    failure.code = code;
    failure.what = "Webex's own words";
    return failure;
}

PrecheckedRow row(const std::string& name, const std::string& primary, const PrecheckOutcome& outcome)
{
    PrecheckedRow row;
    row.name = name;
    row.primary = primary;
    row.result = outcome.result;
    row.codes = outcome.codes;
    row.reason = outcome.reason;
    row.meaning = outcome.meaning;
    return row;
}

std::vector<std::pair<int, std::size_t>> steps(const CampaignReport& report)
{
    std::vector<std::pair<int, std::size_t>> all;
    for (const auto& step : report.steps) all.emplace_back(step.step, step.rows);
    return all;
}

using Steps = std::vector<std::pair<int, std::size_t>>;

TEST(PrecheckOutcome, EveryInfoCodeSucceedsAndThoseThatSaySoAfterThePrimary)
{
    for (const PrecheckCode& code : precheck_codes()) {
        const PrecheckOutcome outcome = outcome_of(said({code.code}));
        EXPECT_EQ(outcome.result, code.primary_first ? PrecheckResult::kAfterPrimary : PrecheckResult::kSucceeds)
            << code.code;
        EXPECT_EQ(outcome.person, code.person) << code.code;
        EXPECT_EQ(outcome.primary, code.primary) << code.code;
        EXPECT_EQ(outcome.organization, code.organization) << code.code;
        EXPECT_EQ(outcome.meaning, code.meaning) << code.code;
        EXPECT_EQ(must_wait_for_primary(said({code.code})), code.primary_first) << code.code;
    }
}

TEST(PrecheckOutcome, OfSeveralCodesTheOneThatAsksForMostCounts)
{
    const PrecheckOutcome outcome = outcome_of(said({115, 104, 101}));
    EXPECT_EQ(outcome.result, PrecheckResult::kAfterPrimary);
    EXPECT_EQ(outcome.person, AccountMove::kWithConsent);
    EXPECT_EQ(outcome.meaning, precheck_code(101)->meaning);
}

TEST(PrecheckOutcome, ACodeThatTheGuideDoesNotHaveSucceedsInWebexsWords)
{
    PrecheckReport report = said({117});
    report.descriptions = {"new in Webex"};
    EXPECT_EQ(outcome_of(report).result, PrecheckResult::kSucceeds);
    EXPECT_EQ(outcome_of(report).meaning, "new in Webex");
    EXPECT_EQ(outcome_of(said({})).result, PrecheckResult::kSucceeds);
}

TEST(PrecheckOutcome, ARefusalFailsWithTheRemedyOfItsCode)
{
    const PrecheckOutcome outcome = outcome_of(refused(409, 2010));
    EXPECT_EQ(outcome.result, PrecheckResult::kFails);
    EXPECT_EQ(outcome.reason, "webex-2010");
    EXPECT_EQ(outcome.codes, std::vector<int>{2010});
    EXPECT_EQ(outcome.remedy, webex_code(2010).remedy);
}

TEST(PrecheckOutcome, WhatWebexCouldNotJudgeIsUnanswered)
{
    for (const int status : {401, 408, 423, 429, 500, 502, 503})
        EXPECT_EQ(outcome_of(refused(status, 0)).result, PrecheckResult::kUnanswered) << status;
    EXPECT_EQ(outcome_of(refused(400, 2008)).result, PrecheckResult::kFails);
    WebexFailure lost;
    lost.kind = WebexFailure::Kind::kUnknownOutcome;
    EXPECT_EQ(outcome_of(lost).result, PrecheckResult::kUnanswered);
    EXPECT_FALSE(ends_campaign(lost));
}

TEST(PrecheckOutcome, WhatWouldFailForThePartnerAltogetherEndsTheCampaign)
{
    EXPECT_TRUE(ends_campaign(refused(403, 2043)));
    EXPECT_TRUE(ends_campaign(refused(403, 0)));
    EXPECT_FALSE(ends_campaign(refused(409, 2010)));
    EXPECT_FALSE(ends_campaign(refused(429, 0)));
    WebexFailure none;
    none.kind = WebexFailure::Kind::kNoGrant;
    EXPECT_TRUE(ends_campaign(none));
}

TEST(CampaignReport, CountsResultsMovesAndCodes)
{
    const std::vector<PrecheckedRow> rows = {
        row("a@x", "a@x", outcome_of(said({100}))),        row("b@x", "a@x", outcome_of(said({103}))),
        row("c@x", "a@x", outcome_of(said({104}))),        row("d@x", "z@x", outcome_of(said({106}))),
        row("e@x", "a@x", outcome_of(refused(409, 2010))), row("f@x", "a@x", outcome_of(refused(409, 2010)))};
    const CampaignReport report = campaign_report(rows);
    EXPECT_EQ(report.rows, 6U);
    EXPECT_EQ(report.succeed, 3U);
    EXPECT_EQ(report.after_primary, 1U);
    EXPECT_EQ(report.fail, 2U);
    EXPECT_EQ(report.move_by_itself, 1U);
    EXPECT_EQ(report.move_with_consent, 2U);
    ASSERT_EQ(report.lines.size(), 5U);
    EXPECT_EQ(report.lines.front().code, "100");
    EXPECT_EQ(report.lines.back().code, "webex-2010");
    EXPECT_EQ(report.lines.back().rows, 2U);
    EXPECT_EQ(report.lines.back().remedy, webex_code(2010).remedy);
    EXPECT_EQ(report.lines.back().meaning, webex_code(2010).title);
}

TEST(CampaignReport, WhoeverMustComeAfterAnotherGoesInALaterStep)
{
    const PrecheckOutcome now = outcome_of(said({100}));
    const PrecheckOutcome later = outcome_of(said({101}));
    const std::vector<PrecheckedRow> rows = {row("third@x", "second@x", later), row("SECOND@x", "first@x", later),
                                             row("first@x", "first@x", later), row("alone@y", "boss@y", later),
                                             row("easy@z", "boss@z", now)};
    const CampaignReport report = campaign_report(rows);
    // "first" is its own primary and waits for nobody; "alone" comes after somebody who is not among the rows.
    EXPECT_EQ(steps(report), (Steps{{1, 2}, {2, 2}, {3, 1}}));
    ASSERT_EQ(report.primaries.size(), 3U);
    for (const auto& primary : report.primaries) {
        const bool is_outside = primary.name == "boss@y";
        EXPECT_EQ(primary.place, is_outside ? CampaignReport::Place::kElsewhere : CampaignReport::Place::kAmongRows)
            << primary.name;
    }
}

TEST(CampaignReport, APrimaryThatFailsIsSaid)
{
    const std::vector<PrecheckedRow> rows = {row("b@x", "a@x", outcome_of(said({101}))),
                                             row("c@x", "a@x", outcome_of(said({101}))),
                                             row("a@x", "a@x", outcome_of(refused(409, 2002)))};
    const CampaignReport report = campaign_report(rows);
    EXPECT_EQ(steps(report), (Steps{{2, 2}}));
    ASSERT_EQ(report.primaries.size(), 1U);
    EXPECT_EQ(report.primaries.front().place, CampaignReport::Place::kFails);
    EXPECT_EQ(report.primaries.front().waiting, 2U);
}

TEST(CampaignReport, PrimariesThatNameEachOtherEndInAnOrderAllTheSame)
{
    const std::vector<PrecheckedRow> rows = {row("a@x", "b@x", outcome_of(said({101}))),
                                             row("b@x", "a@x", outcome_of(said({101})))};
    std::size_t ordered = 0;
    for (const auto& step : campaign_report(rows).steps) ordered += step.rows;
    EXPECT_EQ(ordered, 2U);
}

TEST(CampaignReport, ALongChainIsOrdered)
{
    std::vector<PrecheckedRow> rows;
    for (int i = 0; i < 100'000; ++i)
        rows.push_back(row("u" + std::to_string(i), "u" + std::to_string(i + 1), outcome_of(said({101}))));
    EXPECT_EQ(campaign_report(rows).steps.size(), 100'000U);
}

TEST(CampaignReport, OfNothingIsEmpty)
{
    const CampaignReport report = campaign_report({});
    EXPECT_EQ(report.rows, 0U);
    EXPECT_TRUE(report.lines.empty());
}

TEST(HeldForPrimary, WaitsAndIsDecidedAgainAtOnceWhenItWasToBeFirst)
{
    const Instant now{std::chrono::hours(1)};
    SubscriberRow row;
    row.state = SubscriberState::kProvisioning;
    const SubscriberRow first = held_for_primary(row, said({101}), true, now);
    EXPECT_EQ(first.state, SubscriberState::kWaiting);
    EXPECT_EQ(first.reason, name_of(Reason::kPrimaryFirst));
    EXPECT_EQ(first.due_at, now);
    const SubscriberRow other = held_for_primary(row, said({101}), false, now);
    EXPECT_GT(other.due_at, now);
}

}  // namespace
}  // namespace bwsync
