// Cuts a stream of bytes into OCI documents: one ends at its end tag outside CDATA, comments and declarations.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace bwsync::lab {

class Framer final {
public:
    // end_tag without brackets, e.g. "BroadsoftDocument"; limit is the greatest size of one document in bytes.
    Framer(std::string end_tag, std::size_t limit);

    void feed(std::string_view bytes) { buffer_ += bytes; }

    // The next whole document without the white space around it.
    std::optional<std::string> next();

    // The document at the front is larger than the limit: the stream is lost.
    bool overflown() const { return buffer_.size() > limit_; }

    // Bytes that came after the last document and are not only white space.
    bool has_leftover() const;

private:
    std::string end_tag_;
    std::size_t limit_;
    std::string buffer_;
    std::size_t scanned_ = 0;  // everything before was looked at and holds no end tag
};

}  // namespace bwsync::lab
