#include "adapters/broadworks/ocip/response.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "adapters/broadworks/ocip/text.hpp"

namespace bwsync::ocip {

namespace {

constexpr int kDepthMax = 32;
constexpr std::size_t kCommandsMax = 64;
constexpr std::size_t kSummaryMax = 300;
constexpr std::size_t kDetailMax = 300;

// The encoding named by the XML declaration, in lower case; "" when there is none.
std::string declared_encoding(std::string_view bytes)
{
    if (bytes.substr(0, 3) == "\xEF\xBB\xBF") bytes.remove_prefix(3);
    bytes = trim(bytes.substr(0, 256));
    if (bytes.substr(0, 5) != "<?xml") return {};
    const std::string_view declaration = bytes.substr(0, bytes.find("?>"));
    const std::size_t name = declaration.find("encoding");
    if (name == std::string_view::npos) return {};
    const std::size_t open = declaration.find_first_of("\"'", name);
    if (open == std::string_view::npos) return {};
    const std::size_t close = declaration.find(declaration[open], open + 1);
    if (close == std::string_view::npos) return {};
    return lower_ascii(declaration.substr(open + 1, close - open - 1));
}

Result<std::string> to_utf8(const std::string& bytes)
{
    const std::string encoding = declared_encoding(bytes);
    const bool is_latin1 = encoding == "iso-8859-1" || encoding == "latin1" || encoding == "iso8859-1";
    if (is_latin1) return utf8_from_latin1(bytes);
    if (encoding == "utf-8" || encoding == "utf8" || encoding == "us-ascii") {
        if (is_utf8(bytes)) return bytes;
        return Error(ErrorKind::kRejected, "the bytes of an answer contradict its encoding " + encoding);
    }
    // Undeclared means UTF-8 by XML, ISO-8859-1 by the habit of this peer.
    if (encoding.empty()) return is_utf8(bytes) ? bytes : utf8_from_latin1(bytes);
    return Error(ErrorKind::kRejected, "an answer is in the unknown encoding " + shorten(encoding, 40));
}

class DepthCheck final : public pugi::xml_tree_walker {
public:
    bool for_each(pugi::xml_node& /*node*/) override { return depth() < kDepthMax; }
};

// The attribute {XMLSchema-instance}type: prefixed, unlike ErrorResponse's own `type`.
std::string type_name(pugi::xml_node command)
{
    for (const pugi::xml_attribute attribute : command.attributes()) {
        const std::string_view name = attribute.name();
        if (name.find(':') != std::string_view::npos && local_name(name) == "type") {
            return std::string(local_name(trim(attribute.value())));
        }
    }
    return {};
}

int number_in(std::string_view summary)
{
    for (const std::string_view word : {"[Error ", "[Warning ", "[Info "}) {
        if (summary.substr(0, word.size()) != word) continue;
        int code = 0;
        std::from_chars(summary.data() + word.size(), summary.data() + summary.size(), code);
        return code;
    }
    return 0;
}

Failure read_failure(pugi::xml_node command)
{
    Failure failure;
    const std::string_view severity = command.attribute("type").value();
    if (severity == "Warning") failure.severity = Severity::kWarning;
    if (severity == "Info") failure.severity = Severity::kInfo;
    const std::string local = text_of(command.child("summary"));
    const std::string english = text_of(command.child("summaryEnglish"));
    failure.summary = shorten(squeeze(english.empty() ? local : english), kSummaryMax);
    failure.detail = shorten(squeeze(text_of(command.child("detail"))), kDetailMax);
    failure.code = number_in(english);
    if (failure.code == 0) failure.code = number_in(local);
    if (failure.code == 0) failure.code = command.child("errorCode").text().as_int();
    return failure;
}

Error malformed(const std::string& why)
{
    return Error(ErrorKind::kRejected, "an answer is damaged: " + why);
}

Result<AnswerDocument> read_document(std::shared_ptr<const pugi::xml_document> xml)
{
    const pugi::xml_node root = xml->document_element();
    if (local_name(root.name()) != "BroadsoftDocument" || std::strcmp(root.attribute("protocol").value(), "OCI") != 0) {
        return malformed("it is no OCI document");
    }
    AnswerDocument document;
    for (const pugi::xml_node child : root.children()) {
        const std::string_view name = local_name(child.name());
        if (name == "sessionId") document.session_id = text_of(child);
        if (name != "command") continue;
        document.answers.emplace_back(xml, child);
        if (document.answers.back().type().empty()) return malformed("a command has no type");
        if (document.answers.size() > kCommandsMax) return malformed("too many commands");
    }
    if (document.answers.empty()) return malformed("it has no command");
    return document;
}

}  // namespace

Answer::Answer(std::shared_ptr<const pugi::xml_document> document, pugi::xml_node command)
    : document_(std::move(document)),
      command_(command),
      type_(type_name(command)),
      echo_(command.attribute("echo").value())
{
    if (type_ == "ErrorResponse") failure_ = read_failure(command);
}

std::string Answer::text(const char* child) const
{
    return text_of(command_.child(child));
}

bool Answer::is_true(const char* child) const
{
    const std::string value = text(child);
    return value == "true" || value == "1";
}

std::string text_of(pugi::xml_node node)
{
    const pugi::xml_node first = node.first_child();
    if (!first.next_sibling()) return std::string(trim(first.value()));
    std::string all;
    for (const pugi::xml_node piece : node.children()) {
        if (piece.type() == pugi::node_pcdata || piece.type() == pugi::node_cdata) all += piece.value();
    }
    return std::string(trim(all));
}

Result<AnswerDocument> parse_answers(const std::string& bytes)
{
    if (bytes.find('\0') != std::string::npos) return malformed("it holds a NUL byte");
    Result<std::string> utf8 = to_utf8(bytes);
    if (!utf8) return utf8.error();
    auto xml = std::make_shared<pugi::xml_document>();
    const std::string_view whole = trim(*utf8);
    const pugi::xml_parse_result parsed =
        xml->load_buffer(whole.data(), whole.size(), pugi::parse_default, pugi::encoding_utf8);
    if (!parsed) return malformed(parsed.description());
    DepthCheck depth;
    if (!xml->traverse(depth)) return malformed("it is nested too deep");
    return read_document(std::move(xml));
}

Result<> read_table(pugi::xml_node table, const std::string& name, const Columns& columns, const RowReader& row)
{
    if (!table) return Error(ErrorKind::kRejected, "the answer has no table " + name);
    std::vector<std::string> headings;
    for (const pugi::xml_node heading : table.children("colHeading")) headings.push_back(squeeze(text_of(heading)));
    constexpr std::size_t kAbsent = static_cast<std::size_t>(-1);
    std::vector<std::size_t> wanted;  // the place of the n-th column asked for
    const auto look_up = [&](const std::string& heading) {
        const auto at = std::find(headings.begin(), headings.end(), heading);
        wanted.push_back(at == headings.end() ? kAbsent : static_cast<std::size_t>(at - headings.begin()));
        return wanted.back() != kAbsent;
    };
    for (const std::string& heading : columns.required) {
        if (look_up(heading)) continue;
        return Error(ErrorKind::kRejected, "table " + name + " has no column \"" + heading + "\"");
    }
    for (const std::string& heading : columns.optional) look_up(heading);

    std::vector<std::string> cells(wanted.size());
    std::vector<pugi::xml_node> shown;
    for (const pugi::xml_node line : table.children("row")) {
        const auto range = line.children("col");
        shown.assign(range.begin(), range.end());
        if (shown.size() != headings.size()) {
            return Error(ErrorKind::kRetry, "a row of table " + name + " does not fit its headings");
        }
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            cells[i] = wanted[i] == kAbsent ? std::string() : text_of(shown[wanted[i]]);
        }
        Result<> taken = row(cells);
        if (!taken) return taken;
    }
    return std::monostate();
}

}  // namespace bwsync::ocip
