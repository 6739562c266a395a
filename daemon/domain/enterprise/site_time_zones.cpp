#include "daemon/domain/enterprise/site_time_zones.hpp"

#include <algorithm>
#include <array>

#include "daemon/domain/basics/text.hpp"

namespace bwsync {

namespace {

#include "site_time_zones.inc"

template <class Table>
const SiteTimeZones* by_code(const Table& table, std::string_view code)
{
    const std::string wanted = lower_case(code);
    const auto found = std::find_if(table.begin(), table.end(),
                                    [&wanted](const SiteTimeZones& entry) { return lower_case(entry.code) == wanted; });
    return found == table.end() ? nullptr : &*found;
}

}  // namespace

bool SiteTimeZones::holds(std::string_view zone) const
{
    std::string_view rest = zones;
    while (!rest.empty()) {
        const std::string_view first = rest.substr(0, rest.find(' '));
        if (first == zone) return true;
        rest.remove_prefix(std::min(rest.size(), first.size() + 1));
    }
    return false;
}

std::span<const SiteTimeZones> site_countries()
{
    return kCountries;
}

std::span<const SiteTimeZones> site_regions()
{
    return kRegions;
}

const SiteTimeZones* site_country(std::string_view code_or_name)
{
    if (const SiteTimeZones* found = by_code(kCountries, code_or_name)) return found;
    const std::string wanted = lower_case(code_or_name);
    const auto found = std::find_if(kCountries.begin(), kCountries.end(),
                                    [&wanted](const SiteTimeZones& entry) { return lower_case(entry.name) == wanted; });
    return found == kCountries.end() ? nullptr : &*found;
}

const SiteTimeZones* site_region(std::string_view code)
{
    return by_code(kRegions, code);
}

const SiteTimeZones& default_site_time_zone(std::string_view country_code, std::string_view region)
{
    if (const SiteTimeZones* found = by_code(kCountries, country_code)) return *found;
    const SiteTimeZones* fallback = by_code(kRegions, region);
    return fallback != nullptr ? *fallback : kRegions.front();
}

}  // namespace bwsync
