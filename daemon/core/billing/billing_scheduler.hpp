// Has one partner's monthly billing report made and brought into billing.directory, under a lease: of several replicas
// one asks, and the file is on its machine.
#pragma once

#include <string>

#include "daemon/core/billing/billing_files.hpp"
#include "daemon/domain/billing/billing_schedule.hpp"
#include "daemon/ports/billing_store.hpp"
#include "daemon/ports/clock.hpp"
#include "daemon/ports/telemetry.hpp"
#include "daemon/ports/webex_billing.hpp"

namespace bwsync {

struct BillingPorts {
    WebexBilling& webex;
    BillingFiles& files;
    BillingStore& store;
    Clock& clock;
    Telemetry& telemetry;
};

class BillingScheduler final {
public:
    BillingScheduler(BillingPorts ports, std::string partner, int create_on_day);

    // Works until stop. What is under way is in the store: whoever has the lease next goes on with it.
    Task<> run(Lease lease, std::stop_token stop);

private:
    Task<> work(Lease lease, std::stop_token stop);
    // One step; the run as it is to be saved.
    Task<BillingRun> advance(BillingRun run, BillingStep step, std::stop_token stop);
    Task<BillingRun> create(BillingRun run, std::stop_token stop);
    Task<BillingRun> look_for(BillingRun run, std::stop_token stop);
    Task<BillingRun> look_at(BillingRun run, std::stop_token stop);
    Task<> show_last_success();
    void tell(const BillingRun& before, const BillingRun& after);

    BillingPorts ports_;
    const std::string partner_;
    const int create_on_day_;
};

}  // namespace bwsync
