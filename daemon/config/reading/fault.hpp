// What is wrong with a configuration, at which place of the file, and what to do about it. Never holds a secret's
// value.
#pragma once

#include <compare>
#include <string>

namespace bwsync::config {

// Line and column as an editor shows them: from 1, in characters.
struct Place {
    int line = 1;
    int column = 1;
    friend auto operator<=>(const Place&, const Place&) = default;
};

struct Fault {
    std::string file;
    int line = 1;
    int column = 1;
    std::string key_path;  // "bridges[0].policy"; list entries count from 0. Empty: the file as a whole
    std::string found;
    std::string expected;
    std::string remedy;
    friend bool operator==(const Fault&, const Fault&) = default;
};

// One line: FILE:LINE:COLUMN: key.path: found X, expected Y; remedy. Control characters in it are shown as escapes.
std::string format(const Fault& fault);

}  // namespace bwsync::config
