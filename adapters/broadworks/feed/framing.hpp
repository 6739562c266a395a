// Bytes of the feed in, whole documents out; no socket. The feed has no length prefix: a document ends with the end tag
// of its root outside CDATA and comments. Line ends mean nothing. No byte is looked at twice, and none is copied but
// the unfinished document at the end of a full buffer.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace bwsync::feed {

inline constexpr std::string_view kRootElement = "BroadsoftOCIReportingDocument";

struct Frame {
    enum class Kind {
        kNeedMore,    // nothing whole is buffered
        kDocument,    // `document`, from its declaration (if any) to its end tag; valid until the next prepare()
        kUnreadable,  // bytes that belong to no document; the framer goes on at the next declaration or root start tag
        kOversized,   // a document beyond the limit was dropped; it goes on likewise
    };
    Kind kind = Kind::kNeedMore;
    std::string_view document;
    std::string_view reason;  // of kUnreadable: a literal, never part of the stream
};

class Framer {
public:
    // `document_max`: bytes of one document, at least 1.
    explicit Framer(std::size_t document_max);

    // Room for at least `size` bytes to be read into; then commit() what was read. Memory is at most document_max plus
    // two reads, times two while growing.
    std::span<char> prepare(std::size_t size);
    void commit(std::size_t size) { end_ += size; }

    // To be called until kNeedMore. One run of bytes that cannot be read is reported once.
    Frame next();

    // Forgets everything: a new connection starts.
    void reset();

    [[nodiscard]] std::size_t capacity() const { return capacity_; }

private:
    // Where the scan stands. Only kProlog and kLost lie outside a document.
    enum class State { kProlog, kLost, kRootTag, kContent, kCdata, kComment, kInstruction };
    enum class Step { kGoOn, kNeedMore, kDocument, kUnreadable };

    Step step();
    Step step_prolog();
    Step step_lost();
    Step step_root_tag();
    Step step_content();
    Step step_past(std::string_view terminator);
    Step lose(const char* reason);
    Step open_root(std::size_t name_length);
    [[nodiscard]] std::size_t root_name_at(std::size_t at) const;
    Step read_end_tag();
    [[nodiscard]] bool lacks_bytes_for(std::string_view word, std::size_t skipped = 0) const;
    [[nodiscard]] bool is_at(std::string_view word) const;
    [[nodiscard]] std::string_view rest() const { return {bytes_.get() + at_, end_ - at_}; }
    Frame finish();
    void make_room(std::size_t size);

    std::size_t document_max_;
    std::string root_;  // as the open document spells it, prefix included
    std::unique_ptr<char[]> bytes_;
    std::size_t capacity_ = 0;
    std::size_t start_ = 0;  // of the document, or of what may become one
    std::size_t at_ = 0;     // everything before has been looked at
    std::size_t end_ = 0;    // of what was read
    State state_ = State::kProlog;
    State after_ = State::kProlog;  // the state to return to from a comment or an instruction
    char quote_ = 0;                // inside an attribute of the root's start tag
    bool is_lost_ = false;          // since the last whole document, bytes were reported as unreadable
    const char* reason_ = nullptr;
};

}  // namespace bwsync::feed
