// What is known of each enumerator, as one table beside its enumeration: its word, and perhaps more. A table that
// leaves an enumerator out, or stands in another order, does not compile.
//
//   enum class Color { kRed, kBlue };
//   constexpr auto table_of(Color) { return table<Name<Color>>({{Color::kRed, "red"}, {Color::kBlue, "blue"}}); }
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>

namespace bwsync {

// The least that a row holds. Richer rows have the same two fields first.
template <class Enum>
struct Name {
    Enum value;
    std::string_view word;
};

// Whether `value` is one of its enumeration's. The compiler spells an enumerator by its name and any other value as a
// cast of a number, "(Color)2": gcc and clang alike.
template <auto value>
consteval bool is_enumerator()
{
    constexpr std::string_view text = __PRETTY_FUNCTION__;
    constexpr std::string_view before = "value = ";
    return text[text.find(before) + before.size()] != '(';
}

template <class Row, std::size_t count>
consteval std::array<Row, count> table(const Row (&rows)[count])
{
    using Enum = decltype(Row::value);
    static_assert(!is_enumerator<static_cast<Enum>(count)>(), "the table lacks the last enumerators");
    std::array<Row, count> result{};
    for (std::size_t i = 0; i < count; ++i) {
        if (rows[i].value != static_cast<Enum>(i)) throw "the rows do not stand in the enumerators' order";
        result[i] = rows[i];
    }
    return result;
}

template <class Enum>
concept Tabled = std::is_enum_v<Enum> && requires
{
    table_of(Enum());
};

template <Tabled Enum>
inline constexpr auto kTable = table_of(Enum());

template <Tabled Enum>
constexpr const auto& row_of(Enum value)
{
    return kTable<Enum>[static_cast<std::size_t>(value)];
}

template <Tabled Enum>
constexpr std::string_view name_of(Enum value)
{
    return row_of(value).word;
}

// The enumerator of that word; nullopt: it is none.
template <Tabled Enum>
constexpr std::optional<Enum> named(std::string_view word)
{
    for (const auto& row : kTable<Enum>) {
        if (row.word == word) return row.value;
    }
    return std::nullopt;
}

}  // namespace bwsync
