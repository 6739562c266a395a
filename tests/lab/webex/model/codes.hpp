// The error codes of Cisco's Webex for BroadWorks guide ("API Error Codes"), as far as the emulator raises or is
// told to raise them: the HTTP status each one comes with.
#pragma once

#include <optional>
#include <string>

namespace bwsync::lab::webex {

struct ErrorCode {
    int code;
    int http;           // 0: only asynchronously, on the subscriber
    bool asynchronous;  // may stand on a subscriber
    const char* text;   // our words
};

// nullptr for a code that is in no table.
const ErrorCode* find_code(int code);

// The table's text, or "Error <code>".
std::string code_text(int code);

}  // namespace bwsync::lab::webex
