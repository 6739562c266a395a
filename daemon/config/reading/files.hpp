// Small files read whole: the configuration itself and the values it takes from other files.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace bwsync::config {

struct FileText {
    std::optional<std::string> text;
    std::string trouble;  // why there is no text: "No such file or directory"
};

enum class FileKind { kRegular, kAnyReadable };

// At most `limit` bytes; a longer file is refused. kAnyReadable also takes a pipe (and waits for its writer).
FileText read_file(const std::string& path, std::size_t limit, FileKind kind);

}  // namespace bwsync::config
