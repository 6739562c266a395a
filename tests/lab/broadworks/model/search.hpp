// The searchCriteria elements of a list request. All must match; one of them when searchCriteriaModeOr is true.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "tests/lab/broadworks/model/model.hpp"

namespace bwsync::lab {

// The part of a signature that stands for the searches of the user lists.
std::string user_search_signature(bool in_system);

class Search final {
public:
    explicit Search(const pugi::xml_node& command);

    bool matches(const User& user) const;
    bool matches(const Group& group) const;
    bool matches(const ServiceProvider& provider) const;

private:
    enum class Mode { kStartsWith, kContains, kEqualTo };
    struct Term {
        std::string element;
        Mode mode = Mode::kEqualTo;
        std::string value;
        bool ignore_case = false;
    };
    template <class Value>
    bool all(const Value& value) const;
    static bool holds(const Term& term, std::string_view text);

    std::vector<Term> terms_;
    bool any_ = false;
};

}  // namespace bwsync::lab
