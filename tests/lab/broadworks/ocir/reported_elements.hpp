// Small pieces of reported requests: UTF-8 markup of the children of a command.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/lab/broadworks/model/edits.hpp"

namespace bwsync::lab {

// Elements in order; one with an empty text is left out.
std::string elements(const std::vector<std::pair<std::string_view, std::string_view>>& pairs);

// serviceName and servicePackName, as the assign and unassign requests have them.
std::string entitlement_elements(const Entitlements& what);
std::string service_elements(const std::set<std::string>& services);

OciError could_not_assign(const std::string& name, bool warning);

}  // namespace bwsync::lab
