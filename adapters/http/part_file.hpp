// A file that comes in pieces: "NAME.part" grows, "NAME.part.tag" says of which version it is, and both become NAME in
// one step at the end. Blocking; not for the io thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "daemon/domain/basics/result.hpp"

namespace bwsync {

class PartFile final {
public:
    explicit PartFile(std::filesystem::path path);

    // What an earlier fetch left: nothing without a tag, since nobody could tell what it belongs to.
    struct Left {
        std::uint64_t bytes = 0;
        std::string tag;
    };
    [[nodiscard]] Left left() const;

    // Each fails with kRejected and the system's words: the disk is full, the folder is missing or not ours.
    // Throws away what is there. An empty tag: this version can't be resumed.
    Result<> restart(const std::string& tag);
    // Cuts the file to `offset` first, so that a piece that was written in part is written anew.
    Result<> append(std::uint64_t offset, std::string_view bytes);
    // On disk, and under its name. Readable by its owner only.
    Result<> finish();

private:
    std::filesystem::path path_;
    std::filesystem::path part_;
    std::filesystem::path tag_;
};

}  // namespace bwsync
