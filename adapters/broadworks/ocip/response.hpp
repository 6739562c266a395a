// OCI-P answer documents: bytes in, answers out. Pure; foreign bytes have limits on size (framer), depth and count.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/domain/basics/result.hpp"

namespace bwsync::ocip {

enum class Severity { kError, kWarning, kInfo };

// An ErrorResponse. The number stands in the text ("[Error 4008] User not found: ..."); the errorCode element of the
// schema was absent in every recorded answer, and serves when the text has none.
struct Failure {
    int code = 0;  // 0: none given
    Severity severity = Severity::kError;
    std::string summary;  // English where given; shortened
    std::string detail;   // shortened; may quote the request: never shown for a login
};

inline constexpr int kUserNotFound = 4008;
inline constexpr int kGroupNotFound = 4152;
inline constexpr int kInvalidPassword = 4962;
inline constexpr int kInvalidRequest = 6004;  // unknown command, or elements out of order

// One command of a document. Texts are UTF-8. Shares the document with its siblings.
class Answer final {
public:
    Answer(std::shared_ptr<const pugi::xml_document> document, pugi::xml_node command);

    [[nodiscard]] const std::string& type() const { return type_; }  // without prefix: "UserGetResponse22V6"
    [[nodiscard]] const std::string& echo() const { return echo_; }
    [[nodiscard]] const std::optional<Failure>& failure() const { return failure_; }
    [[nodiscard]] bool failed_with(int code) const { return failure_ && failure_->code == code; }
    [[nodiscard]] bool is_success() const { return type_ == "SuccessResponse"; }

    // Of a child element; "" and false when it is absent. White space at the ends is taken off.
    [[nodiscard]] std::string text(const char* child) const;
    [[nodiscard]] bool is_true(const char* child) const;
    [[nodiscard]] pugi::xml_node node() const { return command_; }

private:
    std::shared_ptr<const pugi::xml_document> document_;
    pugi::xml_node command_;
    std::string type_;
    std::string echo_;
    std::optional<Failure> failure_;
};

struct AnswerDocument {
    std::string session_id;
    std::vector<Answer> answers;
};

// kRejected, with a text free of content, when the bytes are no OCI answer: not well-formed, of an encoding other than
// ISO-8859-1, US-ASCII or UTF-8, bytes that contradict the declared encoding, another root, no command, too deep.
[[nodiscard]] Result<AnswerDocument> parse_answers(const std::string& bytes);

// All character data directly below, CDATA included, trimmed.
[[nodiscard]] std::string text_of(pugi::xml_node node);

struct Columns {
    std::vector<std::string> required;
    std::vector<std::string> optional;
};
using RowReader = std::function<Result<>(const std::vector<std::string>& cells)>;

// Calls `row` for each row with the cells of the required and then the optional columns ("" where the table lacks
// one). Columns are found by heading: their order and number vary by release. kRejected names the table or heading that
// is missing; kRetry: a row does not fit its headings (the list is not whole).
[[nodiscard]] Result<> read_table(pugi::xml_node table, const std::string& name, const Columns& columns,
                                  const RowReader& row);

}  // namespace bwsync::ocip
