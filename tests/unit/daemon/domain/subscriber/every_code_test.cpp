// Each of the guide's 119 codes under each HTTP status it comes with, and each bare status: what the subscriber, the
// breaker and the operator see. Expectations are rules, written once, not a copy of the table.
#include <gtest/gtest.h>

#include "daemon/domain/guard/breaker.hpp"
#include "daemon/domain/subscriber/decide.hpp"
#include "daemon/domain/subscriber/failure.hpp"
#include "daemon/domain/webex_codes/code_appearance.hpp"
#include "tests/unit/daemon/domain/subscriber/subjects.hpp"

namespace bwsync {
namespace {

using namespace testing_data;

struct Case {
    int status;
    int code;
};

std::vector<Case> every_answer()
{
    std::vector<Case> cases;
    for (const WebexCode& code : webex_codes()) {
        const CodeAppearance& shows = *code_appearance(code.code);
        // A code that the guide gives no status may come with any.
        if (shows.http[0] == 0) cases.push_back({400, code.code});
        for (const int status : shows.http) {
            if (status != 0) cases.push_back({status, code.code});
        }
    }
    for (const int status : {301, 302, 307, 400, 401, 402, 403, 404, 405, 406, 408, 409, 410, 411, 412, 413, 415,
                             422, 423, 425, 426, 428, 429, 431, 451, 500, 501, 502, 503, 504, 507, 511, 599}) {
        cases.push_back({status, 0});
        cases.push_back({status, 10022});  // in no table
    }
    return cases;
}

std::vector<Operation> every_operation()
{
    return {Operation::kProvision, Operation::kUpdate, Operation::kRemove};
}

WebexFailure failure_of(Case each)
{
    WebexFailure failure;
    failure.http_status = each.status;
    failure.code = each.code;
    failure.what = "Webex's own words";
    return failure;
}

BreakerPlace place_of(const SubscriberRow& row, Operation operation)
{
    BreakerPlace place;
    place.row = row.id;
    place.operation = operation;
    place.sp_enterprise_id = "ent1";
    place.provisioning_id = "template-1";
    place.package = "standard";
    place.cluster = "east";
    place.partner = "acme";
    return place;
}

class EveryAnswer : public testing::TestWithParam<Case> {};

TEST_P(EveryAnswer, LeavesTheSubscriberInAStateWithAWayOut)
{
    const Case each = GetParam();
    for (const Operation operation : every_operation()) {
        const WebexCode& rule = webex_code_for(row_of(operation).judged_as, each.status, each.code);
        const Aftermath after = after_failure(subject().row, operation, failure_of(each), kNow, 0.5);
        // Somebody looks again, always: nothing is left to hang.
        ASSERT_TRUE(after.row.due_at);
        EXPECT_LE(*after.row.due_at, kNow + 15min);
        // Only an answer that may hide a success leaves the intent open, so that it is looked for, never repeated.
        if (!after.outcome) {
            EXPECT_EQ(operation, Operation::kProvision);
            EXPECT_TRUE(rule.action == CodeAction::kRetry || each.code == 2008);
            continue;
        }
        const bool is_parked = after.outcome == IntentOutcome::kParked;
        const bool parks = each.status != 429 && each.status != 423 &&
                           (rule.action == CodeAction::kPark || rule.action == CodeAction::kSplit ||
                            rule.action == CodeAction::kStopPartner || rule.action == CodeAction::kWaitForPerson);
        EXPECT_EQ(is_parked, parks);
        if (!is_parked) continue;
        // What the operator reads: the code by name, Webex's words, the remedy.
        const std::string word =
            each.code != 0 ? "webex-" + std::to_string(each.code) : "webex-http-" + std::to_string(each.status);
        EXPECT_EQ(after.row.reason, word);
        EXPECT_NE(after.row.detail.find("Webex's own words"), std::string::npos);
        EXPECT_NE(after.row.detail.find(rule.remedy), std::string::npos);
        const bool waits = rule.action == CodeAction::kWaitForPerson;
        EXPECT_EQ(after.row.state, waits ? SubscriberState::kPendingPerson : SubscriberState::kParked);
    }
}

TEST_P(EveryAnswer, NeverLeadsToAnotherCallByItselfWhenParked)
{
    const Case each = GetParam();
    Aftermath after = after_failure(subject().row, Operation::kProvision, failure_of(each), kNow, 0.5);
    if (after.outcome != IntentOutcome::kParked) return;
    Subject again = subject();
    again.row = after.row;
    again.row.wanted = verdict().wanted;
    const Decision decision = decide(again, verdict(), policy(), situation());
    EXPECT_TRUE(decision.step == Step::kNone || decision.step == Step::kReadSource);
    EXPECT_EQ(decision.row.reason, after.row.reason);
}

TEST_P(EveryAnswer, OpensABreakerExactlyWhenOthersWouldFailToo)
{
    const Case each = GetParam();
    for (const Operation operation : every_operation()) {
        const WebexCode& rule = webex_code_for(row_of(operation).judged_as, each.status, each.code);
        Breakers breakers;
        const BreakerPlace first = place_of(subject().row, operation);
        // As often as a platform must fail to be held ill.
        for (int i = 0; i < 5; ++i) {
            BreakerPlace one = first;
            one.row = 100 + i;
            breakers.failed(one, failure_of(each), kNow);
        }
        const bool is_for_itself = rule.scope == BlastScope::kSubscriber || rule.scope == BlastScope::kRequest;
        const bool is_no_failure = rule.action == CodeAction::kDone || rule.action == CodeAction::kLookAndAdopt ||
                                   rule.action == CodeAction::kRefreshGrant ||
                                   rule.action == CodeAction::kWaitForPerson;
        const bool is_busy = rule.action == CodeAction::kWait && each.code == 0;
        ASSERT_EQ(breakers.open().size(), is_for_itself || is_no_failure || is_busy ? 0U : 1U);
        if (breakers.open().empty()) continue;
        const Breaker open = breakers.open().front();
        EXPECT_EQ(open.key.scope, rule.scope);
        EXPECT_NE(open.why.find(rule.remedy), std::string::npos);
        EXPECT_NE(breakers.hold(first, kNow), nullptr);
    }
}

std::string name_of_case(const testing::TestParamInfo<Case>& info)
{
    return "code" + std::to_string(info.param.code) + "_http" + std::to_string(info.param.status);
}

INSTANTIATE_TEST_SUITE_P(All, EveryAnswer, testing::ValuesIn(every_answer()), name_of_case);

}  // namespace
}  // namespace bwsync
