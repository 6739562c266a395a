// The keys of bwsync's configuration, as one Section bound to a Config.
#pragma once

#include "daemon/config/reading/section.hpp"
#include "daemon/config/schema/config.hpp"

namespace bwsync::config {

// The Section refers to the Config's fields: it must not outlive it.
Section describe(Config& out);

}  // namespace bwsync::config
