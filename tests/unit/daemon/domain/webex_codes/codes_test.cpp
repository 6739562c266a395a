#include <gtest/gtest.h>

#include <set>

#include "daemon/domain/webex_codes/webex_codes.hpp"

namespace bwsync {
namespace {

TEST(WebexCodesTest, HoldsEveryCodeOfTheGuideOnce)
{
    std::set<int> codes;
    for (const WebexCode& entry : webex_codes()) codes.insert(entry.code);
    EXPECT_EQ(codes.size(), 119U);
    for (const int code : {1001, 2001, 2552, 4001, 6015}) EXPECT_TRUE(codes.contains(code)) << code;
}

TEST(WebexCodesTest, SaysForEachCodeWhatIsWrongAndWhatToDo)
{
    for (const WebexCode& entry : webex_codes()) {
        EXPECT_GT(entry.title.size(), 10U) << entry.code;
        EXPECT_GT(entry.remedy.size(), 10U) << entry.code;
        EXPECT_TRUE(entry.remedy.ends_with('.')) << entry.code;
        EXPECT_EQ(&webex_code(entry.code), &entry);
    }
}

TEST(WebexCodesTest, OnlyWhatNeedsNobodyHasNoOwner)
{
    for (const WebexCode& entry : webex_codes()) {
        const bool needs_somebody = entry.action == CodeAction::kPark || entry.action == CodeAction::kWaitForPerson;
        EXPECT_FALSE(needs_somebody && entry.owner == CodeOwner::kNobody) << entry.code;
        EXPECT_FALSE(entry.action == CodeAction::kWait && entry.retry != RetryRule::kDoubling) << entry.code;
        EXPECT_FALSE(entry.action == CodeAction::kPark && entry.retry == RetryRule::kBackOff) << entry.code;
    }
}

TEST(WebexCodesTest, ParksWhatItDoesNotKnow)
{
    for (const int code : {0, -1, 1, 10022, 2021, 999999}) {
        EXPECT_EQ(webex_code(code).code, 0);
        EXPECT_EQ(webex_code(code).action, CodeAction::kPark);
        EXPECT_EQ(webex_code(code).scope, BlastScope::kSubscriber);
    }
    for (const int status : {200, 400, 403, 404, 409, 422}) {
        EXPECT_EQ(webex_code_for(WebexCall::kUpdate, status, 10022).action, CodeAction::kPark) << status;
    }
}

TEST(WebexCodesTest, DecidesByTheCodeBeforeTheStatus)
{
    EXPECT_EQ(webex_code_for(WebexCall::kProvision, 400, 2008).action, CodeAction::kWait);
    EXPECT_EQ(webex_code_for(WebexCall::kProvision, 403, 2034).action, CodeAction::kWait);
    EXPECT_EQ(webex_code_for(WebexCall::kProvision, 409, 2009).action, CodeAction::kLookAndAdopt);
    EXPECT_EQ(webex_code_for(WebexCall::kUpdate, 400, 2544).action, CodeAction::kSplit);
    EXPECT_EQ(webex_code_for(WebexCall::kProvision, 409, 2027).action, CodeAction::kWaitForPerson);
    EXPECT_EQ(webex_code_for(WebexCall::kProvision, 200, 4001).scope, BlastScope::kTemplate);
}

TEST(WebexCodesTest, ARemovalOfSomebodyGoneIsDone)
{
    EXPECT_EQ(webex_code_for(WebexCall::kRemove, 404, 2001).action, CodeAction::kDone);
    EXPECT_EQ(webex_code_for(WebexCall::kUpdate, 404, 2001).action, CodeAction::kLookAndAdopt);
    // A 404 without Webex's own word may be anybody's: it proves nothing.
    EXPECT_EQ(webex_code_for(WebexCall::kRemove, 404, 0).action, CodeAction::kLookAndAdopt);
}

TEST(WebexCodesTest, ReadsTheStatusWhereThereIsNoCode)
{
    const auto action = [](int status) { return webex_code_for(WebexCall::kProvision, status, 0).action; };
    EXPECT_EQ(action(401), CodeAction::kRefreshGrant);
    EXPECT_EQ(action(403), CodeAction::kStopPartner);
    EXPECT_EQ(action(409), CodeAction::kLookAndAdopt);
    EXPECT_EQ(action(423), CodeAction::kWait);
    EXPECT_EQ(action(429), CodeAction::kWait);
    EXPECT_EQ(action(302), CodeAction::kRetry);
    EXPECT_EQ(action(400), CodeAction::kPark);
    for (const int status : {500, 502, 503, 504, 599}) EXPECT_EQ(action(status), CodeAction::kRetry) << status;
}

TEST(WebexCodesTest, NamesEveryActionScopeAndOwner)
{
    EXPECT_EQ(name_of(CodeAction::kSplit), "split");
    EXPECT_EQ(name_of(BlastScope::kPlatform), "platform");
    EXPECT_EQ(name_of(CodeOwner::kCisco), "cisco");
}

}  // namespace
}  // namespace bwsync
