#include "adapters/broadworks/feed/framing.hpp"

#include <algorithm>
#include <cstring>

#include "adapters/broadworks/feed/characters.hpp"
#include "adapters/broadworks/feed/xml_scanner.hpp"

namespace bwsync::feed {

namespace {

constexpr std::size_t kCapacityUsual = std::size_t(512) * 1024;

// No element that matters has a longer name, prefix included; a longer one is not our root.
constexpr std::size_t kNameMax = 256;
constexpr std::size_t kNotRoot = 0;
constexpr std::size_t kUndecided = static_cast<std::size_t>(-1);

}  // namespace

Framer::Framer(std::size_t document_max) : document_max_(std::max<std::size_t>(document_max, 1)) {}

std::span<char> Framer::prepare(std::size_t size)
{
    if (start_ == end_) {
        start_ = at_ = end_ = 0;
        // One huge document must not keep its memory for ever.
        if (capacity_ > kCapacityUsual && size <= kCapacityUsual) capacity_ = 0;
    }
    if (capacity_ - end_ < size) make_room(size);
    return {bytes_.get() + end_, capacity_ - end_};
}

void Framer::make_room(std::size_t size)
{
    const std::size_t held = end_ - start_;
    if (held + size > capacity_) {
        const std::size_t wanted = std::max(held + size, std::min(capacity_ * 2, document_max_ + 2 * size));
        const std::size_t capacity = std::max(wanted, kCapacityUsual);
        auto bytes = std::make_unique_for_overwrite<char[]>(capacity);
        if (held > 0) std::memcpy(bytes.get(), bytes_.get() + start_, held);
        bytes_ = std::move(bytes);
        capacity_ = capacity;
    } else {
        std::memmove(bytes_.get(), bytes_.get() + start_, held);
    }
    at_ -= start_;
    end_ = held;
    start_ = 0;
}

void Framer::reset()
{
    start_ = at_ = end_ = 0;
    state_ = State::kProlog;
    is_lost_ = false;
}

Frame Framer::next()
{
    while (true) {
        const Step result = step();
        const bool is_whole = result == Step::kDocument;
        const std::size_t size = (result == Step::kNeedMore ? end_ : at_) - start_;
        if (size > document_max_ && state_ != State::kLost) {
            // The bytes already looked at are gone for good; the search for a new start goes on behind them.
            state_ = is_whole ? State::kProlog : State::kLost;
            start_ = at_;
            is_lost_ = !is_whole;
            return {Frame::Kind::kOversized, {}, "a document is larger than max_document"};
        }
        if (is_whole) return finish();
        if (result == Step::kUnreadable) return {Frame::Kind::kUnreadable, {}, reason_};
        if (result == Step::kNeedMore) return {};
    }
}

Frame Framer::finish()
{
    const std::string_view document(bytes_.get() + start_, at_ - start_);
    start_ = at_;
    state_ = State::kProlog;
    is_lost_ = false;
    return {Frame::Kind::kDocument, document, {}};
}

Framer::Step Framer::step()
{
    switch (state_) {
        case State::kProlog:
            return step_prolog();
        case State::kLost:
            return step_lost();
        case State::kRootTag:
            return step_root_tag();
        case State::kContent:
            return step_content();
        case State::kCdata:
            return step_past("]]>");
        case State::kComment:
            return step_past("-->");
        case State::kInstruction:
            return step_past("?>");
    }
    return Step::kNeedMore;
}

bool Framer::is_at(std::string_view word) const
{
    return rest().starts_with(word);
}

// The word may stand `skipped` bytes from here, but its end has not arrived.
bool Framer::lacks_bytes_for(std::string_view word, std::size_t skipped) const
{
    const std::string_view here = rest().substr(skipped);
    return here.size() < word.size() && word.starts_with(here);
}

// The length of the name at `at` (behind "<" or "</") when it is the root's, with or without prefix.
std::size_t Framer::root_name_at(std::size_t at) const
{
    std::size_t last = at;
    while (last < end_ && last - at < kNameMax && is_name_part(bytes_[last])) ++last;
    if (last == end_) return kUndecided;
    const std::string_view name(bytes_.get() + at, last - at);
    const std::string_view local = name.substr(name.find(':') + 1);
    return local == kRootElement ? name.size() : kNotRoot;
}

Framer::Step Framer::lose(const char* reason)
{
    state_ = State::kLost;
    if (is_lost_) return Step::kGoOn;
    is_lost_ = true;
    reason_ = reason;
    return Step::kUnreadable;
}

Framer::Step Framer::open_root(std::size_t name_length)
{
    root_.assign(bytes_.get() + at_ + 1, name_length);
    at_ += 1 + name_length;
    quote_ = 0;
    state_ = State::kRootTag;
    return Step::kGoOn;
}

// Between documents: white space, then perhaps a declaration, comments, instructions, then the root.
Framer::Step Framer::step_prolog()
{
    const bool is_before_document = start_ == at_;
    while (at_ < end_ && is_space(bytes_[at_])) ++at_;
    if (is_before_document) start_ = at_;
    if (at_ == end_) return Step::kNeedMore;
    for (const std::string_view word : {kByteOrderMark, std::string_view("<?"), std::string_view("<!--")}) {
        if (lacks_bytes_for(word)) return Step::kNeedMore;
    }
    after_ = State::kProlog;
    if (is_before_document && is_at(kByteOrderMark)) {
        at_ += kByteOrderMark.size();
        start_ = at_;
        return Step::kGoOn;
    }
    if (is_at("<?")) {
        if (lacks_bytes_for(kDeclarationStart)) return Step::kNeedMore;
        // A declaration that no document followed says nothing; the newest one counts.
        if (is_at(kDeclarationStart)) start_ = at_;
        at_ += 2;
        state_ = State::kInstruction;
        return Step::kGoOn;
    }
    if (is_at("<!--")) {
        at_ += 4;
        state_ = State::kComment;
        return Step::kGoOn;
    }
    if (bytes_[at_] != '<') return lose("bytes between documents");
    const std::size_t name = root_name_at(at_ + 1);
    if (name == kUndecided) return Step::kNeedMore;
    return name == kNotRoot ? lose("a document that is not one of the feed") : open_root(name);
}

// Looks for what can start a document: a declaration or the root's start tag.
Framer::Step Framer::step_lost()
{
    while (true) {
        const void* hit = std::memchr(bytes_.get() + at_, '<', end_ - at_);
        at_ = hit == nullptr ? end_ : static_cast<std::size_t>(static_cast<const char*>(hit) - bytes_.get());
        start_ = at_;
        if (hit == nullptr || lacks_bytes_for(kDeclarationStart)) return Step::kNeedMore;
        if (is_at(kDeclarationStart)) {
            after_ = State::kProlog;
            state_ = State::kInstruction;
            at_ += kDeclarationStart.size();
            return Step::kGoOn;
        }
        const std::size_t name = root_name_at(at_ + 1);
        if (name == kUndecided) return Step::kNeedMore;
        if (name != kNotRoot) return open_root(name);
        ++at_;
    }
}

// Up to the '>' that ends the root's start tag; attribute values may hold '>' and "/>".
Framer::Step Framer::step_root_tag()
{
    while (at_ < end_) {
        if (quote_ != 0) {
            // A '<' may not stand in a value: the tag was torn, and something else starts here.
            const char* close = find_near(bytes_.get() + at_, bytes_.get() + end_, quote_, '<');
            at_ = close == nullptr ? end_ : static_cast<std::size_t>(close - bytes_.get());
            if (close == nullptr) return Step::kNeedMore;
            quote_ = 0;
            if (*close == '<') continue;
            ++at_;
            continue;
        }
        const char c = bytes_[at_];
        if (c == '<') return lose("a tag inside a tag");
        ++at_;
        if (c == '"' || c == '\'') quote_ = c;
        if (c != '>') continue;
        state_ = State::kContent;
        return bytes_[at_ - 2] == '/' ? Step::kDocument : Step::kGoOn;
    }
    return Step::kNeedMore;
}

// Inside the root: hops from one '<' to the next. Requests are in CDATA, so there are few.
Framer::Step Framer::step_content()
{
    while (true) {
        const void* hit = std::memchr(bytes_.get() + at_, '<', end_ - at_);
        at_ = hit == nullptr ? end_ : static_cast<std::size_t>(static_cast<const char*>(hit) - bytes_.get());
        if (end_ - at_ < 2) return Step::kNeedMore;
        after_ = State::kContent;
        switch (bytes_[at_ + 1]) {
            case '!':
                if (lacks_bytes_for("<![CDATA[") || lacks_bytes_for("<!--")) return Step::kNeedMore;
                state_ = is_at("<!--") ? State::kComment : State::kCdata;
                if (state_ == State::kCdata && !is_at("<![CDATA[")) return lose("a declaration inside a document");
                at_ += state_ == State::kCdata ? 9 : 4;
                return Step::kGoOn;
            case '?':
                if (lacks_bytes_for(kDeclarationStart) || end_ - at_ <= kDeclarationStart.size())
                    return Step::kNeedMore;
                if (is_at(kDeclarationStart) && is_space(bytes_[at_ + kDeclarationStart.size()])) {
                    return lose("a new document starts before the last one has ended");
                }
                state_ = State::kInstruction;
                at_ += 2;
                return Step::kGoOn;
            case '/':
                if (lacks_bytes_for(root_, 2)) return Step::kNeedMore;
                if (rest().substr(2).starts_with(root_)) return read_end_tag();
                at_ += 2;
                break;
            default:
                if (lacks_bytes_for(root_, 1)) return Step::kNeedMore;
                if (rest().substr(1).starts_with(root_))
                    return lose("a new document starts before the last one has ended");
                ++at_;
        }
    }
}

// At the root's end tag, as far as its name.
Framer::Step Framer::read_end_tag()
{
    constexpr std::size_t kSpaceMax = 256;
    std::size_t close = at_ + 2 + root_.size();
    while (close < end_ && is_space(bytes_[close])) ++close;
    const bool is_short = close - at_ < root_.size() + kSpaceMax;
    if (close == end_ && is_short) return Step::kNeedMore;
    at_ = close;
    if (close == end_ || bytes_[close] != '>') return lose("a malformed end tag");
    ++at_;
    return Step::kDocument;
}

Framer::Step Framer::step_past(std::string_view terminator)
{
    while (true) {
        const void* hit = std::memchr(bytes_.get() + at_, terminator[0], end_ - at_);
        at_ = hit == nullptr ? end_ : static_cast<std::size_t>(static_cast<const char*>(hit) - bytes_.get());
        if (hit == nullptr || lacks_bytes_for(terminator)) return Step::kNeedMore;
        if (is_at(terminator)) break;
        ++at_;
    }
    at_ += terminator.size();
    state_ = state_ == State::kCdata ? State::kContent : after_;
    return Step::kGoOn;
}

}  // namespace bwsync::feed
