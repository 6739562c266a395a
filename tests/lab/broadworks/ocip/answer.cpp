#include "tests/lab/broadworks/ocip/answer.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace bwsync::lab {

Answer success()
{
    Answer answer;
    answer.type = "c:SuccessResponse";
    return answer;
}

Answer refusal(const OciError& error, WireEncoding encoding)
{
    Answer answer;
    answer.type = "c:ErrorResponse";
    answer.error = true;
    answer.warning = error.warning;
    answer.summary = error.summary();
    if (error.code == 6004 && !error.detail.empty()) answer.detail = " (" + error.detail + ")";
    XmlWriter writer(encoding);
    writer.element("summary", answer.summary);
    writer.element("summaryEnglish", answer.summary);
    if (!error.detail.empty()) {
        writer.raw("<detail><![CDATA[" + encode_markup(error.detail, encoding) + "]]></detail>");
    }
    answer.body = writer.take();
    return answer;
}

Answer data(std::string type, XmlWriter& writer)
{
    Answer answer;
    answer.type = std::move(type);
    answer.body = writer.take();
    return answer;
}

Table::Table(std::vector<std::string_view> headings, TableStyle style)
    : order_(headings.size()), headings_(std::move(headings)), style_(style)
{
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    // A rotation is enough to break whoever reads by position, and every run gives the same one.
    if (style_.columns == OcipColumns::kShuffled && order_.size() > 1) {
        std::rotate(order_.begin(), order_.begin() + static_cast<std::ptrdiff_t>(order_.size() / 2), order_.end());
    }
}

void Table::row(const std::vector<std::string_view>& cells, XmlWriter& scratch)
{
    scratch.open("row");
    if (style_.columns == OcipColumns::kExtra) scratch.element("col", "x");
    for (const std::size_t column : order_) scratch.element("col", cells.at(column));
    scratch.close("row");
    rows_ += scratch.take();
    ends_.push_back(rows_.size());
}

void Table::write(std::string_view element, XmlWriter& out) const
{
    out.open(element);
    if (style_.columns == OcipColumns::kExtra) out.element("colHeading", "Unknown Column");
    for (const std::size_t column : order_) out.element("colHeading", headings_[column]);
    std::size_t count = ends_.size();
    if (style_.rows_max != 0) count = std::min(count, style_.rows_max);
    if (style_.fault == ListFault::kEmpty) count = 0;
    if (style_.fault == ListFault::kShort) count /= 2;
    for (std::size_t i = 0; i < count; ++i) {
        if (style_.fault == ListFault::kPartial && i % 2 == 0) continue;
        const std::size_t start = i == 0 ? 0 : ends_[i - 1];
        out.raw(std::string_view(rows_).substr(start, ends_[i] - start));
    }
    out.close(element);
}

}  // namespace bwsync::lab
