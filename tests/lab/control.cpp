#include "tests/lab/control.hpp"

#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <utility>

#include "tests/lab/broadworks/control/control_arguments.hpp"

namespace bwsync::lab {
namespace {

HttpResponse answer(int status, const nlohmann::json& body)
{
    HttpResponse response;
    response.status = status;
    response.headers.emplace_back("Content-Type", "application/json");
    response.body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return response;
}

HttpResponse failure(int status, const std::string& text)
{
    return answer(status, {{"error", text}});
}

struct Target {
    std::string kind, name, rest;  // "/broadworks/east/users" -> broadworks, east, /users
};

Target split(const std::string& path)
{
    Target target;
    const std::size_t second = path.find('/', 1);
    target.kind = path.substr(1, second == std::string::npos ? second : second - 1);
    if (second == std::string::npos) return target;
    const std::size_t third = path.find('/', second + 1);
    target.name = path.substr(second + 1, third == std::string::npos ? third : third - second - 1);
    target.rest = third == std::string::npos ? "" : path.substr(third);
    return target;
}

}  // namespace

Lab::Lab(asio::io_context& io, const LabConfig& config) : clock_(io)
{
    clock_.set_rate(config.clock_rate);
    for (const BroadworksConfig& one : config.broadworks) {
        clusters_.push_back(std::make_unique<BroadworksCluster>(io, clock_, one));
    }
    for (const WebexConfig& one : config.webex) partners_.push_back(std::make_unique<WebexEmulator>(io, clock_, one));
    const TlsFiles plain;
    server_ = std::make_unique<HttpServer>(io, config.control_listen, plain,
                                           [this](HttpRequest request) { return handle(std::move(request)); });
}

void Lab::start()
{
    for (const auto& cluster : clusters_) cluster->start();
    for (const auto& partner : partners_) partner->start();
    server_->start();
}

nlohmann::json Lab::ports() const
{
    nlohmann::json ports{
        {"control", server_->url()}, {"broadworks", nlohmann::json::object()}, {"webex", nlohmann::json::object()}};
    for (const auto& cluster : clusters_) ports["broadworks"][cluster->name()] = cluster->ports();
    for (const auto& partner : partners_) ports["webex"][partner->name()] = partner->base_url();
    return ports;
}

BroadworksCluster* Lab::cluster(const std::string& name)
{
    for (const auto& one : clusters_) {
        if (one->name() == name) return one.get();
    }
    return nullptr;
}

Task<HttpResponse> Lab::handle(HttpRequest request)
{
    if (request.path == "/") co_return answer(200, ports());
    if (request.path == "/clock") co_return clock_request(request);
    const Target target = split(request.path);
    if (target.kind == "broadworks") {
        BroadworksCluster* const found = cluster(target.name);
        if (!found) co_return failure(404, "there is no cluster '" + target.name + "'");
        co_return found->control(request, target.rest);
    }
    if (target.kind == "webex") {
        HttpResponse response = co_await webex_request(target.name, std::move(request));
        co_return response;
    }
    co_return failure(404, "no such request: " + request.method + " " + request.path);
}

Task<HttpResponse> Lab::webex_request(std::string partner, HttpRequest request)
{
    for (const auto& one : partners_) {
        if (one->name() != partner) continue;
        HttpResponse response = co_await one->control(std::move(request));
        co_return response;
    }
    co_return failure(404, "there is no partner '" + partner + "'");
}

HttpResponse Lab::clock_request(const HttpRequest& request)
{
    try {
        if (request.method == "POST") {
            Arguments arguments = Arguments::parse(request.body);
            const auto by = arguments.duration("advance", std::chrono::milliseconds(0));
            const nlohmann::json& rate = arguments.value("rate");
            if (!rate.is_null() && !rate.is_number()) throw BadRequest("'rate' must be a number");
            arguments.finish();
            if (!rate.is_null()) clock_.set_rate(rate.get<double>());
            if (by.count() > 0) clock_.advance(by);
        } else if (request.method != "GET") {
            return failure(405, "GET or POST");
        }
    } catch (const std::invalid_argument& e) {
        return failure(400, e.what());
    } catch (const BadRequest& e) {
        return failure(400, e.what());
    }
    return answer(200, {{"nowMs", clock_.now_ms()}, {"rate", clock_.rate()}, {"pending", clock_.pending()}});
}

void write_ports_file(const std::string& path, const nlohmann::json& ports)
{
    const std::string temporary = path + ".tmp";
    std::ofstream file(temporary, std::ios::trunc);
    file << ports.dump(2) << '\n';
    file.close();
    if (!file || std::rename(temporary.c_str(), path.c_str()) != 0) {
        throw std::runtime_error(path + ": cannot be written");
    }
}

}  // namespace bwsync::lab
