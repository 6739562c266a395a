#include "tests/lab/broadworks/ocir/feed.hpp"

#include <gtest/gtest.h>

#include <pugixml.hpp>

#include "tests/lab/broadworks/ocip/framer.hpp"
#include "tests/lab/broadworks/text.hpp"

namespace bwsync::lab {
namespace {

const std::vector<ReportedCommand> kDelete{{"UserDeleteRequest", "<userId>u1@example.com</userId>", "", ""}};

std::string all(FeedClient& client)
{
    std::string bytes;
    for (; !client.pending.empty(); client.pending.pop_front()) bytes += *client.pending.front();
    return bytes;
}

std::vector<std::string> ids(FeedClient& client)
{
    const std::string bytes = all(client);
    std::vector<std::string> result;
    for (std::size_t at = bytes.find("<id>"); at != std::string::npos; at = bytes.find("<id>", at + 1)) {
        result.push_back(bytes.substr(at + 4, bytes.find("</id>", at) - at - 4));
    }
    return result;
}

struct FeedTest : ::testing::Test {
    FeedSwitches switches;
    Actor actor;
};

TEST_F(FeedTest, DocumentsHaveTheRecordedShape)
{
    Feed feed(switches, 1);
    const auto client = feed.attach(0);
    feed.report(actor, kDelete);
    EXPECT_EQ(
        all(*client),
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<BroadsoftOCIReportingDocument protocol=\"OCIReporting\" "
        "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><command "
        "xsi:type=\"OCIReportingReportNotification\"><id>write1</id><userId>admin</userId><loginType>System"
        "</loginType><request><![CDATA[<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><BroadsoftDocument "
        "protocol=\"OCI\" xmlns=\"C\"><userId xmlns=\"\">admin</userId><command xsi:type=\"UserDeleteRequest\" "
        "xmlns=\"\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><userId>u1@example.com</userId>"
        "</command></BroadsoftDocument>]]></request></command></BroadsoftOCIReportingDocument>\n");
}

TEST_F(FeedTest, NothingIsKeptForNobodyUnlessTheSwitchSaysSo)
{
    Feed none(switches, 1);
    none.report(actor, kDelete);
    EXPECT_TRUE(ids(*none.attach(0)).empty());
    EXPECT_EQ(none.counters(0).lost, 1U);
    switches.queue = FeedQueue::kBounded;
    switches.queue_limit = 2;
    Feed bounded(switches, 1);
    for (int i = 0; i < 3; ++i) bounded.report(actor, kDelete);
    EXPECT_EQ(bounded.queued(0), 2U);
    EXPECT_EQ(ids(*bounded.attach(0)), (std::vector<std::string>{"write2", "write3"}));
    EXPECT_EQ(bounded.counters(0).lost, 1U);
    switches.queue = FeedQueue::kUnbounded;
    Feed unbounded(switches, 1);
    for (int i = 0; i < 3; ++i) unbounded.report(actor, kDelete);
    EXPECT_EQ(ids(*unbounded.attach(0)).size(), 3U);
}

TEST_F(FeedTest, WhatAReaderDidNotTakeGoesBackIntoTheQueue)
{
    switches.queue = FeedQueue::kUnbounded;
    Feed feed(switches, 1);
    const auto first = feed.attach(0);
    feed.report(actor, kDelete);
    feed.detach(0, first);
    feed.report(actor, kDelete);
    EXPECT_EQ(ids(*feed.attach(0)), (std::vector<std::string>{"write1", "write2"}));
}

TEST_F(FeedTest, EveryReaderGetsEveryEvent)
{
    Feed feed(switches, 1);
    const auto one = feed.attach(0), two = feed.attach(0);
    feed.report(actor, kDelete);
    EXPECT_EQ(ids(*one), std::vector<std::string>{"write1"});
    EXPECT_EQ(ids(*two), std::vector<std::string>{"write1"});
}

TEST_F(FeedTest, TheSecondaryReportsWhatItsSwitchSays)
{
    const auto counts = [&](SecondaryReports secondary) {
        switches.secondary = secondary;
        Feed feed(switches, 2);
        const auto primary = feed.attach(0), other = feed.attach(1);
        feed.report(actor, kDelete);
        Actor on_secondary = actor;
        on_secondary.server = 1;
        feed.report(on_secondary, kDelete);
        feed.report(on_secondary, kDelete);
        return std::pair(ids(*primary).size(), ids(*other).size());
    };
    EXPECT_EQ(counts(SecondaryReports::kNothing), (std::pair<std::size_t, std::size_t>(3, 0)));
    EXPECT_EQ(counts(SecondaryReports::kOwn), (std::pair<std::size_t, std::size_t>(1, 2)));
    EXPECT_EQ(counts(SecondaryReports::kAll), (std::pair<std::size_t, std::size_t>(3, 3)));
}

TEST_F(FeedTest, AFilterPassesOrHoldsBackItsPrefixes)
{
    const std::vector<ReportedCommand> group{{"GroupDeleteRequest", "", "", ""}};
    const auto passed = [&](FeedFilter filter) {
        switches.filter = filter;
        switches.filter_prefixes = {"User"};
        Feed feed(switches, 1);
        const auto client = feed.attach(0);
        feed.report(actor, kDelete);
        feed.report(actor, group);
        const std::string bytes = all(*client);
        return std::pair(bytes.find("UserDelete") != std::string::npos, bytes.find("GroupDelete") != std::string::npos);
    };
    EXPECT_EQ(passed(FeedFilter::kOff), std::pair(true, true));
    EXPECT_EQ(passed(FeedFilter::kWhiteList), std::pair(true, false));
    EXPECT_EQ(passed(FeedFilter::kBlackList), std::pair(false, true));
}

TEST_F(FeedTest, OldEventsComeAgainAndIdsStartAgainBySwitch)
{
    switches.duplicate_after_reconnect = 2;
    switches.id_reset_on_reconnect = true;
    Feed feed(switches, 1);
    const auto first = feed.attach(0);
    EXPECT_TRUE(first->pending.empty());
    for (int i = 0; i < 3; ++i) feed.report(actor, kDelete);
    EXPECT_EQ(ids(*first), (std::vector<std::string>{"write1", "write2", "write3"}));
    feed.detach(0, first);
    const auto second = feed.attach(0);
    feed.report(actor, kDelete);
    EXPECT_EQ(ids(*second), (std::vector<std::string>{"write2", "write3", "write1"}));
}

TEST_F(FeedTest, SeveralRequestsShareInnerOrOuterDocumentsBySwitch)
{
    const std::vector<ReportedCommand> three{{"A", "", "", ""}, {"B", "", "", ""}, {"C", "", "", ""}};
    const auto documents = [&] {
        Feed feed(switches, 1);
        const auto client = feed.attach(0);
        feed.report(actor, three);
        const std::size_t count = client->pending.size();
        return std::pair(count, ids(*client).size());
    };
    EXPECT_EQ(documents(), (std::pair<std::size_t, std::size_t>(3, 3)));
    switches.inner_commands = 2;
    EXPECT_EQ(documents(), (std::pair<std::size_t, std::size_t>(2, 2)));
    switches.inner_commands = 1;
    switches.commands_per_document = 3;
    EXPECT_EQ(documents(), (std::pair<std::size_t, std::size_t>(1, 3)));
}

TEST_F(FeedTest, APublicIdentityFollowsInTheSameDocument)
{
    switches.public_identity = true;
    Feed feed(switches, 1);
    const auto client = feed.attach(0);
    feed.report(actor, {{"UserModifyRequest22", "", "u1@x.com", "sip:+12405551212@x.com"}});
    ASSERT_EQ(client->pending.size(), 1U);
    pugi::xml_document xml;
    ASSERT_TRUE(xml.load_string(all(*client).c_str()));
    const pugi::xml_node second = xml.document_element().first_child().next_sibling();
    EXPECT_STREQ(second.attribute("xsi:type").value(), "OCIReportingReportPublicIdentityNotification");
    EXPECT_STREQ(second.child("modifiedUser").child_value("userId"), "u1@x.com");
    EXPECT_STREQ(second.child("modifiedUser").child_value("addedSipURI"), "sip:+12405551212@x.com");
}

TEST_F(FeedTest, StatusNotificationsHaveTheChildrenOfTheSwitch)
{
    const auto children = [&](PingChildren kind) {
        switches.ping_children = kind;
        Feed feed(switches, 1);
        const auto client = feed.attach(0);
        feed.ping(0);
        const std::string bytes = all(*client);
        EXPECT_NE(bytes.find("xsi:type=\"OCIReportingServerStatusNotification\""), std::string::npos);
        return std::pair(bytes.find("<id>") != std::string::npos, bytes.find("<userId>") != std::string::npos);
    };
    EXPECT_EQ(children(PingChildren::kNone), std::pair(false, false));
    EXPECT_EQ(children(PingChildren::kId), std::pair(true, false));
    EXPECT_EQ(children(PingChildren::kUserId), std::pair(false, true));
    EXPECT_EQ(children(PingChildren::kBoth), std::pair(true, true));
}

TEST_F(FeedTest, LayoutSwitchesKeepTheDocumentsMeaning)
{
    for (const bool pretty_print : {false, true}) {
        for (const WireEncoding encoding : {WireEncoding::kLatin1, WireEncoding::kUtf8}) {
            switches.pretty_print = switches.space_before_inner = pretty_print;
            switches.encoding = encoding;
            switches.pad_bytes = 70'000;
            Feed feed(switches, 1);
            const auto client = feed.attach(0);
            feed.report(actor, {{"UserDeleteRequest", "<userId>j\xC3\xB6rg\xE4\xB8\xAD@x.com</userId>", "", ""}});
            const std::string bytes = all(*client);
            EXPECT_GT(bytes.size(), 70'000U);
            EXPECT_EQ(bytes.find("\n\t<") != std::string::npos, pretty_print);
            pugi::xml_document outer, inner;
            const auto read = encoding == WireEncoding::kLatin1 ? pugi::encoding_latin1 : pugi::encoding_utf8;
            ASSERT_TRUE(outer.load_buffer(bytes.data(), bytes.size(), pugi::parse_default, read));
            std::string request = outer.document_element().child("command").child_value("request");
            if (request.empty())
                request = outer.document_element().child("command").child("request").last_child().value();
            EXPECT_EQ(std::isspace(static_cast<unsigned char>(request.front())) != 0, pretty_print);
            ASSERT_TRUE(inner.load_string(request.c_str()));
            EXPECT_STREQ(inner.document_element().child("command").child_value("userId"),
                         "j\xC3\xB6rg\xE4\xB8\xAD@x.com");
        }
    }
}

TEST_F(FeedTest, DamageFallsOnTheNextDocumentsOnly)
{
    Feed feed(switches, 1);
    const auto client = feed.attach(0);
    const auto parses = [&] {
        pugi::xml_document xml;
        return static_cast<bool>(xml.load_string(all(*client).c_str()));
    };
    for (const auto kind : {FeedEffect::Kind::kBreak, FeedEffect::Kind::kTruncate}) {
        feed.add_effect(0, {kind, 1});
        feed.report(actor, kDelete);
        EXPECT_FALSE(parses());
        feed.report(actor, kDelete);
        EXPECT_TRUE(parses());
    }
    feed.add_effect(0, {FeedEffect::Kind::kInterleave, 1});
    feed.report(actor, kDelete);
    EXPECT_TRUE(client->pending.empty());
    feed.report(actor, kDelete);
    EXPECT_EQ(client->pending.size(), 1U);
    EXPECT_FALSE(parses());
    feed.report(actor, kDelete);
    EXPECT_TRUE(parses());
}

TEST_F(FeedTest, ASplitDocumentIsStillTheSameDocument)
{
    Feed feed(switches, 1);
    const auto client = feed.attach(0);
    feed.report(actor, kDelete);
    const std::string whole = all(*client);
    feed.add_effect(0, {FeedEffect::Kind::kSplit, 1});
    feed.report(actor, kDelete);
    EXPECT_GT(client->pending.size(), 50U);
    EXPECT_TRUE(client->flush_each);
    EXPECT_EQ(all(*client).size(), whole.size());
}

TEST_F(FeedTest, AStalledDocumentWaitsForResume)
{
    Feed feed(switches, 1);
    const auto client = feed.attach(0);
    feed.add_effect(0, {FeedEffect::Kind::kStall, 1});
    feed.report(actor, kDelete);
    EXPECT_TRUE(client->held);
    EXPECT_EQ(client->allowed, 1U);
    feed.resume(0);
    EXPECT_FALSE(client->held);
}

TEST_F(FeedTest, SilenceHoldsOrLosesEvents)
{
    Feed feed(switches, 1);
    const auto client = feed.attach(0);
    feed.silence(0, false);
    feed.report(actor, kDelete);
    feed.ping(0);
    EXPECT_TRUE(client->held);
    EXPECT_EQ(client->pending.size(), 1U);
    feed.resume(0);
    feed.silence(0, true);
    feed.report(actor, kDelete);
    EXPECT_EQ(client->pending.size(), 1U);
    EXPECT_EQ(feed.counters(0).lost, 1U);
}

TEST_F(FeedTest, ASlowReaderIsQueuedDroppedOrDisconnected)
{
    switches.slow_reader_limit = 1;
    const auto outcome = [&](SlowReader slow) {
        switches.slow_reader = slow;
        Feed feed(switches, 1);
        const auto client = feed.attach(0);
        feed.report(actor, kDelete);
        feed.report(actor, kDelete);
        return std::pair(client->pending.size(), client->closing);
    };
    EXPECT_EQ(outcome(SlowReader::kQueue), (std::pair<std::size_t, bool>(2, false)));
    EXPECT_EQ(outcome(SlowReader::kDrop), (std::pair<std::size_t, bool>(1, false)));
    EXPECT_EQ(outcome(SlowReader::kDisconnect), (std::pair<std::size_t, bool>(1, true)));
}

TEST_F(FeedTest, AnOversizedDocumentIsOneWellFormedDocument)
{
    Feed feed(switches, 1);
    const std::string bytes = feed.filler(0, 1'000'000);
    EXPECT_GT(bytes.size(), 1'000'000U);
    Framer framer("BroadsoftOCIReportingDocument", 2'000'000);
    framer.feed(bytes);
    const auto document = framer.next();
    ASSERT_TRUE(document);
    pugi::xml_document xml;
    EXPECT_TRUE(xml.load_string(document->c_str()));
}

TEST_F(FeedTest, TheAccessListDecidesWhoReads)
{
    Feed open(switches, 1);
    EXPECT_TRUE(open.may_read("10.0.0.1"));
    switches.acl = {"10.0.0.2"};
    Feed closed(switches, 1);
    EXPECT_FALSE(closed.may_read("10.0.0.1"));
    EXPECT_TRUE(closed.may_read("10.0.0.2"));
}

}  // namespace
}  // namespace bwsync::lab
