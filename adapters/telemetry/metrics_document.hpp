// The catalogue as a document for people: deploy/metrics.md is this, and a test holds the two together.
#pragma once

#include <string>

namespace bwsync {

// Markdown, without a line break at the end.
std::string metrics_document();

}  // namespace bwsync
