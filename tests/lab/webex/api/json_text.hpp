// Writes JSON text directly, for what exists a hundred thousand times: a tree of every subscriber would cost ten times
// the time and the memory. Strings must be UTF-8, as everything that came through the JSON parser is.
#pragma once

#include <string>
#include <string_view>

namespace bwsync::lab::webex {

// Appends a quoted string.
inline void append_json_string(std::string& out, std::string_view text)
{
    static constexpr char kDigits[] = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            out += "\\u00";
            out += kDigits[static_cast<unsigned char>(c) >> 4];
            out += kDigits[static_cast<unsigned char>(c) & 15];
        } else {
            out += c;
        }
    }
    out += '"';
}

// One object: opened by the constructor, closed by the destructor.
class ObjectText final {
public:
    explicit ObjectText(std::string& out) : out_(out) { out_ += '{'; }
    ~ObjectText() { out_ += '}'; }
    ObjectText(const ObjectText&) = delete;
    ObjectText& operator=(const ObjectText&) = delete;

    void text(std::string_view name, std::string_view value)
    {
        key(name);
        append_json_string(out_, value);
    }
    void text_if_any(std::string_view name, std::string_view value)
    {
        if (!value.empty()) text(name, value);
    }
    // A number, a literal, or JSON written elsewhere.
    void raw(std::string_view name, std::string_view json)
    {
        key(name);
        out_ += json;
    }

private:
    void key(std::string_view name)
    {
        if (!first_) out_ += ',';
        first_ = false;
        out_ += '"';
        out_ += name;
        out_ += "\":";
    }

    std::string& out_;
    bool first_ = true;
};

}  // namespace bwsync::lab::webex
