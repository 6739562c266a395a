#include <gtest/gtest.h>

#include "daemon/domain/billing/webex_billing.hpp"
#include "daemon/domain/enterprise/webex_enterprise.hpp"
#include "daemon/domain/enterprise/webex_person.hpp"
#include "daemon/domain/workspace/webex_workspace.hpp"
#include "daemon/ports/file_fetch.hpp"
#include "daemon/ports/webex.hpp"
#include "daemon/ports/webex_billing.hpp"
#include "daemon/ports/webex_enterprises.hpp"
#include "daemon/ports/webex_organizations.hpp"
#include "daemon/ports/webex_people.hpp"
#include "daemon/ports/webex_workspaces.hpp"

namespace bwsync {
namespace {

TEST(WebexNamesTest, EachWordOfADirectorySynchronisationReadsBack)
{
    for (int i = 0; i < static_cast<int>(DirectorySyncStatus::kUnknown); ++i) {
        const auto status = static_cast<DirectorySyncStatus>(i);
        EXPECT_EQ(directory_sync_status(name_of(status)), status) << name_of(status);
    }
    EXPECT_EQ(directory_sync_status("failed"), DirectorySyncStatus::kFailed);
    EXPECT_EQ(directory_sync_status("DISABLE_INITIATED"), DirectorySyncStatus::kDisableInitiated);
    EXPECT_EQ(directory_sync_status("COMPLETED"), DirectorySyncStatus::kUnknown);
    EXPECT_EQ(directory_sync_status(""), DirectorySyncStatus::kUnknown);
}

TEST(WebexNamesTest, EachWordOfABillingReportReadsBack)
{
    for (int i = 0; i < static_cast<int>(BillingStatus::kUnknown); ++i) {
        const auto status = static_cast<BillingStatus>(i);
        EXPECT_EQ(billing_status(name_of(status)), status) << name_of(status);
    }
    EXPECT_EQ(billing_status("UNKNOWN"), BillingStatus::kUnknown);
    EXPECT_EQ(billing_status("COMPLETE"), BillingStatus::kUnknown);
}

TEST(WebexNamesTest, ABillingPeriodIsAYearAndAMonth)
{
    for (const char* good : {"2020-01", "2026-12", "0000-10"}) EXPECT_TRUE(is_billing_period(good)) << good;
    for (const char* bad :
         {"", "2020-00", "2020-13", "2020-1", "2020-1a", "2020/11", "20a0-11", "2020-11-01", " 2020-1"}) {
        EXPECT_FALSE(is_billing_period(bad)) << bad;
    }
}

TEST(WebexNamesTest, ActionsOnExternalUsersHaveWords)
{
    EXPECT_EQ(name_of(ExternalUserAction::kAdded), "added");
    EXPECT_EQ(name_of(ExternalUserAction::kNothing), "nothing");
    EXPECT_EQ(name_of(ExternalUserAction::kUnknown), "unknown");
}

TEST(WebexNamesTest, ChangesKnowWhenTheyAreEmpty)
{
    PersonChange person;
    EXPECT_TRUE(person.is_empty());
    person.email = "";
    EXPECT_FALSE(person.is_empty());
    WorkspaceUpdate workspace;
    EXPECT_TRUE(workspace.is_empty());
    workspace.extension = "";
    EXPECT_FALSE(workspace.is_empty());
}

}  // namespace
}  // namespace bwsync
