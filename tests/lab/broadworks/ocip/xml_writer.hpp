// Writes elements of an OCI answer in the encoding of the wire. The caller keeps to the order of the schema.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/lab/broadworks/text.hpp"

namespace bwsync::lab {

class XmlWriter final {
public:
    explicit XmlWriter(WireEncoding encoding) : encoding_(encoding) {}

    WireEncoding encoding() const { return encoding_; }

    // attributes is markup that was escaped already, e.g. ` xsi:type="GroupDepartmentKey"`.
    void open(std::string_view name, std::string_view attributes = {})
    {
        ((out_ += '<') += name) += attributes;
        out_ += '>';
    }
    void close(std::string_view name) { ((out_ += "</") += name) += '>'; }

    // <name>text</name>, or <name/> for an empty text, as recorded answers have it.
    void element(std::string_view name, std::string_view text)
    {
        if (text.empty()) {
            ((out_ += '<') += name) += "/>";
            return;
        }
        open(name);
        append_escaped(out_, text, encoding_);
        close(name);
    }
    void element(std::string_view name, bool value) { element(name, std::string_view(value ? "true" : "false")); }
    void element(std::string_view name, const char* text) { element(name, std::string_view(text)); }
    void number(std::string_view name, long long value) { element(name, std::string_view(std::to_string(value))); }
    // Nothing for an empty text: an element with minOccurs 0.
    void optional(std::string_view name, std::string_view text)
    {
        if (!text.empty()) element(name, text);
    }
    void raw(std::string_view markup) { out_ += markup; }

    std::string take() { return std::move(out_); }

private:
    WireEncoding encoding_;
    std::string out_;
};

}  // namespace bwsync::lab
