// Any bytes as one document: the decoder says what is wrong or gives records within their limits, of valid UTF-8, whose
// classification holds together.
#include <cstdint>
#include <cstdlib>

#include "adapters/broadworks/feed/charset.hpp"
#include "adapters/broadworks/feed/decode.hpp"
#include "adapters/broadworks/feed/identity.hpp"
#include "adapters/broadworks/feed/request.hpp"

namespace {

using namespace bwsync;

void require(bool is_met)
{
    if (!is_met) std::abort();
}

void require_text(const std::string& text)
{
    std::string same;
    require(feed::append_utf8(same, text, feed::Encoding::kUtf8) && same == text);
    require(text.size() <= feed::kIdentityLengthMax);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static feed::Decoder decoder;
    std::vector<FeedRecord> records;
    const char* error = decoder.decode({reinterpret_cast<const char*>(data), size}, records);
    require(error != nullptr || !records.empty());
    require(records.size() <= feed::kCommandsMax);
    for (const auto& record : records) {
        for (const auto* text : {&record.command, &record.write_id, &record.actor, &record.login_type})
            require_text(*text);
        require(record.identities.size() <= feed::kIdentitiesMax);
        for (const auto& [name, value] : record.identities) {
            require_text(value);
            require(!value.empty() && name.ends_with("Id"));
        }
        const Classification result = classify(record);
        require(result.keys.size() <= record.identities.size() + 1 && result.renames.size() <= 1);
    }
    return 0;
}
