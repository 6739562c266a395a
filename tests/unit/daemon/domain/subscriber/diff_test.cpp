#include "daemon/domain/subscriber/diff.hpp"

#include <gtest/gtest.h>

#include "tests/unit/daemon/domain/subscriber/subjects.hpp"

namespace bwsync {
namespace {

using namespace testing_data;

struct DiffTest : testing::Test {
    ProvisionRequest wanted = verdict().wanted;
    WebexSubscriber observed = in_webex(wanted);
    SubscriberDiff diff() { return difference(wanted, observed, wanted.time_zone, true); }
};

TEST_F(DiffTest, EqualNeedsNothing)
{
    EXPECT_TRUE(diff().update.is_empty());
    EXPECT_TRUE(diff().destructive.empty());
}

TEST_F(DiffTest, ASpellingOfTheSameNumberIsEqual)
{
    observed.primary_phone_number = "+1-240-555-1212";
    observed.user_id = "ANNA@EXAMPLE.COM";
    EXPECT_TRUE(diff().update.is_empty());
}

TEST_F(DiffTest, SendsOnlyWhatDiffers)
{
    wanted.last_name = "Doe";
    UpdateRequest expected;
    expected.last_name = "Doe";
    EXPECT_EQ(diff().update, expected);
}

TEST_F(DiffTest, AnUnknownTimeZoneIsTakenAsEqual)
{
    EXPECT_TRUE(difference(wanted, observed, "", true).update.is_empty());
    EXPECT_EQ(difference(wanted, observed, "Europe/Berlin", true).update.time_zone, wanted.time_zone);
}

TEST_F(DiffTest, TakesAwayANumberWhenAnExtensionStays)
{
    wanted.primary_phone_number.clear();
    EXPECT_EQ(diff().update.primary_phone_number, "");
}

TEST_F(DiffTest, NeverTakesTheLastNumber)
{
    wanted.primary_phone_number.clear();
    wanted.extension.clear();
    EXPECT_TRUE(diff().update.is_empty());
    EXPECT_TRUE(diff().keeps_last_number);
}

TEST_F(DiffTest, SplitsAddingAndRemoving)
{
    observed.extension.clear();
    wanted.primary_phone_number.clear();
    const UpdateRequest first = diff().update;
    EXPECT_EQ(first.extension, "1212");
    EXPECT_FALSE(first.primary_phone_number);
    observed.extension = "1212";
    EXPECT_EQ(diff().update.primary_phone_number, "");
}

TEST_F(DiffTest, NamesWhatOnlyARemovalChanges)
{
    wanted.email = "other@mail.example.com";
    wanted.sp_enterprise_id = "ent2";
    wanted.provisioning_id = "template-2";
    EXPECT_EQ(diff().destructive, (std::vector<std::string>{"email", "enterprise", "provisioning_id"}));
}

TEST_F(DiffTest, AnUntrustedEmailIsThePersonsOwn)
{
    observed.email = "what-anna-typed@mail.example.com";
    EXPECT_TRUE(difference(wanted, observed, wanted.time_zone, false).destructive.empty());
}

}  // namespace
}  // namespace bwsync
