// How an enterprise's Webex organization comes to stand: by its first subscriber, and by what decide() then tells of
// the others. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "daemon/domain/subscriber/decide.hpp"

namespace bwsync {

struct EnterpriseNews {
    Enterprise enterprise;   // as it is to be stored, before its subscribers are woken
    std::string_view event;  // for the log
};

// What a decision about one of its subscribers changes; nullopt: nothing.
std::optional<EnterpriseNews> followed(Enterprise enterprise, const Decision& decision);

// The call that makes the organization is about to be made for `first_user_key`.
Enterprise bootstrapped(Enterprise enterprise, std::string first_user_key);

}  // namespace bwsync
