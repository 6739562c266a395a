#include "daemon/domain/subscriber/reasons.hpp"

#include <gtest/gtest.h>

#include <set>

namespace bwsync {
namespace {

TEST(Reasons, EveryWordIsItsOwn)
{
    std::set<std::string_view> words;
    for (const ReasonRow& row : kTable<Reason>) EXPECT_TRUE(words.insert(row.word).second) << row.word;
}

TEST(Reasons, AFailureHasTheCodesWordOrElseTheStatus)
{
    EXPECT_EQ(webex_reason(2010), "webex-2010");
    EXPECT_EQ(webex_reason(400, 2010), "webex-2010");
    EXPECT_EQ(webex_reason(403, 0), "webex-http-403");
    EXPECT_TRUE(is_webex_reason("webex-http-403") && is_webex_reason("webex-0"));
}

TEST(Reasons, NoneOfOurWordsIsAFailureOfWebex)
{
    for (const ReasonRow& row : kTable<Reason>) EXPECT_FALSE(is_webex_reason(row.word)) << row.word;
}

TEST(Reasons, APersonCanApproveWhatWaitsForOneAndWhatWebexRefused)
{
    for (const char* word : {"approval", "conflict", "reuse-guard", "removed-in-webex", "site-time-zone", "webex-2010"})
        EXPECT_TRUE(is_approvable(word)) << word;
    for (const char* word : {"", "grant", "webex-unread", "missing-email", "not-taken", "brake"})
        EXPECT_FALSE(is_approvable(word)) << word;
}

}  // namespace
}  // namespace bwsync
