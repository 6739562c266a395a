// The answer to one OCI command, and tables as OCI-P writes them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/lab/broadworks/model/model.hpp"
#include "tests/lab/broadworks/ocip/xml_writer.hpp"

namespace bwsync::lab {

struct Answer {
    std::string type;  // "c:SuccessResponse", "c:ErrorResponse" or the name of a data answer
    std::string body;  // the children, encoded for the wire
    bool error = false;
    bool warning = false;
    bool close = false;   // the connection ends after the document
    bool silent = false;  // no answer is sent at all
    bool logged_in = false;
    std::string summary;  // of an error
    std::string detail;   // "", or " (what exactly)" of a 6004
};

Answer success();
Answer refusal(const OciError& error, WireEncoding encoding);
Answer data(std::string type, XmlWriter& writer);

// Which rows of a list a fault takes away.
enum class ListFault { kNone, kShort, kEmpty, kPartial };

struct TableStyle {
    OcipColumns columns = OcipColumns::kSchema;
    ListFault fault = ListFault::kNone;
    std::size_t rows_max = 0;  // 0: no limit
};

// Collects rows, then writes <element><colHeading/>...<row><col/>...</row></element>.
class Table final {
public:
    Table(std::vector<std::string_view> headings, TableStyle style);

    // As many cells as headings, in their order.
    void row(const std::vector<std::string_view>& cells, XmlWriter& scratch);
    std::size_t size() const { return ends_.size(); }
    // True when the style's limit cuts rows off.
    bool is_over(std::size_t limit) const { return limit != 0 && size() > limit; }

    void write(std::string_view element, XmlWriter& out) const;

private:
    std::vector<std::size_t> order_;  // positions of the headings as they go out
    std::vector<std::string_view> headings_;
    TableStyle style_;
    std::string rows_;               // markup of all rows, one after the other
    std::vector<std::size_t> ends_;  // where each row ends in rows_
};

}  // namespace bwsync::lab
