#include "tests/support/scripted/webex_world.hpp"

#include <algorithm>

#include "daemon/domain/basics/text.hpp"

namespace bwsync::test {

namespace {

constexpr int kConflict = 409;
constexpr int kNotFound = 404;
constexpr int kBadRequest = 400;

bool is_busy(const WebexSubscriber& shown)
{
    return shown.status == WebexStatus::kProvisioning || shown.status == WebexStatus::kUpdating;
}

void set_status(WebexSubscriber& shown, WebexStatus status, Instant at)
{
    shown.status = status;
    shown.status_text = std::string(name_of(status));
    shown.last_status_change = at;
}

bool matches(const WebexSubscriber& shown, const SubscriberFilter& filter)
{
    return (filter.user_id.empty() || lower_case(filter.user_id) == lower_case(shown.user_id)) &&
           (filter.person_id.empty() || filter.person_id == shown.person_id) &&
           (filter.email.empty() || lower_case(filter.email) == lower_case(shown.email)) &&
           (filter.sp_enterprise_id.empty() || filter.sp_enterprise_id == shown.sp_enterprise_id) &&
           (filter.provisioning_id.empty() || filter.provisioning_id == shown.provisioning_id) &&
           (!filter.last_status_change_after || shown.last_status_change > *filter.last_status_change_after);
}

void apply(const UpdateRequest& change, WebexSubscriber& shown)
{
    const auto set = [](std::string& field, const std::optional<std::string>& value) {
        if (value) field = *value;
    };
    set(shown.user_id, change.user_id);
    set(shown.first_name, change.first_name);
    set(shown.last_name, change.last_name);
    set(shown.primary_phone_number, change.primary_phone_number);
    set(shown.mobile_phone_number, change.mobile_phone_number);
    set(shown.extension, change.extension);
    set(shown.package, change.package);
}

}  // namespace

WebexFailure WebexWorld::refusal(int http_status, int code, const std::string& what)
{
    WebexFailure failure;
    failure.http_status = http_status;
    failure.code = code;
    failure.what = what;
    return failure;
}

std::string WebexWorld::next_id(const std::string& kind)
{
    return kind + std::to_string(++ids_);
}

// Webex's times of changes never run backwards and never stand still.
Instant WebexWorld::tick()
{
    last_change_ = std::max(clock_.now(), last_change_ + Millis(1));
    return last_change_;
}

WebexSubscriber* WebexWorld::find_user(const std::string& user_id)
{
    for (auto& [id, shown] : subscribers) {
        if (lower_case(shown.user_id) == lower_case(user_id)) return &shown;
    }
    return nullptr;
}

WebexSubscriber& WebexWorld::add(WebexSubscriber shown)
{
    if (shown.id.empty()) shown.id = next_id("w");
    if (shown.person_id.empty()) shown.person_id = next_id("person");
    const std::string id = shown.id;
    if (shown.last_status_change == Instant()) set_status(shown, shown.status, tick());
    organizations_[shown.sp_enterprise_id] = Organization::kStands;
    return subscribers[id] = std::move(shown);
}

WebexResult<WebexSubscriber> WebexWorld::provision(const ProvisionRequest& request)
{
    note("provision " + request.user_id);
    if (codes_for_users.contains(request.user_id)) return refusal(kBadRequest, 2005, "the package is not offered");
    if (WebexSubscriber* holder = find_user(request.user_id)) {
        // The same person asked for twice, while the first one stands: whoever asks had not looked.
        if (requests[holder->id] == request && !holder->email.empty())
            violations.push_back("posted twice: " + request.user_id);
        return refusal(kConflict, is_busy(*holder) ? 2008 : 2009, "the user id exists");
    }
    const auto has_email = [&](const auto& each) { return lower_case(each.second.email) == lower_case(request.email); };
    const bool is_taken = !request.email.empty() && std::any_of(subscribers.begin(), subscribers.end(), has_email);
    if (is_taken) return refusal(kConflict, 2010, "the e-mail address is used");
    Organization& organization = organizations_[request.sp_enterprise_id];
    if (organization == Organization::kCreating)
        violations.push_back("provisioned into an organization in the making: " + request.user_id);
    WebexSubscriber made;
    made.id = next_id("w");
    made.person_id = next_id("person");
    made.user_id = request.user_id;
    made.sp_enterprise_id = request.sp_enterprise_id;
    made.provisioning_id = request.provisioning_id;
    made.first_name = request.first_name;
    made.last_name = request.last_name;
    made.email = request.email;
    made.primary_phone_number = request.primary_phone_number;
    made.mobile_phone_number = request.mobile_phone_number;
    made.extension = request.extension;
    made.package = request.package;
    made.created = clock_.now();
    set_status(made, WebexStatus::kProvisioning, tick());
    const bool is_first = organization == Organization::kNone;
    if (is_first) organization = Organization::kCreating;
    const std::string id = made.id;
    clock_.in(is_first ? delays.organization : delays.subscriber, [this, id] { finish(id); });
    requests[id] = request;
    return subscribers[id] = std::move(made);
}

void WebexWorld::finish(const std::string& id)
{
    const auto found = subscribers.find(id);
    if (found == subscribers.end()) return;
    WebexSubscriber& shown = found->second;
    organizations_[shown.sp_enterprise_id] = Organization::kStands;
    if (is_busy(shown)) set_status(shown, WebexStatus::kProvisioned, tick());
}

WebexResult<WebexSubscriber> WebexWorld::update(const std::string& id, const UpdateRequest& request)
{
    note("update " + id);
    const auto found = subscribers.find(id);
    if (found == subscribers.end()) return refusal(kNotFound, 2001, "no subscriber with this id");
    WebexSubscriber& shown = found->second;
    if (is_busy(shown)) return refusal(kConflict, 2008, "a request is still being worked on");
    const WebexSubscriber* holder = request.user_id ? find_user(*request.user_id) : nullptr;
    if (holder != nullptr && holder->id != id) return refusal(kConflict, 2009, "the user id exists");
    set_status(shown, WebexStatus::kUpdating, tick());
    const WebexSubscriber before = shown;
    clock_.in(delays.update, [this, id, request] {
        const auto still = subscribers.find(id);
        if (still == subscribers.end()) return;
        apply(request, still->second);
        set_status(still->second, WebexStatus::kProvisioned, tick());
    });
    return before;
}

WebexResult<std::monostate> WebexWorld::remove(const std::string& id)
{
    note("remove " + id);
    if (subscribers.erase(id) == 0) return refusal(kNotFound, 2001, "no subscriber with this id");
    return std::monostate();
}

WebexResult<WebexSubscriber> WebexWorld::get(const std::string& id) const
{
    const auto found = subscribers.find(id);
    if (found == subscribers.end()) return refusal(kNotFound, 2001, "no subscriber with this id");
    return found->second;
}

SubscriberPage WebexWorld::list(const SubscriberFilter& filter, const std::string& next) const
{
    SubscriberPage result;
    for (auto each = subscribers.upper_bound(next); each != subscribers.end(); ++each) {
        if (!matches(each->second, filter)) continue;
        if (result.items.size() == page) {
            result.next = result.items.back().id;
            break;
        }
        result.items.push_back(each->second);
    }
    return result;
}

}  // namespace bwsync::test
