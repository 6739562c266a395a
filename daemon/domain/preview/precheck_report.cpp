#include "daemon/domain/preview/precheck_report.hpp"

#include <algorithm>
#include <map>

#include "daemon/domain/basics/text.hpp"
#include "daemon/domain/subscriber/reasons.hpp"
#include "daemon/domain/webex_codes/webex_codes.hpp"

namespace bwsync {

namespace {

void take_stronger(PrecheckOutcome& outcome, const PrecheckCode& code)
{
    const bool is_first = outcome.meaning.empty();
    const bool asks_for_more = code.person > outcome.person || code.primary > outcome.primary;
    if (is_first || asks_for_more || code.primary_first) {
        outcome.meaning = code.meaning;
        outcome.remedy = std::string(code.first) + (code.first.empty() ? "" : " ") + std::string(code.notice);
    }
    outcome.person = std::max(outcome.person, code.person);
    outcome.primary = std::max(outcome.primary, code.primary);
    if (code.organization != TargetOrganization::kUnsaid) outcome.organization = code.organization;
    if (code.primary_first) outcome.result = PrecheckResult::kAfterPrimary;
}

// Webex, or the way to it, was not able to judge.
bool is_passing(const WebexFailure& failure)
{
    if (failure.kind != WebexFailure::Kind::kAnswered) return true;
    if (failure.http_status == 429 || failure.http_status == 423 || failure.http_status == 401) return true;
    const WebexCode& rule = webex_code_for(WebexCall::kProvision, failure.http_status, failure.code);
    const bool is_asked_to_wait = rule.action == CodeAction::kWait && failure.code == 0;
    return is_asked_to_wait || rule.action == CodeAction::kRetry || rule.action == CodeAction::kRefreshGrant;
}

// In which step each row can go: 0: it cannot.
class Ordering {
public:
    explicit Ordering(std::span<const PrecheckedRow> rows) : rows_(rows), steps_(rows.size(), kUnknown)
    {
        for (std::size_t i = 0; i < rows.size(); ++i) by_name_.emplace(lower_case(rows[i].name), i);
    }

    [[nodiscard]] const std::size_t* row_of(const std::string& name) const
    {
        const auto found = by_name_.find(lower_case(name));
        return found == by_name_.end() ? nullptr : &found->second;
    }

    // Follows the primaries up to one whose step is known, then gives the steps back down: a chain may be as long as
    // the file.
    int step(std::size_t row)
    {
        std::vector<std::size_t> chain;
        int step = 0;
        for (std::size_t at = row;;) {
            if (steps_[at] == kOnTheWay) {
                step = 1;  // they name each other: somebody has to begin
                break;
            }
            if (steps_[at] != kUnknown) {
                step = std::max(steps_[at], 1);
                break;
            }
            steps_[at] = kOnTheWay;
            chain.push_back(at);
            if (!waits(rows_[at])) break;
            const std::size_t* primary = row_of(rows_[at].primary);
            if (primary == nullptr) {
                step = 1;  // provisioned elsewhere
                break;
            }
            at = *primary;
        }
        for (auto each = chain.rbegin(); each != chain.rend(); ++each) {
            const PrecheckedRow& one = rows_[*each];
            const bool goes = one.result == PrecheckResult::kSucceeds || one.result == PrecheckResult::kAfterPrimary;
            ++step;
            steps_[*each] = goes ? step : 0;
        }
        return steps_[row];
    }

    // The first subscriber of a customer is its own primary and waits for nobody.
    static bool waits(const PrecheckedRow& row)
    {
        return row.result == PrecheckResult::kAfterPrimary && lower_case(row.primary) != lower_case(row.name);
    }

private:
    static constexpr int kUnknown = -1;
    static constexpr int kOnTheWay = -2;
    std::span<const PrecheckedRow> rows_;
    std::vector<int> steps_;
    std::map<std::string, std::size_t> by_name_;
};

void count_codes(const PrecheckedRow& row, std::map<std::pair<bool, std::string>, CampaignReport::Line>& lines)
{
    const bool has_failed = row.result == PrecheckResult::kFails || row.result == PrecheckResult::kUnanswered;
    std::vector<std::string> words;
    if (has_failed) words.push_back(row.reason);
    for (const int code : row.codes) {
        if (!has_failed) words.push_back(std::to_string(code));
    }
    if (words.empty()) words.emplace_back("none");
    for (const std::string& word : words) {
        CampaignReport::Line& line = lines[{has_failed, word}];
        line.code = word;
        line.result = row.result;
        if (line.meaning.empty()) line.meaning = row.meaning;
        ++line.rows;
    }
}

void explain(CampaignReport::Line& line)
{
    const bool is_error = is_webex_reason(line.code);
    const std::string digits = is_error ? line.code.substr(6) : line.code;
    const bool is_number =
        !digits.empty() && digits.size() < 9 && digits.find_first_not_of("0123456789") == digits.npos;
    if (!is_number) return;
    const PrecheckCode* info = is_error ? nullptr : precheck_code(std::stoi(digits));
    if (info != nullptr) {
        line.meaning = info->meaning;
        line.remedy = std::string(info->first) + (info->first.empty() ? "" : " ") + std::string(info->notice);
    }
    const WebexCode& error = webex_code(std::stoi(digits));
    if (is_error && error.code != 0) line.meaning = error.title;
    if (is_error) line.remedy = error.remedy;
}

AccountMove strongest_move(const std::vector<int>& codes)
{
    AccountMove move = AccountMove::kNone;
    for (const int number : codes) {
        if (const PrecheckCode* code = precheck_code(number)) move = std::max(move, code->person);
    }
    return move;
}

void count(CampaignReport& report, const PrecheckedRow& row)
{
    ++report.rows;
    if (row.result == PrecheckResult::kFails) ++report.fail;
    if (row.result == PrecheckResult::kUnanswered) ++report.unanswered;
    if (row.result == PrecheckResult::kSucceeds) ++report.succeed;
    if (row.result == PrecheckResult::kAfterPrimary) ++report.after_primary;
    const bool goes = row.result == PrecheckResult::kSucceeds || row.result == PrecheckResult::kAfterPrimary;
    if (!goes) return;
    const AccountMove move = strongest_move(row.codes);
    if (move == AccountMove::kByItself) ++report.move_by_itself;
    if (move == AccountMove::kWithConsent) ++report.move_with_consent;
}

std::vector<CampaignReport::Primary> primaries_of(std::span<const PrecheckedRow> rows, Ordering& order)
{
    std::map<std::string, CampaignReport::Primary> found;
    for (const PrecheckedRow& row : rows) {
        if (!Ordering::waits(row)) continue;
        CampaignReport::Primary& primary = found[lower_case(row.primary)];
        ++primary.waiting;
        if (primary.waiting > 1) continue;
        primary.name = row.primary;
        const std::size_t* own = order.row_of(row.primary);
        if (own == nullptr) continue;
        primary.step = order.step(*own);
        primary.place = primary.step > 0 ? CampaignReport::Place::kAmongRows : CampaignReport::Place::kFails;
    }
    std::vector<CampaignReport::Primary> list;
    for (auto& [key, primary] : found) list.push_back(std::move(primary));
    std::stable_sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.waiting > b.waiting; });
    return list;
}

}  // namespace

PrecheckResult precheck_result(std::string_view name)
{
    return named<PrecheckResult>(name).value_or(PrecheckResult::kUnanswered);
}

PrecheckOutcome outcome_of(const PrecheckReport& report)
{
    PrecheckOutcome outcome;
    outcome.result = PrecheckResult::kSucceeds;
    outcome.codes = report.info_codes;
    for (const int number : report.info_codes) {
        if (const PrecheckCode* code = precheck_code(number)) take_stronger(outcome, *code);
    }
    if (outcome.meaning.empty()) {
        // Every info code means success, those too that the guide does not have yet.
        outcome.meaning = report.descriptions.empty() ? "provisioning will succeed" : report.descriptions.front();
    }
    return outcome;
}

PrecheckOutcome outcome_of(const WebexFailure& failure)
{
    PrecheckOutcome outcome;
    outcome.meaning = failure.what;
    if (failure.code != 0) outcome.codes.push_back(failure.code);
    if (is_passing(failure)) {
        outcome.reason = failure.http_status == 429 || failure.http_status == 423 ? "slow-down" : "no-answer";
        return outcome;
    }
    outcome.result = PrecheckResult::kFails;
    const WebexCode& rule = webex_code_for(WebexCall::kProvision, failure.http_status, failure.code);
    outcome.reason = webex_reason(failure.http_status, failure.code);
    if (outcome.meaning.empty()) outcome.meaning = rule.title;
    outcome.remedy = rule.remedy;
    return outcome;
}

bool ends_campaign(const WebexFailure& failure)
{
    if (failure.kind == WebexFailure::Kind::kNoGrant) return true;
    if (failure.kind != WebexFailure::Kind::kAnswered || is_passing(failure)) return false;
    return webex_code_for(WebexCall::kProvision, failure.http_status, failure.code).scope == BlastScope::kPartner;
}

bool must_wait_for_primary(const PrecheckReport& report)
{
    return outcome_of(report).result == PrecheckResult::kAfterPrimary;
}

CampaignReport campaign_report(std::span<const PrecheckedRow> rows)
{
    CampaignReport report;
    std::map<std::pair<bool, std::string>, CampaignReport::Line> lines;
    std::map<int, std::size_t> steps;
    Ordering order(rows);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        count(report, rows[i]);
        count_codes(rows[i], lines);
        const int step = order.step(i);
        if (step > 0) ++steps[step];
    }
    for (auto& [key, line] : lines) {
        explain(line);
        report.lines.push_back(std::move(line));
    }
    for (const auto& [step, count] : steps) report.steps.push_back({step, count});
    report.primaries = primaries_of(rows, order);
    return report;
}

}  // namespace bwsync
