// One connection to PostgreSQL with its settings and prepared statements. Internal to storage/: this header names
// libpqxx.
#pragma once

#include <chrono>
#include <memory>
#include <pqxx/pqxx>
#include <string>
#include <unordered_map>

#include "storage/engine/parameters.hpp"

namespace bwsync {

// Thrown away as soon as it was seen broken: libpqxx 6 would reconnect by itself, without its settings and statements.
class Session {
public:
    explicit Session(const std::string& dsn);  // throws pqxx::broken_connection

    pqxx::connection& connection() { return connection_; }
    // The prepared statement's name for a text with static storage duration; prepares it when first used here.
    const std::string& statement(const char* sql);

private:
    pqxx::connection connection_;
    std::unordered_map<const char*, std::string> prepared_;
};

// What the body of a verb works with: one transaction on one session.
class Transaction {
public:
    Transaction(Session& session, pqxx::transaction_base& transaction) : session_(session), transaction_(transaction) {}

    // `sql` is a literal: it is prepared once per connection and named by its address.
    pqxx::result run(const char* sql, const Parameters& parameters = {});
    // For statements that are made at run time (names of tables) or may hold several statements.
    pqxx::result run_once(const std::string& sql) { return transaction_.exec(sql); }
    pqxx::transaction_base& raw() { return transaction_; }

    // The server's number of this transaction, when the body has asked for it: with it a commit whose answer was lost
    // can be looked up.
    void set_identity(std::string number) { identity_ = std::move(number); }
    [[nodiscard]] const std::string& identity() const { return identity_; }

private:
    Session& session_;
    pqxx::transaction_base& transaction_;
    std::string identity_;
};

}  // namespace bwsync
