// What an OAuth grant must allow, what a scope that it lacks means, and how a grant is repaired. Pure.
#pragma once

#include <string>
#include <vector>

namespace bwsync {

struct ScopeNeed {
    std::string scope;
    std::string what_for;      // for a person: what does not work without it
    bool is_required = false;  // nothing is synchronized without it
    friend bool operator==(const ScopeNeed&, const ScopeNeed&) = default;
};

// Every scope that bwsync can use, the required ones first.
const std::vector<ScopeNeed>& known_scopes();

// The names a sign-in asks for: those configured; without any, all known ones.
std::vector<std::string> wanted_scopes(const std::vector<std::string>& configured);

// What of the wanted and of the required scopes is not among those granted (separated by spaces). Cisco's pages spell
// one scope in two ways, so a hyphen counts as an underscore. Empty when it is not known what was granted.
std::vector<ScopeNeed> missing_scopes(const std::string& granted, const std::vector<std::string>& configured);

// The command that brings a grant back to life.
std::string grant_remedy(const std::string& partner, const std::string& grant);

}  // namespace bwsync
