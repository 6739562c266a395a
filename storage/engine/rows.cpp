#include "storage/engine/rows.hpp"

namespace bwsync {

std::string text(const pqxx::field& field)
{
    return field.is_null() ? std::string() : std::string(field.c_str(), field.size());
}

std::int64_t number(const pqxx::field& field)
{
    return field.is_null() ? 0 : field.as<std::int64_t>();
}

bool flag(const pqxx::field& field)
{
    return !field.is_null() && field.c_str()[0] == 't';
}

std::optional<Instant> instant(const pqxx::field& field)
{
    if (field.is_null()) return std::nullopt;
    return Instant(Millis(field.as<std::int64_t>()));
}

std::vector<std::string> text_array(const pqxx::field& field)
{
    std::vector<std::string> values;
    if (field.is_null()) return values;
    pqxx::array_parser parser = field.as_array();
    for (auto [juncture, value] = parser.get_next(); juncture != pqxx::array_parser::done;
         std::tie(juncture, value) = parser.get_next()) {
        if (juncture == pqxx::array_parser::string_value) values.push_back(value);
    }
    return values;
}

}  // namespace bwsync
