// A value that must not appear in a log, an error or a dump: it prints as ***, and only reveal() gives it out.
#pragma once

#include <ostream>
#include <string>
#include <utility>

namespace bwsync {

class Secret final {
public:
    Secret() = default;
    explicit Secret(std::string value) : value_(std::move(value)) {}

    // The value itself, for the one place that sends or hashes it. It may hold bytes that are not text (an encryption
    // key).
    const std::string& reveal() const { return value_; }
    bool empty() const { return value_.empty(); }

    friend bool operator==(const Secret&, const Secret&) = default;
    friend std::ostream& operator<<(std::ostream& out, const Secret&) { return out << "***"; }

private:
    std::string value_;
};

}  // namespace bwsync
