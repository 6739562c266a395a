// What was asked for on the command line, as a plain value.
#pragma once

#include <chrono>
#include <string>

namespace bwsync::ctl {

// The contract with scripts.
enum ExitStatus : int {
    kDone = 0,
    kFailed = 1,  // refused, or went wrong
    kWrongUse = 2,
    kUnreachable = 3,  // the daemon does not answer
    kAttention = 4,    // done, and something needs a person
};

enum class Command {
    kStatus,
    kSubscriberList,
    kSubscriberShow,
    kSubscriberExplain,
    kSubscriberResync,
    kSubscriberRetry,
    kSubscriberApprove,
    kSubscriberErase,
    kSubscriberRelease,
    kBridgeList,
    kBridgePause,
    kBridgeResume,
    kBridgeApprove,
    kBridgeReject,
    kGapList,
    kSnapshotStart,
    kSnapshotList,
    kGrantList,
    kGrantImport,
    kGrantRefresh,
    kGrantSignIn,
    kConfigCheck,
    kConfigSchema,
    kBreakerList,
    kBreakerReset,
    kEnterpriseList,
    kDirSyncStatus,
    kDirSyncEnable,
    kDirSyncDisable,
    kDirSyncTrigger,
    kDirSyncUser,
    kDirSyncRuns,
    kDirSyncCancel,
    kOrganizationShow,
    kOrganizationDelete,
    kSupportBundle,
    kBillingCreate,
    kBillingList,
    kBillingShow,
    kBillingDownload,
    kBillingDelete,
    kBillingReconcile,
    kWorkspaceList,
    kWorkspaceShow,
    kWorkspaceProvision,
    kWorkspaceUpdate,
    kWorkspaceRemove,
    kWorkspaceAdopt,
    kWorkspaceRetry,
    kError,
    kTimeZone,
    kPrecheck,
    kPlan,
};

enum class OutputShape { kTable, kJson, kYaml, kCsv };

struct Invocation {
    Command command = Command::kStatus;
    OutputShape output = OutputShape::kTable;

    // Where the daemon is: the configuration file says it, or the address and the token's file.
    std::string config_file;
    std::string url;
    std::string token_file;
    std::string ca_file;
    int timeout_seconds = 30;

    std::string name;  // of the subscriber or bridge meant; of a billing report: its month or id
    std::string bridge;
    std::string state;
    std::string enterprise;
    std::string search;
    std::string cursor;
    int limit = 100;
    bool all = false;
    bool removals = false;
    bool updates = false;
    std::string cluster;
    std::string side;
    bool wait = false;
    int wait_limit_seconds = 3600;
    std::string partner;
    std::string grant;
    std::string refresh_token_file;
    bool paste = false;
    std::string region;
    std::string scope;
    std::string subject;
    std::string email;
    std::string customer_email;
    std::string user;
    std::string file;
    std::string results_file;
    bool exit_code = false;  // what there is to do or to find is exit status 4
    int patience_seconds = 60;
    std::string confirm;
    std::string after;  // months
    std::string before;
    std::string sort;
    std::string starts_with;
    std::string organization_name;  // typed in full
    bool shows_status = false;
    bool stops = false;
    bool resumes = false;
    std::string workspace_id;
};

}  // namespace bwsync::ctl
