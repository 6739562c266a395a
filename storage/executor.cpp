#include "storage/executor.hpp"

#include <chrono>

#include "storage/errors.hpp"

namespace bwsync {

namespace {

// First try, one on a fresh connection when the kept one had died, one more for a rollback in favour of others.
constexpr int kAttempts = 3;

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
        try {
            session = take_session();
            {
                pqxx::work work(session->connection());
                Transaction transaction(*session, work);
                if (step(transaction)) {
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
            if (!could_connect || !failure.is_untouched || number == kAttempts) return std::move(failure.error);
        }
    }
}

}  // namespace bwsync
