// Fetches a file from a foreign host into a local file: without any token of ours, in pieces, so that memory stays
// small and a fetch that broke off goes on where it stopped.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>

#include "daemon/domain/basics/result.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

struct FetchOrder {
    std::string url;  // https (http to a loopback host only); a secret: it may be signed
    // Made readable by its owner only. While it is fetched it stands beside under the name with ".part" at its end (and
    // what identifies its version under ".part.tag"); whoever wants to go on passes the same path again, the URL may
    // be a new one.
    std::filesystem::path path;
    std::uint64_t bytes_max = 1024ULL * 1024 * 1024;
};

struct FetchedFile {
    std::uint64_t bytes = 0;
    std::uint64_t bytes_resumed = 0;  // of these, what an earlier fetch had brought
};

class FileFetch {
public:
    virtual ~FileFetch() = default;

    // kRetry: broke off (the part stays, call again); kUnauthorized: the URL has expired or is refused, get a new one;
    // kNotFound; kRejected: too large, no usable URL, an answer that can't be used, or the local file can't be written;
    // kCancelled: stopped (the part stays). The text names neither the URL nor the host.
    virtual Task<Result<FetchedFile>> fetch(FetchOrder order, std::stop_token stop) = 0;
};

}  // namespace bwsync
