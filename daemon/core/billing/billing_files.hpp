// Brings the file of a partner's billing report into a folder: asks Webex for a link, fetches without a token, asks
// for a new link when it expires, goes on where a fetch broke off.
#pragma once

#include <filesystem>
#include <set>
#include <string>

#include "daemon/ports/clock.hpp"
#include "daemon/ports/file_fetch.hpp"
#include "daemon/ports/webex_billing.hpp"

namespace bwsync {

struct BillingFile {
    BillingReport report;  // without its link
    std::filesystem::path path;
    FetchedFile fetched;
};

// Used from the io thread; whoever orders a fetch waits for its end before this is destroyed.
class BillingFiles final {
public:
    BillingFiles(WebexBilling& billing, FileFetch& fetch, Clock& clock, std::string partner, std::string directory);

    // DIRECTORY/PARTNER-YYYY-MM.csv, readable by the daemon's user only; one that is there is replaced at the end.
    // kConflict: the report is not ready, or is being fetched by somebody else here. The others as of
    // check_downloadable, billing_error and FileFetch; what was fetched stays for the next time.
    Task<Result<BillingFile>> fetch(std::string id, std::stop_token stop);

    [[nodiscard]] std::filesystem::path path_of(const std::string& period) const;

private:
    Task<Result<FetchedFile>> bring(BillingReport report, std::filesystem::path path, std::stop_token stop);

    WebexBilling& billing_;
    FileFetch& fetch_;
    Clock& clock_;
    const std::string partner_;
    const std::filesystem::path directory_;
    std::set<std::filesystem::path> busy_;
};

}  // namespace bwsync
