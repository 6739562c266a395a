#include "daemon/ctl/cli/progress_line.hpp"

#include <algorithm>

namespace bwsync::ctl {

namespace {

constexpr std::size_t kBarMax = 40;
constexpr std::size_t kBarMin = 5;

std::string grouped(std::size_t number)
{
    std::string text = std::to_string(number);
    for (std::size_t at = text.size(); at > 3;) {
        at -= 3;
        text.insert(at, ",");
    }
    return text;
}

std::string time_left(const ProgressLine& progress)
{
    if (progress.fresh == 0 || progress.done >= progress.total) return {};
    const double each = static_cast<double>(progress.took.count()) / 1000 / static_cast<double>(progress.fresh);
    const auto seconds = static_cast<long>(each * static_cast<double>(progress.total - progress.done)) + 1;
    if (seconds < 90) return ", " + std::to_string(seconds) + " s left";
    if (seconds < 90 * 60) return ", " + std::to_string(seconds / 60) + " min left";
    return ", " + std::to_string(seconds / 3600) + " h left";
}

}  // namespace

std::string progress_text(const ProgressLine& progress, std::size_t width)
{
    const std::size_t total = std::max<std::size_t>(progress.total, 1);
    const std::size_t done = std::min(progress.done, total);
    std::string text = grouped(progress.done) + " of " + grouped(progress.total) + ", " +
                       std::to_string(done * 100 / total) + " %" + time_left(progress);
    if (!progress.remark.empty()) text += ", " + progress.remark;
    // The last column stays free: some terminals break the line there.
    const std::size_t room = width > text.size() + 4 ? width - text.size() - 4 : 0;
    if (room >= kBarMin) {
        const std::size_t bar = std::min(room, kBarMax);
        const std::size_t full = done * bar / total;
        text = '[' + std::string(full, '#') + std::string(bar - full, ' ') + "] " + text;
    }
    if (width > 0 && text.size() >= width) text.resize(width - 1);
    return text;
}

}  // namespace bwsync::ctl
