// Which hosts are this machine for certain.
#pragma once

#include <string>

namespace bwsync::config {

// localhost, 127.0.0.0/8 and ::1; no name is looked up.
bool is_loopback(const std::string& host);

}  // namespace bwsync::config
