#include "adapters/webex/families/organizations.hpp"

#include "adapters/webex/families/family_calls.hpp"
#include "adapters/webex/wire/organizations_wire.hpp"

namespace bwsync {

Task<WebexResult<std::vector<WebexOrganization>>> Organizations::list(std::stop_token stop)
{
    HttpRequest request = organizations_list_request(channel_.base_path());
    const WebexResult<HttpAnswer> answer =
        co_await channel_.call("organization_list", Lane::kRead, std::move(request), stop);
    if (!answer) co_return answer.error();
    auto all = parse_organizations(answer->body);
    if (!all) co_return unreadable(*answer);
    co_return std::move(*all);
}

Task<WebexResult<Answered<WebexOrganization>>> Organizations::get(std::string id, std::stop_token stop)
{
    // It is itself what opens access: nothing would be won by opening that first.
    HttpRequest request = organization_get_request(channel_.base_path(), id);
    CustomerCall call("organization_get", Lane::kRead, std::move(request), "");
    co_return co_await object_call(access_, std::move(call), &parse_organization, stop);
}

Task<WebexResult<Done>> Organizations::remove(std::string id, std::stop_token stop)
{
    HttpRequest request = organization_remove_request(channel_.base_path(), id);
    CustomerCall call("organization_remove", Lane::kWrite, std::move(request), id);
    call.is_removal_of_young = true;
    co_return co_await done_call(access_, std::move(call), stop);
}

}  // namespace bwsync
