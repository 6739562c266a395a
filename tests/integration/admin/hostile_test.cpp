// Peers that do not behave: too much, too slow, too many, not HTTP at all.
#include <gtest/gtest.h>

#include <memory>

#include "tests/integration/admin/served_admin.hpp"

namespace bwsync::test {
namespace {

using namespace std::chrono_literals;

const std::string kAuthorization = "Authorization: Bearer " + std::string(kAdminToken) + "\r\n";

HttpLimits quick_limits()
{
    HttpLimits limits;
    limits.connections = 4;
    limits.idle = 300ms;
    limits.request = 300ms;
    limits.handshake = 300ms;
    return limits;
}

TEST(HostilePeer, IsToldWhenItDoesNotSpeakHttp)
{
    ServedAdmin admin;
    for (const char* bytes :
         {"hello\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\nbad header\r\n\r\n",
          "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
          "GET http://elsewhere/ HTTP/1.1\r\nHost: x\r\n\r\n", "GET * HTTP/1.1\r\nHost: x\r\n\r\n",
          "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n"}) {
        const RawAnswer answer = exchange(admin.port(), bytes);
        EXPECT_TRUE(answer.status == 400 || answer.status == 505) << bytes << " " << answer.status;
        EXPECT_EQ(answer.headers.at("content-type"), "application/problem+json");
    }
    EXPECT_EQ(admin.get("/healthz").status, 200);
}

TEST(HostilePeer, CannotSendAHeaderWithoutEnd)
{
    ServedAdmin admin;
    const RawAnswer answer =
        exchange(admin.port(), "GET /healthz HTTP/1.1\r\nX: " + std::string(40000, 'x') + "\r\n\r\n");
    EXPECT_EQ(answer.status, 431);
}

TEST(HostilePeer, CannotSendAHugeBody)
{
    ServedAdmin admin;
    const std::string head =
        "POST /api/v1/snapshots HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + kAuthorization;
    EXPECT_EQ(exchange(admin.port(), head + "Content-Length: 10000000\r\n\r\n" + std::string(300000, ' ')).status, 413);
    std::string chunks;
    for (int i = 0; i < 40; ++i) chunks += "1000\r\n" + std::string(4096, ' ') + "\r\n";
    EXPECT_EQ(exchange(admin.port(), head + "Transfer-Encoding: chunked\r\n\r\n" + chunks).status, 413);
    EXPECT_TRUE(admin.operations.calls().empty());
}

TEST(HostilePeer, IsRefusedBeforeItsBodyIsRead)
{
    ServedAdmin admin;
    RawClient client(admin.port());
    client.send(
        "POST /api/v1/snapshots HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
        "60000\r\n\r\n");
    EXPECT_EQ(client.receive().status, 401);
}

TEST(HostilePeer, IsCutOffWhenItSendsByteByByte)
{
    ServedAdmin admin(quick_limits());
    RawClient slow(admin.port());
    slow.send("GET /healthz HTT");
    EXPECT_TRUE(slow.is_closed_within(10s));
    RawClient silent(admin.port());
    EXPECT_TRUE(silent.is_closed_within(10s));
    RawClient body(admin.port());
    body.send("POST /api/v1/snapshots HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + kAuthorization +
              "Content-Length: 50\r\n\r\n{");
    EXPECT_TRUE(body.is_closed_within(10s));
    EXPECT_EQ(admin.get("/healthz").status, 200);
}

TEST(HostilePeer, CannotKeepOthersOutByHoldingConnections)
{
    HttpLimits limits = quick_limits();
    limits.idle = 1h;
    limits.request = 1h;
    ServedAdmin admin(limits);
    std::vector<std::unique_ptr<RawClient>> held;
    for (int i = 0; i < 20; ++i) {
        held.push_back(std::make_unique<RawClient>(admin.port()));
        held.back()->send("GET /healthz HTT");
    }
    EXPECT_EQ(admin.get("/healthz").status, 200);
    EXPECT_TRUE(held.front()->is_closed_within(10s));
}

TEST(HostilePeer, MayCutTheConnectionAnywhere)
{
    ServedAdmin admin;
    const std::string request = "POST /api/v1/snapshots HTTP/1.1\r\nHost: x\r\n" + kAuthorization +
                                "Content-Type: application/json\r\nContent-Length: 18\r\n\r\n{\"cluster\":\"east\"}";
    for (std::size_t length = 0; length < request.size(); ++length)
        RawClient(admin.port()).send(request.substr(0, length));
    EXPECT_EQ(admin.get("/healthz").status, 200);
    EXPECT_TRUE(admin.operations.calls().empty());
    EXPECT_TRUE(admin.stop());
}

TEST(Connection, ServesManyRequestsInTurnAndPipelined)
{
    ServedAdmin admin;
    RawClient client(admin.port());
    const std::string request = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
    for (int i = 0; i < 3; ++i) {
        client.send(request);
        EXPECT_EQ(client.receive().status, 200);
    }
    client.send(request + request + request);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(client.receive().status, 200);
}

TEST(Connection, IsClosedWhenThePeerAsksForIt)
{
    ServedAdmin admin;
    RawClient client(admin.port());
    client.send("GET /healthz HTTP/1.0\r\n\r\n");
    EXPECT_EQ(client.receive().status, 200);
    EXPECT_TRUE(client.is_closed_within(10s));
}

TEST(Connection, AnswersHeadWithoutABody)
{
    ServedAdmin admin;
    RawClient client(admin.port());
    client.send("HEAD /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    const RawAnswer head = client.receive(true);
    EXPECT_EQ(head.status, 200);
    EXPECT_NE(head.headers.at("content-length"), "0");
    EXPECT_EQ(client.receive().body.size(), std::stoul(head.headers.at("content-length")));
}

TEST(AdminServer, StopsAtOnceWithIdleConnectionsOpen)
{
    ServedAdmin admin;
    RawClient idle(admin.port());
    RawClient half(admin.port());
    half.send("GET /hea");
    EXPECT_EQ(admin.get("/healthz").status, 200);
    const auto began = std::chrono::steady_clock::now();
    EXPECT_TRUE(admin.stop());
    EXPECT_LT(std::chrono::steady_clock::now() - began, 2500ms);
    EXPECT_TRUE(idle.is_closed_within(1s));
}

TEST(AdminServer, SaysWhenItsAddressIsTaken)
{
    ServedAdmin first;
    boost::asio::io_context io;
    AdminSettings settings;
    settings.listen = config::Listen{"127.0.0.1", first.port()};
    settings.token = kAdminToken;
    AdminServer second(io.get_executor(), settings, first.service, first.operations, first.enterprises,
                       first.telemetry);
    const Result<> listening = second.listen();
    ASSERT_FALSE(listening);
    EXPECT_NE(listening.error().what.find(std::to_string(first.port())), std::string::npos);
}

}  // namespace
}  // namespace bwsync::test
