// OCI-R over real sockets.
#include "tests/integration/lab_broadworks/lab_fixture.hpp"

namespace bwsync::lab {
namespace {

const std::string kEnd = "</BroadsoftOCIReportingDocument>\n";

class FeedServerTest : public LabTest {
protected:
    void SetUp() override { config.ocir = {{}, {}}; }
    void begin()
    {
        config.feed.ping = pings;
        start(config);
    }
    void event(const std::string& user)
    {
        control("POST", "/feed/event",
                R"({"requests":[{"type":"UserDeleteRequest","body":"<userId>)" + user + R"(</userId>"}]})");
    }
    void action(const std::string& json) { control("POST", "/feed", json); }
    // A reader that the feed knows of.
    Client reader(std::size_t server = 0)
    {
        const std::size_t before = on_lab<std::size_t>([&] { return cluster->state().feed.readers(server); });
        Client client = ocir(server);
        EXPECT_TRUE(eventually([&] { return cluster->state().feed.readers(server) > before; }));
        return client;
    }

    BroadworksConfig config;
    bool pings = false;
};

TEST_F(FeedServerTest, EveryReaderOfEveryServerGetsEveryEvent)
{
    begin();
    Client one = reader(0), two = reader(0), secondary = reader(1);
    event("u1");
    const std::string document = one.read_until(kEnd);
    EXPECT_EQ(document.find("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<BroadsoftOCIReportingDocument"), 0U);
    EXPECT_EQ(two.read_until(kEnd), document);
    EXPECT_NE(secondary.read_until(kEnd).find("<id>write1000001</id>"), std::string::npos);
}

TEST_F(FeedServerTest, PingsComeOnATimer)
{
    pings = true;
    config.feed.ping_interval = std::chrono::milliseconds(20);
    begin();
    Client client = reader();
    for (int i = 0; i < 3; ++i) {
        EXPECT_NE(client.read_until(kEnd).find("OCIReportingServerStatusNotification"), std::string::npos);
    }
}

TEST_F(FeedServerTest, ManyEventsOfAllSizesArriveInOrder)
{
    config.feed.queue = FeedQueue::kUnbounded;
    config.feed.pad_bytes = 3000;
    config.feed.write_bytes = 1000;
    begin();
    for (int i = 0; i < 200; ++i) event("u" + std::to_string(i));
    Client client = reader();
    for (int i = 0; i < 200; ++i) {
        ASSERT_NE(client.read_until(kEnd).find("<userId>u" + std::to_string(i) + "</userId>"), std::string::npos);
    }
}

TEST_F(FeedServerTest, ACutEndsTheConnectionsAndNewOnesAreTaken)
{
    begin();
    Client first = reader();
    action(R"({"action":"cut"})");
    EXPECT_TRUE(first.ends());
    EXPECT_TRUE(eventually([&] { return cluster->state().feed.readers(0) == 0; }));
    Client second = reader();
    action(R"({"action":"cut","reset":true})");
    EXPECT_TRUE(second.ends());
}

TEST_F(FeedServerTest, RefusesAndAcceptsOnTheSamePort)
{
    begin();
    Client there = reader();
    action(R"({"action":"refuse"})");
    EXPECT_FALSE(ocir().connected());
    event("u1");
    EXPECT_NE(there.read_until(kEnd).find("u1"), std::string::npos);
    action(R"({"action":"accept"})");
    Client back = reader();
    event("u2");
    EXPECT_NE(back.read_until(kEnd).find("u2"), std::string::npos);
}

TEST_F(FeedServerTest, SilenceAndStallsEndWithResume)
{
    begin();
    Client client = reader();
    action(R"({"action":"silence"})");
    event("u1");
    action(R"({"action":"resume"})");
    EXPECT_NE(client.read_until(kEnd).find("u1"), std::string::npos);
    action(R"({"action":"stall-read","next":true})");
    event("u2");
    EXPECT_NE(client.read_until("<id>").find("<?xml"), std::string::npos);
    EXPECT_EQ(client.rest().find(kEnd), std::string::npos);
    action(R"({"action":"resume"})");
    EXPECT_NE(client.read_until(kEnd).find("u2"), std::string::npos);
}

TEST_F(FeedServerTest, DamageOversizeSplitAndRawBytesReachTheReader)
{
    begin();
    Client client = reader();
    action(R"({"action":"damage"})");
    EXPECT_NE(client.read_until(kEnd).find("</broken>"), std::string::npos);
    action(R"({"action":"raw","text":"\u00ff\u00fe"})");
    EXPECT_EQ(client.read_until("\xFE"), "\xFF\xFE");
    action(R"({"action":"oversize","bytes":2000000})");
    EXPECT_GT(client.read_until(kEnd).size(), 2'000'000U);
    action(R"({"action":"split"})");
    EXPECT_NE(client.read_until(kEnd).find("SystemAliasAddRequest"), std::string::npos);
    event("u1");
    EXPECT_NE(client.read_until(kEnd).find("u1"), std::string::npos);
}

TEST_F(FeedServerTest, AnAddressThatIsNotListedIsTurnedAway)
{
    config.feed.acl = {"10.1.2.3"};
    begin();
    Client client = ocir();
    EXPECT_TRUE(client.ends());
    EXPECT_EQ(on_lab<std::uint64_t>([&] { return cluster->state().feed.counters(0).refused; }), 1U);
}

TEST_F(FeedServerTest, WhatAReaderWritesIsCountedAndItsEndIsNoticed)
{
    begin();
    {
        Client client = reader();
        client.send("hello");
        EXPECT_TRUE(eventually([&] { return cluster->state().feed.counters(0).bytes_received == 5; }));
    }
    EXPECT_TRUE(eventually([&] { return cluster->state().feed.readers(0) == 0; }));
}

TEST_F(FeedServerTest, AReaderThatTakesNothingDoesNotHoldUpTheOthers)
{
    config.feed.pad_bytes = 100'000;
    begin();
    Client stuck = reader(), fine = reader();
    for (int i = 0; i < 200; ++i) event("u" + std::to_string(i));
    for (int i = 0; i < 200; ++i) fine.read_until(kEnd);
    EXPECT_TRUE(fine.connected());
}

}  // namespace
}  // namespace bwsync::lab
