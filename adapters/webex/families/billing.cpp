#include "adapters/webex/families/billing.hpp"

#include "adapters/webex/families/family_calls.hpp"
#include "adapters/webex/wire/billing_wire.hpp"

namespace bwsync {

Task<WebexResult<std::vector<BillingReport>>> Billing::list(BillingFilter filter, std::stop_token stop)
{
    HttpRequest request = billing_list_request(channel_.base_path(), filter);
    const WebexResult<HttpAnswer> answer =
        co_await channel_.call("billing_list", Lane::kRead, std::move(request), stop);
    if (!answer) co_return answer.error();
    auto all = parse_billing_reports(answer->body);
    if (!all) co_return unreadable(*answer);
    co_return std::move(*all);
}

Task<WebexResult<Answered<std::string>>> Billing::create(std::string period, std::stop_token stop)
{
    HttpRequest request = billing_create_request(channel_.base_path(), period);
    CustomerCall call("billing_create", Lane::kWrite, std::move(request), "");
    WebexResult<Answered<BillingReport>> made =
        co_await object_call(access_, std::move(call), &parse_billing_report, stop);
    if (!made) co_return made.error();
    co_return Answered<std::string>(std::move(made->value.id), std::move(made->trace));
}

Task<WebexResult<Answered<BillingReport>>> Billing::get(std::string id, std::stop_token stop)
{
    HttpRequest request = billing_get_request(channel_.base_path(), id);
    CustomerCall call("billing_get", Lane::kRead, std::move(request), "");
    co_return co_await object_call(access_, std::move(call), &parse_billing_report, stop);
}

Task<WebexResult<Done>> Billing::remove(std::string id, std::stop_token stop)
{
    HttpRequest request = billing_remove_request(channel_.base_path(), id);
    CustomerCall call("billing_remove", Lane::kWrite, std::move(request), "");
    co_return co_await done_call(access_, std::move(call), stop);
}

}  // namespace bwsync
