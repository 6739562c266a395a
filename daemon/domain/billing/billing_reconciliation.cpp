#include "daemon/domain/billing/billing_reconciliation.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "daemon/domain/basics/text.hpp"

namespace bwsync {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kEventsMax = 12;
// Longer without a look, and somebody may have come and gone unseen; Webex is listed once a day by default.
constexpr Millis kBlind = 72h;

// All periods of one subscriber, and what they come to in the month.
struct BilledSubject {
    std::size_t first = 0;
    std::size_t last = 0;  // behind the end
    bool may_be_present = false;
    bool is_active = false;
    bool has_unclear_package = false;
    Millis active{};
    std::set<std::string> packages;  // that it may have had
    bool is_billed = false;
};

class Reconciler {
public:
    Reconciler(const BillingTable& report, const SubscriberHistory& history, BillingMonth month)
        : report_(report), history_(history), month_(month)
    {
    }

    Reconciliation run()
    {
        result_.billed = report_.rows.size();
        if (!history_.looks.empty()) result_.history_began_at = history_.looks.front();
        result_.doubt = doubt();
        index();
        std::map<std::size_t, std::vector<const BilledRow*>> billed;
        for (const BilledRow& row : report_.rows) {
            const std::vector<std::size_t> candidates = candidates_of(row);
            std::vector<std::size_t> present;
            for (const std::size_t each : candidates)
                if (subjects_[each].may_be_present) present.push_back(each);
            if (present.empty()) {
                absent(row, candidates);
                continue;
            }
            for (const std::size_t each : present) subjects_[each].is_billed = true;
            billed[present.front()].push_back(&row);
        }
        for (const auto& [subject, rows] : billed) {
            std::set<std::size_t> candidates;
            for (const BilledRow* row : rows) {
                for (const std::size_t each : candidates_of(*row)) candidates.insert(each);
            }
            compare(candidates, rows);
        }
        not_billed();
        std::stable_sort(result_.findings.begin(), result_.findings.end(),
                         [](const BillingFinding& a, const BillingFinding& b) {
                             const std::size_t line_a = a.lines.empty() ? 0 : a.lines.front();
                             const std::size_t line_b = b.lines.empty() ? 0 : b.lines.front();
                             return std::tie(a.kind, line_a, a.user_id) < std::tie(b.kind, line_b, b.user_id);
                         });
        return std::move(result_);
    }

private:
    std::string doubt() const
    {
        if (history_.looks.empty()) return "Webex has not been listed completely yet";
        if (history_.looks.front() > month_.begin) return "the history begins within the month or after it";
        Instant before = history_.looks.front();
        for (const Instant look : history_.looks) {
            const bool touches = look > month_.begin && before < month_.end;
            if (touches && look - before > kBlind) return "Webex was not looked at for more than three days";
            before = look;
        }
        if (before < month_.end - kBlind) return "Webex was not looked at in the last three days of the month";
        return {};
    }

    void index()
    {
        const std::vector<SubscriberPeriod>& periods = history_.periods;
        for (std::size_t at = 0; at < periods.size();) {
            BilledSubject subject;
            subject.first = at;
            while (at < periods.size() && periods[at].webex_id == periods[subject.first].webex_id) {
                weigh(subject, periods[at]);
                remember(periods[at++]);
            }
            subject.last = at;
            if (subject.is_active) ++result_.active;
            subjects_.push_back(std::move(subject));
        }
    }
    void weigh(BilledSubject& subject, const SubscriberPeriod& period) const
    {
        const bool may_overlap =
            period.possible_from < month_.end && (!period.ended_at || *period.ended_at > month_.begin);
        if (!may_overlap) return;
        subject.may_be_present = true;
        subject.packages.insert(period.package);
        // For so long without a look it may have had others than these.
        const bool is_unclear = period.began_at > month_.begin && period.began_at - period.possible_from > kBlind;
        if (is_unclear) subject.has_unclear_package = true;
        const Instant last_look = history_.looks.empty() ? period.began_at : history_.looks.back();
        const Instant until = std::min(period.seen_until.value_or(std::max(period.began_at, last_look)), month_.end);
        const Instant from = std::max(period.began_at, month_.begin);
        const bool is_certain = period.is_provisioned && period.began_at < month_.end && until >= from;
        if (!is_certain) return;
        subject.is_active = true;
        subject.active += until - from;
    }
    void remember(const SubscriberPeriod& period)
    {
        const std::size_t subject = subjects_.size();
        const auto note = [subject](Index& index, std::string key) {
            if (key.empty()) return;
            std::vector<std::size_t>& found = index[std::move(key)];
            if (found.empty() || found.back() != subject) found.push_back(subject);
        };
        note(by_id_, period.webex_id);
        note(by_user_, lower_case(period.user_id));
        note(by_email_, lower_case(period.email));
    }

    // By the surest name that the row has.
    std::vector<std::size_t> candidates_of(const BilledRow& row) const
    {
        const auto look_up = [](const Index& index, const std::string& key) {
            const auto found = index.find(key);
            return found == index.end() ? std::vector<std::size_t>() : found->second;
        };
        std::vector<std::size_t> found;
        if (!row.subscriber_id.empty()) found = look_up(by_id_, row.subscriber_id);
        if (found.empty() && !row.user_id.empty()) found = look_up(by_user_, lower_case(row.user_id));
        if (found.empty()) found = look_up(by_email_, lower_case(row.email));
        return found;
    }

    BillingFinding finding(BillingFindingKind kind, const BilledRow& row) const
    {
        BillingFinding made;
        made.kind = kind;
        made.lines.push_back(row.line);
        made.user_id = row.user_id;
        made.email = row.email;
        made.enterprise = row.enterprise;
        made.webex_id = row.subscriber_id;
        made.billed_package = row.package;
        return made;
    }
    void explain(BillingFinding& made, const std::vector<std::size_t>& subjects) const
    {
        std::set<std::string> packages;
        Millis active{};
        for (const std::size_t each : subjects) {
            const BilledSubject& subject = subjects_[each];
            packages.insert(subject.packages.begin(), subject.packages.end());
            active += subject.active;
            add_events(made.events, subject);
            const SubscriberPeriod& last = history_.periods[subject.last - 1];
            if (made.user_id.empty()) made.user_id = last.user_id;
            if (made.email.empty()) made.email = last.email;
            if (made.enterprise.empty()) made.enterprise = last.sp_enterprise_id;
            if (made.webex_id.empty()) made.webex_id = last.webex_id;
        }
        std::stable_sort(made.events.begin(), made.events.end(),
                         [](const BillingEvent& a, const BillingEvent& b) { return a.at < b.at; });
        if (made.events.size() > kEventsMax)
            made.events.erase(made.events.begin(), made.events.end() - static_cast<std::ptrdiff_t>(kEventsMax));
        for (const std::string& package : packages)
            made.held_packages += (made.held_packages.empty() ? "" : ", ") + package;
        const auto days = std::chrono::ceil<std::chrono::days>(active).count();
        made.days = static_cast<int>(active > Millis() ? days : 0);
    }
    void add_events(std::vector<BillingEvent>& events, const BilledSubject& subject) const
    {
        for (std::size_t at = subject.first; at < subject.last; ++at) {
            const SubscriberPeriod& period = history_.periods[at];
            const std::string how = (period.is_provisioned ? "provisioned with " : "not provisioned, with ") +
                                    period.package + " as " + period.user_id;
            events.push_back({period.began_at, how});
            const bool goes_on = at + 1 < subject.last && history_.periods[at + 1].began_at == period.ended_at;
            if (!period.ended_at || goes_on) continue;
            if (period.seen_until && *period.seen_until > period.began_at)
                events.push_back({*period.seen_until, "last seen in Webex"});
            events.push_back({*period.ended_at, "gone from Webex"});
        }
    }

    void absent(const BilledRow& row, const std::vector<std::size_t>& candidates)
    {
        BillingFinding made =
            finding(candidates.empty() ? BillingFindingKind::kBilledUnknown : BillingFindingKind::kBilledButGone, row);
        made.is_proven = result_.doubt.empty();
        explain(made, candidates);
        result_.findings.push_back(std::move(made));
    }

    // Rows of one subscriber, or of several that had one user id after another.
    void compare(const std::set<std::size_t>& candidates, const std::vector<const BilledRow*>& rows)
    {
        std::vector<std::size_t> present;
        std::map<std::string, std::size_t> held;  // package -> subscribers that may have had it
        bool is_unclear = false;
        for (const std::size_t each : candidates) {
            if (!subjects_[each].may_be_present) continue;
            present.push_back(each);
            for (const std::string& package : subjects_[each].packages) ++held[package];
            is_unclear = is_unclear || subjects_[each].has_unclear_package;
        }
        std::map<std::string, std::vector<const BilledRow*>> by_package;
        for (const BilledRow* row : rows) {
            by_package[row->package].push_back(row);
            if (row->package.empty() || held.contains(row->package)) {
                ++result_.matched;
                continue;
            }
            BillingFinding made = finding(BillingFindingKind::kWrongPackage, *row);
            made.is_proven = !is_unclear;
            explain(made, present);
            result_.findings.push_back(std::move(made));
        }
        for (const auto& [package, same] : by_package) {
            const std::size_t expected = std::max<std::size_t>(1, package.empty() ? present.size() : held[package]);
            if (same.size() <= expected) continue;
            BillingFinding made = finding(BillingFindingKind::kDouble, *same.front());
            made.lines.clear();
            for (const BilledRow* row : same) made.lines.push_back(row->line);
            explain(made, present);
            result_.findings.push_back(std::move(made));
            result_.matched -= std::min(result_.matched, same.size() - expected);
        }
    }

    void not_billed()
    {
        std::map<std::string, std::vector<std::size_t>> by_user;
        for (std::size_t at = 0; at < subjects_.size(); ++at) {
            const BilledSubject& subject = subjects_[at];
            if (!subject.is_active || subject.is_billed) continue;
            by_user[lower_case(history_.periods[subject.last - 1].user_id)].push_back(at);
        }
        for (const auto& [user, subjects] : by_user) {
            BillingFinding made;
            made.kind = BillingFindingKind::kActiveNotBilled;
            explain(made, subjects);
            made.days = std::max(made.days, 1);
            result_.findings.push_back(std::move(made));
        }
    }

    using Index = std::unordered_map<std::string, std::vector<std::size_t>>;

    const BillingTable& report_;
    const SubscriberHistory& history_;
    const BillingMonth month_;
    Reconciliation result_;
    std::vector<BilledSubject> subjects_;
    Index by_id_;
    Index by_user_;
    Index by_email_;
};

}  // namespace

Reconciliation reconcile_billing(const BillingTable& report, const SubscriberHistory& history, BillingMonth month)
{
    return Reconciler(report, history, month).run();
}

}  // namespace bwsync
