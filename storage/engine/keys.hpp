// How dirty keys are spelled in the tables. Internal to storage/.
#pragma once

#include <string>

#include "daemon/domain/basics/text.hpp"
#include "daemon/domain/feed/feed_event.hpp"

namespace bwsync {

inline std::string key_text(const DirtyKey& key)
{
    switch (key.kind) {
        case DirtyKind::kUser:
            return lower_case(key.user_id);
        case DirtyKind::kGroup:
            return key.service_provider_id + '\x1f' + key.group_id;
        case DirtyKind::kServiceProvider:
            return key.service_provider_id;
        case DirtyKind::kCluster:
            break;
    }
    return {};
}

}  // namespace bwsync
