// A report that the daemon has on its disk, read piece by piece, so that a large one takes little memory at both ends.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "daemon/ctl/client/api_client.hpp"

namespace bwsync::ctl {

struct ReportSource {
    const ApiClient& api;
    std::string partner;
    std::string period;
    std::uint64_t bytes = 0;
};

// Gives the file to `take` in order. A failure of `take` ends it.
Outcome<> read_report(const ReportSource& source, const std::function<Outcome<>(std::string_view piece)>& take);

// Into a file of ours, which has its name only when it is whole and which its owner alone may read; "-": standard
// output.
Outcome<> write_report(const ReportSource& source, const std::string& path);

}  // namespace bwsync::ctl
