// The BroadWorks Enterprises family: the list and directory synchronisation.
#pragma once

#include "tests/lab/webex/api/api.hpp"

namespace bwsync::lab::webex {

class EnterprisesApi final {
public:
    explicit EnterprisesApi(Partner& partner) : partner_(partner) {}
    ~EnterprisesApi() { *alive_ = false; }
    EnterprisesApi(const EnterprisesApi&) = delete;
    EnterprisesApi& operator=(const EnterprisesApi&) = delete;

    Outcome list(const Exchange& call);
    Outcome sync_status(const Exchange& call);
    Outcome enable_sync(const Exchange& call);
    Outcome run_sync(const Exchange& call);
    Outcome sync_user(const Exchange& call);

private:
    using Step = void (EnterprisesApi::*)(Customer&);

    Customer* visible(const std::string& enterprise_id) const;
    Json sync_json(const DirectorySync& sync, bool whole) const;
    Json enterprise_json(const Customer& customer) const;
    void after(Customer& customer, std::chrono::milliseconds delay, Step step);
    void sync_done(Customer& customer);
    void disable_runs(Customer& customer);
    void disable_done(Customer& customer);

    Partner& partner_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace bwsync::lab::webex
