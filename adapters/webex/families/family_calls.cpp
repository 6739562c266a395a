#include "adapters/webex/families/family_calls.hpp"

#include "adapters/webex/wire/responses.hpp"

namespace bwsync {

WebexResult<Done> done_of(const WebexResult<HttpAnswer>& answer)
{
    if (answer) return Done(std::monostate(), trace_of(*answer));
    if (!is_success(answer.error().http_status)) return answer.error();
    CallTrace trace;
    trace.http_status = answer.error().http_status;
    trace.tracking_id = answer.error().tracking_id;
    return Done(std::monostate(), trace);
}

Task<WebexResult<Done>> done_call(CustomerAccess& access, CustomerCall call, std::stop_token stop)
{
    const WebexResult<HttpAnswer> answer = co_await access.call(std::move(call), stop);
    co_return done_of(answer);
}

WebexResult<PageCursor> place_in_list(const HttpRequest& request, const std::string& next)
{
    PageCursor first;
    first.target = request.target;
    if (next.empty()) return first;
    const Result<PageCursor> cursor = page_cursor(next);
    if (!cursor) return simple_failure(WebexFailure::Kind::kNotSent, cursor.error().what);
    return *cursor;
}

WebexResult<std::string> next_place(const Url& base, const PageCursor& current, const HttpAnswer& answer)
{
    const auto link = answer.headers.find("link");
    const std::string_view text = link == answer.headers.end() ? std::string_view() : std::string_view(link->second);
    const Result<PageCursor> following = next_page(base, current, text);
    if (following) return to_text(*following);
    WebexFailure failure = unreadable(answer);
    failure.what = following.error().what;
    return failure;
}

}  // namespace bwsync
