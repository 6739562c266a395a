#include "adapters/broadworks/feed/reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

#include "adapters/broadworks/feed/request.hpp"
#include "tests/unit/adapters/broadworks/feed/documents.hpp"

namespace bwsync::feed {
namespace {

using namespace feed_documents;
using Step = std::variant<FeedBatch, FeedGap>;

std::vector<Step> steps_of(Reader& reader, std::string_view bytes)
{
    std::memcpy(reader.prepare(bytes.size()).data(), bytes.data(), bytes.size());
    reader.commit(bytes.size());
    std::vector<Step> steps;
    while (auto step = reader.next()) steps.push_back(std::move(*step));
    return steps;
}

std::size_t events_in(const std::vector<Step>& steps)
{
    std::size_t count = 0;
    for (const auto& step : steps) {
        if (const auto* batch = std::get_if<FeedBatch>(&step)) count += batch->events.size();
    }
    return count;
}

std::vector<FeedGap> gaps_in(const std::vector<Step>& steps)
{
    std::vector<FeedGap> gaps;
    for (const auto& step : steps) {
        if (const auto* gap = std::get_if<FeedGap>(&step)) gaps.push_back(*gap);
    }
    return gaps;
}

TEST(ReaderTest, EventsAreDecodedAndClassified)
{
    Reader reader(1 << 20);
    const auto steps = steps_of(reader, user_delete("ana@example.com") + server_status());
    ASSERT_EQ(steps.size(), 1U);
    const auto& events = std::get<FeedBatch>(steps[0]).events;
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].record.command, "UserDeleteRequest");
    EXPECT_EQ(events[0].classification.feed_class, FeedClass::kUser);
    EXPECT_TRUE(events[0].classification.says_gone);
    EXPECT_EQ(events[1].classification.feed_class, FeedClass::kStatus);
}

TEST(ReaderTest, BatchesAreBounded)
{
    Reader reader(1 << 20);
    std::string many;
    for (int i = 0; i < 2500; ++i) many += user_delete("user" + std::to_string(i) + "@example.com");
    const auto steps = steps_of(reader, many);
    EXPECT_EQ(events_in(steps), 2500U);
    EXPECT_EQ(steps.size(), 3U);
    for (const auto& step : steps) EXPECT_LE(std::get<FeedBatch>(step).events.size(), kBatchMax);
}

TEST(ReaderTest, OneLastDocumentMayOverfillABatch)
{
    Reader reader(4 << 20);
    std::string commands;
    for (std::size_t i = 0; i < kCommandsMax; ++i) commands += command("UserDeleteRequest", "<userId>a</userId>");
    std::string bytes;
    for (std::size_t i = 0; i + 1 < kBatchMax; ++i) bytes += user_delete("a@example.com");
    bytes += document(report(cdata(request(commands))));
    const auto steps = steps_of(reader, bytes);
    ASSERT_EQ(steps.size(), 1U);
    EXPECT_EQ(events_in(steps), kBatchMax - 1 + kCommandsMax);
}

TEST(ReaderTest, ADamagedDocumentIsAGapAndTheOthersAreRead)
{
    Reader reader(1 << 20);
    const std::string good = user_delete("ana@example.com");
    const auto steps = steps_of(reader, good + document("<command/>") + good);
    EXPECT_EQ(events_in(steps), 2U);
    const auto gaps = gaps_in(steps);
    ASSERT_EQ(gaps.size(), 1U);
    EXPECT_EQ(gaps[0].cause, FeedGap::Cause::kUnreadable);
    EXPECT_TRUE(gaps[0].is_connected);
    EXPECT_EQ(gaps[0].detail, "a notification without a type");
    EXPECT_EQ(reader.take_unreadable(), 1U);
    EXPECT_EQ(reader.take_unreadable(), 0U);
}

TEST(ReaderTest, FaultsWithoutAnEventBetweenThemAreOneGap)
{
    Reader reader(1 << 20);
    std::string bytes;
    for (int i = 0; i < 500; ++i) bytes += document("<command/>");
    const auto steps = steps_of(reader, bytes + user_delete("a@example.com"));
    const auto gaps = gaps_in(steps);
    ASSERT_EQ(gaps.size(), 1U);
    EXPECT_EQ(gaps[0].detail, "a notification without a type, and 499 more such places");
    EXPECT_EQ(events_in(steps), 1U);
    EXPECT_EQ(reader.take_unreadable(), 500U);
}

TEST(ReaderTest, AnOversizedDocumentIsAGapOfItsOwnCause)
{
    Reader reader(2000);
    const auto steps = steps_of(reader, document_of("UserModifyRequest22", "<x>" + std::string(9000, 'y') + "</x>"));
    const auto gaps = gaps_in(steps);
    ASSERT_EQ(gaps.size(), 1U);
    EXPECT_EQ(gaps[0].cause, FeedGap::Cause::kOversized);
    EXPECT_TRUE(gaps[0].is_connected);
    EXPECT_EQ(events_in(steps_of(reader, user_delete("a@example.com"))), 1U);
}

TEST(ReaderTest, AHalfDamagedDocumentGivesItsGoodHalfAndAGap)
{
    Reader reader(1 << 20);
    const std::string half = report(cdata(request(command("UserDeleteRequest", "<userId>a</userId>")))) + "<command/>";
    const auto steps = steps_of(reader, document(half));
    EXPECT_EQ(events_in(steps), 1U);
    EXPECT_EQ(gaps_in(steps).size(), 1U);
}

TEST(ReaderTest, TwoDocumentsTornTogetherAreAGap)
{
    Reader reader(1 << 20);
    const std::string good = user_delete("ana@example.com");
    const std::string torn = good.substr(0, good.find("UserDeleteRequest"));
    const auto steps = steps_of(reader, torn + good + good);
    EXPECT_EQ(gaps_in(steps).size(), 1U);
    EXPECT_EQ(events_in(steps), 1U);
}

TEST(ReaderTest, AResetForgetsTheUnfinishedDocument)
{
    Reader reader(1 << 20);
    const std::string good = user_delete("ana@example.com");
    steps_of(reader, good.substr(0, 100));
    reader.reset();
    EXPECT_EQ(events_in(steps_of(reader, good)), 1U);
}

}  // namespace
}  // namespace bwsync::feed
