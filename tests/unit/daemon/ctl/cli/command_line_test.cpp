#include "daemon/ctl/cli/command_line.hpp"

#include <gtest/gtest.h>

namespace bwsync::ctl {
namespace {

Invocation read(std::vector<std::string> arguments)
{
    const CommandLine line = read_command_line(std::move(arguments));
    EXPECT_TRUE(line.invocation) << line.complaint;
    return line.invocation.value_or(Invocation());
}

TEST(CommandLine, KnowsEveryCommand)
{
    const std::vector<std::pair<std::vector<std::string>, Command>> all = {
        {{"status"}, Command::kStatus},
        {{"subscriber", "list"}, Command::kSubscriberList},
        {{"subscriber", "show", "u"}, Command::kSubscriberShow},
        {{"subscriber", "explain", "u"}, Command::kSubscriberExplain},
        {{"subscriber", "resync", "u"}, Command::kSubscriberResync},
        {{"subscriber", "retry", "u"}, Command::kSubscriberRetry},
        {{"subscriber", "approve", "u"}, Command::kSubscriberApprove},
        {{"bridge", "list"}, Command::kBridgeList},
        {{"bridge", "pause", "b"}, Command::kBridgePause},
        {{"bridge", "resume", "b"}, Command::kBridgeResume},
        {{"bridge", "approve", "b", "--removals"}, Command::kBridgeApprove},
        {{"bridge", "reject", "b", "--updates"}, Command::kBridgeReject},
        {{"gap", "list"}, Command::kGapList},
        {{"snapshot", "start"}, Command::kSnapshotStart},
        {{"snapshot", "list"}, Command::kSnapshotList},
        {{"grant", "list"}, Command::kGrantList},
        {{"grant", "import", "--partner", "p", "--name", "g", "--refresh-token-file", "f"}, Command::kGrantImport},
        {{"grant", "refresh"}, Command::kGrantRefresh},
        {{"billing", "create", "2026-01", "--partner", "p"}, Command::kBillingCreate},
        {{"billing", "list", "--after", "2026-01", "--sort", "status"}, Command::kBillingList},
        {{"billing", "show", "2026-01", "--wait", "--wait-limit", "5"}, Command::kBillingShow},
        {{"billing", "download", "id", "--file", "f"}, Command::kBillingDownload},
        {{"billing", "delete", "id"}, Command::kBillingDelete},
        {{"billing", "reconcile", "--month", "2026-01", "--exit-code"}, Command::kBillingReconcile},
        {{"grant", "sign-in", "--partner", "p"}, Command::kGrantSignIn},
        {{"config", "check"}, Command::kConfigCheck},
        {{"config", "schema"}, Command::kConfigSchema},
        {{"breaker", "list"}, Command::kBreakerList},
        {{"breaker", "reset", "b", "--scope", "template"}, Command::kBreakerReset},
        {{"enterprise", "list", "--starts-with", "e"}, Command::kEnterpriseList},
        {{"enterprise", "dir-sync", "status", "--all"}, Command::kDirSyncStatus},
        {{"enterprise", "dir-sync", "enable", "--enterprise", "e"}, Command::kDirSyncEnable},
        {{"enterprise", "dir-sync", "disable", "--all", "--bridge", "b"}, Command::kDirSyncDisable},
        {{"enterprise", "dir-sync", "trigger", "--all", "--wait"}, Command::kDirSyncTrigger},
        {{"enterprise", "dir-sync", "user", "u", "--enterprise", "e"}, Command::kDirSyncUser},
        {{"enterprise", "dir-sync", "runs"}, Command::kDirSyncRuns},
        {{"enterprise", "dir-sync", "cancel", "--all"}, Command::kDirSyncCancel},
        {{"organization", "show", "--enterprise", "e"}, Command::kOrganizationShow},
        {{"organization", "delete", "--enterprise", "e", "--status"}, Command::kOrganizationDelete},
        {{"support-bundle", "u"}, Command::kSupportBundle},
        {{"error", "2017"}, Command::kError},
        {{"error", "--all"}, Command::kError},
        {{"time-zone", "US", "--region", "EU"}, Command::kTimeZone},
    };
    for (const auto& [arguments, command] : all) EXPECT_EQ(read(arguments).command, command) << arguments.back();
}

TEST(CommandLine, TakesGlobalOptionsBeforeAndAfterTheCommand)
{
    for (const auto& arguments :
         std::vector<std::vector<std::string>>{{"--config", "f", "-o", "json", "gap", "list"},
                                               {"gap", "list", "-o", "json", "--config", "f"},
                                               {"gap", "--config=f", "list", "--output=json"}}) {
        const Invocation invocation = read(arguments);
        EXPECT_EQ(invocation.command, Command::kGapList);
        EXPECT_EQ(invocation.config_file, "f");
        EXPECT_EQ(invocation.output, OutputShape::kJson);
    }
}

TEST(CommandLine, TakesTheSubscriberFilters)
{
    const Invocation invocation = read({"subscriber", "list", "--bridge", "b", "--state", "parked", "--enterprise", "e",
                                        "-q", "t", "--limit", "5", "--cursor", "c"});
    EXPECT_EQ(invocation.bridge, "b");
    EXPECT_EQ(invocation.state, "parked");
    EXPECT_EQ(invocation.enterprise, "e");
    EXPECT_EQ(invocation.search, "t");
    EXPECT_EQ(invocation.limit, 5);
    EXPECT_EQ(invocation.cursor, "c");
}

TEST(CommandLine, CallsWrongUseByItsName)
{
    const std::vector<std::pair<std::vector<std::string>, std::string>> wrong = {
        {{}, "subcommand"},
        {{"subscriber"}, "subcommand"},
        {{"bogus"}, "unknown: bogus"},
        {{"status", "more"}, "unknown: more"},
        {{"status", "--nope"}, "unknown: --nope"},
        {{"subscriber", "show"}, "SUBSCRIBER"},
        {{"subscriber", "list", "--state", "odd"}, "odd"},
        {{"subscriber", "list", "--limit", "0"}, "limit"},
        {{"subscriber", "list", "--all", "--limit", "5"}, "excludes"},
        {{"bridge", "approve", "b", "--removals", "--updates"}, "excludes"},
        {{"snapshot", "start", "--wait-limit", "5"}, "--wait"},
        {{"snapshot", "start", "--side", "left"}, "left"},
        {{"grant", "import", "--partner", "p"}, "required"},
        {{"grant", "sign-in"}, "required"},
        {{"grant", "sign-in", "--partner", "p", "--paste", "--wait-limit", "5"}, "excludes"},
        {{"status", "-o", "xml"}, "xml"},
        {{"status", "--config", "f", "--url", "u"}, "excludes"},
    };
    for (const auto& [arguments, part] : wrong) {
        const CommandLine line = read_command_line(arguments);
        EXPECT_FALSE(line.invocation) << part;
        EXPECT_EQ(line.exit_status, kWrongUse) << part;
        EXPECT_EQ(line.out, "") << part;
        EXPECT_NE(line.complaint.find(part), std::string::npos) << part << " in " << line.complaint;
    }
}

TEST(CommandLine, HelpsOnEveryLevel)
{
    for (const auto& arguments : std::vector<std::vector<std::string>>{{"--help"},
                                                                       {"subscriber", "--help"},
                                                                       {"subscriber", "list", "-h"},
                                                                       {"grant", "import", "--help"},
                                                                       {"--version"}}) {
        const CommandLine line = read_command_line(arguments);
        EXPECT_FALSE(line.invocation);
        EXPECT_EQ(line.exit_status, kDone);
        EXPECT_FALSE(line.out.empty());
        EXPECT_EQ(line.complaint, "");
    }
    EXPECT_NE(read_command_line({"subscriber", "list", "--help"}).out.find("Exit status"), std::string::npos);
}

}  // namespace
}  // namespace bwsync::ctl
