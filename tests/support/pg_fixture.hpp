// A throw-away PostgreSQL for one test program, in a directory of its own, gone when the program ends. Each test that
// wants one gets a database for itself. The server is run by deploy/embedded-postgresql.sh, without root's rights.
#pragma once

#include <string>
#include <vector>

namespace bwsync::test {

class PgServer {
public:
    // The program's server; started when first asked for.
    static PgServer& shared();

    PgServer();  // throws std::runtime_error when it does not start
    ~PgServer();
    PgServer(const PgServer&) = delete;
    PgServer& operator=(const PgServer&) = delete;

    // The connection string of a new, empty database.
    std::string make_database();

    void stop(const std::string& mode);  // fast or immediate
    void start();
    void restart(const std::string& mode);

private:
    std::string run(const std::string& arguments) const;

    std::string directory_;
    std::string dsn_;  // of the first database
    int databases_ = 0;
};

// Rows of one statement in the database, each a list of texts; NULL is an empty one. A look from outside, past the code
// under test.
std::vector<std::vector<std::string>> query(const std::string& dsn, const std::string& sql);
// The first field of the first row; empty when there is none.
std::string query_one(const std::string& dsn, const std::string& sql);

}  // namespace bwsync::test
