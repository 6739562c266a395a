// Statement parameters: everything that goes to PostgreSQL as a value is made here, so that one place sees to NUL
// bytes, which libpq would cut a text at, and to text that is not UTF-8, which the server would refuse.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/domain/basics/time.hpp"

namespace bwsync {

// A NUL byte and every byte that does not belong to well-formed UTF-8 becomes U+FFFD.
std::string storable_text(std::string_view text);

// A one-dimensional array in PostgreSQL's text form, built element by element: {"a","b",NULL}.
class Array {
public:
    Array& text(std::string_view value);
    Array& number(std::int64_t value);
    Array& flag(bool value) { return number_text(value ? "t" : "f"); }
    Array& instant(std::optional<Instant> value);
    Array& null() { return number_text("NULL"); }
    [[nodiscard]] std::string finished() const { return literal_ + "}"; }

private:
    Array& number_text(std::string_view value);
    void separate();

    std::string literal_ = "{";
};

class Parameters {
public:
    Parameters& text(std::string_view value);
    Parameters& number(std::int64_t value);
    Parameters& flag(bool value);
    Parameters& fraction(double value);
    Parameters& instant(std::optional<Instant> value);  // whole milliseconds; from_ms() in SQL
    Parameters& array(const Array& value);
    Parameters& array(const std::vector<std::string>& values);
    Parameters& array(const std::vector<std::int64_t>& values);
    Parameters& bytes(std::string_view value);  // cast to bytea in SQL
    Parameters& null();

    [[nodiscard]] const std::vector<std::optional<std::string>>& values() const { return values_; }

private:
    std::vector<std::optional<std::string>> values_;
};

}  // namespace bwsync
