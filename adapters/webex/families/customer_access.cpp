#include "adapters/webex/families/customer_access.hpp"

#include "adapters/webex/wire/organizations_wire.hpp"

namespace bwsync {

namespace {

constexpr Millis kSettles{5'000};           // until an opened organisation lets calls in
constexpr Millis kRefusedFor{10 * 60'000};  // how long an organisation that opening did not help is left alone
constexpr Millis kRenewalsApart{60'000};    // of the access token, for the sake of young objects
constexpr std::size_t kOrganizationsMax = 4096;
constexpr int kInsufficientPrivileges = 2006;

// Other codes name another reason, which looking at the organisation does not change.
bool is_about_access(const WebexFailure& failure)
{
    const bool is_unnamed = failure.code == 0 || failure.code == kInsufficientPrivileges;
    return failure.kind == WebexFailure::Kind::kAnswered && failure.http_status == 403 && is_unnamed;
}

// Whoever waits goes on, also when the opening coroutine is destroyed where it stands.
struct Opening {
    explicit Opening(std::shared_ptr<Event>& p) : place(p), event(p) {}
    Opening(const Opening&) = delete;
    Opening& operator=(const Opening&) = delete;
    ~Opening()
    {
        place.reset();
        event->set();
    }
    std::shared_ptr<Event>& place;
    std::shared_ptr<Event> event;
};

}  // namespace

CustomerAccess::CustomerAccess(Channel& channel, Clock& clock) : channel_(channel), clock_(clock) {}

// References into the map stay valid while entries are added; entries that are being opened are never erased.
CustomerAccess::Organization& CustomerAccess::known(const std::string& organization_id)
{
    if (organizations_.size() >= kOrganizationsMax && !organizations_.contains(organization_id)) {
        std::erase_if(organizations_, [](const auto& entry) { return entry.second.opening == nullptr; });
    }
    return organizations_[organization_id];
}

// True: another try makes sense.
Task<bool> CustomerAccess::open(std::string organization_id, Instant refused_call_left_at, std::stop_token stop)
{
    Organization& organization = known(organization_id);
    if (organization.opening) {
        const std::shared_ptr<Event> opened_by_another = organization.opening;
        co_await opened_by_another->wait();
        co_return known(organization_id).opened_at > refused_call_left_at;
    }
    if (organization.opened_at > refused_call_left_at) co_return true;
    if (organization.refused_until > clock_.now()) co_return false;

    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    organization.opening = std::make_shared<Event>(executor);
    const Opening opening(organization.opening);
    HttpRequest request = organization_get_request(channel_.base_path(), organization_id);
    const WebexResult<HttpAnswer> looked =
        co_await channel_.call("customer_access", Lane::kRead, std::move(request), stop);
    if (!looked) {
        const int status = looked.error().http_status;
        if (status == 403 || status == 404) organization.refused_until = clock_.now() + kRefusedFor;
        co_return false;
    }
    const bool has_settled = co_await clock_.sleep_for(kSettles, stop);
    if (has_settled) organization.opened_at = clock_.now();
    co_return has_settled;
}

// True: another try makes sense.
Task<bool> CustomerAccess::renew(Instant refused_call_left_at)
{
    if (renewed_at_ > refused_call_left_at) co_return true;
    if (clock_.now() - renewed_at_ < kRenewalsApart) co_return false;
    const bool is_new = co_await channel_.renew_token();
    if (is_new) renewed_at_ = clock_.now();
    co_return is_new;
}

Task<WebexResult<HttpAnswer>> CustomerAccess::call(CustomerCall call, std::stop_token stop)
{
    Instant left_at = clock_.now();
    WebexResult<HttpAnswer> answer = co_await channel_.call(call.operation, call.lane, call.request, stop);
    bool was_opened = false;
    if (!answer && is_about_access(answer.error()) && !call.organization_id.empty()) {
        was_opened = co_await open(call.organization_id, left_at, stop);
        if (was_opened) {
            left_at = clock_.now();
            answer = co_await channel_.call(call.operation, call.lane, call.request, stop);
        }
    }
    if (!answer && is_about_access(answer.error()) && call.is_removal_of_young) {
        const bool has_new_token = co_await renew(left_at);
        if (has_new_token) answer = co_await channel_.call(call.operation, call.lane, call.request, stop);
    }
    if (!answer && is_about_access(answer.error()) && was_opened) {
        known(call.organization_id).refused_until = clock_.now() + kRefusedFor;
    }
    co_return answer;
}

}  // namespace bwsync
