// One user as JSON text, for lists of all of them: a tree of 100,000 users takes ten times the memory and the time.
#pragma once

#include <string>

#include "tests/lab/broadworks/model/model.hpp"

namespace bwsync::lab {

std::string user_as_json(const User& user);

}  // namespace bwsync::lab
