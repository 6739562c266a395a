#include "adapters/broadworks/feed/request.hpp"

#include <algorithm>
#include <cstdint>
#include <span>

#include "adapters/broadworks/feed/identity.hpp"
#include "adapters/broadworks/feed/xml_scanner.hpp"
#include "adapters/broadworks/feed/xsi_type.hpp"
#include "daemon/domain/feed/feed_commands.hpp"

namespace bwsync::feed {

namespace {

using Token = XmlScanner::Token;

// The children of one element that are to be read.
class Wanted {
public:
    // `container` is empty for the command itself.
    Wanted(std::span<const IdentityElement> elements, std::string_view container)
        : elements_(elements), container_(container)
    {
        for (const auto& element : elements_) {
            lengths_ |= bit_of(element.container == container_ ? element.name : element.container);
        }
    }
    [[nodiscard]] bool has(std::string_view name) const
    {
        return (lengths_ & bit_of(name)) != 0 && (find(name) != nullptr || is_container(name));
    }
    [[nodiscard]] const IdentityElement* find(std::string_view name) const
    {
        for (const auto& element : elements_) {
            if (element.name == name && element.container == container_) return &element;
        }
        return nullptr;
    }
    [[nodiscard]] bool is_container(std::string_view name) const
    {
        const auto is_it = [&](const auto& element) { return element.container == name; };
        return container_.empty() && std::any_of(elements_.begin(), elements_.end(), is_it);
    }

private:
    // Most names differ in length from all wanted ones.
    static std::uint64_t bit_of(std::string_view name) { return std::uint64_t(1) << (name.size() & 63); }

    std::span<const IdentityElement> elements_;
    std::string_view container_;
    std::uint64_t lengths_ = 0;
};

// Reads the wanted children of the element just opened, up to its end tag; everything else is passed over unread.
const char* read_wanted(XmlScanner& scanner, Encoding encoding, std::span<const IdentityElement> elements,
                        std::string_view container, FeedRecord& record)
{
    const Wanted wanted(elements, container);
    while (true) {
        scanner.skip_leaves([&](std::string_view name) { return wanted.has(name); });
        const Token token = scanner.next();
        if (token == Token::kEnd) return nullptr;
        if (token == Token::kError || token == Token::kDone) return scanner.error();
        if (token != Token::kStart) continue;
        const char* error = nullptr;
        if (const auto* element = wanted.find(scanner.name())) {
            error = read_identity(scanner, encoding, element->name, record);
        } else if (wanted.is_container(scanner.name())) {
            error = read_wanted(scanner, encoding, elements, scanner.name(), record);
        } else if (!scanner.skip_element()) {
            error = scanner.error();
        }
        if (error != nullptr) return error;
    }
}

// A command the table does not have: everything that by its name says who is meant, at any depth.
const char* read_unknown(XmlScanner& scanner, Encoding encoding, FeedRecord& record)
{
    const auto names = identity_names();
    for (const std::size_t outside = scanner.depth() - 1; scanner.depth() > outside;) {
        const Token token = scanner.next();
        if (token == Token::kError || token == Token::kDone) return scanner.error();
        if (token != Token::kStart) continue;
        const auto name = std::find(names.begin(), names.end(), scanner.name());
        if (name == names.end()) continue;
        if (const char* error = read_identity(scanner, encoding, *name, record)) return error;
    }
    return nullptr;
}

const char* read_command(XmlScanner& scanner, XsiType type, Encoding encoding, std::vector<FeedRecord>& records)
{
    type.bind(scanner.attributes());
    FeedRecord record;
    record.command = type.of(scanner.attributes());
    if (record.command.empty()) return "a command without a type";
    const FeedCommand* known = find_feed_command(feed_command_base(record.command));
    const char* error = known == nullptr ? read_unknown(scanner, encoding, record)
                                         : read_wanted(scanner, encoding, known->elements, {}, record);
    if (error != nullptr) return error;
    if (records.size() == kCommandsMax) return "a document has too many commands";
    records.push_back(std::move(record));
    return nullptr;
}

}  // namespace

const char* read_request(XmlScanner& scanner, std::string_view request, std::optional<Encoding> outer,
                         std::vector<FeedRecord>& records)
{
    scanner.open(request);
    Encoding encoding = outer.value_or(Encoding::kUtf8);
    if (!outer && !scanner.encoding().empty()) encoding = encoding_named(scanner.encoding());
    if (encoding == Encoding::kUnknown) return "an encoding that is not known";
    if (scanner.next() != Token::kStart) return scanner.error() == nullptr ? "an empty request" : scanner.error();
    if (scanner.name() != "BroadsoftDocument") return "a request that is no OCI document";
    XsiType type;
    type.bind(scanner.attributes());
    const std::size_t before = records.size();
    while (true) {
        const Token token = scanner.next();
        if (token == Token::kError) return scanner.error();
        if (token == Token::kDone) break;
        if (token != Token::kStart) continue;
        if (scanner.name() == "command") {
            if (const char* error = read_command(scanner, type, encoding, records)) return error;
        } else if (!scanner.skip_element()) {
            return scanner.error();
        }
    }
    return records.size() == before ? "a request without a command" : nullptr;
}

}  // namespace bwsync::feed
