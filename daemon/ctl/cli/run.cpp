#include "daemon/ctl/cli/run.hpp"

#include "daemon/ctl/cli/command_line.hpp"
#include "daemon/ctl/commands/commands.hpp"

namespace bwsync::ctl {
namespace {

Outcome<int> dispatch(const Context& context)
{
    switch (context.invocation.command) {
        case Command::kStatus:
            return show_status(context);
        case Command::kSubscriberList:
            return list_subscribers(context);
        case Command::kSubscriberShow:
        case Command::kSubscriberExplain:
            return show_subscriber(context);
        case Command::kSubscriberResync:
        case Command::kSubscriberRetry:
        case Command::kSubscriberApprove:
        case Command::kSubscriberErase:
        case Command::kSubscriberRelease:
            return order_for_subscriber(context);
        case Command::kWorkspaceList:
        case Command::kWorkspaceShow:
            return list_workspaces(context);
        case Command::kWorkspaceProvision:
        case Command::kWorkspaceUpdate:
        case Command::kWorkspaceRemove:
        case Command::kWorkspaceAdopt:
        case Command::kWorkspaceRetry:
            return order_for_workspace(context);
        case Command::kBridgeList:
            return list_bridges(context);
        case Command::kBridgePause:
        case Command::kBridgeResume:
            return pause_bridge(context);
        case Command::kBridgeApprove:
        case Command::kBridgeReject:
            return decide_held(context);
        case Command::kSupportBundle:
            return show_support_bundle(context);
        case Command::kEnterpriseList:
            return list_enterprises(context);
        case Command::kDirSyncStatus:
            return show_dir_sync(context);
        case Command::kDirSyncEnable:
        case Command::kDirSyncDisable:
        case Command::kDirSyncTrigger:
        case Command::kDirSyncUser:
            return order_dir_sync(context);
        case Command::kDirSyncRuns:
            return list_dir_sync_runs(context);
        case Command::kDirSyncCancel:
            return cancel_dir_sync(context);
        case Command::kOrganizationShow:
            return show_organization(context);
        case Command::kOrganizationDelete:
            return delete_organization(context);
        case Command::kBreakerList:
            return list_breakers(context);
        case Command::kBreakerReset:
            return reset_breakers(context);
        case Command::kGapList:
            return list_gaps(context);
        case Command::kSnapshotStart:
            return start_snapshot(context);
        case Command::kSnapshotList:
            return list_snapshots(context);
        case Command::kGrantList:
            return list_grants(context);
        case Command::kGrantImport:
            return import_grant(context);
        case Command::kGrantRefresh:
            return refresh_grant(context);
        case Command::kGrantSignIn:
            return sign_in_grant(context);
        case Command::kPlan:
            return show_plan(context);
        case Command::kPrecheck:
            return precheck(context);
        case Command::kBillingCreate:
            return create_report(context);
        case Command::kBillingList:
            return list_reports(context);
        case Command::kBillingShow:
            return show_report(context);
        case Command::kBillingDownload:
            return fetch_report(context);
        case Command::kBillingDelete:
            return delete_report(context);
        case Command::kBillingReconcile:
            return reconcile_report(context);
        case Command::kConfigCheck:
        case Command::kConfigSchema:
        case Command::kError:
        case Command::kTimeZone:
            break;
    }
    return Failure{"not a command of the daemon", kWrongUse};
}

int with_daemon(const Invocation& invocation, const Environment& environment, Output& output)
{
    Result<Target, TargetFault> target = find_target(invocation, environment);
    if (!target) {
        output.message(target.error().message);
        return target.error().exit_status;
    }
    const ApiClient api(std::move(*target), std::chrono::seconds(invocation.timeout_seconds));
    Outcome<int> status = dispatch(Context{invocation, api, output});
    if (status) return *status;
    output.message(status.error().message);
    return status.error().exit_status;
}

}  // namespace

int run(std::vector<std::string> arguments, const Environment& environment, Terminal terminal, std::ostream& out,
        std::ostream& err)
{
    const CommandLine line = read_command_line(std::move(arguments));
    if (!line.invocation) {
        out << line.out;
        err << line.complaint;
        return line.exit_status;
    }
    const Invocation& invocation = *line.invocation;
    Output output(Output::Settings{invocation.output, terminal.width, terminal.has_colour, terminal.progress_width},
                  out, err);
    if (invocation.output == OutputShape::kCsv && invocation.command != Command::kBillingReconcile) {
        output.message("-o csv is for billing reconcile only");
        return kWrongUse;
    }
    if (invocation.command == Command::kConfigCheck) return check_config(invocation, output);
    if (invocation.command == Command::kConfigSchema) return show_schema(output);
    if (invocation.command == Command::kError) return explain_code(invocation, output);
    if (invocation.command == Command::kTimeZone) return show_time_zone(invocation, output);
    return with_daemon(invocation, environment, output);
}

}  // namespace bwsync::ctl
