#include "adapters/broadworks/feed/xml_scanner.hpp"

#include <algorithm>

namespace bwsync::feed {

namespace {

constexpr std::string_view kCdataStart = "<![CDATA[";

}  // namespace

void XmlScanner::open(std::string_view document)
{
    at_ = document.data();
    end_ = document.data() + document.size();
    encoding_ = {};
    error_ = nullptr;
    depth_ = 0;
    attribute_count_ = 0;
    is_empty_element_ = false;
    has_root_ = false;
    at_ = skip_space(at_, end_);
    if (starts_with(at_, end_, kByteOrderMark)) at_ = skip_space(at_ + kByteOrderMark.size(), end_);
    if (starts_with(at_, end_, kDeclarationStart)) read_declaration();
}

XmlScanner::Token XmlScanner::fail(const char* why)
{
    if (error_ == nullptr) error_ = why;
    return Token::kError;
}

void XmlScanner::read_declaration()
{
    const char* at = at_ + kDeclarationStart.size();
    while (true) {
        const char* gap = at;
        at = skip_space(at, end_);
        if (starts_with(at, end_, "?>")) break;
        XmlAttribute attribute;
        if (at == gap || !read_attribute(at, attribute)) {
            fail("the declaration is malformed");
            return;
        }
        if (attribute.name.qualified == "encoding") encoding_ = attribute.value;
    }
    at_ = at + 2;
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
        if (at_ + 1 == end_) return fail("the document ends inside a tag");
        if (at_[1] == '/') return read_end_tag();
        if (at_[1] != '!' && at_[1] != '?') return read_start_tag();
        if (starts_with(at_, end_, kCdataStart)) return read_cdata();
        if (!skip_unread()) return Token::kError;
    }
    if (depth_ > 0 || !has_root_) return fail("the document ends too early");
    return Token::kDone;
}

// A comment or a processing instruction.
bool XmlScanner::skip_unread()
{
    if (starts_with(at_, end_, "<!--")) {
        at_ += 4;
        if (!skip_past("-->")) fail("a comment does not end");
    } else if (at_[1] == '!') {
        fail("a document type or another declaration, which is not allowed");
    } else if (starts_with(at_, end_, kDeclarationStart) && at_ + 5 != end_ && !is_name_part(at_[5])) {
        fail("a declaration inside the document");
    } else if (!skip_past("?>")) {
        fail("a processing instruction does not end");
    }
    return error_ == nullptr;
}

// The terminator's first character is looked for, then the rest is compared: faster than a general search for the few
// bytes these things have.
bool XmlScanner::skip_past(std::string_view terminator)
{
    for (const char* hit = at_; (hit = find_far(hit, end_, terminator[0])) != nullptr; ++hit) {
        if (!starts_with(hit, end_, terminator)) continue;
        at_ = hit + terminator.size();
        return true;
    }
    return false;
}

XmlScanner::Token XmlScanner::read_text()
{
    const char* close = find_near(at_, end_, '<');
    if (close == nullptr) return fail("the document ends too early");
    text_ = between(at_, close);
    at_ = close;
    return Token::kText;
}

XmlScanner::Token XmlScanner::read_cdata()
{
    if (depth_ == 0) return fail("text outside the root element");
    at_ += kCdataStart.size();
    const char* from = at_;
    if (!skip_past("]]>")) return fail("a CDATA section does not end");
    text_ = between(from, at_ - 3);
    return Token::kCdata;
}

XmlScanner::Token XmlScanner::read_start_tag()
{
    if (depth_ == 0 && has_root_) return fail("a second root element");
    if (depth_ == kDepthMax) return fail("elements are nested too deep");
    const char* at = at_ + 1;
    XmlName name;
    if (!read_name(at, name)) return fail("a tag without a name");
    attribute_count_ = 0;
    if (at == end_) return fail("the document ends inside a tag");
    if (*at == '>') {
        ++at;
    } else if (!read_attributes(at)) {
        return fail("a start tag is malformed");
    }
    at_ = at;
    has_root_ = true;
    open_[depth_++] = name.qualified;
    local_name_ = name.local;
    return Token::kStart;
}

bool XmlScanner::read_name(const char*& at, XmlName& name) const
{
    const char* from = at;
    if (from == end_ || !is_name_start(*from)) return false;
    const char* colon = nullptr;
    at = skip_name(from, end_, colon);
    name.qualified = between(from, at);
    name.prefix = colon == nullptr ? std::string_view() : between(from, colon);
    name.local = colon == nullptr ? name.qualified : between(colon + 1, at);
    return true;
}

// From the end of the name to behind '>': white space, name = 'value' pairs, perhaps '/'.
bool XmlScanner::read_attributes(const char*& at)
{
    while (true) {
        const char* gap = at;
        at = skip_space(at, end_);
        if (at == end_) return false;
        if (*at == '>' || *at == '/') break;
        if (at == gap || attribute_count_ == kAttributesMax) return false;
        if (!read_attribute(at, attributes_[attribute_count_])) return false;
        ++attribute_count_;
    }
    if (*at == '/') {
        if (++at == end_ || *at != '>') return false;
        is_empty_element_ = true;
    }
    ++at;
    return true;
}

bool XmlScanner::read_attribute(const char*& at, XmlAttribute& attribute) const
{
    if (!read_name(at, attribute.name)) return false;
    at = skip_space(at, end_);
    if (at == end_ || *at != '=') return false;
    at = skip_space(at + 1, end_);
    if (at == end_ || (*at != '"' && *at != '\'')) return false;
    const char* close = find_near(at + 1, end_, *at, '<');
    if (close == nullptr || *close == '<') return false;
    attribute.value = between(at + 1, close);
    at = close + 1;
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

// `at` is behind the name of a start tag. False, with nothing changed, when the element is more than <name>text</name>
// or <name attributes/>.
bool XmlScanner::skip_leaf(const char* at, const XmlName& name)
{
    if (at == end_) return false;
    if (*at == '>') {
        ++at;
    } else {
        attribute_count_ = 0;
        const bool is_tag = read_attributes(at);
        const bool is_empty = is_empty_element_;
        is_empty_element_ = false;
        if (!is_tag) return false;
        if (is_empty) {
            at_ = at;
            return true;
        }
    }
    const char* close = find_near(at, end_, '<');
    const std::size_t size = name.qualified.size();
    if (close == nullptr || static_cast<std::size_t>(end_ - close) < size + 3) return false;
    if (close[1] != '/' || close[2 + size] != '>') return false;
    if (std::memcmp(close + 2, name.qualified.data(), size) != 0) return false;
    at_ = close + size + 3;
    return true;
}

bool XmlScanner::skip_element()
{
    const std::size_t outside = depth_ - 1;
    while (true) {
        skip_leaves([](std::string_view) { return false; });
        const Token token = next();
        if (token == Token::kError || token == Token::kDone) return false;
        if (depth_ == outside) return true;
    }
}

bool is_name(std::string_view text)
{
    const char* end = text.data() + text.size();
    const char* colon = nullptr;
    if (text.empty() || !is_name_start(text[0]) || skip_name(text.data(), end, colon) != end) return false;
    return colon == nullptr && std::none_of(text.begin(), text.end(), [](char c) { return (c & 0x80) != 0; });
}

}  // namespace bwsync::feed
