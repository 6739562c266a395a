#include "daemon/ctl/commands/procedures.hpp"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <set>
#include <thread>

namespace bwsync::ctl {
namespace {

constexpr std::chrono::milliseconds kProcedureLookEvery{500};

std::string spoken(std::int64_t large, const char* large_unit, std::int64_t small, const char* small_unit)
{
    return std::to_string(large) + ' ' + large_unit + ' ' + std::to_string(small) + ' ' + small_unit;
}

}  // namespace

Outcome<std::string> bridge_of_enterprise(const Context& context)
{
    const Invocation& invocation = context.invocation;
    if (!invocation.bridge.empty()) return invocation.bridge;
    Outcome<Json> list = context.api.get({"enterprises"}, {{"enterprise", invocation.enterprise}});
    if (!list) return list.error();
    std::set<std::string> bridges;
    for (const Json& item : list->value("items", Json::array())) {
        if (item.contains("bridge") && item["bridge"].is_string()) bridges.insert(item["bridge"].get<std::string>());
    }
    if (bridges.size() == 1) return *bridges.begin();
    if (bridges.empty())
        return Failure{"Webex has no enterprise " + invocation.enterprise + " under a template of a bridge", kFailed};
    std::string message = invocation.enterprise + " is on more than one bridge; name it with --bridge:";
    for (const std::string& bridge : bridges) message += "\n  " + bridge;
    return Failure{message, kFailed};
}

std::string operator_name()
{
    const passwd* entry = ::getpwuid(::geteuid());
    return entry == nullptr ? std::string() : entry->pw_name;
}

std::string age_text(std::int64_t seconds)
{
    constexpr std::int64_t kMinute = 60;
    constexpr std::int64_t kHour = 60 * kMinute;
    constexpr std::int64_t kDay = 24 * kHour;
    if (seconds < kMinute) return std::to_string(seconds) + " s";
    if (seconds < kHour) return spoken(seconds / kMinute, "min", seconds % kMinute, "s");
    if (seconds < kDay) return spoken(seconds / kHour, "h", seconds % kHour / kMinute, "min");
    return spoken(seconds / kDay, "d", seconds % kDay / kHour, "h");
}

Outcome<Json> listed(const Context& context, const ApiClient::Path& path, ApiClient::Query query)
{
    const Invocation& invocation = context.invocation;
    query.emplace_back("limit", std::to_string(invocation.all ? 1000 : invocation.limit));
    query.emplace_back("cursor", invocation.cursor);
    Outcome<Json> list = context.api.get(path, query);
    if (!invocation.all) return list;
    while (list && list->contains("next") && (*list)["next"].is_string()) {
        query.back().second = (*list)["next"].get<std::string>();
        Outcome<Json> more = context.api.get(path, query);
        if (!more) return more;
        for (Json& item : (*more)["items"]) (*list)["items"].push_back(std::move(item));
        (*list)["next"] = more->value("next", Json());
    }
    return list;
}

void tell_more(const Context& context, const Json& list)
{
    if (!context.output.is_table() || !list.contains("next") || !list["next"].is_string()) return;
    context.output.message("there are more: --all, or --cursor " + list["next"].get<std::string>());
}

void show_procedures(const Context& context, const Json& items, const std::string& when_empty)
{
    const auto age = [](const Json& item) { return age_text(item.value("stepSeconds", std::int64_t(0))); };
    context.output.table(items,
                         {column("PROCEDURE", "id"),
                          column("KIND", "kind"),
                          column("ENTERPRISE", "enterprise"),
                          column("BRIDGE", "bridge"),
                          column("STATE", "state"),
                          column("STEP", "step"),
                          {"STEP'S AGE", age},
                          column("AHEAD", "ahead"),
                          column("ORDERED BY", "askedBy"),
                          column("ORDERED", "askedAt"),
                          column("ENDED", "endedAt"),
                          column("PROBLEM", "problem")},
                         when_empty);
}

Outcome<Json> ended_procedures(const Context& context, std::vector<std::int64_t> ids)
{
    const auto deadline =
        std::chrono::steady_clock::now() + std::chrono::seconds(context.invocation.wait_limit_seconds);
    Json ended = Json::array();
    while (!ids.empty()) {
        Outcome<Json> procedure = context.api.get({"procedures", std::to_string(ids.front())});
        if (!procedure) return procedure.error();
        if (procedure->value("state", std::string()) != "running") {
            ended.push_back(std::move(*procedure));
            ids.erase(ids.begin());
            continue;
        }
        if (std::chrono::steady_clock::now() >= deadline)
            return Failure{"procedure " + std::to_string(ids.front()) + " has not ended in time; it goes on", kFailed};
        std::this_thread::sleep_for(kProcedureLookEvery);
    }
    return ended;
}

bool went_wrong(const Json& procedure)
{
    return procedure.value("state", std::string()) != "done";
}

}  // namespace bwsync::ctl
