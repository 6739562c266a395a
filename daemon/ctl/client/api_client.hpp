// The admin API as the tool's commands call it: paths and values in, JSON or the reason out.
#pragma once

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "daemon/ctl/client/target.hpp"

namespace bwsync::ctl {

using Json = nlohmann::ordered_json;

// Why a command can't go on, and with which status the tool ends.
struct Failure {
    std::string message;
    int exit_status = kFailed;
};

template <class T = std::monostate>
using Outcome = Result<T, Failure>;

class ApiClient final {
public:
    ApiClient(Target target, std::chrono::milliseconds limit) : target_(std::move(target)), limit_(limit) {}

    using Query = std::vector<std::pair<std::string, std::string>>;  // those with an empty value are left out
    // Segments of the path below /api/v1, not encoded.
    using Path = std::vector<std::string>;

    Outcome<Json> get(const Path& path, const Query& query = {}) const;
    // An empty object is sent as no body.
    Outcome<Json> post(const Path& path, const Json& body = Json::object()) const;
    Outcome<Json> remove(const Path& path, const Query& query = {}) const;
    // Bytes as they are, not JSON.
    Outcome<std::string> get_bytes(const Path& path, const Query& query = {}) const;

private:
    Outcome<Json> call(ClientRequest request) const;
    Outcome<std::string> exchange(ClientRequest request) const;

    const Target target_;
    const std::chrono::milliseconds limit_;
};

}  // namespace bwsync::ctl
