#include "tests/lab/webex/pipeline/received.hpp"

#include <algorithm>
#include <iterator>

#include "tests/lab/webex/model/format.hpp"

namespace bwsync::lab::webex {
namespace {

constexpr std::size_t kCallsKept = 5000;

constexpr const char* kOperations[] = {
    "token",
    "authorize",
    "tokenExpiry",
    "provision",
    "list",
    "get",
    "update",
    "remove",
    "precheck",
    "consentMove",
    "enterprises",
    "directorySync",
    "directorySyncWrite",
    "directorySyncRun",
    "directorySyncUser",
    "billingReports",
    "billingReportCreate",
    "billingReport",
    "billingReportDelete",
    "organizations",
    "organization",
    "organizationDelete",
    "people",
    "person",
    "personUpdate",
    "personDelete",
    "workspaceProvision",
    "workspaceUpdate",
    "workspaceRemove",
    "unknown",
};

// Codes that say: somebody asked to create what is there already.
bool means_duplicate(int code)
{
    return code == 2008 || code == 2009 || code == 2027;
}

Json counts(const std::map<std::string, int>& map)
{
    Json json = Json::object();
    for (const auto& [name, count] : map) json[name] = count;
    return json;
}

}  // namespace

bool is_operation(const std::string& name)
{
    return std::find(std::begin(kOperations), std::end(kOperations), name) != std::end(kOperations);
}

void Received::arrived(const std::string& operation)
{
    ++operations_[operation];
    in_flight_max_ = std::max(in_flight_max_, ++in_flight_);
    const auto now = std::chrono::steady_clock::now();
    while (!last_second_.empty() && now - last_second_.front() >= std::chrono::seconds(1)) last_second_.pop_front();
    last_second_.push_back(now);
    per_second_max_ = std::max(per_second_max_, last_second_.size());
}

void Received::left(Call call)
{
    --in_flight_;
    calls_.push_back(std::move(call));
    if (calls_.size() > kCallsKept) calls_.pop_front();
}

void Received::handled(const std::string& name, const std::string& user_id)
{
    ++by_user_[user_id].handled[name];
}

void Received::decided(const std::string& name, const std::string& user_id, int status, int code)
{
    PerUser& user = by_user_[user_id];
    if (status < 300) {
        ++user.accepted[name];
        return;
    }
    if (name != "provision") return;
    ++user.refused[std::to_string(code != 0 ? code : status)];
    if (means_duplicate(code)) ++duplicate_provisions_;
}

Json Received::report(int refreshes) const
{
    Json json = Json::object();
    json["operations"] = counts(operations_);
    // Appended to the underlying vector: the keys are unique, and operator[] of an ordered object looks at all of them.
    Json users = Json::object();
    std::vector<std::pair<const std::string, Json>>& rows = users.get_ref<Json::object_t&>();
    rows.reserve(by_user_.size());
    for (const auto& [user_id, numbers] : by_user_) {
        Json one = counts(numbers.handled);
        if (!numbers.accepted.empty()) one["accepted"] = counts(numbers.accepted);
        if (!numbers.refused.empty()) one["provisionRefused"] = counts(numbers.refused);
        rows.emplace_back(user_id, std::move(one));
    }
    json["byUser"] = std::move(users);
    json["duplicateProvisions"] = duplicate_provisions_;
    json["refreshes"] = refreshes;
    json["maxInFlight"] = in_flight_max_;
    json["throttled"] = throttled_;
    json["unauthorized"] = unauthorized_;
    json["requestsPerSecondMax"] = per_second_max_;
    return json;
}

Json Received::calls(const std::string& user_id, std::size_t limit) const
{
    const std::string wanted = lower_ascii(user_id);
    std::deque<const Call*> chosen;
    for (const Call& call : calls_) {
        if (wanted.empty() || lower_ascii(call.user_id) == wanted) chosen.push_back(&call);
        if (chosen.size() > limit) chosen.pop_front();
    }
    Json list = Json::array();
    for (const Call* call : chosen) {
        Json one = Json::object();
        one["time"] = format_time(call->lab_ms, 3, false);
        one["operation"] = call->operation;
        one["method"] = call->method;
        one["target"] = call->target;
        if (!call->user_id.empty()) one["userId"] = call->user_id;
        one["status"] = call->status;
        if (call->code != 0) one["code"] = call->code;
        if (!call->fault.empty()) one["fault"] = call->fault;
        one["trackingId"] = call->tracking_id;
        list.push_back(std::move(one));
    }
    return list;
}

void Received::reset()
{
    const int still_in_flight = in_flight_;
    *this = Received();
    in_flight_ = in_flight_max_ = still_in_flight;
}

}  // namespace bwsync::lab::webex
