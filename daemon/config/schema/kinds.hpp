// The kinds of single values that the configuration is made of. What is called "literal" stands in the file itself.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "daemon/config/schema/config.hpp"
#include "daemon/config/schema/kind.hpp"

namespace bwsync::config {

// Texts: one line, no control characters.
Kind<std::string> text();           // not empty
Kind<std::string> optional_text();  // may be empty
Kind<std::string> glob();
Kind<std::string> cluster_name();  // [a-z0-9-], 1 to 32
Kind<std::string> entity_name();   // [A-Za-z0-9._-], 1 to 64; taken over even when wrong, so that uses of it are found
Kind<std::string> reference_to(const std::string& what);  // the name of something defined elsewhere in the file
Kind<std::string> scope_name();                           // of OAuth: printable ASCII without blanks, quotes, backslash
Kind<std::string> country();                              // ISO 3166 alpha-2
Kind<std::string> locale();                               // en or en_US
Kind<std::string> time_zone();                            // an IANA name that this machine has

// Paths: made absolute from the folder of the configuration file.
Kind<std::string> folder();
Kind<std::string> optional_readable_file();  // empty or a file that can be read now

Kind<Milliseconds> duration();                             // 500ms, 30s, 5m, 24h, 90d; above zero
Kind<std::size_t> size(std::size_t min, std::size_t max);  // 512B, 64KiB, 16MiB, 1GiB; in bytes
Kind<int> integer(int min, int max);
Kind<double> number_above_zero(double max);
Kind<double> fraction();  // 0 to 1
Kind<bool> boolean();

Kind<std::string> host();      // a name or an address; brackets are taken off
Kind<std::uint16_t> port();    // 1 to 65535
Kind<Listen> listen();         // ADDRESS:PORT with port 0 to 65535; localhost is 127.0.0.1
Kind<std::string> base_url();  // https, or http to a loopback host; the slash at its end is taken off

// Where a browser is sent back to: https, or http to a loopback host with a port; neither query nor fragment. Kept as
// written: Webex compares it letter by letter.
Kind<std::string> redirect_uri();

Kind<Secret> secret();          // never literal, never empty
Kind<Secret> dsn();             // literal only without a password
Kind<Secret> encryption_key();  // never literal; base64 of 32 bytes, which the value then is

Kind<CronSchedule> cron();

// One of a few words.
template <class E>
Kind<E> choice(const std::vector<std::pair<std::string, E>>& words)
{
    Kind<E> kind;
    for (const auto& [word, value] : words) kind.type += (kind.type.empty() ? "" : " | ") + word;
    kind.take = [words](const Text& text, E& out) -> std::optional<Problem> {
        for (const auto& [word, value] : words) {
            if (word != text.value) continue;
            out = value;
            return std::nullopt;
        }
        return Problem{};
    };
    kind.show = [words](const E& shown) {
        for (const auto& [word, value] : words)
            if (value == shown) return word;
        return std::string();
    };
    return kind;
}

// One of the words of the enumeration's own table.
template <Tabled Enum>
Kind<Enum> choice()
{
    std::vector<std::pair<std::string, Enum>> words;
    for (const auto& row : kTable<Enum>) words.emplace_back(row.word, row.value);
    return choice<Enum>(words);
}

// A value that may be absent.
template <class T>
Kind<std::optional<T>> maybe(const Kind<T>& kind)
{
    Kind<std::optional<T>> out;
    out.type = kind.type;
    out.take = [kind](const Text& text, std::optional<T>& value) { return kind.take(text, value.emplace()); };
    out.show = [kind](const std::optional<T>& value) { return value ? kind.show(*value) : std::string(); };
    return out;
}

}  // namespace bwsync::config
