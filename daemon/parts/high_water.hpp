// The amnesia guard: a mark outside the database that grows with it. A database that is behind its mark was restored
// from a backup and has forgotten what it did: the daemon then only observes until an operator approves.
#pragma once

#include <cstdint>
#include <string>

#include "daemon/domain/basics/result.hpp"

namespace bwsync {

class HighWaterMark final {
public:
    explicit HighWaterMark(const std::string& state_directory) : file_(state_directory + "/high-water-mark") {}

    // 0 when there is none yet; kRejected when the file cannot be read or is not a number.
    [[nodiscard]] Result<std::int64_t> read() const;
    // Written beside and renamed over, so that a crash leaves the old one.
    [[nodiscard]] Result<> write(std::int64_t mark) const;

private:
    std::string file_;
};

}  // namespace bwsync
