// Billing reports for the admin API: calls to Webex, downloads that go on while nobody asks, and the files in
// billing.directory.
#pragma once

#include <map>
#include <memory>
#include <utility>

#include "daemon/admin/billing_service.hpp"
#include "daemon/parts/parts.hpp"
#include "daemon/runtime/offload.hpp"
#include "daemon/runtime/task_group.hpp"

namespace bwsync {

class OperatorBilling final : public BillingService {
public:
    OperatorBilling(Parts& parts, BillingStore& store, BillingColumns columns, Clock& clock, Telemetry& telemetry);
    ~OperatorBilling() override;

    // Holds the downloads; ends on stop, when the last of them has.
    Task<> run(std::stop_token stop);

    Task<Result<std::vector<BillingReport>>> list(std::string partner, BillingFilter filter) override;
    Task<Result<BillingReport>> create(std::string partner, std::string period) override;
    Task<Result<BillingReport>> get(std::string partner, std::string id) override;
    Task<Result<>> remove(std::string partner, std::string id) override;
    Result<BillingDownload> begin_download(std::string partner, std::string id) override;
    Result<BillingDownload> download(std::string partner, std::string id) override;
    Task<Result<BillingFileStatus>> file(std::string partner, std::string period) override;
    Task<Result<std::string>> piece(std::string partner, std::string period, std::uint64_t offset) override;
    BillingColumns columns() override { return columns_; }
    Task<Result<std::vector<Instant>>> looks(std::string partner) override;
    Task<Result<std::string>> history(std::string partner, std::string cursor, int limit) override;

private:
    using Key = std::pair<std::string, std::string>;  // partner, report

    Task<> bring(Key key, std::stop_token stop);
    WebexBilling& billing_of(const std::string& partner);
    void forget_ended();

    Parts& parts_;
    BillingStore& store_;
    const BillingColumns columns_;
    Clock& clock_;
    Telemetry& telemetry_;
    TaskGroup* downloads_under_way_ = nullptr;
    std::map<Key, BillingDownload> downloads_;
    asio::thread_pool disk_{1};
};

}  // namespace bwsync
