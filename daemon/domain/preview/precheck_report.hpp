// What prechecks said, in the words of a person who is about to provision: who will succeed, who moves, who fails and
// why, and in which order to go. Pure; bwsyncctl makes the report of a campaign with it, however often it was stopped.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/domain/basics/names.hpp"
#include "daemon/domain/preview/precheck_codes.hpp"
#include "daemon/domain/subscriber/webex_subscriber.hpp"

namespace bwsync {

enum class PrecheckResult {
    kSucceeds,
    kAfterPrimary,  // succeeds once the primary is provisioned
    kFails,
    kUnanswered,  // Webex did not judge: ask again
};

constexpr auto table_of(PrecheckResult)
{
    using enum PrecheckResult;
    return table<Name<PrecheckResult>>({
        {kSucceeds, "succeeds"},
        {kAfterPrimary, "after-primary"},
        {kFails, "fails"},
        {kUnanswered, "unanswered"},
    });
}

// kUnanswered for a word that is none of them.
PrecheckResult precheck_result(std::string_view name);

struct PrecheckOutcome {
    PrecheckResult result = PrecheckResult::kUnanswered;
    std::vector<int> codes;  // info codes, or the one error code
    AccountMove person = AccountMove::kNone;
    AccountMove primary = AccountMove::kNone;
    TargetOrganization organization = TargetOrganization::kUnsaid;
    std::string reason;   // of kFails and kUnanswered: a short stable word, "webex-2010"
    std::string meaning;  // for a person
    std::string remedy;   // what to do, or what will be noticed
};

// Of several info codes the one that asks for most counts.
PrecheckOutcome outcome_of(const PrecheckReport& report);
PrecheckOutcome outcome_of(const WebexFailure& failure);

// Everybody of the partner would be answered so: a campaign stops instead of failing row by row.
bool ends_campaign(const WebexFailure& failure);

// The info codes say that the person may only come after the primary.
bool must_wait_for_primary(const PrecheckReport& report);

// One row of a campaign, as its results keep it.
struct PrecheckedRow {
    std::string name;     // who was asked about: e-mail address, else user id
    std::string primary;  // who of the customer was named; empty: the customer by its enterprise
    PrecheckResult result = PrecheckResult::kUnanswered;
    std::vector<int> codes;
    std::string reason;
    std::string meaning;
};

struct CampaignReport {
    struct Line {
        std::string code;  // "101", "webex-2010", "missing-email"
        PrecheckResult result = PrecheckResult::kSucceeds;
        std::size_t rows = 0;
        std::string meaning;
        std::string remedy;
    };
    // Everybody of one step can be provisioned when those of the step before are.
    struct Step {
        int step = 1;
        std::size_t rows = 0;
    };
    enum class Place { kAmongRows, kElsewhere, kFails };
    // Who must be provisioned before others.
    struct Primary {
        std::string name;
        std::size_t waiting = 0;  // rows that come after it
        Place place = Place::kElsewhere;
        int step = 0;  // of kAmongRows
    };
    std::size_t rows = 0;
    std::size_t succeed = 0;
    std::size_t after_primary = 0;
    std::size_t fail = 0;
    std::size_t unanswered = 0;
    std::size_t move_by_itself = 0;
    std::size_t move_with_consent = 0;
    std::vector<Line> lines;         // by code: what succeeds, then what fails
    std::vector<Step> steps;         // ascending
    std::vector<Primary> primaries;  // the most awaited first
};

constexpr auto table_of(CampaignReport::Place)
{
    using enum CampaignReport::Place;
    return table<Name<CampaignReport::Place>>({
        {kAmongRows, "among-rows"},
        {kElsewhere, "elsewhere"},
        {kFails, "fails"},
    });
}

CampaignReport campaign_report(std::span<const PrecheckedRow> rows);

}  // namespace bwsync
