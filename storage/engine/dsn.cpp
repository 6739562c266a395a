#include "storage/engine/dsn.hpp"

#include <libpq-fe.h>

#include <array>
#include <memory>
#include <set>
#include <utility>

namespace bwsync {

namespace {

// Seconds, but for tcp_user_timeout (milliseconds).
constexpr std::array<std::pair<const char*, const char*>, 7> kDefaults = {{{"connect_timeout", "5"},
                                                                           {"keepalives_idle", "30"},
                                                                           {"keepalives_interval", "10"},
                                                                           {"keepalives_count", "3"},
                                                                           {"tcp_user_timeout", "15000"},
                                                                           {"fallback_application_name", "bwsyncd"},
                                                                           {"client_encoding", "UTF8"}}};

void append(std::string& dsn, const std::string& keyword, const std::string& value)
{
    if (!dsn.empty()) dsn += ' ';
    dsn += keyword + "='";
    for (const char c : value) {
        if (c == '\'' || c == '\\') dsn += '\\';
        dsn += c;
    }
    dsn += '\'';
}

}  // namespace

Result<std::string> complete_dsn(const std::string& dsn)
{
    const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(PQconninfoParse(dsn.c_str(), nullptr),
                                                                                 PQconninfoFree);
    if (!options) return Error(ErrorKind::kRejected, "the connection string of the store is not understood by libpq");
    std::string completed;
    std::set<std::string> given;
    for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
        if (option->val == nullptr) continue;
        given.insert(option->keyword);
        // The store speaks UTF-8 whatever the operator's other tools do.
        if (option->keyword != std::string("client_encoding")) append(completed, option->keyword, option->val);
    }
    for (const auto& [keyword, value] : kDefaults) {
        const bool is_ours = keyword == std::string("client_encoding");
        if (is_ours || !given.contains(keyword)) append(completed, keyword, value);
    }
    return completed;
}

}  // namespace bwsync
