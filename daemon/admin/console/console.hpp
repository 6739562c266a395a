// The console: one page, its style and its script, all inside the program. It shows what the admin API answers and
// needs the same token.
#pragma once

#include <string_view>

#include "daemon/admin/http/http_message.hpp"

namespace bwsync {

// "" is the page; "console.css" and "console.js" are its parts.
ServerResponse console_file(std::string_view name);

}  // namespace bwsync
