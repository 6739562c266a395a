// One connection's worth of work: takes jobs from the pool's queue, fills documents with them, hands the answers out.
#pragma once

#include "adapters/broadworks/ocip/pool.hpp"

namespace bwsync::ocip {

class Pool::Worker final {
public:
    explicit Worker(Pool& pool) : pool_(pool) {}

    Task<> run(std::stop_token stop);
    void wake() { bell_.ring(); }

private:
    // A request on its way, in the version that is being tried.
    struct Pending {
        Pending(std::size_t u, std::size_t r, std::size_t v) : unit(u), request(r), version(v) {}
        std::size_t unit;
        std::size_t request;
        std::size_t version;
    };
    using Collected = std::vector<std::vector<std::optional<Answer>>>;

    Task<> rest(std::stop_token stop);
    Task<> serve(std::vector<Unit> units, std::stop_token stop);
    Task<Outcome<>> ensure_session(std::stop_token stop);
    Task<Outcome<>> collect(std::vector<Unit> units, Collected& answers, std::stop_token stop);
    Task<Outcome<std::vector<Answer>>> send(std::vector<Command> commands, std::stop_token stop);
    void give_up(const std::vector<Unit>& units, const Trouble& trouble);

    Pool& pool_;
    Signal bell_;
    std::unique_ptr<Session> session_;
};

}  // namespace bwsync::ocip
