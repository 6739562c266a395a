#include "storage/engine/executor.hpp"

#include <chrono>
#include <thread>

#include "storage/engine/errors.hpp"
#include "storage/engine/rows.hpp"

namespace bwsync {

namespace {

// First try, one on a fresh connection when the kept one had died, one more for a rollback in favour of others.
constexpr int kAttempts = 3;
// How long a commit whose answer was lost is looked for before the caller is told that its outcome is unknown.
constexpr std::chrono::seconds kLookUpFor{10};
constexpr std::chrono::milliseconds kLookUpPause{100};

// Empty when the transaction has written nothing: then it makes no difference whether it was committed.
std::string identity_of(Transaction& transaction)
{
    if (!transaction.identity().empty()) return transaction.identity();
    return text(transaction.run("select pg_current_xact_id_if_assigned()")[0][0]);
}

class Stopwatch {
public:
    Stopwatch(Telemetry& telemetry, std::string_view query) : telemetry_(telemetry), query_(query) {}
    Stopwatch(const Stopwatch&) = delete;
    Stopwatch& operator=(const Stopwatch&) = delete;
    ~Stopwatch()
    {
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - began_;
        telemetry_.observe("store_seconds", {query_}, seconds.count());
    }

private:
    Telemetry& telemetry_;
    std::string query_;
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace

Executor::Executor(std::string dsn, int connections, Telemetry& telemetry)
    : dsn_(std::move(dsn)), telemetry_(telemetry), pool_(static_cast<std::size_t>(connections))
{
}

Executor::~Executor()
{
    shut_down();
}

void Executor::shut_down()
{
    is_shut_down_ = true;
    pool_.join();
    const std::lock_guard lock(mutex_);
    idle_.clear();
}

std::string Executor::health_detail() const
{
    const std::lock_guard lock(mutex_);
    return problem_;
}

std::unique_ptr<Session> Executor::take_session()
{
    {
        const std::lock_guard lock(mutex_);
        if (!idle_.empty()) {
            std::unique_ptr<Session> session = std::move(idle_.back());
            idle_.pop_back();
            return session;
        }
    }
    return std::make_unique<Session>(dsn_);
}

void Executor::return_session(std::unique_ptr<Session> session)
{
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(session));
}

void Executor::note_health(const std::string& problem)
{
    const bool is_good = problem.empty();
    if (is_good && is_healthy_.load()) return;
    const std::lock_guard lock(mutex_);
    problem_ = problem;
    is_healthy_ = is_good;
    // The other kept connections are of the same server: dead ones would each cost one attempt.
    if (!is_good) idle_.clear();
}

std::optional<Error> Executor::attempt(std::string_view query, const std::function<bool(Transaction&)>& step)
{
    const Stopwatch stopwatch(telemetry_, query);
    for (int number = 1;; ++number) {
        if (is_shut_down_) return Error(ErrorKind::kCancelled, "the store is shut down");
        std::unique_ptr<Session> session;
        bool is_committing = false;
        std::string identity;
        try {
            session = take_session();
            {
                pqxx::work work(session->connection());
                Transaction transaction(*session, work);
                if (step(transaction)) {
                    identity = identity_of(transaction);
                    is_committing = true;
                    work.commit();
                }
            }
            return_session(std::move(session));
            note_health("");
            return std::nullopt;
        } catch (...) {
            Failure failure = translate_current_exception(is_committing);
            note_health(failure.is_broken ? failure.error.what : "");
            const bool could_connect = session != nullptr;
            if (session && !failure.is_broken) return_session(std::move(session));
            if (failure.error.kind == ErrorKind::kUnknownOutcome) {
                const Commit commit = look_up(identity);
                if (commit != Commit::kUnknown) note_health("");
                failure.is_untouched = commit == Commit::kNotDone;
            }
            if (!could_connect || !failure.is_untouched || number == kAttempts) return std::move(failure.error);
        }
    }
}

// The server remembers how its transactions ended.
Executor::Commit Executor::look_up(const std::string& identity)
{
    if (identity.empty()) return Commit::kNotDone;
    const auto deadline = std::chrono::steady_clock::now() + kLookUpFor;
    while (!is_shut_down_ && std::chrono::steady_clock::now() < deadline) {
        try {
            Session session(dsn_);
            pqxx::nontransaction look(session.connection());
            const std::string status = text(look.exec("select pg_xact_status('" + identity + "'::xid8)")[0][0]);
            // A crash forgets a number that was given out and not yet written, and gives it to another transaction:
            // "aborted" is certain, "committed" may be said of that other one. The caller repeats, which every verb
            // bears.
            if (status == "committed") return Commit::kUnknown;
            if (status == "aborted") return Commit::kNotDone;
        } catch (const pqxx::failure&) {
            // Not back yet.
        }
        std::this_thread::sleep_for(kLookUpPause);
    }
    return Commit::kUnknown;
}

}  // namespace bwsync
