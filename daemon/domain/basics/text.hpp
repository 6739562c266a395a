// Small text rules that everything shares: comparing without case and matching globs. ASCII case only, as BroadWorks
// ids are.
#pragma once

#include <string>
#include <string_view>

namespace bwsync {

// The key by which user ids are compared and stored.
std::string lower_case(std::string_view text);

// `*` stands for anything, also nothing; everything else for itself, without case.
bool glob_matches(std::string_view pattern, std::string_view text);

// Digits and a leading plus sign: how two spellings of one number are compared.
std::string number_key(std::string_view number);

}  // namespace bwsync
