// Keeps identical log lines from flooding: so many of a kind per window, the rest counted. Pure; not thread safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/domain/basics/time.hpp"

namespace bwsync {

class LineLimiter final {
public:
    struct Limits {
        int lines_max = 10;  // of one kind in a window
        Millis window{std::chrono::minutes(1)};
        std::size_t kinds_max = 2000;  // remembered at a time; lines of further kinds are not limited
    };

    LineLimiter() : LineLimiter(Limits()) {}
    explicit LineLimiter(Limits limits) : limits_(limits) {}

    // Whether a line of this kind may be written now. A clock that went back begins a new window.
    bool admit(std::string_view kind, Instant now);

    struct Suppressed {
        std::string kind;
        std::int64_t lines = 0;
    };
    // Kinds whose window has passed and that left lines out; each is reported once.
    std::vector<Suppressed> take_suppressed(Instant now);

private:
    struct Count {
        Instant began{};
        int written = 0;
        std::int64_t suppressed = 0;
    };
    bool is_over(const Count& count, Instant now) const
    {
        return now < count.began || now >= count.began + limits_.window;
    }

    Limits limits_;
    std::map<std::string, Count, std::less<>> counts_;
    Instant next_look_{};
};

}  // namespace bwsync
