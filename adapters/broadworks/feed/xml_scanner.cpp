#include "adapters/broadworks/feed/xml_scanner.hpp"

#include <cstring>

#include "adapters/broadworks/feed/characters.hpp"

namespace bwsync::feed {

namespace {

std::string_view view(const char* from, const char* to)
{
    return {from, static_cast<std::size_t>(to - from)};
}

const char* find(const char* from, const char* end, char wanted)
{
    return static_cast<const char*>(std::memchr(from, wanted, static_cast<std::size_t>(end - from)));
}

bool starts_with(const char* at, const char* end, std::string_view word)
{
    return static_cast<std::size_t>(end - at) >= word.size() && std::memcmp(at, word.data(), word.size()) == 0;
}

const char* skip_name(const char* at, const char* end)
{
    while (at != end && is_name_part(*at)) ++at;
    return at;
}

const char* skip_space(const char* at, const char* end)
{
    while (at != end && is_space(*at)) ++at;
    return at;
}

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kDeclaration = "<?xml";
constexpr std::string_view kCdataStart = "<![CDATA[";

}  // namespace

XmlScanner::XmlScanner(std::string_view document) : at_(document.data()), end_(document.data() + document.size())
{
    at_ = skip_space(at_, end_);
    if (starts_with(at_, end_, kByteOrderMark)) at_ += kByteOrderMark.size();
    at_ = skip_space(at_, end_);
    read_declaration();
}

XmlScanner::Token XmlScanner::fail(const char* why)
{
    if (error_ == nullptr) error_ = why;
    return Token::kError;
}

void XmlScanner::read_declaration()
{
    const char* after = at_ + kDeclaration.size();
    if (!starts_with(at_, end_, kDeclaration) || after == end_ || !is_space(*after)) return;
    const char* close = after;
    do {
        close = find(close + 1, end_, '?');
    } while (close != nullptr && !starts_with(close, end_, "?>"));
    if (close == nullptr) {
        fail("the declaration does not end");
        return;
    }
    AttributeReader reader(view(after, close));
    while (reader.next()) {
        if (reader.name() == "encoding") encoding_ = reader.value();
    }
    at_ = close + 2;
}

XmlScanner::Token XmlScanner::next()
{
    if (error_ != nullptr) return Token::kError;
    if (is_empty_element_) {
        is_empty_element_ = false;
        --depth_;
        return Token::kEnd;
    }
    while (at_ != end_) {
        if (*at_ != '<') {
            if (depth_ > 0) return read_text();
            at_ = skip_space(at_, end_);
            if (at_ != end_ && *at_ != '<') return fail("text outside the root element");
            continue;
        }
        if (starts_with(at_, end_, "<?")) {
            if (starts_with(at_, end_, kDeclaration) && at_ + 5 != end_ && !is_name_part(at_[5])) {
                return fail("a declaration inside the document");
            }
            if (!skip_past("?>")) return fail("a processing instruction does not end");
        } else if (starts_with(at_, end_, "<!--")) {
            at_ += 4;
            if (!skip_past("-->")) return fail("a comment does not end");
        } else {
            return read_markup();
        }
    }
    if (depth_ > 0 || !has_root_) return fail("the document ends too early");
    return Token::kDone;
}

// The terminator's first character is looked for, then the rest is compared: faster than a general search for the few
// bytes these things have.
bool XmlScanner::skip_past(std::string_view terminator)
{
    for (const char* hit = at_; (hit = find(hit, end_, terminator[0])) != nullptr; ++hit) {
        if (!starts_with(hit, end_, terminator)) continue;
        at_ = hit + terminator.size();
        return true;
    }
    return false;
}

XmlScanner::Token XmlScanner::read_text()
{
    const char* close = find(at_, end_, '<');
    if (close == nullptr) return fail("the document ends too early");
    text_ = view(at_, close);
    at_ = close;
    return Token::kText;
}

XmlScanner::Token XmlScanner::read_markup()
{
    if (at_ + 1 == end_) return fail("the document ends inside a tag");
    if (at_[1] == '/') return read_end_tag();
    if (at_[1] != '!') return read_start_tag();
    if (!starts_with(at_, end_, kCdataStart))
        return fail("a document type or another declaration, which is not allowed");
    if (depth_ == 0) return fail("text outside the root element");
    at_ += kCdataStart.size();
    const char* from = at_;
    if (!skip_past("]]>")) return fail("a CDATA section does not end");
    text_ = view(from, at_ - 3);
    return Token::kCdata;
}

XmlScanner::Token XmlScanner::read_start_tag()
{
    const char* from = at_ + 1;
    if (!is_name_start(*from)) return fail("a tag without a name");
    if (depth_ == 0 && has_root_) return fail("a second root element");
    if (depth_ == kDepthMax) return fail("elements are nested too deep");
    at_ = skip_name(from, end_);
    const std::string_view qualified = view(from, at_);
    attributes_ = {};
    if (at_ == end_) return fail("the document ends inside a tag");
    if (*at_ == '>') {
        ++at_;
    } else if (!skip_attributes()) {
        return fail("a start tag is malformed");
    }
    has_root_ = true;
    open_[depth_++] = qualified;
    local_name_ = without_prefix(qualified);
    return Token::kStart;
}

// From the end of the name to behind '>': white space, name = 'value' pairs, perhaps '/'.
bool XmlScanner::skip_attributes()
{
    const char* from = at_;
    while (true) {
        const char* gap = at_;
        at_ = skip_space(at_, end_);
        if (at_ == end_) return false;
        if (*at_ == '>' || *at_ == '/') break;
        if (at_ == gap || !is_name_start(*at_)) return false;
        at_ = skip_space(skip_name(at_, end_), end_);
        if (at_ == end_ || *at_ != '=') return false;
        at_ = skip_space(at_ + 1, end_);
        if (at_ == end_ || (*at_ != '"' && *at_ != '\'')) return false;
        const char* close = find(at_ + 1, end_, *at_);
        if (close == nullptr || find(at_, close, '<') != nullptr) return false;
        at_ = close + 1;
    }
    attributes_ = view(from, at_);
    if (*at_ == '/') {
        is_empty_element_ = true;
        if (++at_ == end_ || *at_ != '>') return false;
    }
    ++at_;
    return true;
}

XmlScanner::Token XmlScanner::read_end_tag()
{
    if (depth_ == 0) return fail("an end tag too many");
    const std::string_view expected = open_[depth_ - 1];
    at_ += 2;
    if (!starts_with(at_, end_, expected)) return fail("an end tag does not match its start tag");
    at_ = skip_space(at_ + expected.size(), end_);
    if (at_ == end_ || *at_ != '>') return fail("an end tag does not match its start tag");
    ++at_;
    --depth_;
    return Token::kEnd;
}

// Most elements of a request are <name>text</name>: those are passed over without the general machinery.
bool XmlScanner::skip_leaf()
{
    const char* from = at_ + 1;
    if (from == end_ || !is_name_start(*from)) return false;
    const char* name_end = skip_name(from, end_);
    if (name_end == end_ || *name_end != '>') return false;
    const char* close = find(name_end, end_, '<');
    const std::string_view name = view(from, name_end);
    if (close == nullptr || static_cast<std::size_t>(end_ - close) < name.size() + 3) return false;
    if (close[1] != '/' || close[2 + name.size()] != '>') return false;
    if (std::memcmp(close + 2, name.data(), name.size()) != 0) return false;
    at_ = close + name.size() + 3;
    return true;
}

bool XmlScanner::skip_element()
{
    for (const std::size_t outside = depth_ - 1; depth_ > outside;) {
        if (at_ != end_ && *at_ == '<' && !is_empty_element_ && depth_ < kDepthMax && skip_leaf()) continue;
        const Token token = next();
        if (token == Token::kError || token == Token::kDone) return false;
    }
    return true;
}

bool AttributeReader::next()
{
    rest_ = trimmed(rest_);
    const auto equals = rest_.find('=');
    if (equals == std::string_view::npos) return false;
    const std::string_view qualified = trimmed(rest_.substr(0, equals));
    name_ = without_prefix(qualified);
    prefix_ = name_.size() == qualified.size() ? std::string_view()
                                               : qualified.substr(0, qualified.size() - name_.size() - 1);
    rest_ = trimmed(rest_.substr(equals + 1));
    if (rest_.empty()) return false;
    const auto close = rest_.find(rest_[0], 1);
    if (close == std::string_view::npos) return false;
    value_ = rest_.substr(1, close - 1);
    rest_.remove_prefix(close + 1);
    return true;
}

std::string_view without_prefix(std::string_view qualified)
{
    const void* colon = std::memchr(qualified.data(), ':', qualified.size());
    return colon == nullptr ? qualified : qualified.substr(qualified.find(':') + 1);
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

bool is_name(std::string_view text)
{
    if (text.empty() || !is_name_start(text[0])) return false;
    for (const char c : text) {
        if (!is_name_part(c) || c == ':' || static_cast<unsigned char>(c) >= 0x80) return false;
    }
    return true;
}

}  // namespace bwsync::feed
