// Which operation a method and path mean, and what it asks for: scopes and a JSON body.
#pragma once

#include <string>

namespace bwsync::lab::webex {

struct Route {
    const char* method;
    const char* pattern;     // under /v1; "{id}" is one segment
    const char* operation;   // as faults and counts name it
    const char* scopes;      // all of them, separated by spaces; "a|b": one of the two
    bool has_body;           // a JSON object is needed
    bool is_open;            // without a bearer token
    const char* query = "";  // the published query names, separated by spaces
};

struct Routed {
    const Route* route = nullptr;  // null: no such path, or not with this method
    std::string id;
    std::string allowed;  // the methods of a known path
};

// path is the whole path, "/v1/..." for what exists.
Routed find_route(const std::string& method, const std::string& path);

}  // namespace bwsync::lab::webex
