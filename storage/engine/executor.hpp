// Runs the bodies of the store's verbs: threads, connections, transactions, time taken, health. Internal to storage/.
#pragma once

#include <atomic>
#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/domain/basics/result.hpp"
#include "daemon/ports/telemetry.hpp"
#include "daemon/runtime/offload.hpp"
#include "daemon/runtime/task.hpp"
#include "storage/engine/session.hpp"
#include "storage/engine/settings.hpp"

namespace bwsync {

// Never more sessions than threads; each verb has one for itself while it runs.
class Executor {
public:
    Executor(std::string dsn, int connections, Telemetry& telemetry);
    ~Executor();

    // One transaction; committed when `body` gives a value, rolled back when it gives an Error. `query` names it in
    // store_seconds and is a literal. It is run again by itself only when it was certainly not applied; a commit whose
    // answer was lost is looked up, so that kUnknownOutcome remains for a server that does not come back in time.
    template <class T>
    Task<Result<T>> transact(std::string_view query, std::function<Result<T>(Transaction&)> body)
    {
        if (is_shut_down()) co_return Error(ErrorKind::kCancelled, "the store is shut down");
        auto work = [this, query, body = std::move(body)] { return transact_now<T>(query, body); };
        co_return co_await offload(pool_, std::move(work));
    }

    // The same on the calling thread, which must be one that may block.
    template <class T>
    Result<T> transact_now(std::string_view query, const std::function<Result<T>(Transaction&)>& body)
    {
        std::optional<Result<T>> result;
        const auto step = [&](Transaction& transaction) {
            result.emplace(body(transaction));
            return static_cast<bool>(*result);
        };
        if (auto failure = attempt(query, step)) return std::move(*failure);
        return std::move(*result);
    }

    // Waits for what runs, then closes the connections. Further verbs are refused with kCancelled.
    void shut_down();

    [[nodiscard]] bool is_shut_down() const { return is_shut_down_.load(); }
    [[nodiscard]] bool is_healthy() const { return is_healthy_.load(); }
    [[nodiscard]] std::string health_detail() const;
    [[nodiscard]] const std::string& dsn() const { return dsn_; }
    asio::thread_pool& pool() { return pool_; }
    Telemetry& telemetry() { return telemetry_; }

private:
    enum class Commit { kNotDone, kUnknown };

    std::optional<Error> attempt(std::string_view query, const std::function<bool(Transaction&)>& step);
    Commit look_up(const std::string& identity);
    std::unique_ptr<Session> take_session();
    void return_session(std::unique_ptr<Session> session);
    void note_health(const std::string& problem);

    std::string dsn_;
    Telemetry& telemetry_;
    asio::thread_pool pool_;
    mutable std::mutex mutex_;
    std::vector<std::unique_ptr<Session>> idle_;
    std::string problem_;
    std::atomic<bool> is_healthy_ = true;
    std::atomic<bool> is_shut_down_ = false;
};

}  // namespace bwsync
