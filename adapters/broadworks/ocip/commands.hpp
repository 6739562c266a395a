// The read commands this adapter uses, each with its versions by release. Data and the choice among them; pure.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/broadworks/ocip/request.hpp"

namespace bwsync::ocip {

enum class Release { kR21, kR22, kR24, kR25 };

enum class Read : std::size_t {
    kSystemVersion,
    kServiceProviderList,
    kServiceProvider,
    kServiceProviderImp,
    kSystemImp,
    kGroupList,
    kGroup,
    kGroupUsers,
    kGroupHolders,
    kPackUtilization,
    kPackList,
    kPackDetail,
    kUser,
    kUserAssignments,
    kUserServices,
    kUserImp,
};
inline constexpr std::size_t kReads = 16;

// A command without its version: the ladder chooses it when it is sent.
struct Request {
    Request(Read r, std::vector<Element> c = {}) : read(r), children(std::move(c)) {}
    Read read;
    std::vector<Element> children;
};

// Versions are counted from 0, the newest.
[[nodiscard]] std::size_t version_count(Read read);
[[nodiscard]] std::string_view command_name(Read read, std::size_t version);

// "24", "21sp1", "2024.01_1.340": the release whose commands it surely knows; nullopt when the text says nothing.
[[nodiscard]] std::optional<Release> release_of(std::string_view version_text);

// Which version of each command one cluster takes. A server knows every command of the releases before its own, so a
// version that turns out too new is stepped down from; one that works stays.
class Ladder final {
public:
    Ladder() { choose(std::nullopt); }
    // nullopt: the newest of everything.
    void choose(std::optional<Release> release);
    [[nodiscard]] std::size_t version(Read read) const { return versions_[static_cast<std::size_t>(read)]; }
    // The command was accepted in this version after newer ones were refused as unknown.
    void learn(Read read, std::size_t version) { versions_[static_cast<std::size_t>(read)] = version; }

private:
    std::array<std::size_t, kReads> versions_{};
};

}  // namespace bwsync::ocip
