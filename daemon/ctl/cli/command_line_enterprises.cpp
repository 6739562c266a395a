#include "daemon/ctl/cli/command_line_enterprises.hpp"

namespace bwsync::ctl {
namespace {

CLI::App& subcommand(CLI::App& parent, Invocation& read, const char* name, const char* description, Command command)
{
    CLI::App& made = *parent.add_subcommand(name, description);
    made.callback([&read, command] { read.command = command; });
    return made;
}

CLI::Option* add_enterprise(CLI::App& app, Invocation& read, const char* help)
{
    return app.add_option("--enterprise", read.enterprise, help)->type_name("ID");
}

void add_bridge(CLI::App& app, Invocation& read, const char* help)
{
    app.add_option("--bridge", read.bridge, help)->type_name("NAME");
}

void add_wait(CLI::App& app, Invocation& read)
{
    auto* wait = app.add_flag("--wait", read.wait, "wait for the end; exits 1 unless all goes well");
    app.add_option("--wait-limit", read.wait_limit_seconds, "seconds to wait at most (3600)")
        ->type_name("SECONDS")
        ->check(CLI::Range(1, 604800))
        ->needs(wait);
}

// Either one enterprise, or all of a bridge or of every bridge.
void add_whose(CLI::App& app, Invocation& read, Command command)
{
    auto* enterprise = add_enterprise(app, read, "this Webex enterprise (spEnterpriseId)");
    auto* all = app.add_flag("--all", read.all, "every enterprise, of the bridge or of all bridges");
    all->excludes(enterprise);
    add_bridge(app, read, "the bridge, when the enterprise is on more than one; with --all only its enterprises");
    app.callback([&read, command, enterprise, all] {
        if (enterprise->count() + all->count() == 0) throw CLI::RequiredError("--enterprise or --all");
        read.command = command;
    });
}

void add_pages(CLI::App& app, Invocation& read, const char* what)
{
    auto* limit = app.add_option("--limit", read.limit, what)->type_name("COUNT")->check(CLI::Range(1, 1000));
    auto* cursor = app.add_option("--cursor", read.cursor, "where the page before ended")->type_name("CURSOR");
    app.add_flag("--all", read.all, "every page")->excludes(limit)->excludes(cursor);
}

void add_dir_sync(CLI::App& enterprise, Invocation& read)
{
    CLI::App& sync = *enterprise.add_subcommand("dir-sync", "directory synchronisation of enterprises");
    sync.require_subcommand(1);
    add_whose(subcommand(sync, read, "status", "state, last run and all counters", Command::kDirSyncStatus), read,
              Command::kDirSyncStatus);
    struct Order {
        const char* name;
        const char* description;
        Command command;
    };
    for (const Order& order :
         {Order{"enable", "switch it on", Command::kDirSyncEnable},
          Order{"disable", "switch it off: Webex then removes what it had brought", Command::kDirSyncDisable},
          Order{"trigger", "run it now; one run per BroadWorks cluster at a time, the others wait in a queue",
                Command::kDirSyncTrigger}}) {
        CLI::App& made = subcommand(sync, read, order.name, order.description, order.command);
        add_whose(made, read, order.command);
        add_wait(made, read);
    }
    CLI::App& user = subcommand(sync, read, "user", "synchronise one BroadWorks user who is no Webex user, and wait",
                                Command::kDirSyncUser);
    user.add_option("USER", read.name, "the BroadWorks user id")->required();
    add_enterprise(user, read, "the user's Webex enterprise (spEnterpriseId)")->required();
    add_bridge(user, read, "the bridge, when the enterprise is on more than one");
    CLI::App& runs = subcommand(sync, read, "runs", "what runs, waits and ran, newest first", Command::kDirSyncRuns);
    add_enterprise(runs, read, "only this Webex enterprise (spEnterpriseId)");
    add_bridge(runs, read, "only this bridge");
    runs.add_option("--state", read.state, "only this state: running, done or failed")
        ->type_name("STATE")
        ->check(CLI::IsMember(std::vector<std::string>{"running", "done", "failed"}).description(""));
    add_pages(runs, read, "entries per page (100)");
    add_whose(subcommand(sync, read, "cancel", "take back what was ordered and has not ended", Command::kDirSyncCancel),
              read, Command::kDirSyncCancel);
}

}  // namespace

void add_enterprise_commands(CLI::App& app, Invocation& read)
{
    CLI::App& enterprise = *app.add_subcommand("enterprise", "enterprises as Webex has them");
    enterprise.require_subcommand(1);
    CLI::App& list = subcommand(enterprise, read, "list", "enterprises with their directory synchronisation",
                                Command::kEnterpriseList);
    add_bridge(list, read, "only this bridge");
    auto* exact = add_enterprise(list, read, "only this one (spEnterpriseId)");
    list.add_option("--starts-with", read.starts_with, "only those whose spEnterpriseId begins so")
        ->type_name("TEXT")
        ->excludes(exact);
    add_pages(list, read, "enterprises per page (100)");
    add_dir_sync(enterprise, read);
}

void add_organization_commands(CLI::App& app, Invocation& read)
{
    CLI::App& organization = *app.add_subcommand("organization", "Webex organisations: look at one, delete one");
    organization.require_subcommand(1);
    CLI::App& show = subcommand(organization, read, "show", "name, people and directory synchronisation of one",
                                Command::kOrganizationShow);
    add_enterprise(show, read, "the Webex enterprise (spEnterpriseId)")->required();
    add_bridge(show, read, "the bridge, when the enterprise is on more than one");
    CLI::App& remove = subcommand(organization, read, "delete",
                                  "remove everybody in it, then the organisation; asks for its name in full",
                                  Command::kOrganizationDelete);
    add_enterprise(remove, read, "the Webex enterprise (spEnterpriseId)")->required();
    add_bridge(remove, read, "the bridge, when the enterprise is on more than one");
    auto* name = remove
                     .add_option("--name", read.organization_name,
                                 "the organisation's name in full, for scripts: nothing is asked")
                     ->type_name("NAME");
    auto* status =
        remove.add_flag("--status", read.shows_status, "how far it is, each step with its age")->excludes(name);
    auto* stop =
        remove.add_flag("--stop", read.stops, "stop it after the call under way")->excludes(name)->excludes(status);
    remove.add_flag("--resume", read.resumes, "go on with one that was stopped or has failed")
        ->excludes(name)
        ->excludes(status)
        ->excludes(stop);
    add_wait(remove, read);
}

}  // namespace bwsync::ctl
