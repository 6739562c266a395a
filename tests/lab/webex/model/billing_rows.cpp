#include "tests/lab/webex/model/billing_rows.hpp"

namespace bwsync::lab::webex {

std::optional<std::string> BillingRows::plant(const nlohmann::json& body)
{
    const auto given = body.find("differences");
    if (given == body.end() || !given->is_array()) return "differences: expected a list";
    std::vector<Difference> differences;
    for (const auto& one : *given) {
        if (!one.is_object()) return "a difference is an object";
        Difference difference{text_of(one, "kind"), text_of(one, "userId"), text_of(one, "package"),
                              text_of(one, "email"), text_of(one, "spEnterpriseId")};
        const std::string& kind = difference.kind;
        if (kind != "gone" && kind != "missing" && kind != "package" && kind != "double")
            return "kind: expected gone, missing, package or double, and not '" + kind + "'";
        if (difference.user_id.empty()) return "a difference has no userId";
        if (kind == "package" && difference.package.empty()) return "package: expected the package";
        differences.push_back(std::move(difference));
    }
    differences_ = std::move(differences);
    return std::nullopt;
}

std::vector<Subscriber> BillingRows::of(const std::vector<const Subscriber*>& provisioned) const
{
    std::vector<Subscriber> rows;
    for (const Subscriber* one : provisioned) {
        int times = 1;
        Subscriber row = *one;
        for (const Difference& difference : differences_) {
            if (difference.user_id != one->user_id) continue;
            if (difference.kind == "missing") times = 0;
            if (difference.kind == "double") times = 2;
            if (difference.kind == "package") row.package = difference.package;
        }
        rows.insert(rows.end(), static_cast<std::size_t>(times), row);
    }
    for (const Difference& difference : differences_) {
        if (difference.kind != "gone") continue;
        Subscriber row;
        row.user_id = difference.user_id;
        row.package = difference.package;
        row.email = difference.email;
        row.sp_enterprise_id = difference.sp_enterprise_id;
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace bwsync::lab::webex
