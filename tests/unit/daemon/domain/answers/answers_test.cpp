// Promise P9 over all answers: each code of the guide under each status, each bare status, each failure on the way, for
// each kind of call, once, three times and for ever.
#include <gtest/gtest.h>

#include <map>

#include "daemon/domain/webex_codes/code_appearance.hpp"
#include "daemon/domain/webex_codes/webex_codes.hpp"
#include "tests/unit/daemon/domain/answers/answered_world.hpp"

namespace bwsync {
namespace {

using namespace testing_data;

constexpr int kCallsAnHour = 20;

struct Wish {
    const char* name;
    Operation operation;
    Subject subject;
    BridgePolicy rules;
};

Wish creation()
{
    return {"creation", Operation::kProvision, subject(), policy()};
}
Wish update()
{
    Wish wish{"update", Operation::kUpdate, provisioned(), policy()};
    wish.subject.webex->last_name = "Other";
    wish.subject.row.due_at = kNow;
    return wish;
}
Wish removal()
{
    Wish wish{"removal", Operation::kRemove, gone(), policy()};
    wish.subject.row.removal = RemovalEvidence{kNow - 100h, kNow - 1h, 5, "gone"};
    wish.subject.row.removal_decided_at = kNow - 100h;
    wish.subject.row.state = SubscriberState::kRemoving;
    wish.subject.row.due_at = kNow;
    return wish;
}
Wish replacement()
{
    Wish wish{"replacement", Operation::kRemove, provisioned(), policy()};
    wish.rules.email_change = EmailChange::kReplace;
    wish.subject.webex->email = "former@mail.example.com";
    wish.subject.row.due_at = kNow;
    return wish;
}
Wish change_of_person()
{
    Wish wish = replacement();
    wish.name = "change of the person";
    wish.operation = Operation::kEmailChange;
    wish.rules.email_change = EmailChange::kPerson;
    wish.subject.webex->person_id = "person-1";
    return wish;
}

std::vector<Wish> every_wish()
{
    return {creation(), update(), removal(), replacement(), change_of_person()};
}

WebexFailure answered(int status, int code)
{
    WebexFailure failure;
    failure.http_status = status;
    failure.code = code;
    failure.what = "Webex's own words";
    return failure;
}

std::vector<WebexFailure> every_failure()
{
    std::vector<WebexFailure> all;
    for (const WebexCode& code : webex_codes()) {
        for (const int status : code_appearance(code.code)->http)
            all.push_back(answered(status == 0 ? 400 : status, code.code));
    }
    for (const int status : {301, 302, 307, 400, 401, 402, 403, 404, 405, 406, 408, 409, 410, 412, 413, 415,
                             418, 422, 423, 425, 428, 429, 431, 451, 500, 501, 502, 503, 504, 507, 511, 599}) {
        all.push_back(answered(status, 0));
        all.push_back(answered(status, 10022));  // in no table
    }
    for (const auto kind :
         {WebexFailure::Kind::kNotSent, WebexFailure::Kind::kUnknownOutcome, WebexFailure::Kind::kNoGrant}) {
        all.push_back(answered(0, 0));
        all.back().kind = kind;
    }
    return all;
}

std::string told(const Wish& wish, const WebexFailure& failure)
{
    return std::string(wish.name) + " answered " + std::to_string(failure.http_status) + "/" +
           std::to_string(failure.code) + " kind " + std::to_string(static_cast<int>(failure.kind));
}

// The same answer to every call of the operation, `times` times; then Webex does what it is asked.
AnsweredWorld world(const Wish& wish, const WebexFailure& failure, int times)
{
    auto left = std::make_shared<int>(times);
    const Operation refused = wish.operation;
    return AnsweredWorld(wish.subject, wish.rules, [left, failure, refused](Operation operation) {
        if (operation != refused || *left == 0) return std::optional<WebexFailure>();
        --*left;
        return std::optional<WebexFailure>(failure);
    });
}

constexpr int kForEver = 1'000'000;

TEST(Answers, NoneBringsMoreThanTwentyCallsAnHourAboutOneSubscriber)
{
    int cases = 0;
    int worst = 0;
    for (const Wish& wish : every_wish()) {
        for (const WebexFailure& failure : every_failure()) {
            AnsweredWorld here = world(wish, failure, kForEver);
            here.run_for(24h);
            ++cases;
            worst = std::max(worst, here.calls_in_worst_hour());
            EXPECT_LE(here.calls_in_worst_hour(), kCallsAnHour) << told(wish, failure);
        }
    }
    RecordProperty("cases", cases);
    RecordProperty("worst_hour", worst);
}

TEST(Answers, NothingIsLeftUnderWayWithoutADueTime)
{
    for (const Wish& wish : every_wish()) {
        for (const WebexFailure& failure : every_failure()) {
            AnsweredWorld here = world(wish, failure, kForEver);
            here.run_for(24h);
            const SubscriberState state = here.row().state;
            const bool is_under_way = state == SubscriberState::kWaiting || state == SubscriberState::kProvisioning ||
                                      state == SubscriberState::kUpdating || state == SubscriberState::kRemoving;
            EXPECT_TRUE(!is_under_way || here.row().due_at) << told(wish, failure) << " " << name_of(state);
        }
    }
}

bool heals_by_time(const WebexFailure& failure, Operation operation)
{
    if (failure.kind != WebexFailure::Kind::kAnswered) return true;
    if (failure.http_status == 429 || failure.http_status == 423) return true;
    const WebexCode& rule = webex_code_for(row_of(operation).judged_as, failure.http_status, failure.code);
    return rule.action == CodeAction::kRetry || rule.action == CodeAction::kWait ||
           rule.action == CodeAction::kRefreshGrant;
}

bool has_ended_well(const Wish& wish, const AnsweredWorld& here)
{
    const bool is_wanted = std::string_view(wish.name) != "removal";
    return here.row().state == (is_wanted ? SubscriberState::kProvisioned : SubscriberState::kRemoved);
}

TEST(Answers, WhatHealsByTimeHealsWithoutAPersonAfterOneThreeOrTenRefusals)
{
    for (const Wish& wish : every_wish()) {
        for (const WebexFailure& failure : every_failure()) {
            if (!heals_by_time(failure, wish.operation)) continue;
            for (const int times : {1, 3, 10}) {
                AnsweredWorld here = world(wish, failure, times);
                here.run_for(24h);
                EXPECT_TRUE(has_ended_well(wish, here))
                    << told(wish, failure) << " " << times << " times: " << name_of(here.row().state) << " "
                    << here.row().reason;
            }
        }
    }
}

TEST(Answers, ARefusedUpdateIsNeverToldAsAcceptedAndNotTaken)
{
    for (const WebexFailure& failure : every_failure()) {
        AnsweredWorld here = world(update(), failure, kForEver);
        here.run_for(24h);
        EXPECT_NE(here.row().reason, name_of(Reason::kNotTaken)) << told(update(), failure);
    }
}

TEST(Answers, ARefusedRemovalIsTriedAgainEverMoreSeldomAndKeepsItsReason)
{
    AnsweredWorld here = world(removal(), answered(400, 5004), kForEver);
    here.run_for(24h * 3);
    EXPECT_EQ(here.row().state, SubscriberState::kParked);
    EXPECT_EQ(here.row().reason, "webex-5004");
    EXPECT_GE(here.calls_of(Operation::kRemove), 3);
    EXPECT_LE(here.calls_of(Operation::kRemove), 12);
}

TEST(Answers, ARefusedRemovalEndsByItselfOnceWebexTakesIt)
{
    AnsweredWorld here = world(removal(), answered(400, 5004), 2);
    here.run_for(24h);
    EXPECT_EQ(here.row().state, SubscriberState::kRemoved);
}

}  // namespace
}  // namespace bwsync
