#include "daemon/ctl/client/target.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>

#include "daemon/admin/http/token.hpp"
#include "daemon/config/reading/load.hpp"

namespace bwsync::ctl {
namespace {

constexpr std::size_t kSecretMax = 65536;

// A listener on every address is reached over the loopback.
std::string reachable(const std::string& address)
{
    if (address == "0.0.0.0") return "127.0.0.1";
    if (address == "::") return "::1";
    return address;
}

Result<Target, TargetFault> by_url(const std::string& url, const std::string& token_file, const std::string& ca_file)
{
    Result<Endpoint> endpoint = parse_url(url);
    if (!endpoint) return TargetFault{endpoint.error().what, kWrongUse};
    if (token_file.empty())
        return TargetFault{"a URL needs a token: --token-file FILE or BWSYNC_TOKEN_FILE", kWrongUse};
    Result<std::string> token = read_secret_file(token_file);
    if (!token) return TargetFault{token.error().what, kWrongUse};
    endpoint->ca_file = ca_file;
    return Target{std::move(*endpoint), std::move(*token)};
}

// The token that the daemon made for itself. It is not there before the daemon's first start.
Result<std::string, TargetFault> made_token(const std::string& state_directory)
{
    const std::string file = admin_token_file(state_directory);
    Result<std::string> token = read_secret_file(file);
    if (token) return std::move(*token);
    const bool is_missing = errno == ENOENT;
    const std::string hint = is_missing ? "; the daemon makes it at its first start" : "";
    return TargetFault{token.error().what + hint, is_missing ? kUnreachable : kWrongUse};
}

Result<Target, TargetFault> by_config(const std::string& file, const std::string& token_file)
{
    config::LoadOutcome outcome = config::load(file, config::Part::kAdmin);
    if (!outcome.config) {
        std::string message = "the configuration has faults";
        for (const config::Fault& fault : outcome.faults) message += "\n" + format(fault);
        return TargetFault{message, kWrongUse};
    }
    const Config& config = *outcome.config;
    Target target;
    target.endpoint.is_tls = !config.admin.tls.cert_file.empty();
    target.endpoint.host = reachable(config.admin.listen.address);
    target.endpoint.port = config.admin.listen.port;
    target.endpoint.pinned_file = config.admin.tls.cert_file;
    if (target.endpoint.port == 0) return TargetFault{file + ": admin.listen has no fixed port; use --url", kWrongUse};
    if (!token_file.empty()) {
        Result<std::string> token = read_secret_file(token_file);
        if (!token) return TargetFault{token.error().what, kWrongUse};
        target.token = std::move(*token);
    } else if (config.admin.token) {
        target.token = config.admin.token->reveal();
    } else {
        Result<std::string, TargetFault> token = made_token(config.state_directory);
        if (!token) return token.error();
        target.token = std::move(*token);
    }
    return target;
}

}  // namespace

Result<std::string> read_secret_file(const std::string& path)
{
    std::string text;
    if (path == "-") {
        text.assign(std::istreambuf_iterator<char>(std::cin), {});
    } else {
        errno = 0;
        std::ifstream file(path, std::ios::binary);
        std::array<char, kSecretMax> bytes{};
        file.read(bytes.data(), bytes.size());
        if (!file.eof())
            return Error(ErrorKind::kRejected, path + ": " + (errno != 0 ? std::strerror(errno) : "cannot be read"));
        text.assign(bytes.data(), static_cast<std::size_t>(file.gcount()));
    }
    constexpr const char* kSpace = " \t\r\n";
    const std::size_t begin = text.find_first_not_of(kSpace);
    if (begin == std::string::npos) return Error(ErrorKind::kRejected, path + ": is empty");
    text = text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
    // It goes into a header line.
    if (text.find_first_of("\r\n\t ") != std::string::npos)
        return Error(ErrorKind::kRejected, path + ": holds more than one word");
    return text;
}

Result<Target, TargetFault> find_target(const Invocation& invocation, const Environment& environment)
{
    const auto from_environment = [&environment](const std::string& given, const char* name) {
        return given.empty() ? environment(name).value_or("") : given;
    };
    const std::string ca_file = from_environment(invocation.ca_file, "BWSYNC_CA_FILE");
    if (!invocation.config_file.empty()) return by_config(invocation.config_file, invocation.token_file);
    const std::string url = from_environment(invocation.url, "BWSYNC_URL");
    const std::string token_file = from_environment(invocation.token_file, "BWSYNC_TOKEN_FILE");
    if (!url.empty()) return by_url(url, token_file, ca_file);
    if (std::ifstream(kDefaultConfig).good()) return by_config(kDefaultConfig, invocation.token_file);
    return TargetFault{"which daemon? --config FILE, or --url URL and --token-file FILE", kWrongUse};
}

}  // namespace bwsync::ctl
