#include <algorithm>

#include "daemon/config/reading/nearest.hpp"
#include "daemon/config/schema/countries.hpp"
#include "daemon/ctl/commands/commands.hpp"
#include "daemon/domain/enterprise/site_time_zones.hpp"
#include "daemon/domain/preview/precheck_codes.hpp"
#include "daemon/domain/webex_codes/code_appearance.hpp"
#include "daemon/domain/webex_codes/webex_codes.hpp"

namespace bwsync::ctl {
namespace {

Json to_json(const WebexCode& code)
{
    Json item;
    item["code"] = code.code;
    item["kind"] = "error";
    item["title"] = code.title;
    item["action"] = name_of(code.action);
    item["scope"] = name_of(code.scope);
    item["retry"] = name_of(code.retry);
    item["owner"] = name_of(code.owner);
    item["remedy"] = code.remedy;
    Json statuses = Json::array();
    const CodeAppearance* shows = code_appearance(code.code);
    for (const int status : shows->http) {
        if (status != 0) statuses.push_back(status);
    }
    item["http"] = statuses;
    item["onSubscriber"] = shows->on_subscriber;
    item["guide"] = guide_section(code.code);
    return item;
}

Json to_json(const PrecheckCode& code)
{
    Json item;
    item["code"] = code.code;
    item["kind"] = "info";
    item["title"] = code.meaning;
    item["primaryFirst"] = code.primary_first;
    item["personMoves"] = name_of(code.person);
    item["primaryMoves"] = name_of(code.primary);
    item["organization"] = name_of(code.organization);
    item["first"] = code.first;
    item["notice"] = code.notice;
    item["guide"] = guide_section(code.code);
    return item;
}

int show_all_codes(Output& output)
{
    Json items = Json::array();
    for (const PrecheckCode& code : precheck_codes()) items.push_back(to_json(code));
    for (const WebexCode& code : webex_codes()) items.push_back(to_json(code));
    output.value(Json{{"items", items}, {"next", nullptr}});
    output.table(items,
                 {column("CODE", "code"), column("KIND", "kind"), column("SCOPE", "scope"), column("ACTION", "action"),
                  column("OWNER", "owner"), column("TITLE", "title"), column("REMEDY", "remedy")},
                 "");
    return kDone;
}

Json to_json(const SiteTimeZones& zones, std::string_view region, std::string_view basis)
{
    Json item;
    item["region"] = region;
    item["city"] = zones.city;
    item["timeZone"] = zones.preferred();
    item["timeZones"] = zones.zones;
    item["basis"] = basis;
    return item;
}

// Codes and names together: what was meant may be either.
std::string suggested_country(const std::string& written)
{
    std::vector<std::string> names;
    for (const SiteTimeZones& country : site_countries()) names.emplace_back(country.name);
    const std::string best = config::nearest(written, names);
    if (best.empty()) return "a code of ISO 3166 (US, DE) or a name in English";
    return "did you mean '" + best + "' (" + std::string(site_country(best)->code) + ")?";
}

}  // namespace

int explain_code(const Invocation& invocation, Output& output)
{
    if (invocation.all) return show_all_codes(output);
    const std::string& written = invocation.name;
    const bool is_number =
        !written.empty() && written.size() < 9 && written.find_first_not_of("0123456789") == std::string::npos;
    if (!is_number) {
        output.message("a code is a number, for example 2017; --all shows every one that is known");
        return kWrongUse;
    }
    const int number = std::stoi(written);
    const PrecheckCode* info = precheck_code(number);
    const WebexCode& error = webex_code(number);
    if (info == nullptr && error.code == 0) {
        output.message("code " + written + " is not in Cisco's guide. A subscriber that meets it is parked as webex-" +
                       written + ". " + std::string(error.remedy));
        return kFailed;
    }
    const Json item = info != nullptr ? to_json(*info) : to_json(error);
    output.value(item);
    output.members(item, {{"code", "code"},
                          {"kind", "kind"},
                          {"title", "means"},
                          {"first", "first"},
                          {"notice", "notice"},
                          {"primaryFirst", "primary first"},
                          {"personMoves", "person moves"},
                          {"primaryMoves", "primary moves"},
                          {"organization", "organization"},
                          {"action", "bwsync does"},
                          {"scope", "concerns"},
                          {"retry", "repeated"},
                          {"owner", "who can end it"},
                          {"remedy", "remedy"},
                          {"guide", "guide"}});
    return kDone;
}

int show_time_zone(const Invocation& invocation, Output& output)
{
    const SiteTimeZones* country = site_country(invocation.name);
    const bool is_code = config::is_country(invocation.name);
    if (country == nullptr && !is_code) {
        output.message("no country '" + invocation.name + "': " + suggested_country(invocation.name));
        return kFailed;
    }
    Json regions = Json::array();
    for (const SiteTimeZones& region : site_regions()) {
        if (!invocation.region.empty() && region.code != invocation.region) continue;
        const SiteTimeZones& zones = country != nullptr ? *country : region;
        regions.push_back(to_json(zones, region.code, country != nullptr ? "country" : "region"));
    }
    Json answer;
    answer["country"] = country != nullptr ? Json(country->code) : Json(invocation.name);
    answer["name"] = country != nullptr ? Json(country->name) : Json(nullptr);
    answer["regions"] = regions;
    output.value(answer);
    if (country == nullptr) {
        output.message("the guide has no default for country " + invocation.name +
                       ": Webex takes the one of the cluster's region");
    } else {
        output.line(std::string(country->name) + " (" + std::string(country->code) + ")");
    }
    output.table(regions,
                 {column("REGION", "region"), column("CITY", "city"), column("DEFAULT", "timeZone"),
                  column("ALSO STANDS FOR IT", "timeZones"), column("BY", "basis")},
                 "");
    return kDone;
}

}  // namespace bwsync::ctl
