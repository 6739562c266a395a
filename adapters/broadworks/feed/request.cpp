#include "adapters/broadworks/feed/request.hpp"

#include <algorithm>

#include "adapters/broadworks/feed/identity.hpp"
#include "adapters/broadworks/feed/xml_scanner.hpp"
#include "adapters/broadworks/feed/xsi_type.hpp"
#include "daemon/domain/feed_commands.hpp"

namespace bwsync::feed {

namespace {

using Token = XmlScanner::Token;

const IdentityElement* find_element(std::span<const IdentityElement> wanted, std::string_view container,
                                    std::string_view name)
{
    for (const auto& element : wanted) {
        if (element.name == name && element.container == container) return &element;
    }
    return nullptr;
}

bool is_container(std::span<const IdentityElement> wanted, std::string_view name)
{
    return std::any_of(wanted.begin(), wanted.end(), [&](const auto& element) { return element.container == name; });
}

// Reads the wanted children of the element just opened, up to its end tag; everything else is passed over unread.
// `container` is empty for the command itself.
const char* read_wanted(XmlScanner& scanner, Encoding encoding, std::span<const IdentityElement> wanted,
                        std::string_view container, FeedRecord& record)
{
    while (true) {
        const Token token = scanner.next();
        if (token == Token::kEnd) return nullptr;
        if (token == Token::kError || token == Token::kDone) return scanner.error();
        if (token != Token::kStart) continue;
        const char* error = nullptr;
        if (const auto* element = find_element(wanted, container, scanner.name())) {
            error = read_identity(scanner, encoding, element->name, record);
        } else if (container.empty() && is_container(wanted, scanner.name())) {
            error = read_wanted(scanner, encoding, wanted, scanner.name(), record);
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

const char* read_request(std::string_view request, std::optional<Encoding> outer, std::vector<FeedRecord>& records)
{
    XmlScanner scanner(request);
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
