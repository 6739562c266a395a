// A strict pull scanner over one XML document in memory: no copies, no allocation, no DTD, no entity declarations.
// Views point into the document; text is raw (charset.hpp turns it into characters).
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace bwsync::feed {

class XmlScanner {
public:
    static constexpr std::size_t kDepthMax = 64;

    // Leading white space and a byte order mark are skipped; a declaration may follow.
    explicit XmlScanner(std::string_view document);

    enum class Token { kStart, kEnd, kText, kCdata, kDone, kError };
    // Elements are matched by name; kDone comes once, after a well-formed root element; kError stays.
    // Comments and processing instructions are skipped.
    Token next();

    // After kStart: passes over the element with all it holds, up to and including its end tag. False on kError.
    bool skip_element();

    [[nodiscard]] std::string_view name() const { return local_name_; }        // of kStart: without prefix
    [[nodiscard]] std::string_view attributes() const { return attributes_; }  // of kStart: raw, for AttributeReader
    [[nodiscard]] std::string_view text() const { return text_; }              // of kText and kCdata
    [[nodiscard]] std::size_t depth() const { return depth_; }                 // open elements, the current included
    [[nodiscard]] std::string_view encoding() const { return encoding_; }      // of the declaration; empty: none
    [[nodiscard]] const char* error() const { return error_; }                 // a literal; never part of the document

private:
    Token fail(const char* why);
    void read_declaration();
    Token read_markup();
    Token read_start_tag();
    Token read_end_tag();
    Token read_text();
    bool skip_past(std::string_view terminator);
    bool skip_attributes();
    bool skip_leaf();

    const char* at_;
    const char* end_;
    std::string_view local_name_;
    std::string_view attributes_;
    std::string_view text_;
    std::string_view encoding_;
    const char* error_ = nullptr;
    std::size_t depth_ = 0;
    bool is_empty_element_ = false;  // the end tag of <a/> is still to be reported
    bool has_root_ = false;
    std::array<std::string_view, kDepthMax> open_;  // qualified names; only the first depth_ mean anything
};

// The attributes of a start tag that the scanner accepted, one after the other.
class AttributeReader {
public:
    explicit AttributeReader(std::string_view raw) : rest_(raw) {}
    bool next();
    [[nodiscard]] std::string_view prefix() const { return prefix_; }  // empty: none
    [[nodiscard]] std::string_view name() const { return name_; }      // without prefix
    [[nodiscard]] std::string_view value() const { return value_; }    // raw

private:
    std::string_view rest_;
    std::string_view prefix_;
    std::string_view name_;
    std::string_view value_;
};

// The name part of "prefix:name".
std::string_view without_prefix(std::string_view qualified);

// XML white space off both ends.
std::string_view trimmed(std::string_view text);

// A name without a colon, in ASCII.
bool is_name(std::string_view text);

}  // namespace bwsync::feed
