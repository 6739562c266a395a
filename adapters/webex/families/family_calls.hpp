// What the families do with a call: read one object out of its answer, take the status alone as done, or walk a list.
#pragma once

#include "adapters/webex/families/customer_access.hpp"
#include "adapters/webex/wire/outcomes.hpp"
#include "adapters/webex/wire/paging.hpp"

namespace bwsync {

template <class T>
Task<WebexResult<Answered<T>>> object_call(CustomerAccess& access, CustomerCall call,
                                           std::optional<T> (*parse)(const std::string& body), std::stop_token stop)
{
    WebexResult<HttpAnswer> answer = co_await access.call(std::move(call), stop);
    if (!answer) co_return answer.error();
    auto value = parse(answer->body);
    if (!value) co_return unreadable(*answer);
    co_return Answered<T>(std::move(*value), trace_of(*answer));
}

// The status alone says that it was done: a body that got lost behind it changes nothing.
WebexResult<Done> done_of(const WebexResult<HttpAnswer>& answer);
Task<WebexResult<Done>> done_call(CustomerAccess& access, CustomerCall call, std::stop_token stop);

// Where a list stands: the first page of `request`, or the one that `next` names. kNotSent: `next` is not ours.
WebexResult<PageCursor> place_in_list(const HttpRequest& request, const std::string& next);
// The `next` of the page that came as `answer`; a failure when it leads astray.
WebexResult<std::string> next_place(const Url& base, const PageCursor& current, const HttpAnswer& answer);

// A Page has items and next.
template <class Page, class T>
Task<WebexResult<Page>> page_call(Channel& channel, CustomerAccess& access, CustomerCall call, std::string next,
                                  std::optional<std::vector<T>> (*parse)(const std::string& body), std::stop_token stop)
{
    const WebexResult<PageCursor> place = place_in_list(call.request, next);
    if (!place) co_return place.error();
    call.request.target = place->target;
    WebexResult<HttpAnswer> answer = co_await access.call(std::move(call), stop);
    if (!answer) co_return answer.error();
    auto items = parse(answer->body);
    if (!items) co_return unreadable(*answer);
    WebexResult<std::string> following = next_place(channel.base(), *place, *answer);
    if (!following) co_return following.error();
    Page page;
    page.items = std::move(*items);
    page.next = std::move(*following);
    co_return page;
}

}  // namespace bwsync
