// A page of a bridge's plan, and what is asked for.
#pragma once

#include <string>
#include <vector>

#include "daemon/domain/preview/plan.hpp"

namespace bwsync {

struct PlanQuery {
    std::string enterprise;  // spEnterpriseId; empty: all
    std::string user_id;     // empty: all; else its line stands in the plan even when nothing would be done
    std::string after;       // the page before ended here
    int limit = 500;         // subscribers looked at, not lines
};

struct PlanPage {
    std::vector<PlanItem> items;  // of those about whom something would be done
    std::size_t examined = 0;
    std::string next;  // empty: this was the last page
};

}  // namespace bwsync
