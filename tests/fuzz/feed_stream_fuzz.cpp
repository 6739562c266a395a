// Any bytes, in reads of any size: the reader comes to an end, stays within its limits, and what it gives does not
// depend on where the reads were cut.
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "adapters/broadworks/feed/reader.hpp"
#include "adapters/broadworks/feed/request.hpp"

namespace {

using namespace bwsync;

constexpr std::size_t kDocumentMax = 4096;

struct Seen {
    std::string events;
    bool has_gap = false;
};

void require(bool is_met)
{
    if (!is_met) std::abort();
}

Seen read_in(std::string_view bytes, std::size_t read_size)
{
    feed::Reader reader(kDocumentMax);
    Seen seen;
    while (!bytes.empty()) {
        const std::size_t size = std::min(read_size, bytes.size());
        std::memcpy(reader.prepare(read_size).data(), bytes.data(), size);
        reader.commit(size);
        bytes.remove_prefix(size);
        while (const auto step = reader.next()) {
            seen.has_gap |= std::holds_alternative<FeedGap>(*step);
            const auto* batch = std::get_if<FeedBatch>(&*step);
            if (batch == nullptr) continue;
            require(!batch->events.empty() && batch->events.size() < feed::kBatchMax + feed::kCommandsMax);
            for (const auto& event : batch->events) seen.events += event.record.command + "\n";
        }
    }
    return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const Seen whole = read_in(bytes, size + 1);
    const Seen pieces = read_in(bytes, 1 + size % 61);
    require(whole.events == pieces.events);
    require(whole.has_gap == pieces.has_gap);
    return 0;
}
