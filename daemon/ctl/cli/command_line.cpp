#include "daemon/ctl/cli/command_line.hpp"

#include <CLI/CLI.hpp>
#include <sstream>

#include "daemon/ctl/cli/command_line_enterprises.hpp"
#include "daemon/domain/billing/webex_billing.hpp"

namespace bwsync::ctl {
namespace {

const std::vector<std::string> kStates = {"waiting", "provisioning", "provisioned", "updating", "pending-person",
                                          "parked",  "removing",     "removed",     "foreign",  "ignored"};

constexpr const char* kFooter = R"(
The daemon is found by --config (its configuration file says where it listens and
where its token is), else by --url and --token-file or the environment variables
BWSYNC_URL, BWSYNC_TOKEN_FILE and BWSYNC_CA_FILE, else by /etc/bwsync/bwsync.yaml.

Exit status: 0 done, 1 refused or failed, 2 wrong use, 3 daemon not reachable,
4 something needs attention (status; precheck: somebody would fail; plan and billing
reconcile --exit-code).)";

constexpr const char* kNameHelp = "the subscriber: user id, e-mail, number or Webex id";

// Builds the tree of commands; what was read ends in `read`.
class Tree {
public:
    explicit Tree(Invocation& read) : read_(read)
    {
        app_.name("bwsyncctl");
        app_.description("Shows and steers bwsync, which keeps BroadWorks subscribers and Webex subscribers the same.");
        app_.footer(kFooter);
        app_.set_version_flag("--version", std::string("bwsyncctl ") + BWSYNC_VERSION);
        app_.set_help_flag("-h,--help", "this text");
        app_.require_subcommand(1);
        app_.fallthrough();
        add_global_options();
        add_status();
        add_subscriber();
        add_workspace();
        add_bridge();
        add_breaker();
        add_gap();
        add_snapshot();
        add_grant();
        add_plan();
        add_precheck();
        add_billing();
        add_enterprise_commands(app_, read_);
        add_organization_commands(app_, read_);
        add_config();
        add_reference();
        add_support_bundle();
    }

    CLI::App& app() { return app_; }

private:
    void add_global_options()
    {
        auto* config =
            app_.add_option("--config", read_.config_file, "the daemon's configuration file")->type_name("FILE");
        auto* url = app_.add_option("--url", read_.url, "the admin API: http://127.0.0.1:9480")->type_name("URL");
        app_.add_option("--token-file", read_.token_file, "the file with the admin token")->type_name("FILE");
        app_.add_option("--ca-file", read_.ca_file, "certificates to trust with an https URL, instead of the system's")
            ->type_name("FILE");
        url->excludes(config);
        app_.add_option("--timeout", read_.timeout_seconds, "seconds to wait for an answer (30)")
            ->type_name("SECONDS")
            ->check(CLI::Range(1, 3600));
        const auto take_shape = [this](const std::string& name) {
            if (name == "json") read_.output = OutputShape::kJson;
            if (name == "yaml") read_.output = OutputShape::kYaml;
            if (name == "csv") read_.output = OutputShape::kCsv;
        };
        app_.add_option_function<std::string>("-o,--output", take_shape,
                                              "table (default), json or yaml; billing reconcile also csv")
            ->type_name("FORMAT")
            ->check(CLI::IsMember(std::vector<std::string>{"table", "json", "yaml", "csv"}).description(""));
    }

    CLI::App& command(CLI::App& parent, const char* name, const char* description, Command command)
    {
        CLI::App& made = *parent.add_subcommand(name, description);
        made.callback([this, command] { read_.command = command; });
        return made;
    }
    CLI::App& noun(const char* name, const char* description)
    {
        CLI::App& made = *app_.add_subcommand(name, description);
        made.require_subcommand(1);
        return made;
    }

    void bridge_option(CLI::App& app, const char* help = "only this bridge")
    {
        app.add_option("--bridge", read_.bridge, help)->type_name("NAME");
    }
    void cluster_option(CLI::App& app, const char* help)
    {
        app.add_option("--cluster", read_.cluster, help)->type_name("NAME");
    }

    void add_status()
    {
        command(app_, "status", "how everything is; exits 4 when something needs attention", Command::kStatus);
    }

    void add_subscriber()
    {
        CLI::App& subscriber = noun("subscriber", "subscribers: list, explain, and order what to do about one");
        CLI::App& list =
            command(subscriber, "list", "subscribers by bridge, state, enterprise or text", Command::kSubscriberList);
        bridge_option(list);
        list.add_option("--state", read_.state,
                        "only this state: waiting, provisioning, provisioned, updating, pending-person, "
                        "parked, removing, removed, foreign or ignored")
            ->type_name("STATE")
            ->check(CLI::IsMember(kStates).description(""));
        list.add_option("--enterprise", read_.enterprise, "only this Webex enterprise (spEnterpriseId)")
            ->type_name("ID");
        list.add_option("-q,--search", read_.search, "part of a user id, e-mail, number or Webex id")
            ->type_name("TEXT");
        auto* limit = list.add_option("--limit", read_.limit, "subscribers per page (100)")
                          ->type_name("COUNT")
                          ->check(CLI::Range(1, 1000));
        auto* cursor = list.add_option("--cursor", read_.cursor, "where the page before ended")->type_name("CURSOR");
        list.add_flag("--all", read_.all, "every page")->excludes(limit)->excludes(cursor);
        add_named(subscriber, "show", "one subscriber: state, reason and what to do", Command::kSubscriberShow);
        add_named(subscriber, "explain", "all about one subscriber: what was read, wanted, done and answered",
                  Command::kSubscriberExplain);
        add_named(subscriber, "resync", "read the subscriber again from BroadWorks and evaluate it",
                  Command::kSubscriberResync);
        add_named(subscriber, "retry", "try a parked subscriber again", Command::kSubscriberRetry);
        add_named(subscriber, "approve", "approve what the subscriber is held for", Command::kSubscriberApprove);
        add_named(subscriber, "release", "keep one in Webex whose removal is decided", Command::kSubscriberRelease);
        add_named(subscriber, "erase", "delete the Webex person of a removed subscriber, for good",
                  Command::kSubscriberErase)
            .add_option("--confirm", read_.confirm, "the user id in full, in place of typing it when asked")
            ->type_name("USERID");
    }
    CLI::App& add_named(CLI::App& subscriber, const char* name, const char* description, Command what)
    {
        CLI::App& made = command(subscriber, name, description, what);
        made.add_option("SUBSCRIBER", read_.name, kNameHelp)->required();
        bridge_option(made, "the bridge, when the subscriber is on more than one");
        return made;
    }

    void add_workspace()
    {
        CLI::App& workspace = noun("workspace", "workspaces: users that are a room or a shared device in Webex");
        CLI::App& list = command(workspace, "list", "the workspaces and how they stand", Command::kWorkspaceList);
        bridge_option(list);
        add_named(workspace, "show", "one workspace: wanted, done, and what to do", Command::kWorkspaceShow);
        add_named(workspace, "provision", "make the user a workspace and keep it until remove",
                  Command::kWorkspaceProvision);
        add_named(workspace, "update", "tell Webex user id, number and extension again", Command::kWorkspaceUpdate);
        add_named(workspace, "remove", "remove a workspace that was made by command, or that is parked",
                  Command::kWorkspaceRemove);
        CLI::App& adopt = add_named(workspace, "adopt", "take over the workspace that Webex has under this id",
                                    Command::kWorkspaceAdopt);
        adopt.add_option("--id", read_.workspace_id, "the workspace's id, as Control Hub shows it")
            ->type_name("ID")
            ->required();
        add_named(workspace, "retry", "try a parked one again: after a lost answer, Webex has none",
                  Command::kWorkspaceRetry);
    }

    void add_bridge()
    {
        CLI::App& bridge = noun("bridge", "bridges: one BroadWorks cluster feeding one Webex partner");
        command(bridge, "list", "the bridges with their subscribers by state and what they hold back",
                Command::kBridgeList);
        add_pause(bridge, "pause", "send no changes to Webex until resume", Command::kBridgePause);
        add_pause(bridge, "resume", "end a pause", Command::kBridgeResume);
        add_held(bridge, "approve", "let the mass change go that is held now, and no more than it",
                 Command::kBridgeApprove);
        add_held(bridge, "reject", "give the mass change up that is held now", Command::kBridgeReject);
    }
    void add_pause(CLI::App& bridge, const char* name, const char* description, Command what)
    {
        CLI::App& made = command(bridge, name, description, what);
        made.add_option("BRIDGE", read_.name, "the bridge")->required();
        made.add_option("--enterprise", read_.enterprise, "only this Webex enterprise (spEnterpriseId)")
            ->type_name("ID");
    }
    void add_held(CLI::App& bridge, const char* name, const char* description, Command what)
    {
        CLI::App& made = command(bridge, name, description, what);
        made.add_option("BRIDGE", read_.name, "the bridge")->required();
        auto* removals = made.add_flag("--removals", read_.removals, "only held removals");
        made.add_flag("--updates", read_.updates, "only held updates")->excludes(removals);
    }

    void add_breaker()
    {
        CLI::App& breaker =
            noun("breaker", "breakers: what fails for everybody in a scope and is tried by one of them");
        command(breaker, "list", "the open breakers, whom they hold and when they probe", Command::kBreakerList);
        CLI::App& reset =
            command(breaker, "reset", "close breakers at once: those held are tried again", Command::kBreakerReset);
        reset.add_option("BRIDGE", read_.name, "the bridge")->required();
        auto* scope = reset.add_option("--scope", read_.scope, "only of this scope")
                          ->type_name("SCOPE")
                          ->check(CLI::IsMember(std::vector<std::string>{"enterprise", "template", "cluster", "partner",
                                                                         "platform"})
                                      .description(""));
        reset.add_option("--subject", read_.subject, "only this one, as breaker list shows it")
            ->type_name("SUBJECT")
            ->needs(scope);
    }

    void add_gap()
    {
        CLI::App& gap = noun("gap", "gaps of the change feed");
        CLI::App& list = command(gap, "list", "gaps: open ones first, then recent ones", Command::kGapList);
        cluster_option(list, "only this cluster");
    }

    void add_snapshot()
    {
        CLI::App& snapshot = noun("snapshot", "full comparisons of BroadWorks and Webex");
        CLI::App& start = command(snapshot, "start", "ask for a snapshot now", Command::kSnapshotStart);
        cluster_option(start, "the cluster, when there is more than one");
        start.add_option("--side", read_.side, "broadworks or webex; both when absent")
            ->type_name("SIDE")
            ->check(CLI::IsMember(std::vector<std::string>{"broadworks", "webex"}).description(""));
        auto* wait = start.add_flag("--wait", read_.wait, "wait until it has ended; exits 1 unless it is complete");
        start.add_option("--wait-limit", read_.wait_limit_seconds, "seconds to wait at most (3600)")
            ->type_name("SECONDS")
            ->check(CLI::Range(1, 604800))
            ->needs(wait);
        CLI::App& list = command(snapshot, "list", "snapshots, newest first", Command::kSnapshotList);
        cluster_option(list, "only this cluster");
    }

    void add_grant()
    {
        CLI::App& grant = noun("grant", "OAuth grants of Webex partners");
        CLI::App& list = command(grant, "list", "grants and when they end", Command::kGrantList);
        list.add_option("--partner", read_.partner, "only this partner")->type_name("NAME");
        CLI::App& import =
            command(grant, "import", "put a refresh token into the store of the running daemon", Command::kGrantImport);
        import.add_option("--partner", read_.partner, "the partner")->type_name("NAME")->required();
        import.add_option("--name", read_.grant, "the grant")->type_name("NAME")->required();
        import
            .add_option("--refresh-token-file", read_.refresh_token_file,
                        "the file with the refresh token; - is standard input")
            ->type_name("FILE")
            ->required();
        CLI::App& sign_in =
            command(grant, "sign-in", "get a grant by signing in to Webex with a browser", Command::kGrantSignIn);
        sign_in.add_option("--partner", read_.partner, "the partner")->type_name("NAME")->required();
        sign_in.add_option("--name", read_.grant, "the grant (the first one of the partner)")->type_name("NAME");
        auto* paste = sign_in.add_flag("--paste", read_.paste,
                                       "do not listen for the browser: ask for the address that it ends at");
        sign_in.add_option("--wait-limit", read_.wait_limit_seconds, "seconds to wait for the browser (3600)")
            ->type_name("SECONDS")
            ->check(CLI::Range(1, 604800))
            ->excludes(paste);
        CLI::App& refresh = command(grant, "refresh", "get a new access token now", Command::kGrantRefresh);
        refresh.add_option("--partner", read_.partner, "the partner, when there is more than one")->type_name("NAME");
        refresh.add_option("--name", read_.grant, "the grant, when there is more than one")->type_name("NAME");
    }

    void add_plan()
    {
        CLI::App& plan = command(app_, "plan", "what would be done and why; nothing is sent", Command::kPlan);
        bridge_option(plan);
        plan.add_option("--enterprise", read_.enterprise, "only this Webex enterprise (spEnterpriseId)")
            ->type_name("ID");
        plan.add_option("--user", read_.name, kNameHelp)->type_name("SUBSCRIBER");
        plan.add_flag("--exit-code", read_.exit_code, "exit 4 when something would be done");
    }

    void add_precheck()
    {
        CLI::App& precheck = command(app_, "precheck", "ask Webex whether provisioning will succeed; changes nothing",
                                     Command::kPrecheck);
        auto* who = precheck.add_option_group("who", "exactly one of these");
        auto* email = who->add_option("--email", read_.email, "a person's e-mail address, with --customer-email")
                          ->type_name("ADDRESS");
        who->add_option("--user", read_.user, "a user of the bridge, as the daemon would provision it")
            ->type_name("USER-ID");
        who->add_option("--file", read_.file, "a CSV file with a header: userId, or email and customerEmail")
            ->type_name("FILE");
        who->add_flag("--all", read_.all, "everybody whom the bridge would provision");
        who->require_option(1);
        auto* customer = precheck
                             .add_option("--customer-email", read_.customer_email,
                                         "a user of the customer's organization; for its first subscriber the same")
                             ->type_name("ADDRESS");
        email->needs(customer);
        bridge_option(precheck, "the bridge, when there is more than one");
        auto* results = precheck.add_option("--output", read_.results_file,
                                            "results, row by row: CSV, or JSON lines by the name .json, .jsonl or "
                                            ".ndjson; a rerun goes on behind what is there");
        results->type_name("FILE")->check([](const std::string& name) {
            const bool is_format = name == "table" || name == "json" || name == "yaml";
            return is_format ? std::string("--output is the file of the results here; the format is -o " + name)
                             : std::string();
        });
        precheck
            .add_option("--patience", read_.patience_seconds, "seconds to wait for a daemon that does not answer (60)")
            ->type_name("SECONDS")
            ->check(CLI::Range(0, 86400));
    }

    void add_billing()
    {
        CLI::App& billing = noun("billing", "monthly billing reports of a Webex partner");
        CLI::App& create = command(billing, "create", "have Webex make the report of a month", Command::kBillingCreate);
        create.add_option("MONTH,--month,--period", read_.name, "the month, YYYY-MM; it must be over")
            ->required()
            ->check(month());
        wait_options(create, "wait until the report is made; exits 1 unless it is completed");
        CLI::App& list = command(billing, "list", "the reports that Webex has", Command::kBillingList);
        list.add_option("--after", read_.after, "only months after this one")->type_name("YYYY-MM")->check(month());
        list.add_option("--before", read_.before, "only months before this one")->type_name("YYYY-MM")->check(month());
        list.add_option("--sort", read_.sort, "billingPeriod (default), id or status")
            ->type_name("KEY")
            ->check(CLI::IsMember(std::vector<std::string>{"billingPeriod", "id", "status"}).description(""));
        CLI::App& show = named_report(billing, "show", "one report, and why it failed", Command::kBillingShow);
        wait_options(show, "wait until the report is made; exits 1 unless it is completed");
        CLI::App& download =
            named_report(billing, "download", "have the daemon fetch the report's file, and give it to you",
                         Command::kBillingDownload);
        download.add_option("--file", read_.file, "also write it to this file here; - is standard output")
            ->type_name("FILE");
        named_report(billing, "delete", "delete the report in Webex", Command::kBillingDelete);
        CLI::App& reconcile =
            command(billing, "reconcile", "compare a month's report with who was in Webex, and with which package",
                    Command::kBillingReconcile);
        reconcile.add_option("MONTH,--month,--period", read_.name, "the month, YYYY-MM (the last one)")->check(month());
        reconcile
            .add_option("--file", read_.file, "the report; without it the daemon's, which is downloaded when missing")
            ->type_name("FILE");
        reconcile.add_flag("--exit-code", read_.exit_code, "exit with 4 when there are findings");
        for (CLI::App* each : billing.get_subcommands({}))
            each->add_option("--partner", read_.partner, "the partner, when there is more than one")->type_name("NAME");
    }
    CLI::App& named_report(CLI::App& billing, const char* name, const char* description, Command what)
    {
        CLI::App& made = command(billing, name, description, what);
        made.add_option("REPORT", read_.name, "the report: its month, YYYY-MM, or its id")->required();
        return made;
    }
    void wait_options(CLI::App& app, const char* help)
    {
        auto* wait = app.add_flag("--wait", read_.wait, help);
        app.add_option("--wait-limit", read_.wait_limit_seconds, "seconds to wait at most (3600)")
            ->type_name("SECONDS")
            ->check(CLI::Range(1, 604800))
            ->needs(wait);
    }
    static CLI::Validator month()
    {
        const auto check = [](const std::string& text) {
            return is_billing_period(text) ? std::string() : "'" + text + "' is no month: YYYY-MM";
        };
        return CLI::Validator(check, "");
    }

    void add_config()
    {
        CLI::App& config = noun("config", "the configuration file; needs no running daemon");
        command(config, "check", "check the file given with --config", Command::kConfigCheck);
        command(config, "schema", "every key with its type, default and meaning", Command::kConfigSchema);
    }

    void add_support_bundle()
    {
        CLI::App& bundle =
            command(app_, "support-bundle",
                    "the text of a support case: tracking ids, codes, states; no names, addresses, numbers",
                    Command::kSupportBundle);
        bundle.add_option("SUBSCRIBER", read_.name, "only this one; without it the parked ones that changed last");
        bridge_option(bundle);
        bundle.add_option("--limit", read_.limit, "subscribers at most (100)")
            ->type_name("COUNT")
            ->check(CLI::Range(1, 1000));
    }
    // What needs no daemon but the tables of the program.
    void add_reference()
    {
        CLI::App& error =
            command(app_, "error", "what a Webex error or info code means and what to do", Command::kError);
        auto* code = error.add_option("CODE", read_.name, "the code, for example 2017");
        auto* all = error.add_flag("--all", read_.all, "every code that is known")->excludes(code);
        error.callback([this, code, all] {
            if (code->count() + all->count() == 0) throw CLI::RequiredError("CODE or --all");
            read_.command = Command::kError;
        });
        CLI::App& zone =
            command(app_, "time-zone", "the default time zone of a country's Webex Meetings sites", Command::kTimeZone);
        zone.add_option("COUNTRY", read_.name, "the country: code or English name")->required();
        zone.add_option("--region", read_.region, "only this region: US-A, US-B or EU")
            ->type_name("REGION")
            ->check(CLI::IsMember(std::vector<std::string>{"US-A", "US-B", "EU"}).description(""));
    }

    Invocation& read_;
    CLI::App app_;
};

// A word that is no command would else be called a missing one.
std::string complaint_of(const CLI::App& app, const CLI::ParseError& error)
{
    const std::vector<std::string> unknown = app.remaining(true);
    const std::string what = unknown.empty() ? std::string(error.what()) : "unknown: " + unknown.front();
    return "bwsyncctl: " + what + "\nbwsyncctl: --help tells what there is\n";
}

}  // namespace

CommandLine read_command_line(std::vector<std::string> arguments)
{
    CommandLine result;
    Invocation read;
    Tree tree(read);
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 takes them
    try {
        tree.app().parse(std::move(arguments));
    } catch (const CLI::ParseError& error) {
        std::ostringstream out;
        std::ostringstream complaint;
        const int status = tree.app().exit(error, out, complaint);
        result.exit_status = status == 0 ? kDone : kWrongUse;
        result.out = out.str();
        if (status != 0) result.complaint = complaint_of(tree.app(), error);
        return result;
    }
    result.invocation = std::move(read);
    return result;
}

}  // namespace bwsync::ctl
