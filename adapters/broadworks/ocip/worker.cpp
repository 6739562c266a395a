#include "adapters/broadworks/ocip/worker.hpp"

#include <algorithm>
#include <iterator>

#include "daemon/runtime/sleep.hpp"
#include "daemon/runtime/timed_wait.hpp"

namespace bwsync::ocip {

namespace {

constexpr int kAttemptsMax = 2;
constexpr std::chrono::hours kForever{1};  // a worker without a connection has nothing to wake up for

const char* result_label(const Answer& answer)
{
    if (!answer.failure()) return "ok";
    return answer.failure()->severity == Severity::kError ? "error" : "warning";
}

}  // namespace

Task<> Pool::Worker::run(std::stop_token stop)
{
    while (!stop.stop_requested()) {
        std::vector<Unit> units = pool_.queue_.take(pool_.settings_.commands_per_document);
        if (units.empty()) {
            co_await rest(stop);
        } else {
            co_await serve(std::move(units), stop);
        }
    }
    if (session_) co_await session_->log_out();
    session_.reset();
}

Task<> Pool::Worker::rest(std::stop_token stop)
{
    pool_.idle_.push_back(this);
    std::chrono::milliseconds limit = kForever;
    if (session_) limit = pool_.settings_.idle_max;
    co_await wait_for(bell_, limit, stop);
    const auto self = std::find(pool_.idle_.begin(), pool_.idle_.end(), this);
    if (self == pool_.idle_.end()) co_return;  // woken for work
    pool_.idle_.erase(self);
    if (!session_) co_return;
    co_await session_->log_out();
    session_.reset();
}

Task<Outcome<>> Pool::Worker::ensure_session(std::stop_token stop)
{
    const TimePoint now = std::chrono::steady_clock::now();
    const bool is_worn = session_ && (!session_->is_usable() || now - session_->opened_at() > pool_.settings_.age_max);
    if (is_worn) {
        co_await session_->log_out();
        session_.reset();
    }
    if (session_) co_return std::monostate();
    Outcome<std::unique_ptr<Session>> opened = co_await pool_.open_session(stop);
    if (!opened) co_return opened.error();
    session_ = std::move(*opened);
    co_return std::monostate();
}

Task<> Pool::Worker::serve(std::vector<Unit> units, std::stop_token stop)
{
    Outcome<> ready = co_await ensure_session(stop);
    if (!ready) {
        for (const Unit& unit : units) unit.finish(pool_.error_of(ready.error()));
        co_return;
    }
    Collected answers;
    Outcome<> collected = co_await collect(units, answers, stop);
    if (!collected) {
        session_.reset();
        give_up(units, collected.error());
        co_return;
    }
    pool_.note_success();
    for (std::size_t i = 0; i < units.size(); ++i) {
        std::vector<Answer> whole;
        for (std::optional<Answer>& answer : answers[i]) whole.push_back(std::move(*answer));
        units[i].finish(std::move(whole));
    }
}

// A command that is refused as unknown is sent again in its next older version; the ladder learns from the first
// version that is understood, so that a request which no version accepts (a malformed id) teaches it nothing.
Task<Outcome<>> Pool::Worker::collect(std::vector<Unit> units, Collected& answers, std::stop_token stop)
{
    std::vector<Pending> todo;
    for (std::size_t u = 0; u < units.size(); ++u) {
        const std::vector<Request>& requests = (*units[u]).requests;
        answers.emplace_back(requests.size());
        for (std::size_t r = 0; r < requests.size(); ++r)
            todo.emplace_back(u, r, pool_.ladder_.version(requests[r].read));
    }
    std::size_t room = pool_.settings_.commands_per_document;
    while (!todo.empty()) {
        const auto chunk_end = todo.begin() + static_cast<std::ptrdiff_t>(std::min(room, todo.size()));
        const std::vector<Pending> chunk(todo.begin(), chunk_end);
        std::vector<Command> commands;
        for (const Pending& one : chunk) {
            const Request& request = (*units[one.unit]).requests[one.request];
            commands.emplace_back(std::string(command_name(request.read, one.version)), request.children);
        }
        Outcome<std::vector<Answer>> got = co_await send(std::move(commands), stop);
        if (!got) co_return got.error();
        if (got->size() < chunk.size()) {
            room = 1;  // refused as a whole for one of them: find out which
            continue;
        }
        todo.erase(todo.begin(), chunk_end);
        for (std::size_t i = 0; i < chunk.size(); ++i) {
            const Pending& one = chunk[i];
            Answer& answer = (*got)[i];
            const Read read = (*units[one.unit]).requests[one.request].read;
            const bool is_unknown = answer.failed_with(kInvalidRequest);
            if (is_unknown && one.version + 1 < version_count(read)) {
                todo.emplace_back(one.unit, one.request, one.version + 1);
                continue;
            }
            if (!is_unknown && one.version > pool_.ladder_.version(read)) pool_.ladder_.learn(read, one.version);
            answers[one.unit][one.request] = std::move(answer);
        }
    }
    co_return std::monostate();
}

Task<Outcome<std::vector<Answer>>> Pool::Worker::send(std::vector<Command> commands, std::stop_token stop)
{
    const std::size_t count = commands.size();
    const auto delay = pool_.rate_.reserve(count, std::chrono::steady_clock::now());
    if (delay.count() > 0) {
        const bool is_due = co_await sleep_for(delay, stop);
        if (!is_due) co_return Trouble(TroubleKind::kStopped, "stopping");
    }
    const TimePoint begin = std::chrono::steady_clock::now();
    Outcome<std::vector<Answer>> answers = co_await session_->exchange(std::move(commands), stop);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    pool_.telemetry_.observe("ocip_request_seconds", Labels{pool_.settings_.cluster}, taken.count());
    if (answers) {
        for (const Answer& answer : *answers) pool_.count(result_label(answer));
    } else if (answers.error().kind != TroubleKind::kStopped) {
        pool_.count(answers.error().kind == TroubleKind::kTimeout ? "timeout" : "closed", count);
    }
    co_return answers;
}

void Pool::Worker::give_up(const std::vector<Unit>& units, const Trouble& trouble)
{
    bool is_final = false;
    for (const Unit& unit : units) {
        ++(*unit).attempts;
        if (trouble.kind == TroubleKind::kClosed && (*unit).attempts < kAttemptsMax) {
            pool_.queue_.push_back_first(unit);
            continue;
        }
        unit.finish(pool_.error_of(trouble));
        is_final = true;
    }
    if (is_final) pool_.note_failure(trouble);
    pool_.wake_workers();
}

}  // namespace bwsync::ocip
