#include "storage/engine/errors.hpp"

namespace bwsync {

namespace {

std::string first_line(const std::string& text)
{
    return text.substr(0, text.find('\n'));
}

// Class 57P: the server shuts down, crashed or is starting; 53: it lacks memory, disk or connections; 40: rolled back
// for others; 55P03: a lock was not had in time; 57014: a statement took too long. All heal by themselves but a full
// disk, which an operator heals.
ErrorKind kind_of(const std::string& state)
{
    if (state == "53100") return ErrorKind::kRejected;
    const std::string group = state.substr(0, 2);
    if (group == "53" || group == "40" || group == "08" || group == "57" || state == "55P03") return ErrorKind::kRetry;
    return ErrorKind::kRejected;
}

Failure lost(const std::string& why, bool is_committing)
{
    if (is_committing) {
        return Failure(Error(ErrorKind::kUnknownOutcome, "PostgreSQL went away while a transaction was committed"),
                       true, false, "");
    }
    return Failure(Error(ErrorKind::kRetry, "PostgreSQL is not reachable: " + first_line(why)), true, true, "08006");
}

}  // namespace

Failure translate_current_exception(bool is_committing)
{
    try {
        throw;
    } catch (const pqxx::in_doubt_error&) {
        return Failure(Error(ErrorKind::kUnknownOutcome, "PostgreSQL went away while a transaction was committed"),
                       true, false, "");
    } catch (const pqxx::statement_completion_unknown&) {
        return Failure(Error(ErrorKind::kUnknownOutcome, "PostgreSQL did not say whether a transaction was committed"),
                       true, false, "");
    } catch (const pqxx::too_many_connections& e) {
        return Failure(Error(ErrorKind::kRetry, first_line(e.what())), true, false, "53300");
    } catch (const pqxx::broken_connection& e) {
        return lost(e.what(), is_committing);
    } catch (const pqxx::transaction_rollback& e) {  // serialization, deadlock: not sql_error in libpqxx 6
        return Failure(Error(ErrorKind::kRetry, first_line(e.what())), false, true, "40000");
    } catch (const pqxx::sql_error& e) {
        const std::string& state = e.sqlstate();
        // libpqxx 6 does not notice every end of a connection; an error of the server itself always has a code.
        if (state.empty()) return lost(e.what(), is_committing);
        const ErrorKind kind = kind_of(state);
        const bool is_going_down = state.starts_with("57P");
        std::string text = "PostgreSQL refused (" + state + "): " + first_line(e.what());
        return Failure(Error(kind, std::move(text)), is_going_down, is_going_down && !is_committing, state);
    } catch (const pqxx::failure& e) {
        const ErrorKind kind = is_committing ? ErrorKind::kUnknownOutcome : ErrorKind::kRetry;
        return Failure(Error(kind, first_line(e.what())), true, !is_committing, "");
    }
}

}  // namespace bwsync
