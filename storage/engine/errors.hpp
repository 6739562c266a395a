// The one place where what libpqxx throws becomes an Error. Internal to storage/.
#pragma once

#include <pqxx/pqxx>

#include "daemon/domain/basics/result.hpp"

namespace bwsync {

// What a failed attempt says beside the Error.
struct Failure {
    Failure(Error e, bool broken, bool untouched, std::string state)
        : error(std::move(e)), is_broken(broken), is_untouched(untouched), sqlstate(std::move(state))
    {
    }
    Error error;
    bool is_broken;     // the connection must be thrown away
    bool is_untouched;  // the transaction was certainly not applied and repeating it at once may help
    std::string sqlstate;
};

// Translates the exception being handled. Rethrows what is not libpqxx's: a bug of ours. Texts of the server are
// shortened to their first line: further lines (DETAIL) quote rows, which may hold personal data.
Failure translate_current_exception(bool is_committing);

}  // namespace bwsync
