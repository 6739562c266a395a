#include "tests/support/pg_fixture.hpp"

#include <stdlib.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <pqxx/pqxx>
#include <stdexcept>

namespace bwsync::test {

namespace {

std::string new_directory()
{
    // Below /tmp, where the unprivileged user of the server can go.
    std::string pattern = "/tmp/bwsync-pg-XXXXXX";
    if (::mkdtemp(pattern.data()) == nullptr)
        throw std::runtime_error("no directory for PostgreSQL could be made in /tmp");
    return pattern;
}

}  // namespace

PgServer& PgServer::shared()
{
    static PgServer server;
    return server;
}

PgServer::PgServer() : directory_(new_directory())
{
    start();
}

PgServer::~PgServer()
{
    try {
        stop("immediate");
    } catch (const std::exception& e) {
        std::fprintf(stderr, "%s\n", e.what());
    }
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
}

std::string PgServer::run(const std::string& arguments) const
{
    const std::string command =
        std::string(BWSYNC_SOURCE_DIRECTORY) + "/deploy/embedded-postgresql.sh " + arguments + " 2>&1";
    std::FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("the shell could not be started");
    std::string output;
    std::array<char, 256> buffer{};
    while (std::fgets(buffer.data(), buffer.size(), pipe) != nullptr) output += buffer.data();
    if (::pclose(pipe) != 0) throw std::runtime_error(arguments + ": " + output);
    while (!output.empty() && output.back() == '\n') output.pop_back();
    return output;
}

void PgServer::start()
{
    dsn_ = run("start " + directory_ + " --option max_connections=200");
}

void PgServer::stop(const std::string& mode)
{
    run("stop " + directory_ + " -m " + mode);
}

void PgServer::restart(const std::string& mode)
{
    stop(mode);
    start();
}

std::string PgServer::make_database()
{
    const std::string name = "test_" + std::to_string(++databases_);
    query(dsn_, "create database " + name);
    return dsn_.substr(0, dsn_.rfind("dbname=")) + "dbname=" + name;
}

std::vector<std::vector<std::string>> query(const std::string& dsn, const std::string& sql)
{
    pqxx::connection connection(dsn);
    pqxx::nontransaction work(connection);
    std::vector<std::vector<std::string>> rows;
    for (const pqxx::row& row : work.exec(sql)) {
        std::vector<std::string> fields;
        for (const pqxx::field& field : row) fields.emplace_back(field.c_str());
        rows.push_back(std::move(fields));
    }
    return rows;
}

std::string query_one(const std::string& dsn, const std::string& sql)
{
    const auto rows = query(dsn, sql);
    return rows.empty() || rows.front().empty() ? std::string() : rows.front().front();
}

}  // namespace bwsync::test
