// A strict pull scanner over one XML document in memory: no copies, no allocation, no DTD, no entity declarations.
// Views point into the document; text is raw (charset.hpp turns it into characters).
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "adapters/broadworks/feed/characters.hpp"

namespace bwsync::feed {

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
inline constexpr std::string_view kDeclarationStart = "<?xml";

// "xsi:nil": prefix xsi, name nil. A name has at most one colon that means something: the first.
struct XmlName {
    std::string_view qualified;
    std::string_view prefix;  // empty: none
    std::string_view local;
};

struct XmlAttribute {
    XmlName name;
    std::string_view value;  // raw
};

class XmlScanner {
public:
    static constexpr std::size_t kDepthMax = 64;
    static constexpr std::size_t kAttributesMax = 32;  // of one element

    XmlScanner() = default;
    explicit XmlScanner(std::string_view document) { open(document); }
    XmlScanner(const XmlScanner&) = delete;
    XmlScanner& operator=(const XmlScanner&) = delete;

    // Starts over with another document. Leading white space and a byte order mark are skipped; a declaration may
    // follow. One scanner for many documents saves clearing its tables each time.
    void open(std::string_view document);

    enum class Token { kStart, kEnd, kText, kCdata, kDone, kError };
    // Elements are matched by name; kDone comes after a well-formed root element; kError stays. Comments and processing
    // instructions are skipped.
    Token next();

    // After kStart: passes over the element with all it holds, up to and including its end tag. False on kError.
    bool skip_element();

    // Inside an element: passes over white space and children without children of their own, up to the first whose
    // local name `is_wanted` accepts or that is not so simple; next() says what it is. Saves opening what nobody reads.
    template <class F>
    void skip_leaves(F is_wanted)
    {
        while (error_ == nullptr && !is_empty_element_) {
            const char* from = skip_space(at_, end_);
            XmlName name;
            const char* after = from;
            if (!read_leaf_name(after, name) || is_wanted(name.local) || !skip_leaf(after, name)) return;
        }
    }

    [[nodiscard]] std::string_view name() const { return local_name_; }  // of kStart: without prefix
    [[nodiscard]] std::span<const XmlAttribute> attributes() const { return {attributes_.data(), attribute_count_}; }
    [[nodiscard]] std::string_view text() const { return text_; }          // of kText and kCdata
    [[nodiscard]] std::size_t depth() const { return depth_; }             // open elements, the current included
    [[nodiscard]] std::string_view encoding() const { return encoding_; }  // of the declaration; empty: none
    [[nodiscard]] const char* error() const { return error_; }             // a literal; never part of the document

private:
    Token fail(const char* why);
    void read_declaration();
    bool skip_unread();
    Token read_cdata();
    Token read_start_tag();
    Token read_end_tag();
    Token read_text();
    bool skip_past(std::string_view terminator);
    bool read_name(const char*& at, XmlName& name) const;
    bool read_leaf_name(const char*& at, XmlName& name) const
    {
        return at != end_ && *at == '<' && read_name(++at, name);
    }
    bool read_attributes(const char*& at);
    bool read_attribute(const char*& at, XmlAttribute& attribute) const;
    bool skip_leaf(const char* at, const XmlName& name);

    const char* at_ = nullptr;
    const char* end_ = nullptr;
    std::string_view local_name_;
    std::string_view text_;
    std::string_view encoding_;
    const char* error_ = nullptr;
    std::size_t depth_ = 0;
    std::size_t attribute_count_ = 0;
    bool is_empty_element_ = false;  // the end tag of <a/> is still to be reported
    bool has_root_ = false;
    // Only the first depth_ and attribute_count_ of them mean anything.
    std::array<std::string_view, kDepthMax> open_;  // qualified names
    std::array<XmlAttribute, kAttributesMax> attributes_;
};

// A name without a colon, in ASCII.
bool is_name(std::string_view text);

}  // namespace bwsync::feed
