// Ingest: what was read is stored before the feed is read on; else it hangs up, and the next connection is a gap.
#include "daemon/core/feed/ingest.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <map>

#include "tests/support/recorded_telemetry.hpp"
#include "tests/support/virtual_clock.hpp"

namespace bwsync::test {
namespace {

using namespace std::chrono_literals;

// What happens on the wire and in the store, in order.
using Diary = std::vector<std::string>;

class ScriptedFeed final : public Feed {
public:
    explicit ScriptedFeed(Diary& diary) : diary_(diary) {}
    [[nodiscard]] std::string server() const override { return "as1:8025"; }
    Task<Result<FeedStep>> next(std::stop_token) override
    {
        diary_.push_back("next");
        if (steps.empty()) co_return Error(ErrorKind::kCancelled, "the script ends");
        FeedStep step = std::move(steps.front());
        steps.pop_front();
        co_return step;
    }
    void hang_up() override { diary_.push_back("hang up"); }

    std::deque<FeedStep> steps;

private:
    Diary& diary_;
};

// Stores what Ingest writes; refuses the calls it is told to.
class RefusingStore final : public FeedStore {
public:
    explicit RefusingStore(Diary& diary) : diary_(&diary) {}

    Task<Result<>> record_events(Lease, EventBatch batch) override
    {
        return take(batch.events.front().record.write_id);
    }
    Task<Result<std::int64_t>> open_gap(Lease, NewGap gap) override
    {
        const std::string what = "gap " + std::string(name_of(gap.cause));
        Result<> taken = co_await take(what);
        if (!taken) co_return taken.error();
        co_return 1;
    }
    Task<Result<>> settle_gaps(Lease, std::string, std::string) override { return take("settle"); }

    Task<Result<>> mark_dirty(std::string, std::vector<DirtyHint>, Millis) override { return take("?"); }
    Task<Result<std::vector<ClaimedKey>>> claim_dirty(Lease, std::string, std::vector<DirtyKind>, int) override
    {
        co_return std::vector<ClaimedKey>();
    }
    Task<Result<>> finish_dirty(Lease, std::string, std::vector<ClaimedKey>) override { return take("?"); }
    Task<Result<>> defer_dirty(Lease, std::string, std::vector<ClaimedKey>, Millis) override { return take("?"); }
    Task<Result<std::vector<Rename>>> pending_renames(std::string) override { co_return std::vector<Rename>(); }
    Task<Result<int>> gaps_awaiting_snapshot(std::string) override { co_return 0; }

    std::map<int, std::vector<ErrorKind>> refusals;  // by the number of the call that is to be stored, from 0

private:
    Task<Result<>> take(std::string what)
    {
        std::vector<ErrorKind>& refused = refusals[stored_];
        if (!refused.empty()) {
            const ErrorKind kind = refused.front();
            refused.erase(refused.begin());
            diary_->push_back("refused " + what);
            co_return Error(kind, "PostgreSQL refused (53100)");
        }
        ++stored_;
        diary_->push_back("stored " + what);
        co_return std::monostate();
    }

    Diary* diary_;
    int stored_ = 0;
};

class IngestTest : public ::testing::Test {
protected:
    static FeedStep batch(const std::string& id)
    {
        FeedEvent event;
        event.record.write_id = id;
        FeedBatch read;
        read.events.push_back(event);
        return read;
    }
    static FeedStep connected() { return FeedConnected{"as1:8025"}; }
    static FeedStep silence()
    {
        FeedGap gap;
        gap.cause = FeedGap::Cause::kSilence;
        return gap;
    }

    void run()
    {
        Ingest::Hooks hooks{[this](Millis) { ++keys_are_due; }, [this] { ++gaps_settled; }};
        Ingest ingest(feed, store, clock, telemetry, "east", 1500ms, hooks);
        asio::co_spawn(
            io,
            [&] {
                return ingest.run(Lease{"cluster/east", 1}, stop.get_token());
            },
            [this](std::exception_ptr) { has_ended = true; });
        clock.run(io);
        if (!has_ended) {
            stop.request_stop();
            clock.run(io);
        }
    }

    asio::io_context io;
    VirtualClock clock;
    RecordedTelemetry telemetry;
    std::stop_source stop;
    Diary diary;
    ScriptedFeed feed{diary};
    RefusingStore store{diary};
    int keys_are_due = 0;
    int gaps_settled = 0;
    bool has_ended = false;
};

TEST_F(IngestTest, ABatchThatPostgreSqlRefusesForMinutesIsStoredBeforeTheFeedIsReadOn)
{
    feed.steps = {batch("a"), batch("b")};
    store.refusals[0] = std::vector<ErrorKind>(40, ErrorKind::kRejected);
    run();
    const auto stored = std::find(diary.begin(), diary.end(), "stored a");
    ASSERT_NE(stored, diary.end());
    EXPECT_EQ(std::count(diary.begin(), stored, "next"), 1) << "the server waits meanwhile";
    EXPECT_EQ(std::count(diary.begin(), diary.end(), "stored b"), 1);
    EXPECT_EQ(keys_are_due, 2);
}

TEST_F(IngestTest, ABatchUnderALostLeaseIsNotReadPast)
{
    feed.steps = {connected(), batch("a"), batch("b")};
    store.refusals[2] = {ErrorKind::kConflict};
    run();
    const Diary wanted = {"next", "stored gap connect", "stored settle", "next", "refused a", "hang up"};
    EXPECT_EQ(diary, wanted);
    EXPECT_TRUE(has_ended);
    EXPECT_EQ(keys_are_due, 0);
}

TEST_F(IngestTest, AGapUnderALostLeaseHangsUpSoThatTheNextConnectionIsOne)
{
    feed.steps = {connected(), batch("a"), silence(), batch("b")};
    store.refusals[3] = {ErrorKind::kConflict};
    run();
    EXPECT_EQ(diary.back(), "hang up");
    EXPECT_EQ(std::count(diary.begin(), diary.end(), "stored b"), 0);
}

// Whatever is refused, and for whatever reason: everything that was read is stored in the end, or the connection ended
// right after it.
TEST_F(IngestTest, NothingIsReadPastWhicheverCallIsRefusedHoweverItIs)
{
    for (int at = 0; at < 7; ++at) {
        for (const ErrorKind kind : {ErrorKind::kRetry, ErrorKind::kUnknownOutcome, ErrorKind::kRejected,
                                     ErrorKind::kConflict, ErrorKind::kCancelled}) {
            diary.clear();
            stop = std::stop_source();
            has_ended = false;
            feed.steps = {connected(), batch("a"), silence(), connected(), batch("b")};
            store = RefusingStore(diary);
            store.refusals[at] = {kind, kind, kind};
            run();
            for (std::size_t i = 0; i + 1 < diary.size(); ++i) {
                const bool is_refused = diary[i].starts_with("refused ");
                if (is_refused) {
                    EXPECT_NE(diary[i + 1], "next") << "call " << at << ", kind " << static_cast<int>(kind);
                }
            }
            EXPECT_EQ(diary.back(), "hang up");
        }
    }
}

TEST_F(IngestTest, AStopWhileTheStoreRefusesHangsUp)
{
    feed.steps = {batch("a"), batch("b")};
    store.refusals[0] = std::vector<ErrorKind>(100'000, ErrorKind::kRejected);
    run();
    EXPECT_TRUE(has_ended);
    EXPECT_EQ(diary.back(), "hang up");
    EXPECT_EQ(std::count(diary.begin(), diary.end(), "next"), 1);
}

}  // namespace
}  // namespace bwsync::test
