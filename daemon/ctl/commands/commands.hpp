// The commands: each asks the daemon, shows the answer and gives the exit status.
#pragma once

#include "daemon/ctl/cli/invocation.hpp"
#include "daemon/ctl/cli/output.hpp"
#include "daemon/ctl/client/api_client.hpp"

namespace bwsync::ctl {

struct Context {
    const Invocation& invocation;
    const ApiClient& api;
    Output& output;
};

// One subscriber, as the API names it.
struct Subscriber {
    std::string bridge;
    std::string user_id;
};
// The one that the invocation names; refuses when it is not unambiguous.
Outcome<Subscriber> find_subscriber(const Context& context);

Outcome<int> show_status(Context context);
Outcome<int> show_support_bundle(Context context);

Outcome<int> list_subscribers(Context context);
Outcome<int> show_subscriber(Context context);       // show and explain
Outcome<int> order_for_subscriber(Context context);  // resync, retry, approve, erase and release

Outcome<int> list_workspaces(Context context);      // list and show
Outcome<int> order_for_workspace(Context context);  // provision, update, remove, adopt and retry

Outcome<int> list_bridges(Context context);
Outcome<int> pause_bridge(Context context);  // pause and resume
Outcome<int> decide_held(Context context);   // approve and reject

Outcome<int> list_breakers(Context context);
Outcome<int> reset_breakers(Context context);
Outcome<int> list_gaps(Context context);
Outcome<int> list_snapshots(Context context);
Outcome<int> start_snapshot(Context context);

Outcome<int> precheck(Context context);
Outcome<int> show_plan(Context context);
Outcome<int> list_enterprises(Context context);
Outcome<int> show_dir_sync(Context context);
Outcome<int> order_dir_sync(Context context);  // enable, disable, trigger and user
Outcome<int> list_dir_sync_runs(Context context);
Outcome<int> cancel_dir_sync(Context context);
Outcome<int> show_organization(Context context);
Outcome<int> delete_organization(Context context);  // order, --status, --stop and --resume

Outcome<int> list_grants(Context context);
Outcome<int> import_grant(Context context);
Outcome<int> refresh_grant(Context context);
Outcome<int> sign_in_grant(Context context);
void show_grant(const Context& context, const Json& grant);

Outcome<int> list_reports(Context context);
Outcome<int> create_report(Context context);
Outcome<int> show_report(Context context);
Outcome<int> fetch_report(Context context);  // billing download
Outcome<int> delete_report(Context context);
Outcome<int> reconcile_report(Context context);
// The id of the report that a month or an id names.
Outcome<std::string> find_report(const Context& context, const std::string& named);
// Has the daemon fetch the file; returns when it is there.
Outcome<Json> download_report(const Context& context, const std::string& id);

// These need no daemon.
int check_config(const Invocation& invocation, Output& output);
int show_schema(Output& output);
int explain_code(const Invocation& invocation, Output& output);    // error CODE
int show_time_zone(const Invocation& invocation, Output& output);  // time-zone COUNTRY

}  // namespace bwsync::ctl
