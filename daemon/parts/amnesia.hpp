// Amnesia: the state of the guard while a run goes on, shared by those who obey it and by who may lift it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "daemon/parts/high_water.hpp"

namespace bwsync {

struct Amnesia {
    bool is_on = false;          // the database is behind its mark
    std::int64_t mark = 0;       // as last written
    std::function<void()> lift;  // an operator has approved: what the database says is taken as the truth
};

}  // namespace bwsync
