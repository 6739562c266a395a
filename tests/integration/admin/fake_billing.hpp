// Billing reports behind the admin API as a test puts them there.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "daemon/admin/billing_service.hpp"

namespace bwsync::test {

class FakeBilling final : public BillingService {
public:
    Task<Result<std::vector<BillingReport>>> list(std::string partner, BillingFilter filter) override;
    Task<Result<BillingReport>> create(std::string partner, std::string period) override;
    Task<Result<BillingReport>> get(std::string partner, std::string id) override;
    Task<Result<>> remove(std::string partner, std::string id) override;
    Result<BillingDownload> begin_download(std::string partner, std::string id) override;
    Result<BillingDownload> download(std::string partner, std::string id) override;
    Task<Result<BillingFileStatus>> file(std::string partner, std::string period) override;
    Task<Result<std::string>> piece(std::string partner, std::string period, std::uint64_t offset) override;
    BillingColumns columns() override { return BillingColumns(); }
    Task<Result<std::vector<Instant>>> looks(std::string partner) override;
    Task<Result<std::string>> history(std::string partner, std::string cursor, int limit) override;

    // "list acme 2026-01||id", in order.
    [[nodiscard]] std::vector<std::string> calls() const;

    // Set up before they are asked for.
    std::vector<BillingReport> reports;
    std::optional<Error> refusal;  // of every call
    int looks_until_made = 0;      // a report is in progress for so many looks
    int looks_until_fetched = 0;
    BillingDownload::State download_ends = BillingDownload::State::kDone;
    std::string content;  // of every file
    std::size_t piece_max = 1000;
    std::vector<Instant> look_times;
    std::map<std::string, std::string> pages;  // of the history, by cursor

private:
    void note(const std::string& call);

    mutable std::mutex mutex_;
    std::vector<std::string> calls_;
};

}  // namespace bwsync::test
