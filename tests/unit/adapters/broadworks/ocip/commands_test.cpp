#include "adapters/broadworks/ocip/commands.hpp"

#include <gtest/gtest.h>

namespace bwsync::ocip {
namespace {

std::string_view chosen(std::optional<Release> release, Read read)
{
    Ladder ladder;
    ladder.choose(release);
    return command_name(read, ladder.version(read));
}

TEST(OcipLadder, EachReleaseGetsItsOwnNewestVersion)
{
    EXPECT_EQ(chosen(Release::kR21, Read::kUser), "UserGetRequest21");
    EXPECT_EQ(chosen(Release::kR22, Read::kUser), "UserGetRequest22V6");
    EXPECT_EQ(chosen(Release::kR24, Read::kUser), "UserGetRequest22V8");
    EXPECT_EQ(chosen(Release::kR25, Read::kUser), "UserGetRequest23V2");
    EXPECT_EQ(chosen(Release::kR21, Read::kGroup), "GroupGetRequest14sp7");
    EXPECT_EQ(chosen(Release::kR22, Read::kGroup), "GroupGetRequest22V4");
    EXPECT_EQ(chosen(Release::kR21, Read::kServiceProvider), "ServiceProviderGetRequest17sp1");
    EXPECT_EQ(chosen(Release::kR21, Read::kUserImp), "UserIntegratedIMPGetRequest");
    EXPECT_EQ(chosen(Release::kR24, Read::kSystemImp), "SystemIntegratedIMPGetRequest21");
    EXPECT_EQ(chosen(Release::kR25, Read::kSystemImp), "SystemIntegratedIMPGetRequest25");
    EXPECT_EQ(chosen(Release::kR21, Read::kGroupUsers), "UserGetListInGroupRequest");
}

TEST(OcipLadder, AnUnknownReleaseGetsTheNewest)
{
    EXPECT_EQ(chosen(std::nullopt, Read::kUser), "UserGetRequest23V2");
}

TEST(OcipLadder, EveryReadHasAVersionEveryReleaseKnows)
{
    for (std::size_t read = 0; read < kReads; ++read) {
        ASSERT_GT(version_count(static_cast<Read>(read)), 0U);
        EXPECT_NE(command_name(static_cast<Read>(read), 0).find("Request"), std::string_view::npos);
    }
}

TEST(OcipLadder, WhatWasLearntHoldsUntilTheReleaseChanges)
{
    Ladder ladder;
    ladder.choose(Release::kR25);
    ladder.learn(Read::kUser, 2);
    EXPECT_EQ(command_name(Read::kUser, ladder.version(Read::kUser)), "UserGetRequest22V6");
    EXPECT_EQ(ladder.version(Read::kGroup), 0U);
    ladder.choose(Release::kR25);
    EXPECT_EQ(ladder.version(Read::kUser), 0U);
}

TEST(OcipLadder, ReleasesAreReadFromVersionTexts)
{
    EXPECT_EQ(release_of("21"), Release::kR21);
    EXPECT_EQ(release_of("21sp1"), Release::kR21);
    EXPECT_EQ(release_of("20sp1"), Release::kR21);
    EXPECT_EQ(release_of("Rel_22.0_1.123"), Release::kR22);
    EXPECT_EQ(release_of("23"), Release::kR24);
    EXPECT_EQ(release_of("24"), Release::kR24);
    EXPECT_EQ(release_of("25"), Release::kR25);
    EXPECT_EQ(release_of("2024.01_1.340"), Release::kR25);
    EXPECT_EQ(release_of(""), std::nullopt);
    EXPECT_EQ(release_of("unknown"), std::nullopt);
    EXPECT_EQ(release_of("99999999999999999999"), std::nullopt);
}

}  // namespace
}  // namespace bwsync::ocip
