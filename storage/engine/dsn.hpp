// The connection string: what the operator wrote, plus time-outs that make a dead server noticed within seconds.
#pragma once

#include <string>

#include "daemon/domain/basics/result.hpp"

namespace bwsync {

// A keyword/value connection string with everything the operator's says and our defaults for what it leaves out.
// kRejected when it cannot be parsed; the error never shows it, since it may hold a password.
Result<std::string> complete_dsn(const std::string& dsn);

}  // namespace bwsync
