// Cuts the bytes of an OCI-P connection into documents. Sans-IO.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/domain/basics/result.hpp"

namespace bwsync::ocip {

// There is no length prefix: a document ends with the end tag of BroadsoftDocument, found outside CDATA, comments and
// processing instructions (the `detail` of an error is CDATA and may quote a whole document).
class Framer final {
public:
    explicit Framer(std::size_t limit) : limit_(limit) {}

    void feed(std::string_view bytes) { buffer_ += bytes; }
    // The next whole document; nullopt when more bytes are needed; kRejected when the bytes cannot be one: they do not
    // begin as XML, or exceed the limit.
    Result<std::optional<std::string>> next();
    // Something other than white space came after the last document.
    [[nodiscard]] bool has_leftover() const;

private:
    enum class Mark { kCut, kSection, kEnd, kOther };  // what a '<' begins; kCut: more bytes will tell

    // Where the document at the front ends.
    std::optional<std::size_t> find_end();
    Mark look_at(std::string_view rest);
    bool leave_section();
    [[nodiscard]] std::size_t first_mark() const;

    std::size_t limit_;
    std::string buffer_;
    std::size_t scanned_ = 0;      // looked at: no end tag starts before
    std::string_view inside_end_;  // scanned_ is inside a section that ends with this
};

}  // namespace bwsync::ocip
