// What can be said about a libpq connection string without connecting (PostgreSQL manual, "Connection Strings").
#pragma once

#include <string>
#include <string_view>

namespace bwsync::config {

struct DsnFindings {
    std::string trouble;  // why it is no connection string; names no part of it. Empty: it is one
    bool has_password = false;
};

// Both forms: host=... user=... and postgresql://user@host/database?key=value.
DsnFindings examine_dsn(std::string_view dsn);

}  // namespace bwsync::config
