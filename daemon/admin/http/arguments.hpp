// What a request carries beside its path: the query and the JSON body, checked strictly, so that a misspelt filter is
// an error and not a longer list. Pure.
#pragma once

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/admin/http/http_message.hpp"
#include "daemon/domain/basics/result.hpp"

namespace bwsync {

using Arguments = std::map<std::string, std::string, std::less<>>;

// The query's parameters. kRejected: one that is not allowed, or stands twice.
Result<Arguments> query_arguments(const ServerRequest& request, std::initializer_list<std::string_view> allowed);

// The body's members, a JSON object of strings; no body is an empty object. kRejected: anything else.
Result<Arguments> body_arguments(const ServerRequest& request, std::initializer_list<std::string_view> allowed);

// The argument; empty when absent.
std::string argument(const Arguments& arguments, std::string_view name);

// Entries per page: the argument "limit", 1 to 1000, `otherwise` when absent.
Result<int> limit_argument(const Arguments& arguments, int otherwise);

}  // namespace bwsync
