#include "daemon/domain/feed/feed_commands.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace bwsync {
namespace {

struct Row {
    std::string base, feed_class, marks, flag, elements;
    std::vector<std::string> versions;
};

std::vector<Row> rows_of_the_file()
{
    std::vector<Row> rows;
    std::ifstream file(FEED_COMMANDS_TSV);
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with('#')) continue;
        std::istringstream fields(line);
        Row row;
        std::string versions;
        for (auto* field : {&row.base, &row.feed_class, &row.marks, &row.flag, &row.elements, &versions}) {
            std::getline(fields, *field, '\t');
        }
        std::istringstream endings(versions);
        for (std::string ending; endings >> ending;) row.versions.push_back(ending == "-" ? "" : ending);
        rows.push_back(row);
    }
    return rows;
}

std::string elements_of(const FeedCommand& command)
{
    std::string out;
    for (const auto& [container, name] : command.elements) {
        if (!out.empty()) out += ' ';
        if (!container.empty()) out.append(container).append(".");
        out.append(name);
    }
    return out.empty() ? "-" : out;
}

TEST(FeedCommandsTest, EveryRowOfTheFileIsFoundWithWhatItSays)
{
    const std::map<std::string, Marks> marks = {{"-", Marks::kNobody},
                                                {"user", Marks::kUser},
                                                {"group", Marks::kGroup},
                                                {"service_provider", Marks::kServiceProvider},
                                                {"cluster", Marks::kCluster}};
    const auto rows = rows_of_the_file();
    EXPECT_EQ(rows.size(), feed_commands().size());
    for (const auto& row : rows) {
        const FeedCommand* found = find_feed_command(row.base);
        ASSERT_NE(found, nullptr) << row.base;
        EXPECT_EQ(found->base, row.base);
        EXPECT_EQ(name_of(found->feed_class), row.feed_class) << row.base;
        EXPECT_EQ(found->marks, marks.at(row.marks)) << row.base;
        EXPECT_EQ(found->is_gone, row.flag == "gone") << row.base;
        EXPECT_EQ(found->is_later, row.flag == "later") << row.base;
        EXPECT_EQ(elements_of(*found), row.elements) << row.base;
    }
}

TEST(FeedCommandsTest, All1890WritingCommandsOfReleases21To25Resolve)
{
    std::set<std::string> commands;
    for (const auto& row : rows_of_the_file()) {
        for (const auto& version : row.versions) {
            commands.insert(row.base + version);
            EXPECT_EQ(feed_command_base(row.base + version), row.base);
        }
        EXPECT_FALSE(row.versions.empty()) << row.base;
    }
    EXPECT_EQ(commands.size(), 1890U);
}

TEST(FeedCommandsTest, AVersionNobodyKnowsYetResolvesLikeTheOthers)
{
    for (const auto& command : feed_commands()) {
        if (!command.base.ends_with("Request")) continue;
        const std::string future = std::string(command.base) + "31sp4V2";
        EXPECT_EQ(find_feed_command(feed_command_base(future)), &command);
    }
}

TEST(FeedCommandsTest, TheBaseIsCutAfterTheLastRequestNotAtADigit)
{
    EXPECT_EQ(feed_command_base("UserSpeedDial100ModifyListRequest"), "UserSpeedDial100ModifyListRequest");
    EXPECT_EQ(feed_command_base("UserSpeedDial100ModifyListRequest17sp1"), "UserSpeedDial100ModifyListRequest");
    EXPECT_EQ(feed_command_base("GroupRequestListModifyRequest20sp1V2"), "GroupRequestListModifyRequest");
    EXPECT_EQ(feed_command_base("CallCenterAgentSettings"), "CallCenterAgentSettings");
    EXPECT_EQ(feed_command_base("Request22"), "Request");
    EXPECT_EQ(feed_command_base(""), "");
}

TEST(FeedCommandsTest, NamesOutsideTheTableAreNotFound)
{
    for (const char* name : {"", "U", "UserModify", "UserModifyRequest22", "userModifyRequest", "UserModifyRequestX",
                             "UserGetRequest", "SomethingElseEntirelyRequest"}) {
        EXPECT_EQ(find_feed_command(name), nullptr) << name;
    }
    for (const auto& command : feed_commands()) {
        EXPECT_EQ(find_feed_command(command.base.substr(1)), nullptr) << command.base;
        EXPECT_EQ(find_feed_command(command.base.substr(0, command.base.size() - 1)), nullptr) << command.base;
    }
}

TEST(FeedCommandsTest, NoCommandOfTheTableLooksLikeARead)
{
    for (const auto& command : feed_commands()) {
        const auto at = command.base.find("Get");
        const bool is_read = at != std::string_view::npos && at + 3 < command.base.size() &&
                             command.base[at + 3] >= 'A' && command.base[at + 3] <= 'Z' && command.base[at + 3] != 'S';
        EXPECT_FALSE(is_read) << command.base;
    }
}

TEST(FeedCommandsTest, NoElementThatMayLeaveTheDecoderCouldHoldASecret)
{
    for (const auto& command : feed_commands()) {
        for (const auto& [container, name] : command.elements) {
            EXPECT_TRUE(name.ends_with("Id")) << name;
            for (const char* word : {"ass", "ecret", "PIN", "oken"}) {
                EXPECT_EQ(name.find(word), std::string_view::npos) << name;
            }
        }
    }
}

TEST(FeedCommandsTest, WhatMarksNobodyIsIrrelevantOrAnInstanceOfAFeatureWithoutAUserOfItsOwn)
{
    for (const auto& command : feed_commands()) {
        if (command.marks == Marks::kNobody) {
            EXPECT_TRUE(command.feed_class == FeedClass::kIrrelevant || command.feed_class == FeedClass::kInstance)
                << command.base;
        } else {
            EXPECT_NE(command.feed_class, FeedClass::kIrrelevant) << command.base;
            EXPECT_TRUE(!command.elements.empty() || command.marks == Marks::kCluster) << command.base;
        }
    }
}

}  // namespace
}  // namespace bwsync
