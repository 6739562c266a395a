// A cluster with real ports, run on a thread of its own, and blocking clients with a deadline. What a test does to
// the cluster itself runs on the cluster's thread.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>

#include "tests/lab/broadworks/cluster.hpp"

namespace bwsync::lab {

inline constexpr std::chrono::seconds kDeadline{20};

// A socket that reads with a deadline.
class Client final {
public:
    Client(const std::string& host, int port);
    ~Client();
    Client(Client&& other) noexcept;
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    bool connected() const { return socket_ >= 0; }
    int socket() const { return socket_; }
    void send(const std::string& bytes);
    // All bytes up to and including the text; fails the test after the deadline or at the end of the connection.
    std::string read_until(const std::string& text);
    // True when the peer ends the connection before the deadline; what comes before is kept in rest().
    bool ends();
    const std::string& rest() const { return buffer_; }

private:
    bool fill();

    int socket_ = -1;
    std::string buffer_;
};

class LabTest : public ::testing::Test {
protected:
    void start(BroadworksConfig config)
    {
        config.users = {{"bwsync", "secret", "System", ""}};
        cluster = std::make_unique<BroadworksCluster>(io, clock, std::move(config));
        cluster->start();
        ports = cluster->ports();
        thread = std::thread([this] { io.run(); });
    }
    void TearDown() override
    {
        io.stop();
        if (thread.joinable()) thread.join();
    }
    // Runs on the cluster's thread and waits for it.
    template <class Result>
    Result on_lab(std::function<Result()> work)
    {
        std::promise<Result> done;
        boost::asio::post(io, [&] { done.set_value(work()); });
        return done.get_future().get();
    }
    nlohmann::json control(const std::string& method, const std::string& path, const std::string& body = "")
    {
        return on_lab<nlohmann::json>([&] {
            HttpRequest request;
            request.method = method;
            request.body = body;
            const HttpResponse response = cluster->control(request, path);
            EXPECT_EQ(response.status, 200) << response.body;
            return nlohmann::json::parse(response.body);
        });
    }
    // Waits for a state of the lab that comes by itself.
    bool eventually(const std::function<bool()>& holds)
    {
        const auto end = std::chrono::steady_clock::now() + kDeadline;
        while (std::chrono::steady_clock::now() < end) {
            if (on_lab<bool>(holds)) return true;
            std::this_thread::yield();
        }
        return false;
    }
    Client ocip(std::size_t port = 0)
    {
        return Client(ports["ocip"][port]["host"].get<std::string>(), ports["ocip"][port]["port"].get<int>());
    }
    Client ocir(std::size_t server = 0)
    {
        return Client(ports["ocir"][server]["host"].get<std::string>(), ports["ocir"][server]["port"].get<int>());
    }

    boost::asio::io_context io{1};
    LabClock clock{io};
    std::unique_ptr<BroadworksCluster> cluster;
    nlohmann::json ports;
    std::thread thread;
};

inline std::string oci_document(const std::string& type, const std::string& body)
{
    return "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<BroadsoftDocument protocol=\"OCI\" xmlns=\"C\" "
           "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><sessionId xmlns=\"\">S1</sessionId><command "
           "xsi:type=\"" +
           type + "\" xmlns=\"\">" + body + "</command></BroadsoftDocument>\n";
}

inline const std::string kEndOfAnswer = "</BroadsoftDocument>\n";
inline const std::string kPlainLogin =
    oci_document("LoginRequest22V5", "<userId>bwsync</userId><password>secret</password>");

}  // namespace bwsync::lab
