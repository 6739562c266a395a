// The country codes of ISO 3166-1 alpha-2, as the time zone database (iso3166.tab, 2025b, public domain) lists them.
#pragma once

#include <string_view>

namespace bwsync::config {

bool is_country(std::string_view code);

}  // namespace bwsync::config
