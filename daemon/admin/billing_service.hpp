// What the admin API asks about billing reports. `partner` is one of DaemonStatus::partners.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "daemon/domain/basics/result.hpp"
#include "daemon/domain/billing/billing_table.hpp"
#include "daemon/domain/billing/webex_billing.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

struct BillingDownload {
    enum class State { kRunning, kDone, kFailed };
    State state = State::kRunning;
    std::string report_id;
    std::string period;  // empty until Webex told it
    std::string path;    // on this machine; empty until it is done
    std::uint64_t bytes = 0;
    std::uint64_t bytes_resumed = 0;
    std::string problem;  // of a failed one: what is wrong and what to do
};

struct BillingFileStatus {
    std::string path;
    std::uint64_t bytes = 0;
};

// Errors in words for a person (billing_error), with Webex's code, its remedy and the tracking id. Nothing here gives
// a report's link away.
class BillingService {
public:
    virtual ~BillingService() = default;

    virtual Task<Result<std::vector<BillingReport>>> list(std::string partner, BillingFilter filter) = 0;
    // A call whose outcome is unknown is settled by looking whether the report is there.
    virtual Task<Result<BillingReport>> create(std::string partner, std::string period) = 0;
    virtual Task<Result<BillingReport>> get(std::string partner, std::string id) = 0;
    virtual Task<Result<>> remove(std::string partner, std::string id) = 0;

    // Begins to fetch the file into billing.directory, or joins who does already.
    virtual Result<BillingDownload> begin_download(std::string partner, std::string id) = 0;
    // kNotFound: none was begun by this process.
    virtual Result<BillingDownload> download(std::string partner, std::string id) = 0;

    // The file in billing.directory. kNotFound: there is none on this machine.
    virtual Task<Result<BillingFileStatus>> file(std::string partner, std::string period) = 0;
    // Up to a mebibyte of it from `offset`; empty behind its end.
    virtual Task<Result<std::string>> piece(std::string partner, std::string period, std::uint64_t offset) = 0;

    // What invoices are reconciled with. The comparison itself is the tool's work: it may take seconds, and here
    // nothing may.
    virtual BillingColumns columns() = 0;
    virtual Task<Result<std::vector<Instant>>> looks(std::string partner) = 0;
    // JSON text, as BillingStore::list_periods.
    virtual Task<Result<std::string>> history(std::string partner, std::string cursor, int limit) = 0;
};

}  // namespace bwsync
