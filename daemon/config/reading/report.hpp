// Collects the faults and warnings of one run over one file.
#pragma once

#include <string>
#include <vector>

#include "daemon/config/reading/fault.hpp"

namespace bwsync::config {

// The words of a fault, without its place.
struct Problem {
    std::string found;
    std::string expected;
    std::string remedy;
};

class Report final {
public:
    explicit Report(std::string file) : file_(std::move(file)) {}

    void fault(Place place, const std::string& key_path, Problem problem);
    void warn(Place place, const std::string& key_path, Problem problem);
    bool has_faults() const { return !faults_.empty(); }

    // Sorted by place.
    std::vector<Fault> faults() const;
    std::vector<Fault> warnings() const;

private:
    Fault placed(Place place, const std::string& key_path, Problem problem) const;

    std::string file_;
    std::vector<Fault> faults_;
    std::vector<Fault> warnings_;
};

// At most 60 bytes of the text, and no part of a character.
std::string shortened(const std::string& text);

// The value in quotes for a message: shortened, and without control characters.
std::string in_quotes(const std::string& value);

}  // namespace bwsync::config
