// The parts of an absolute http or https URL that a client needs.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bwsync {

struct Url {
    std::string scheme;     // "http" or "https"
    std::string authority;  // host, lower case, with ":port" unless it is the scheme's default; IPv6 in brackets
    std::string target;     // path and query; "/" at least

    [[nodiscard]] std::string origin() const { return scheme + "://" + authority; }
    [[nodiscard]] bool is_loopback() const;  // localhost, 127.0.0.0/8, [::1]
    bool operator==(const Url&) const = default;
};

// Whether the address leads to Webex's own hosts; false: to an emulator, or to a proxy in front of Webex.
bool is_of_webex(std::string_view url);

// nullopt: another scheme, user information, an empty host, a bad port, white space. A fragment is dropped.
std::optional<Url> parse_url(std::string_view text);

}  // namespace bwsync
