#include "adapters/webex/families/enterprises.hpp"

#include "adapters/webex/families/family_calls.hpp"
#include "adapters/webex/wire/enterprises_wire.hpp"

namespace bwsync {

Task<WebexResult<EnterprisePage>> Enterprises::list(EnterpriseFilter filter, std::string next, std::stop_token stop)
{
    HttpRequest request = enterprises_list_request(channel_.base_path(), filter);
    CustomerCall call("enterprise_list", Lane::kRead, std::move(request), "");
    co_return co_await page_call<EnterprisePage>(channel_, access_, std::move(call), std::move(next),
                                                 &parse_enterprises, stop);
}

Task<WebexResult<Answered<DirectorySync>>> Enterprises::sync_status(std::string id, std::string organization_id,
                                                                    std::stop_token stop)
{
    HttpRequest request = sync_status_request(channel_.base_path(), id);
    CustomerCall call("sync_status", Lane::kRead, std::move(request), std::move(organization_id));
    co_return co_await object_call(access_, std::move(call), &parse_directory_sync, stop);
}

Task<WebexResult<Answered<DirectorySync>>> Enterprises::enable_sync(std::string id, std::string organization_id,
                                                                    bool is_enabled, std::stop_token stop)
{
    HttpRequest request = sync_enable_request(channel_.base_path(), id, is_enabled);
    CustomerCall call("sync_enable", Lane::kWrite, std::move(request), std::move(organization_id));
    co_return co_await object_call(access_, std::move(call), &parse_directory_sync, stop);
}

Task<WebexResult<Answered<DirectorySync>>> Enterprises::trigger_sync(std::string id, std::string organization_id,
                                                                     std::stop_token stop)
{
    HttpRequest request = sync_trigger_request(channel_.base_path(), id);
    CustomerCall call("sync_trigger", Lane::kWrite, std::move(request), std::move(organization_id));
    co_return co_await object_call(access_, std::move(call), &parse_directory_sync, stop);
}

Task<WebexResult<Answered<ExternalUser>>> Enterprises::sync_user(std::string id, std::string organization_id,
                                                                 std::string user_id, std::stop_token stop)
{
    HttpRequest request = sync_user_request(channel_.base_path(), id, user_id);
    CustomerCall call("sync_user", Lane::kWrite, std::move(request), std::move(organization_id));
    co_return co_await object_call(access_, std::move(call), &parse_external_user, stop);
}

}  // namespace bwsync
