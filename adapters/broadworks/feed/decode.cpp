#include "adapters/broadworks/feed/decode.hpp"

#include "adapters/broadworks/feed/characters.hpp"
#include "adapters/broadworks/feed/framing.hpp"
#include "adapters/broadworks/feed/identity.hpp"
#include "adapters/broadworks/feed/request.hpp"
#include "adapters/broadworks/feed/xml_scanner.hpp"
#include "adapters/broadworks/feed/xsi_type.hpp"

namespace bwsync::feed {

namespace {

using Token = XmlScanner::Token;
using Kind = FeedRecord::Kind;

constexpr std::size_t kKeptMax = std::size_t(1024) * 1024;

Kind kind_of(std::string_view type)
{
    if (type == "OCIReportingReportNotification") return Kind::kRequest;
    if (type == "OCIReportingReportPublicIdentityNotification") return Kind::kPublicIdentity;
    if (type == "OCIReportingServerStatusNotification") return Kind::kServerStatus;
    return Kind::kUnknownKind;
}

// The users of a public identity notification stand inside another element (modifiedUser); a userId beside it would be
// the actor's.
const char* read_modified_users(XmlScanner& scanner, Encoding encoding, FeedRecord& record)
{
    for (const std::size_t outside = scanner.depth() - 1; scanner.depth() > outside;) {
        const Token token = scanner.next();
        if (token == Token::kError || token == Token::kDone) return scanner.error();
        if (token != Token::kStart || scanner.name() != "userId") continue;
        if (const char* error = read_identity(scanner, encoding, "userId", record)) return error;
    }
    return nullptr;
}

}  // namespace

const char* Decoder::decode(std::string_view document, std::vector<FeedRecord>& records)
{
    records.clear();
    XmlScanner& scanner = outer_;
    scanner.open(document);
    encoding_.reset();
    if (!scanner.encoding().empty()) encoding_ = encoding_named(scanner.encoding());
    if (encoding_ == Encoding::kUnknown) return "an encoding that is not known";
    if (scanner.next() != Token::kStart) return scanner.error();
    if (scanner.name() != kRootElement) return "a document that is not one of the feed";
    XsiType type;
    type.bind(scanner.attributes());
    while (true) {
        const Token token = scanner.next();
        if (token == Token::kError) return scanner.error();
        if (token == Token::kDone) break;
        if (token != Token::kStart) continue;
        const bool is_command = scanner.name() == "command";
        const char* error = nullptr;
        if (is_command) error = read_notification(scanner, type, records);
        if (!is_command && !scanner.skip_element()) error = scanner.error();
        if (error != nullptr) return error;
    }
    return records.empty() ? "a document without a command" : nullptr;
}

const char* Decoder::read_notification(XmlScanner& scanner, const XsiType& bound, std::vector<FeedRecord>& records)
{
    XsiType type = bound;
    type.bind(scanner.attributes());
    const std::string_view name = type.of(scanner.attributes());
    if (name.empty()) return "a notification without a type";
    FeedRecord head;
    head.kind = kind_of(name);
    const std::size_t first = records.size();
    const char* error = nullptr;
    while (error == nullptr) {
        const Token token = scanner.next();
        if (token == Token::kEnd) break;
        if (token == Token::kError || token == Token::kDone) error = scanner.error();
        if (token == Token::kStart) error = read_child(scanner, head, records);
    }
    if (head.kind == Kind::kRequest) {
        if (error == nullptr && records.size() == first) error = "a report without a request";
    } else if (error == nullptr) {
        if (records.size() == kCommandsMax) return "a document has too many commands";
        if (head.kind != Kind::kServerStatus) head.command = name;
        records.push_back(head);
    }
    for (std::size_t i = first; i < records.size(); ++i) {
        records[i].write_id = head.write_id;
        records[i].actor = head.actor;
        records[i].login_type = head.login_type;
    }
    return error;
}

const char* Decoder::read_child(XmlScanner& scanner, FeedRecord& head, std::vector<FeedRecord>& records)
{
    const std::string_view name = scanner.name();
    if (name == "id") return read_head(scanner, head.write_id);
    if (name == "userId") return read_head(scanner, head.actor);
    if (name == "loginType") return read_head(scanner, head.login_type);
    if (name == "request" && head.kind == Kind::kRequest) return read_report(scanner, records);
    if (head.kind == Kind::kPublicIdentity) {
        return read_modified_users(scanner, encoding_.value_or(Encoding::kUtf8), head);
    }
    return scanner.skip_element() ? nullptr : scanner.error();
}

const char* Decoder::read_head(XmlScanner& scanner, std::string& field)
{
    return read_leaf(scanner, encoding_.value_or(Encoding::kUtf8), field);
}

bool Decoder::append_piece(std::string_view raw, bool is_cdata)
{
    const Encoding encoding = encoding_.value_or(Encoding::kUtf8);
    return is_cdata ? append_utf8(request_, raw, encoding) : append_content(request_, raw, encoding);
}

// One CDATA section with white space around it is read where it stands. Anything else (sections split at "]]>", escaped
// text) is put together first.
const char* Decoder::read_report(XmlScanner& scanner, std::vector<FeedRecord>& records)
{
    std::string_view section;
    std::string_view gap;  // white space behind the only section so far
    bool is_section = false;
    bool is_joined = false;
    request_.clear();
    if (request_.capacity() > kKeptMax) request_.shrink_to_fit();
    while (true) {
        const Token token = scanner.next();
        if (token == Token::kEnd) break;
        if (token == Token::kStart) return "a request that holds elements instead of text";
        if (token != Token::kText && token != Token::kCdata) return scanner.error();
        const bool is_cdata = token == Token::kCdata;
        if (!is_cdata && !is_joined && trimmed(scanner.text()).empty()) {
            gap = scanner.text();
        } else if (is_cdata && !is_section && !is_joined) {
            section = scanner.text();
            is_section = true;
            gap = {};
        } else {
            bool is_text = is_joined || (append_piece(section, true) && append_piece(gap, false));
            is_joined = true;
            is_text = is_text && append_piece(scanner.text(), is_cdata);
            if (!is_text) return "a request that is no text of the declared encoding";
        }
    }
    if (is_joined) return read_request(inner_, request_, Encoding::kUtf8, records);
    return is_section ? read_request(inner_, section, encoding_, records) : "an empty request";
}

}  // namespace bwsync::feed
