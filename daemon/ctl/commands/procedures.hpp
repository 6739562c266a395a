// What commands that order procedures share: whom they mean, waiting for the end, showing them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "daemon/ctl/commands/commands.hpp"

namespace bwsync::ctl {

// The bridge named, or the only one that has the enterprise in Webex.
Outcome<std::string> bridge_of_enterprise(const Context& context);

// The user of this machine who orders, for the history.
std::string operator_name();

// "3 s", "4 min 10 s", "2 h 5 min", "3 d 4 h".
std::string age_text(std::int64_t seconds);

// One page of a list, or with --all every page as one.
Outcome<Json> listed(const Context& context, const ApiClient::Path& path, ApiClient::Query query);
// Says how to go on when there is more.
void tell_more(const Context& context, const Json& list);

void show_procedures(const Context& context, const Json& items, const std::string& when_empty);
// Until none of them runs; the procedures as they ended. Fails when the time is up.
Outcome<Json> ended_procedures(const Context& context, std::vector<std::int64_t> ids);
// Failed or stopped.
bool went_wrong(const Json& procedure);

}  // namespace bwsync::ctl
