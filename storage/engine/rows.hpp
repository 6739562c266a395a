// Fields of a result as values. Internal to storage/.
#pragma once

#include <cstdint>
#include <optional>
#include <pqxx/pqxx>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/domain/basics/names.hpp"
#include "daemon/domain/basics/time.hpp"

namespace bwsync {

std::string text(const pqxx::field& field);  // NULL reads as empty
std::int64_t number(const pqxx::field& field);
bool flag(const pqxx::field& field);
std::optional<Instant> instant(const pqxx::field& field);  // of whole milliseconds; NULL: none
std::vector<std::string> text_array(const pqxx::field& field);

// The enumerator of that word. Throws std::logic_error: the schema holds only our words.
template <Tabled Enum>
Enum enumerator(std::string_view word)
{
    const std::optional<Enum> found = named<Enum>(word);
    if (!found) throw std::logic_error("the store holds a name that this version does not know: " + std::string(word));
    return *found;
}

}  // namespace bwsync
