// What waits to be asked: jobs of one caller, and the fair queue from which documents are filled.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "adapters/broadworks/ocip/commands.hpp"
#include "adapters/broadworks/ocip/response.hpp"
#include "daemon/runtime/signal.hpp"

namespace bwsync::ocip {

// Requests that belong together and travel in one document when it has room for them.
struct Job {
    explicit Job(std::vector<Request> r) : requests(std::move(r)) {}
    std::vector<Request> requests;
    int attempts = 0;
    std::optional<Result<std::vector<Answer>>> outcome;  // one answer per request
};

// The jobs of one call. Shared with whoever works on it, so that the caller may leave early.
struct Batch {
    explicit Batch(std::vector<std::vector<Request>> requests);

    [[nodiscard]] bool has_more() const { return !is_abandoned && (!returned.empty() || next < jobs.size()); }
    [[nodiscard]] std::size_t peek() const { return returned.empty() ? next : returned.front(); }
    std::size_t take();
    void finish(std::size_t job, Result<std::vector<Answer>> outcome);
    [[nodiscard]] bool is_done() const { return open == 0; }

    std::vector<Job> jobs;
    std::size_t next = 0;              // first job nobody took yet
    std::deque<std::size_t> returned;  // taken, but the connection died before the answer
    std::size_t open;                  // jobs without outcome
    bool is_abandoned = false;
    Signal done;
};

// One job in the hands of a connection.
struct Unit {
    Unit(std::shared_ptr<Batch> b, std::size_t j) : batch(std::move(b)), job(j) {}
    [[nodiscard]] Job& operator*() const { return batch->jobs[job]; }
    void finish(Result<std::vector<Answer>> outcome) const { batch->finish(job, std::move(outcome)); }
    std::shared_ptr<Batch> batch;
    std::size_t job;
};

// Callers take turns job by job, so that a sweep of thousands does not keep a single read waiting.
class WorkQueue final {
public:
    void push(std::shared_ptr<Batch> batch) { batches_.push_back(std::move(batch)); }
    // Gives a job back to be taken next.
    void push_back_first(const Unit& unit);
    // Whole jobs for one document of at most `room` commands; a job larger than that comes alone. Empty: no work.
    std::vector<Unit> take(std::size_t room);
    [[nodiscard]] std::size_t callers() const { return batches_.size(); }
    // Jobs not taken, at most `limit`.
    [[nodiscard]] std::size_t jobs_up_to(std::size_t limit) const;
    void fail_all(const Error& error);

private:
    std::deque<std::shared_ptr<Batch>> batches_;
};

}  // namespace bwsync::ocip
