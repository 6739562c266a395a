#include "tests/lab/webex/api/enterprises_api.hpp"

#include <algorithm>
#include <utility>

#include "tests/lab/webex/model/codes.hpp"
#include "tests/lab/webex/model/format.hpp"

namespace bwsync::lab::webex {
namespace {

constexpr const char* kInProgress = "IN_PROGRESS";
constexpr const char* kDisableInitiated = "DISABLE_INITIATED";
constexpr const char* kDisableInProgress = "DISABLE_IN_PROGRESS";

bool is_disabling(const DirectorySync& sync)
{
    return sync.status == kDisableInitiated || sync.status == kDisableInProgress;
}

bool starts_with(const std::string& text, const std::string& prefix)
{
    return text.compare(0, prefix.size(), prefix) == 0;
}

bool has_provisioned_member(const Customer& customer)
{
    return std::any_of(customer.members.begin(), customer.members.end(),
                       [](const Subscriber* one) { return one->status == Status::kProvisioned; });
}

}  // namespace

// An enterprise is shown from the moment its organisation exists.
Customer* EnterprisesApi::visible(const std::string& enterprise_id) const
{
    Customer* customer = partner_.world.customer_by_enterprise(enterprise_id);
    const bool exists =
        customer && (customer->state == Customer::State::kActive || customer->state == Customer::State::kNoAdmin);
    return exists ? customer : nullptr;
}

// The examples show six fraction digits here, three elsewhere.
Json EnterprisesApi::sync_json(const DirectorySync& sync, bool whole) const
{
    Json status = Json::object();
    if (whole && sync.start_ms != 0) status["lastSyncStartTime"] = format_time(sync.start_ms, 6, false);
    if (whole && sync.end_ms != 0) status["lastSyncEndTime"] = format_time(sync.end_ms, 6, false);
    status["syncStatus"] = sync.status;
    if (whole && sync.end_ms != 0) {
        status["usersAdded"] = sync.users_added;
        for (const char* name :
             {"usersUpdated", "usersDeleted", "machinesAdded", "machinesUpdated", "machinesDeleted"}) {
            status[name] = 0;
        }
        status["totalExternalUsersInCI"] = sync.total_external_users;
        status["totalExternalMachinesInCI"] = 0;
        if (sync.success_ms != 0) status["lastSuccessfulSyncTime"] = format_time(sync.success_ms, 6, false);
        status["lastSyncTrackingId"] = sync.tracking_id;
    }
    if (whole && !sync.errors.empty()) {
        status["errors"] = Json::array();
        for (const AsyncError& error : sync.errors) {
            Json one = Json::object();
            one["errorCode"] = error.code;
            one["description"] = error.description;
            status["errors"].push_back(std::move(one));
        }
    }
    Json json = Json::object();
    json["enableDirSync"] = sync.enabled;
    json["directorySyncStatus"] = std::move(status);
    return json;
}

Json EnterprisesApi::enterprise_json(const Customer& customer) const
{
    Json json = Json::object();
    json["id"] = customer.enterprise_id;
    json["orgId"] = customer.organization_id;
    json["spEnterpriseId"] = customer.sp_enterprise_id;
    json["provisioningId"] = customer.provisioning_id;
    json["broadworksDirectorySync"] = sync_json(customer.sync, true);
    return json;
}

Outcome EnterprisesApi::list(const Exchange& call)
{
    const WebexSwitches& switches = partner_.config.switches;
    const auto exact = parameter(call.request.query, "spEnterpriseId");
    const auto prefix = parameter(call.request.query, "startsWith");
    if (exact && prefix && switches.enterprise_filters_exclusive) return refuse(1004, "startsWith");
    Page page;
    if (auto bad = parse_page(call.request.query, 100, 1000, switches, page)) return refuse(*bad);
    Json items = Json::array();
    std::size_t skip = page.offset;
    bool more = false;
    for (const auto& customer : partner_.world.customers()) {
        const bool fits = visible(customer->enterprise_id) && (!exact || customer->sp_enterprise_id == *exact) &&
                          (!prefix || starts_with(customer->sp_enterprise_id, *prefix));
        if (!fits) continue;
        if (skip > 0) {
            --skip;
        } else if (items.size() == page.max) {
            more = true;
            break;
        } else {
            items.push_back(enterprise_json(*customer));
        }
    }
    if (switches.enterprises_bare && items.size() == 1) return done(200, items[0]);
    Json body = Json::object();
    body["items"] = std::move(items);
    Outcome outcome = done(200, std::move(body));
    const std::string link = link_header(call, partner_.base_url + "/broadworks/enterprises", page, more, switches);
    if (!link.empty()) outcome.headers.emplace_back("Link", link);
    return outcome;
}

Outcome EnterprisesApi::sync_status(const Exchange& call)
{
    const Customer* customer = visible(call.id);
    if (!customer) return refuse(6006);
    return done(200, sync_json(customer->sync, true));
}

void EnterprisesApi::after(Customer& customer, std::chrono::milliseconds delay, Step step)
{
    partner_.clock.cancel(customer.sync.ticket);
    const auto due = [this, alive = alive_, id = customer.enterprise_id, step] {
        Customer* still = *alive ? partner_.world.customer_by_enterprise(id) : nullptr;
        if (!still) return;
        still->sync.ticket = 0;
        (this->*step)(*still);
    };
    customer.sync.ticket = partner_.clock.schedule_in(delay, due);
}

Outcome EnterprisesApi::enable_sync(const Exchange& call)
{
    const auto wanted = call.body.find("enableDirSync");
    if (wanted == call.body.end() || wanted->is_null()) return refuse(1001, "enableDirSync");
    if (!wanted->is_boolean()) return refuse(1003, "enableDirSync");
    if (const auto bad = check_body(call.body, {}, partner_.config.switches, "enableDirSync")) return refuse(*bad);
    Customer* customer = visible(call.id);
    if (!customer) return refuse(6006);
    DirectorySync& sync = customer->sync;
    if (!wanted->get<bool>() && sync.status == kInProgress) return refuse(6007);
    if (wanted->get<bool>()) {
        partner_.clock.cancel(std::exchange(sync.ticket, 0));
        if (!sync.enabled || is_disabling(sync)) sync.status = "NOT_SYNCED";
        sync.enabled = true;
    } else if (sync.enabled) {
        sync.enabled = false;
        sync.status = kDisableInitiated;
        after(*customer, partner_.config.delays.directory_sync_disable, &EnterprisesApi::disable_runs);
    }
    return done(200, sync_json(sync, false));
}

void EnterprisesApi::disable_runs(Customer& customer)
{
    customer.sync.status = kDisableInProgress;
    after(customer, partner_.config.delays.directory_sync_disable, &EnterprisesApi::disable_done);
}

void EnterprisesApi::disable_done(Customer& customer)
{
    customer.sync = DirectorySync();
}

// One synchronisation on demand per cluster (Cisco help, directory synchronisation): others answer 6002.
Outcome EnterprisesApi::run_sync(const Exchange& call)
{
    const auto wanted = call.body.find("syncStatus");
    if (wanted == call.body.end() || wanted->is_null()) return refuse(1001, "syncStatus");
    if (*wanted != "SYNC_NOW") return refuse(1003, "syncStatus");
    if (const auto bad = check_body(call.body, {}, partner_.config.switches, "syncStatus")) return refuse(*bad);
    Customer* customer = visible(call.id);
    if (!customer) return refuse(6006);
    if (!customer->sync.enabled) return refuse(6004);
    for (const auto& other : partner_.world.customers()) {
        if (other->cluster != customer->cluster || other->sync.status != kInProgress) continue;
        Problem busy = problem(6002);
        busy.status = partner_.config.switches.sync_busy_status;
        return refuse(busy);
    }
    DirectorySync& sync = customer->sync;
    sync.status = kInProgress;
    sync.start_ms = partner_.clock.now_ms();
    sync.tracking_id = call.tracking_id;
    sync.errors.clear();
    after(*customer, partner_.config.delays.directory_sync, &EnterprisesApi::sync_done);
    return done(200, sync_json(sync, false));
}

void EnterprisesApi::sync_done(Customer& customer)
{
    DirectorySync& sync = customer.sync;
    sync.end_ms = partner_.clock.now_ms();
    if (!has_provisioned_member(customer)) {
        sync.status = "FAILED";
        sync.errors.assign(1, AsyncError{6013, code_text(6013)});
        return;
    }
    sync.status = "COMPLETE";
    sync.success_ms = sync.end_ms;
    sync.users_added = 0;
    for (auto& [user_id, known] : sync.external_users) {
        sync.users_added += known ? 0 : 1;
        known = true;
    }
    sync.total_external_users = static_cast<int>(sync.external_users.size());
}

// The lab knows no directory of BroadWorks: whoever is named exists, and is added once.
Outcome EnterprisesApi::sync_user(const Exchange& call)
{
    const auto bad = check_body(call.body, {{"userId", true, Format::kText, false}}, partner_.config.switches);
    if (bad) return refuse(*bad);
    Customer* customer = visible(call.id);
    if (!customer) return refuse(6006);
    DirectorySync& sync = customer->sync;
    if (!sync.enabled) return refuse(6004);
    if (sync.success_ms == 0) return refuse(5004, "", "The enterprise needs a complete synchronization first.");
    const std::string user_id = text_of(call.body, "userId");
    const bool known = !sync.external_users.emplace(user_id, true).second;
    if (!known) ++sync.total_external_users;
    Json user = Json::object();
    user["userId"] = user_id;
    Json body = Json::object();
    body["userResponse"] = std::move(user);
    body["status"] = known ? "NO_OPERATION" : "ADD";
    return done(200, std::move(body));
}

}  // namespace bwsync::lab::webex
