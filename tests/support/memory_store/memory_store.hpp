// The store without PostgreSQL: every port that the core works on, with the meaning that tests/contract/store demands
// of both. What operators see and order (Operations, ProcedureOrders) is text made by SQL and has no twin here.
#pragma once

#include "tests/support/memory_store/stores.hpp"

namespace bwsync::test {

// One process's connections; several over the same tables are several processes.
class MemoryStore final {
public:
    explicit MemoryStore(memory::Tables& tables, Mishaps* mishaps = nullptr)
        : MemoryStore(memory::Access(tables, mishaps))
    {
    }

    memory::Leases leases;
    memory::Feeds feed;
    memory::Sources source;
    memory::Snapshots snapshots;
    memory::Subscribers subscribers;
    memory::Intents intents;
    memory::Mirror mirror;
    memory::Enterprises enterprises;
    memory::Bridges bridges;
    memory::OpenBreakers breakers;
    memory::ProcedureRuns procedures;
    memory::Billing billing;
    memory::Housekeeping housekeeping;

private:
    explicit MemoryStore(const memory::Access& access)
        : leases(access),
          feed(access),
          source(access),
          snapshots(access),
          subscribers(access),
          intents(access),
          mirror(access),
          enterprises(access),
          bridges(access),
          breakers(access),
          procedures(access),
          billing(access),
          housekeeping(access)
    {
    }
};

}  // namespace bwsync::test
