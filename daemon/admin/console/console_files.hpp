// The console's files as text; the definitions are generated from the files beside this header.
#pragma once

#include <string_view>

namespace bwsync {

extern const std::string_view kConsoleHtml;
extern const std::string_view kConsoleCss;
extern const std::string_view kConsoleJs;

}  // namespace bwsync
