#include "tests/integration/admin/served_admin.hpp"

#include <stdexcept>

namespace bwsync::test {

ServedAdmin::ServedAdmin(HttpLimits limits, config::ServerTls tls)
{
    AdminSettings settings;
    settings.listen = config::Listen{"127.0.0.1", 0};
    settings.tls = std::move(tls);
    settings.token = kAdminToken;
    settings.limits = limits;
    server_ = std::make_unique<AdminServer>(io_.get_executor(), std::move(settings), service, operations, enterprises,
                                            telemetry);
    const Result<> listening = server_->listen();
    if (!listening) throw std::runtime_error(listening.error().what);
    asio::co_spawn(
        io_, [this] { return server_->run(stop_.get_token()); },
        [this](std::exception_ptr error) { failure_ = error; });
    thread_ = std::thread([this] { io_.run(); });
}

ServedAdmin::~ServedAdmin()
{
    stop();
}

bool ServedAdmin::stop()
{
    stop_.request_stop();
    if (thread_.joinable()) thread_.join();
    return failure_ == nullptr;
}

RawAnswer ServedAdmin::call(const std::string& method, const std::string& target, const std::string& body)
{
    std::string request =
        method + ' ' + target + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + kAdminToken + "\r\n";
    if (!body.empty())
        request += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
    return exchange(port(), request + "\r\n" + body);
}

}  // namespace bwsync::test
