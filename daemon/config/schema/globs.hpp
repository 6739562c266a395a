// Comparing the patterns of a configuration with each other: * stands for anything, case does not count.
#pragma once

#include <string>

namespace bwsync::config {

// True when every text that `special` matches is matched by `general`.
bool glob_covers(const std::string& general, const std::string& special);

// True when some text is matched by both.
bool globs_meet(const std::string& a, const std::string& b);

// True when the two are the same text but for case.
bool same_text(const std::string& a, const std::string& b);

}  // namespace bwsync::config
