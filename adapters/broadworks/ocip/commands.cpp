#include "adapters/broadworks/ocip/commands.hpp"

#include <charconv>
#include <span>

namespace bwsync::ocip {

namespace {

struct Version {
    std::string_view name;
    Release since;
};
using Versions = std::vector<Version>;

// OCI schema sets R21, R22, R24 and R25; newest first.
const Versions& versions_of(Read read)
{
    using enum Release;
    static const std::array<Versions, kReads> table{{
        {{"SystemSoftwareVersionGetRequest", kR21}},
        {{"ServiceProviderGetListRequest", kR21}},
        {{"ServiceProviderGetRequest22V4", kR24},
         {"ServiceProviderGetRequest22V3", kR22},
         {"ServiceProviderGetRequest17sp1", kR21}},
        {{"ServiceProviderIntegratedIMPGetRequest22", kR22}, {"ServiceProviderIntegratedIMPGetRequest21", kR21}},
        {{"SystemIntegratedIMPGetRequest25", kR25}, {"SystemIntegratedIMPGetRequest21", kR21}},
        {{"GroupGetListInServiceProviderRequest", kR21}},
        {{"GroupGetRequest22V5", kR24}, {"GroupGetRequest22V4", kR22}, {"GroupGetRequest14sp7", kR21}},
        {{"UserGetListInGroupRequest", kR21}},
        {{"GroupGetUserServiceAssignedUserListRequest", kR21}},
        {{"ServiceProviderServicePackGetUtilizationListRequest", kR21}},
        {{"ServiceProviderServicePackGetListRequest", kR21}},
        {{"ServiceProviderServicePackGetDetailListRequest", kR21}},
        {{"UserGetRequest23V2", kR25},
         {"UserGetRequest22V8", kR24},
         {"UserGetRequest22V6", kR22},
         {"UserGetRequest21", kR21}},
        {{"UserServiceGetAssignmentListRequest", kR21}},
        {{"UserAssignedServicesGetListRequest", kR21}},
        {{"UserIntegratedIMPGetRequest21sp1", kR22}, {"UserIntegratedIMPGetRequest", kR21}},
    }};
    return table[static_cast<std::size_t>(read)];
}

}  // namespace

std::size_t version_count(Read read)
{
    return versions_of(read).size();
}

std::string_view command_name(Read read, std::size_t version)
{
    return versions_of(read)[version].name;
}

std::optional<Release> release_of(std::string_view version_text)
{
    const std::size_t digit = version_text.find_first_of("0123456789");
    if (digit == std::string_view::npos) return std::nullopt;
    int major = 0;
    const auto parsed = std::from_chars(version_text.data() + digit, version_text.data() + version_text.size(), major);
    if (parsed.ec != std::errc()) return std::nullopt;
    if (major <= 21) return Release::kR21;
    if (major == 22) return Release::kR22;
    if (major <= 24) return Release::kR24;
    return Release::kR25;  // release-independent systems count by year: 2024.01
}

void Ladder::choose(std::optional<Release> release)
{
    for (std::size_t read = 0; read < kReads; ++read) {
        const Versions& versions = versions_of(static_cast<Read>(read));
        std::size_t version = 0;
        while (release && version + 1 < versions.size() && versions[version].since > *release) ++version;
        versions_[read] = version;
    }
}

}  // namespace bwsync::ocip
