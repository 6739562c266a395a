#include "storage/engine/session.hpp"

namespace bwsync {

namespace {

// A statement may take as long as the comparison of a million rows; nothing may sit in an open transaction. Plans are
// made for the parameters at hand: the same text serves one row and a thousand.
constexpr const char* kSettings =
    "set search_path = bwsync, pg_temp; set statement_timeout = '60s'; set lock_timeout = '15s'; "
    "set idle_in_transaction_session_timeout = '120s'; set jit = off; set plan_cache_mode = force_custom_plan; "
    "set timezone = 'UTC'; set client_min_messages = warning";

}  // namespace

Session::Session(const std::string& dsn) : connection_(dsn)
{
    pqxx::nontransaction settings(connection_);
    settings.exec(kSettings);
}

const std::string& Session::statement(const char* sql)
{
    const auto found = prepared_.find(sql);
    if (found != prepared_.end()) return found->second;
    std::string name = std::to_string(prepared_.size());
    name.insert(0, 1, 's');
    connection_.prepare(name, sql);
    return prepared_.emplace(sql, std::move(name)).first->second;
}

pqxx::result Transaction::run(const char* sql, const Parameters& parameters)
{
    const std::string& name = session_.statement(sql);
    return transaction_.exec_prepared(name, pqxx::prepare::make_dynamic_params(parameters.values()));
}

}  // namespace bwsync
