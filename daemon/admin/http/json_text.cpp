#include "daemon/admin/http/json_text.hpp"

#include <array>
#include <ctime>

namespace bwsync {

Json to_json(const std::optional<Instant>& time)
{
    if (!time) return nullptr;
    const auto whole =
        static_cast<std::time_t>(std::chrono::floor<std::chrono::seconds>(time->time_since_epoch()).count());
    std::tm parts{};
    gmtime_r(&whole, &parts);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return std::string(text.data());
}

Json to_json(const GrantStatus& grant, Instant now)
{
    Json json;
    json["partner"] = grant.partner;
    json["name"] = grant.name;
    json["state"] = grant.state;
    json["problem"] = grant.problem.empty() ? Json() : Json(grant.problem);
    json["inUse"] = grant.is_in_use;
    json["scopes"] = grant.scopes;
    json["missingScopes"] = Json::array();
    for (const ScopeNeed& need : grant.missing_scopes) {
        Json missing;
        missing["scope"] = need.scope;
        missing["neededFor"] = need.what_for;
        missing["required"] = need.is_required;
        json["missingScopes"].push_back(std::move(missing));
    }
    json["refreshedAt"] = to_json(grant.refreshed_at);
    json["accessExpiresAt"] = to_json(grant.access_expires_at);
    json["refreshExpiresAt"] = to_json(grant.refresh_expires_at);
    json["refreshDaysLeft"] = nullptr;
    if (grant.refresh_expires_at) {
        json["refreshDaysLeft"] = std::chrono::floor<std::chrono::hours>(*grant.refresh_expires_at - now).count() / 24;
    }
    return json;
}

Json to_json(const Problem& problem)
{
    Json json;
    json["subject"] = problem.subject;
    json["detail"] = problem.detail;
    return json;
}

Json to_json(const FeedStatus& feed)
{
    Json json;
    json["cluster"] = feed.cluster;
    json["server"] = feed.server;
    json["connected"] = feed.is_connected;
    json["lastByteAt"] = to_json(feed.last_byte_at);
    json["problem"] = feed.problem.empty() ? Json() : Json(feed.problem);
    return json;
}

Json to_json(const config::Fault& fault)
{
    Json json;
    json["file"] = fault.file;
    json["line"] = fault.line;
    json["column"] = fault.column;
    json["key"] = fault.key_path;
    json["found"] = fault.found;
    json["expected"] = fault.expected;
    json["remedy"] = fault.remedy;
    return json;
}

Json items_in(const std::string& list)
{
    Json parsed = Json::parse(list, nullptr, false);
    if (!parsed.is_object() || !parsed.contains("items")) return nullptr;
    return std::move(parsed["items"]);
}

Json bridges_json(const std::vector<BridgeStatus>& bridges, const Json& rows)
{
    Json list = Json::array();
    for (const BridgeStatus& bridge : bridges) {
        Json item;
        item["bridge"] = bridge.name;
        item["cluster"] = bridge.cluster;
        item["partner"] = bridge.partner;
        item["policy"] = bridge.policy;
        item["held"] = bridge.is_held;
        for (const Json& row : rows.is_array() ? rows : Json::array()) {
            if (!row.is_object() || row.value("bridge", std::string()) != bridge.name) continue;
            for (const auto& [key, value] : row.items()) {
                if (!value.is_null()) item[key] = value;
            }
        }
        list.push_back(std::move(item));
    }
    return list;
}

std::string list_text(Json items)
{
    Json list;
    list["items"] = std::move(items);
    list["next"] = nullptr;
    return text_of(list);
}

std::string text_of(const Json& value)
{
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace bwsync
