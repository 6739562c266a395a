// A kind of single value: how its text is checked and taken over, what it is called, how a default is written.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "daemon/config/reading/report.hpp"

namespace bwsync::config {

// A value's text once {file:}, {env:} and {credential:} have been followed and white space at its end is gone.
struct Text {
    std::string value;
    bool literal = true;           // written in the configuration file itself
    bool quoted = false;           // and in quotes there
    std::string origin;            // for a value from elsewhere: "the content of file /etc/x"
    std::filesystem::path folder;  // relative paths start here
};

template <class T>
struct Kind {
    using Value = T;
    std::string type;  // also what a fault names as expected
    // Puts the text into the value, or says what is wrong; Problem::found left empty stands for the text itself and
    // Problem::expected left empty for `type`.
    std::function<std::optional<Problem>(const Text&, T&)> take;
    std::function<std::string(const T&)> show;  // as written in YAML; "" when there is no sense in showing it
};

}  // namespace bwsync::config
