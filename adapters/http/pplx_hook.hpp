// Included by force before the HTTP library's headers: an exception that nobody looks at is dropped instead of ending
// the process. Every chain here ends in a continuation that looks; this is for the library's own.
#pragma once

#define _REPORT_PPLTASK_UNOBSERVED_EXCEPTION() static_cast<void>(0)
#define _TURN_OFF_PLATFORM_STRING
#include <utility>
