// The name somebody probably meant.
#pragma once

#include <string>
#include <vector>

namespace bwsync::config {

// The name with the fewest changed, missing, added or swapped characters (case, - and _ count as the same), if few
// enough to be a slip; else "".
std::string nearest(const std::string& written, const std::vector<std::string>& names);

// "did you mean 'x'?" or, when nothing is near, `what` and the names: "known here are a, b".
std::string suggestion(const std::string& written, const std::vector<std::string>& names, const std::string& what);

}  // namespace bwsync::config
