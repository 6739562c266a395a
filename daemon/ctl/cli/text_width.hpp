// How much room text takes on a terminal. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bwsync::ctl {

// Columns that valid UTF-8 takes: combining characters none, East Asian wide ones two.
std::size_t display_width(std::string_view text);

// Fit for a terminal: control characters and bytes that are not UTF-8 become U+FFFD, line breaks spaces. What a
// subscriber is called must not move the cursor.
std::string printable(std::string_view text);

// At most `width` columns (1 or more), the last one an ellipsis when something was cut.
std::string cut(std::string_view text, std::size_t width);

}  // namespace bwsync::ctl
