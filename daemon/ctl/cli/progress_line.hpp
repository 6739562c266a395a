// How far a long command is, as one line of a terminal. Pure.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace bwsync::ctl {

struct ProgressLine {
    std::size_t done = 0;  // of all, those of earlier runs too
    std::size_t total = 0;
    std::size_t fresh = 0;  // done by this run
    std::chrono::milliseconds took{0};
    std::string remark;  // shown at the end
};

// "[#####     ]  4,200 of 10,000, 42 %, 3 min left"; shorter on a narrow terminal.
std::string progress_text(const ProgressLine& progress, std::size_t width);

}  // namespace bwsync::ctl
