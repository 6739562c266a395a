#include "adapters/broadworks/feed/identity.hpp"

#include "adapters/broadworks/feed/characters.hpp"

namespace bwsync::feed {

namespace {

// xs:token: no white space at the ends, one space where there was any.
void collapse(std::string& text)
{
    std::size_t out = 0;
    for (std::size_t in = 0; in < text.size(); ++in) {
        if (!is_space(text[in])) {
            text[out++] = text[in];
        } else if (out > 0 && text[out - 1] != ' ') {
            text[out++] = ' ';
        }
    }
    if (out > 0 && text[out - 1] == ' ') --out;
    text.resize(out);
}

}  // namespace

const char* read_leaf(XmlScanner& scanner, Encoding encoding, std::string& value)
{
    // White space around a value counts too until it is collapsed.
    constexpr std::size_t kRawMax = 16 * kIdentityLengthMax;
    value.clear();
    std::size_t raw = 0;
    while (true) {
        bool is_text = true;
        switch (scanner.next()) {
            case XmlScanner::Token::kText:
                raw += scanner.text().size();
                is_text = raw <= kRawMax && append_content(value, scanner.text(), encoding);
                break;
            case XmlScanner::Token::kCdata:
                raw += scanner.text().size();
                is_text = raw <= kRawMax && append_utf8(value, scanner.text(), encoding);
                break;
            case XmlScanner::Token::kEnd:
                collapse(value);
                return value.size() <= kIdentityLengthMax ? nullptr : "an identity is too long";
            case XmlScanner::Token::kStart:
                return "an identity holds other elements";
            default:
                return scanner.error();
        }
        if (raw > kRawMax) return "an identity is too long";
        if (!is_text) return "an identity that is no text of the declared encoding";
    }
}

const char* read_identity(XmlScanner& scanner, Encoding encoding, std::string_view name, FeedRecord& record)
{
    std::string value;
    if (const char* error = read_leaf(scanner, encoding, value)) return error;
    if (value.empty()) return nullptr;
    if (record.identities.size() == kIdentitiesMax) return "a command names too many";
    record.identities.emplace_back(name, std::move(value));
    return nullptr;
}

}  // namespace bwsync::feed
