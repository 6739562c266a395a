// Maintenance windows: is it, in the window's own time zone, a time at which nothing is to be written to Webex?
#pragma once

#include <memory>
#include <vector>

#include "daemon/config/schema/config.hpp"
#include "daemon/domain/basics/time.hpp"

namespace bwsync {

// ICU knows the time zones (C++20's own time zone data base is not in this standard library). One thread.
class Windows final {
public:
    explicit Windows(std::vector<config::Window> windows);
    ~Windows();
    Windows(const Windows&) = delete;
    Windows& operator=(const Windows&) = delete;

    // True from each minute at which a window's `deny` holds, for its `for`. Cheap: a minute is computed once.
    bool is_closed(Instant now);

private:
    struct Zoned;

    std::vector<std::unique_ptr<Zoned>> windows_;
    std::int64_t computed_minute_ = -1;
    bool is_closed_ = false;
};

}  // namespace bwsync
