// Time zones of Webex Meetings sites. The first subscriber of the standard package and the first of the premium package
// fix the time zone of the organisation's site for that package for good; Webex takes the default of the organisation's
// country when the request names none. Source of the table: Cisco's Webex for BroadWorks guide, "Webex Meetings Site
// Timezone".
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bwsync {

struct SiteTimeZones {
    std::string_view code;   // of the country (ISO 3166-1 alpha-2) or region (US-A, US-B, EU)
    std::string_view name;   // of the country as the guide writes it; of the region's data centre
    std::string_view city;   // Webex's name of the time zone
    std::string_view zones;  // IANA names that stand for it, separated by blanks; the first is the one to send

    [[nodiscard]] std::string_view preferred() const { return zones.substr(0, zones.find(' ')); }
    [[nodiscard]] bool holds(std::string_view zone) const;
};

// The 180 countries of the guide, by code.
std::span<const SiteTimeZones> site_countries();
// US-A, US-B, EU.
std::span<const SiteTimeZones> site_regions();

// By code or name, without case; nullptr: the guide does not have the country.
const SiteTimeZones* site_country(std::string_view code_or_name);
// By code, without case; nullptr: no such region.
const SiteTimeZones* site_region(std::string_view code);

// What Webex takes when a request names no time zone: the country's default, or the region's where the guide does not
// have the country.
const SiteTimeZones& default_site_time_zone(std::string_view country_code, std::string_view region);

}  // namespace bwsync
