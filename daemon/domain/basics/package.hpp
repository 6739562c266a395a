// The packages of Webex for BroadWorks. Rows and requests hold them as text, as Webex writes them.
#pragma once

#include "daemon/domain/basics/names.hpp"

namespace bwsync {

enum class Package { kSoftphone, kBasic, kStandard, kPremium };

struct PackageRow {
    Package value;
    std::string_view word;
    bool has_site;  // a Meetings site of its own
};

constexpr auto table_of(Package)
{
    using enum Package;
    return table<PackageRow>({
        {kSoftphone, "softphone", false},
        {kBasic, "basic", false},
        {kStandard, "standard", true},
        {kPremium, "premium", true},
    });
}

}  // namespace bwsync
