#include "daemon/ctl/commands/precheck_campaign.hpp"

#include <algorithm>
#include <chrono>
#include <deque>
#include <thread>

#include "daemon/ctl/cli/progress_line.hpp"
#include "daemon/domain/preview/precheck_report.hpp"

namespace bwsync::ctl {

namespace {

using std::chrono::steady_clock;

// What the API takes at once.
constexpr std::size_t kRowsMost = 100;
constexpr std::size_t kBytesMost = 40'000;
constexpr int kTriesMax = 5;
constexpr std::chrono::seconds kPause{1};
constexpr long kWaitMost = 3600;  // seconds; Webex never asked for more

struct Pending {
    explicit Pending(PrecheckRow r) : row(std::move(r)) {}
    PrecheckRow row;
    int tries = 0;
};

Json to_json(const PrecheckRow& row)
{
    Json item;
    if (!row.user_id.empty()) {
        item["userId"] = row.user_id;
    } else {
        item["email"] = row.email;
        item["customerEmail"] = row.customer_email;
    }
    return item;
}

class Asking {
public:
    Asking(const Context& context, std::string bridge, std::vector<PrecheckRow> rows, PrecheckResults& results)
        : context_(context), bridge_(std::move(bridge)), results_(results)
    {
        total_ = rows.size();
        for (PrecheckRow& row : rows) {
            if (!results.has(row)) pending_.emplace_back(std::move(row));
        }
        done_before_ = total_ - pending_.size();
    }

    Outcome<std::size_t> run()
    {
        while (!pending_.empty()) {
            show("");
            Outcome<> asked = ask();
            if (!asked) {
                context_.output.progress("");
                if (fresh_ + done_before_ > 0) {
                    context_.output.message(std::to_string(fresh_ + done_before_) + " of " + std::to_string(total_) +
                                            " rows are answered; the same command goes on behind them");
                }
                return asked.error();
            }
        }
        show("");
        context_.output.progress("");
        return given_up_;
    }

private:
    void show(const std::string& remark)
    {
        ProgressLine line;
        line.done = done_before_ + fresh_;
        line.total = total_;
        line.fresh = fresh_;
        line.took = std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - began_);
        line.remark = remark;
        context_.output.progress(progress_text(line, context_.output.progress_width()));
    }

    // One batch, and what came of it.
    Outcome<> ask()
    {
        Json rows = Json::array();
        std::size_t bytes = 0;
        for (const Pending& each : pending_) {
            bytes += each.row.user_id.size() + each.row.email.size() + each.row.customer_email.size() + 40;
            if (rows.size() == kRowsMost || (bytes > kBytesMost && !rows.empty())) break;
            rows.push_back(to_json(each.row));
        }
        const std::size_t count = rows.size();
        Json body;
        body["rows"] = std::move(rows);
        Outcome<Json> answer = context_.api.post({"bridges", bridge_, "prechecks"}, body);
        if (!answer) return is_waited_for(answer.error()) ? Outcome<>(std::monostate()) : answer.error();
        silent_since_.reset();
        return take(*answer, count);
    }

    // A daemon that is restarted, or away for a moment.
    bool is_waited_for(const Failure& failure)
    {
        if (failure.exit_status != kUnreachable) return false;
        const auto now = steady_clock::now();
        if (!silent_since_) silent_since_ = now;
        if (now - *silent_since_ >= std::chrono::seconds(context_.invocation.patience_seconds)) return false;
        show("the daemon does not answer");
        std::this_thread::sleep_for(kPause);
        return true;
    }

    Outcome<> take(const Json& answer, std::size_t count)
    {
        const Json items = answer.value("items", Json::array());
        if (!items.is_array() || items.size() != count)
            return Failure{"the daemon's answer does not fit the question; are its version and this one's the same?",
                           kFailed};
        std::vector<Json> answered;
        std::deque<Pending> again;
        for (const Json& item : items) {
            Pending one = std::move(pending_.front());
            pending_.pop_front();
            const bool is_final = precheck_result(item.value("result", std::string())) != PrecheckResult::kUnanswered;
            if (is_final) {
                answered.push_back(item);
            } else if (item.value("reason", std::string()) == "not-yet" || ++one.tries < kTriesMax) {
                again.push_back(std::move(one));
            } else {
                ++given_up_;
            }
        }
        pending_.insert(pending_.begin(), std::make_move_iterator(again.begin()), std::make_move_iterator(again.end()));
        fresh_ += answered.size();
        Outcome<> kept = results_.add(answered);
        if (!kept) return kept;
        pause(answer, answered.empty());
        return std::monostate();
    }

    void pause(const Json& answer, bool has_nothing)
    {
        const Json asked = answer.value("waitSeconds", Json());
        const long seconds = asked.is_number_integer() ? std::clamp(asked.get<long>(), 0L, kWaitMost) : 0;
        if (pending_.empty()) return;
        if (seconds > 0) show("Webex asks to wait " + std::to_string(seconds) + " s");
        if (seconds > 0) std::this_thread::sleep_for(std::chrono::seconds(seconds));
        if (seconds == 0 && has_nothing) std::this_thread::sleep_for(kPause);
    }

    const Context& context_;
    const std::string bridge_;
    PrecheckResults& results_;
    std::deque<Pending> pending_;
    std::size_t total_ = 0;
    std::size_t done_before_ = 0;
    std::size_t fresh_ = 0;
    std::size_t given_up_ = 0;
    const steady_clock::time_point began_ = steady_clock::now();
    std::optional<steady_clock::time_point> silent_since_;
};

}  // namespace

Outcome<std::size_t> ask_all(const Context& context, const std::string& bridge, std::vector<PrecheckRow> rows,
                             PrecheckResults& results)
{
    return Asking(context, bridge, std::move(rows), results).run();
}

}  // namespace bwsync::ctl
