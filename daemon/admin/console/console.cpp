#include "daemon/admin/console/console.hpp"

#include "daemon/admin/console/console_files.hpp"

namespace bwsync {
namespace {

// Nothing from elsewhere, nothing inline, no frames: what a subscriber's name may hold can't become a script.
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'";

}  // namespace

ServerResponse console_file(std::string_view name)
{
    ServerResponse response;
    response.headers.emplace_back("Content-Security-Policy", std::string(kPolicy));
    response.headers.emplace_back("Referrer-Policy", "no-referrer");
    response.headers.emplace_back("X-Frame-Options", "DENY");
    if (name == "console.css") {
        response.content_type = "text/css; charset=utf-8";
        response.body = std::string(kConsoleCss);
    } else if (name == "console.js") {
        response.content_type = "text/javascript; charset=utf-8";
        response.body = std::string(kConsoleJs);
    } else {
        response.content_type = "text/html; charset=utf-8";
        response.body = std::string(kConsoleHtml);
    }
    return response;
}

}  // namespace bwsync
