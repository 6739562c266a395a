#include "daemon/domain/subscriber/reasons.hpp"

namespace bwsync {

namespace {

constexpr std::string_view kWebex = "webex-";
constexpr std::string_view kHttp = "http-";

}  // namespace

std::string webex_reason(int code)
{
    return std::string(kWebex) + std::to_string(code);
}

std::string webex_reason(int http_status, int code)
{
    if (code != 0) return webex_reason(code);
    return std::string(kWebex) + std::string(kHttp) + std::to_string(http_status);
}

// "webex-unread" is a word of ours.
bool is_webex_reason(std::string_view word)
{
    return word.starts_with(kWebex) && !named<Reason>(word);
}

bool is_approvable(std::string_view word)
{
    const std::optional<Reason> reason = named<Reason>(word);
    return reason ? row_of(*reason).is_approvable : is_webex_reason(word);
}

}  // namespace bwsync
