#include "adapters/broadworks/ocip/work.hpp"

#include <algorithm>

namespace bwsync::ocip {

Batch::Batch(std::vector<std::vector<Request>> requests) : open(requests.size())
{
    jobs.reserve(requests.size());
    for (std::vector<Request>& job : requests) jobs.emplace_back(std::move(job));
}

std::size_t Batch::take()
{
    if (returned.empty()) return next++;
    const std::size_t job = returned.front();
    returned.pop_front();
    return job;
}

void Batch::finish(std::size_t job, Result<std::vector<Answer>> outcome)
{
    jobs[job].outcome.emplace(std::move(outcome));
    --open;
    if (open == 0) done.ring();
}

void WorkQueue::push_back_first(const Unit& unit)
{
    unit.batch->returned.push_back(unit.job);
    const bool is_queued = std::find(batches_.begin(), batches_.end(), unit.batch) != batches_.end();
    if (!is_queued) batches_.push_front(unit.batch);
}

std::vector<Unit> WorkQueue::take(std::size_t room)
{
    std::vector<Unit> units;
    std::size_t misses = 0;  // callers in a row whose next job does not fit
    while (misses < batches_.size() && (room > 0 || units.empty())) {
        const std::shared_ptr<Batch> batch = std::move(batches_.front());
        batches_.pop_front();
        if (!batch->has_more()) continue;
        const std::size_t need = batch->jobs[batch->peek()].requests.size();
        if (need > room && !units.empty()) {
            ++misses;
            batches_.push_back(batch);
            continue;
        }
        misses = 0;
        units.emplace_back(batch, batch->take());
        room -= std::min(need, room);
        if (batch->has_more()) batches_.push_back(batch);
    }
    return units;
}

std::size_t WorkQueue::jobs_up_to(std::size_t limit) const
{
    std::size_t jobs = 0;
    for (const auto& batch : batches_) {
        if (batch->is_abandoned) continue;
        jobs += batch->jobs.size() - batch->next + batch->returned.size();
        if (jobs >= limit) return limit;
    }
    return jobs;
}

void WorkQueue::fail_all(const Error& error)
{
    for (const auto& batch : batches_) {
        while (batch->has_more()) batch->finish(batch->take(), error);
    }
    batches_.clear();
}

}  // namespace bwsync::ocip
