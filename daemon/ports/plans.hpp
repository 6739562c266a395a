// What a plan asks of the store about many subscribers at once, where the work asks about one.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "daemon/domain/basics/result.hpp"
#include "daemon/domain/subscriber/subscriber.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

struct HolderQuestion {
    std::int64_t row = 0;
    std::string email;
};

// Errors as of the store (store.hpp).
class PlanStore {
public:
    virtual ~PlanStore() = default;
    // SubscriberStore::email_holder for each: rows without a holder are not in it.
    virtual Task<Result<std::map<std::int64_t, EmailHolder>>> email_holders(std::string bridge,
                                                                            std::vector<HolderQuestion> questions) = 0;
};

}  // namespace bwsync
