// How each Webex error code shows itself: HTTP statuses, on the subscriber after an asynchronous attempt, and the place
// in Cisco's Webex for BroadWorks guide. Beside webex_codes, which says what a code means for us.
#pragma once

#include <array>
#include <string_view>

namespace bwsync {

struct CodeAppearance {
    int code;
    std::array<int, 2> http;  // 0: none; both 0: only asynchronously, or not said
    bool on_subscriber;       // also in the errors of a subscriber
};

// nullptr: a code that the guide does not have.
const CodeAppearance* code_appearance(int code);

// Sections of the guide to read about the code; also for info codes. Empty: a code that the guide does not have.
std::string_view guide_section(int code);

}  // namespace bwsync
