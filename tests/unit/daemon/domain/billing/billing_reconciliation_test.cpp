#include "daemon/domain/billing/billing_reconciliation.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <set>

namespace bwsync {
namespace {

using namespace std::chrono_literals;

constexpr Millis kDay = 24h;
const Instant kBegin{Millis(1'790'812'800'000)};  // 2026-10-01
const BillingMonth kMonth{kBegin, kBegin + 31 * kDay};

std::vector<Instant> daily_looks(Instant from = kBegin - 40 * kDay)
{
    std::vector<Instant> looks;
    for (Instant at = from; at < kMonth.end + 3 * kDay; at += kDay) looks.push_back(at);
    return looks;
}

SubscriberPeriod period(const std::string& user, Instant from, std::optional<Instant> until = std::nullopt,
                        const std::string& package = "standard")
{
    SubscriberPeriod made;
    made.webex_id = "w-" + user;
    made.user_id = user;
    made.sp_enterprise_id = "ent1";
    made.package = package;
    made.email = user + "@mail";
    made.is_provisioned = true;
    made.possible_from = from;
    made.began_at = from;
    made.seen_until = until;
    made.ended_at = until;
    return made;
}

BilledRow billed_row(std::size_t line, const std::string& user, const std::string& package = "standard")
{
    BilledRow made;
    made.line = line;
    made.user_id = user;
    made.package = package;
    return made;
}

Reconciliation reconcile(std::vector<SubscriberPeriod> periods, std::vector<BilledRow> rows,
                         std::vector<Instant> looks = daily_looks())
{
    BillingTable report;
    report.rows = std::move(rows);
    report.has_package = true;
    return reconcile_billing(report, SubscriberHistory{std::move(periods), std::move(looks)}, kMonth);
}

std::string kinds_of(const Reconciliation& found)
{
    std::string text;
    for (const BillingFinding& each : found.findings)
        text += std::string(name_of(each.kind)) + " " + each.user_id + (each.is_proven ? "" : "?") + "\n";
    return text;
}

TEST(Reconciliation, WhatIsKnownIsNoFinding)
{
    const auto found = reconcile({period("u1", kBegin - 9 * kDay), period("u2", kBegin + kDay, kBegin + 2 * kDay)},
                                 {billed_row(2, "U1"), billed_row(3, "u2")});
    EXPECT_EQ(kinds_of(found), "");
    EXPECT_EQ(found.matched, 2U);
    EXPECT_EQ(found.active, 2U);
    EXPECT_EQ(found.doubt, "");
}

TEST(Reconciliation, BilledAndGone)
{
    const auto found = reconcile({period("u1", kBegin - 20 * kDay, kBegin - 2 * kDay)}, {billed_row(7, "u1")});
    ASSERT_EQ(kinds_of(found), "billed-but-gone u1\n");
    EXPECT_EQ(found.findings[0].lines, std::vector<std::size_t>{7});
    EXPECT_EQ(found.findings[0].events.back().what, "gone from Webex");
    EXPECT_EQ(found.findings[0].events.back().at, kBegin - 2 * kDay);
    EXPECT_EQ(found.findings[0].events.front().what, "provisioned with standard as u1");
    EXPECT_EQ(found.findings[0].days, 0);
}

TEST(Reconciliation, BilledAndNeverSeen)
{
    EXPECT_EQ(kinds_of(reconcile({}, {billed_row(2, "ghost")})), "billed-unknown ghost\n");
}

TEST(Reconciliation, ActiveAndNotBilledWithItsDays)
{
    const auto found = reconcile({period("u1", kBegin + 10 * kDay, kBegin + 12 * kDay)}, {});
    ASSERT_EQ(kinds_of(found), "active-not-billed u1\n");
    EXPECT_EQ(found.findings[0].days, 2);
    EXPECT_EQ(found.findings[0].email, "u1@mail");
    EXPECT_EQ(found.findings[0].held_packages, "standard");
}

TEST(Reconciliation, WhoIsPendingMayBeBilledAndNeedNot)
{
    SubscriberPeriod pending = period("u1", kBegin - kDay);
    pending.is_provisioned = false;
    EXPECT_EQ(kinds_of(reconcile({pending}, {})), "");
    EXPECT_EQ(kinds_of(reconcile({pending}, {billed_row(2, "u1")})), "");
}

TEST(Reconciliation, WhenItIsNotKnownWhetherItWasThereItMayBeBilledAndNeedNot)
{
    SubscriberPeriod gone = period("u1", kBegin - 9 * kDay, kBegin - kDay);
    gone.ended_at = kBegin + kDay;  // noticed only then
    EXPECT_EQ(kinds_of(reconcile({gone}, {})), "");
    EXPECT_EQ(kinds_of(reconcile({gone}, {billed_row(2, "u1")})), "");
}

TEST(Reconciliation, EachPackageOfTheMonthIsRightAndNoOther)
{
    const std::vector<SubscriberPeriod> periods = {period("u1", kBegin - 30 * kDay, kBegin - 5 * kDay, "basic"),
                                                   period("u1", kBegin - 5 * kDay, kBegin + 5 * kDay, "standard"),
                                                   period("u1", kBegin + 5 * kDay, std::nullopt, "premium")};
    EXPECT_EQ(kinds_of(reconcile(periods, {billed_row(2, "u1", "standard")})), "");
    EXPECT_EQ(kinds_of(reconcile(periods, {billed_row(2, "u1", "premium"), billed_row(3, "u1", "standard")})), "");
    const auto found = reconcile(periods, {billed_row(2, "u1", "basic")});
    ASSERT_EQ(kinds_of(found), "wrong-package u1\n");
    EXPECT_EQ(found.findings[0].held_packages, "premium, standard");
    EXPECT_EQ(found.findings[0].billed_package, "basic");
    EXPECT_EQ(found.findings[0].events.size(), 3U);
    EXPECT_EQ(kinds_of(reconcile(periods, {billed_row(2, "u1", "")})), "");
}

TEST(Reconciliation, BilledTwice)
{
    const auto found = reconcile({period("u1", kBegin - kDay)}, {billed_row(2, "u1"), billed_row(9, "u1")});
    ASSERT_EQ(kinds_of(found), "double u1\n");
    EXPECT_EQ(found.findings[0].lines, (std::vector<std::size_t>{2, 9}));
    EXPECT_EQ(found.matched, 1U);
}

TEST(Reconciliation, ARenamedOneIsOneAndTwoThatHadOneNameAreTwo)
{
    SubscriberPeriod before = period("old", kBegin - kDay, kBegin + kDay);
    SubscriberPeriod after = period("new", kBegin + kDay);
    after.webex_id = before.webex_id;
    EXPECT_EQ(kinds_of(reconcile({before, after}, {billed_row(2, "old")})), "");
    EXPECT_EQ(kinds_of(reconcile({before, after}, {billed_row(2, "new")})), "");
    EXPECT_EQ(kinds_of(reconcile({before, after}, {billed_row(2, "old"), billed_row(3, "new")})), "double old\n");
    SubscriberPeriod first = period("u1", kBegin - kDay, kBegin + kDay);
    SubscriberPeriod second = period("u1", kBegin + 3 * kDay);
    second.webex_id = "w-again";
    EXPECT_EQ(kinds_of(reconcile({first, second}, {billed_row(2, "u1"), billed_row(3, "u1")})), "");
    EXPECT_EQ(kinds_of(reconcile({first, second}, {billed_row(2, "u1")})), "");
    EXPECT_EQ(kinds_of(reconcile({first, second}, {})), "active-not-billed u1\n");
}

TEST(Reconciliation, FindsBySubscriberIdAndByAddressToo)
{
    BilledRow by_id = billed_row(2, "");
    by_id.subscriber_id = "w-u1";
    EXPECT_EQ(kinds_of(reconcile({period("u1", kBegin)}, {by_id})), "");
    BilledRow by_mail = billed_row(2, "");
    by_mail.email = "U1@MAIL";
    EXPECT_EQ(kinds_of(reconcile({period("u1", kBegin)}, {by_mail})), "");
    by_mail.user_id = "something-else";
    EXPECT_EQ(kinds_of(reconcile({period("u1", kBegin)}, {by_mail})), "");
}

TEST(Reconciliation, AbsenceIsProvenOnlyByAHistoryWithoutHoles)
{
    const std::vector<BilledRow> ghost = {billed_row(2, "ghost")};
    EXPECT_EQ(kinds_of(reconcile({}, ghost, {})), "billed-unknown ghost?\n");
    const auto late = reconcile({}, ghost, daily_looks(kBegin + 1h));
    EXPECT_EQ(kinds_of(late), "billed-unknown ghost?\n");
    EXPECT_EQ(late.history_began_at, kBegin + 1h);
    EXPECT_NE(late.doubt.find("begins within the month"), std::string::npos);
    std::vector<Instant> with_hole = daily_looks();
    std::erase_if(with_hole, [](Instant at) { return at > kBegin + 4 * kDay && at < kBegin + 9 * kDay; });
    EXPECT_EQ(kinds_of(reconcile({}, ghost, with_hole)), "billed-unknown ghost?\n");
    std::vector<Instant> without_end = daily_looks();
    std::erase_if(without_end, [](Instant at) { return at > kMonth.end - 4 * kDay; });
    EXPECT_EQ(kinds_of(reconcile({}, ghost, without_end)), "billed-unknown ghost?\n");
    std::vector<Instant> hole_before = daily_looks();
    std::erase_if(hole_before, [](Instant at) { return at > kBegin - 30 * kDay && at < kBegin - 10 * kDay; });
    EXPECT_EQ(kinds_of(reconcile({}, ghost, hole_before)), "billed-unknown ghost\n");
}

TEST(Reconciliation, APackageThatNobodySawBeforeIsNotProven)
{
    SubscriberPeriod adopted = period("u1", kBegin + 10 * kDay);
    adopted.possible_from = kBegin - 300 * kDay;
    EXPECT_EQ(kinds_of(reconcile({adopted}, {billed_row(2, "u1", "basic")})), "wrong-package u1?\n");
}

// A year of random lives and an honest biller; then differences are planted.
class World {
public:
    explicit World(unsigned seed) : random_(seed) {}

    void live(int users)
    {
        for (int i = 0; i < users; ++i) {
            const std::string user = "u" + std::to_string(i);
            Instant at = kBegin - Millis(pick(60 * 24)) * 3'600'000 / 1;
            const int lives = 1 + static_cast<int>(pick(2));
            for (int life = 0; life < lives; ++life) at = live_once(user, life, at);
        }
    }

    std::size_t pick(std::size_t n) { return random_() % n; }
    std::string package() { return std::vector<std::string>{"softphone", "basic", "standard", "premium"}[pick(4)]; }

    std::vector<SubscriberPeriod> periods;
    std::vector<BilledRow> rows;
    std::set<std::string> certain;  // users that were provisioned in the month
    std::map<std::string, std::set<std::string>>
        seen_as;  // user -> packages of the month, where it may have been there

private:
    // One subscriber with one Webex id; gives when it ended.
    Instant live_once(const std::string& user, int life, Instant at)
    {
        const std::string id = "w-" + user + "-" + std::to_string(life);
        const int changes = static_cast<int>(pick(4));
        std::vector<SubscriberPeriod> chain;
        for (int i = 0; i <= changes; ++i) {
            SubscriberPeriod now = period(user, at, std::nullopt, package());
            now.webex_id = id;
            now.is_provisioned = pick(5) != 0;
            now.possible_from = chain.empty() ? at - Millis(pick(3'600'000)) : *chain.back().seen_until;
            at += Millis(1 + pick(30 * 24)) * 3'600'000;
            const bool is_last = i == changes;
            if (!is_last || pick(2) == 0) {
                now.ended_at = at;
                now.seen_until = std::max(now.began_at, at - Millis(pick(86'400'000)));
            }
            chain.push_back(now);
        }
        bill(chain);
        periods.insert(periods.end(), chain.begin(), chain.end());
        return at + Millis(1 + pick(20 * 24)) * 3'600'000;
    }
    void bill(const std::vector<SubscriberPeriod>& chain)
    {
        std::set<std::string> packages;
        bool is_certain = false;
        for (const SubscriberPeriod& each : chain) {
            const bool may = each.possible_from < kMonth.end && (!each.ended_at || *each.ended_at > kMonth.begin);
            if (!may) continue;
            packages.insert(each.package);
            const Instant until = each.seen_until.value_or(kMonth.end);
            is_certain = is_certain || (each.is_provisioned && each.began_at < kMonth.end && until >= kMonth.begin);
        }
        const std::string& user = chain.front().user_id;
        if (!packages.empty()) seen_as[user].insert(packages.begin(), packages.end());
        if (is_certain) certain.insert(user);
        if (packages.empty() || (!is_certain && pick(2) == 0)) return;
        const bool bills_each = pick(2) == 0;
        for (const std::string& each : packages) {
            rows.push_back(billed_row(rows.size() + 2, user, each));
            if (!bills_each) break;
        }
    }

    std::mt19937 random_;
};

std::multiset<std::string> as_set(const Reconciliation& found)
{
    std::multiset<std::string> all;
    for (const BillingFinding& each : found.findings) {
        all.insert(std::string(name_of(each.kind)) + " " + each.user_id);
        EXPECT_TRUE(each.is_proven);
        EXPECT_TRUE(each.kind == BillingFindingKind::kBilledUnknown || !each.events.empty());
    }
    return all;
}

TEST(Reconciliation, AnHonestReportHasNoFindings)
{
    for (unsigned seed = 1; seed <= 200; ++seed) {
        World world(seed);
        world.live(60);
        const auto found = reconcile(world.periods, world.rows);
        EXPECT_EQ(kinds_of(found), "") << seed;
        EXPECT_EQ(found.matched, world.rows.size());
    }
}

TEST(Reconciliation, EveryPlantedDifferenceIsFoundAndNoneInvented)
{
    std::map<std::string, int> planted_of;
    for (unsigned seed = 1; seed <= 200; ++seed) {
        World world(seed);
        world.live(60);
        std::multiset<std::string> planted;
        for (int i = 0; i < 60; ++i) {
            const std::string user = "u" + std::to_string(i);
            const auto is_of = [&user](const BilledRow& each) { return each.user_id == user; };
            const auto billed = static_cast<std::size_t>(std::count_if(world.rows.begin(), world.rows.end(), is_of));
            const std::set<std::string>& held = world.seen_as[user];
            const auto plant = [&](const std::string& kind) {
                planted.insert(kind + " " + user);
                ++planted_of[kind];
            };
            switch (world.pick(6)) {
                case 0:
                    if (!world.certain.contains(user)) break;
                    std::erase_if(world.rows, is_of);
                    plant("active-not-billed");
                    break;
                case 1:
                    if (!held.empty()) break;
                    world.rows.push_back(billed_row(1000 + world.rows.size(), user));
                    plant("billed-but-gone");
                    break;
                case 2: {
                    const std::string package = world.package();
                    if (billed == 0 || held.contains(package)) break;
                    world.rows.push_back(billed_row(1000 + world.rows.size(), user, package));
                    plant("wrong-package");
                    break;
                }
                case 3:
                    if (held.size() != 1 || billed == 0) break;
                    // More often than it had lives.
                    for (int more = 0; more < 3; ++more)
                        world.rows.push_back(billed_row(1000 + world.rows.size(), user, *held.begin()));
                    plant("double");
                    break;
                default:
                    break;
            }
        }
        world.rows.push_back(billed_row(9999, "ghost"));
        planted.insert("billed-unknown ghost");
        std::shuffle(world.rows.begin(), world.rows.end(), std::mt19937(seed));
        EXPECT_EQ(as_set(reconcile(world.periods, world.rows)), planted) << seed;
    }
    for (const char* kind : {"active-not-billed", "billed-but-gone", "wrong-package", "double"})
        EXPECT_GT(planted_of[kind], 50) << kind;
}

TEST(Reconciliation, IsQuickWithManyRows)
{
    std::vector<SubscriberPeriod> periods;
    std::vector<BilledRow> rows;
    for (int i = 0; i < 100'000; ++i) {
        periods.push_back(period("user" + std::to_string(i) + "@enterprise.example", kBegin - kDay));
        rows.push_back(billed_row(static_cast<std::size_t>(i) + 2, "user" + std::to_string(i) + "@enterprise.example"));
    }
    const auto began = std::chrono::steady_clock::now();
    EXPECT_EQ(kinds_of(reconcile(std::move(periods), std::move(rows))), "");
    EXPECT_LT(std::chrono::steady_clock::now() - began, 60s);
}

}  // namespace
}  // namespace bwsync
