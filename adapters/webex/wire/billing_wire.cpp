#include "adapters/webex/wire/billing_wire.hpp"

#include "adapters/webex/wire/answer_parts.hpp"
#include "adapters/webex/wire/request_parts.hpp"
#include "adapters/webex/wire/text.hpp"

namespace bwsync {

namespace {

using nlohmann::json;

constexpr const char* kReports = "/broadworks/billing/reports";

std::string report_path(const std::string& base, const std::string& id)
{
    return base + kReports + "/" + percent_encoded(id);
}

const char* word_of(BillingSort sort)
{
    switch (sort) {
        case BillingSort::kId:
            return "id";
        case BillingSort::kStatus:
            return "status";
        case BillingSort::kPeriod:
            break;
    }
    return "billingPeriod";
}

std::optional<BillingReport> report_of(const json& object)
{
    BillingReport out;
    out.id = text_field(object, "id");
    if (out.id.empty()) return std::nullopt;
    out.period = text_field(object, "billingPeriod");
    out.status_text = text_field(object, "status");
    out.status = billing_status(out.status_text);
    out.created = time_of(object, "created");
    out.created_by = text_field(object, "createdBy");
    out.download_url = text_field(object, "tempDownloadURL");
    out.errors = errors_of(object);
    return out;
}

}  // namespace

HttpRequest billing_list_request(const std::string& base, const BillingFilter& filter)
{
    std::string target = base + kReports;
    add_parameter(target, "after", filter.after);
    add_parameter(target, "before", filter.before);
    if (filter.sort) add_parameter(target, "sortBy", word_of(*filter.sort));
    return request_to("GET", std::move(target));
}

HttpRequest billing_create_request(const std::string& base, const std::string& period)
{
    json body = json::object();
    body["billingPeriod"] = period;
    return with_json(request_to("POST", base + kReports), body);
}

HttpRequest billing_get_request(const std::string& base, const std::string& id)
{
    return request_to("GET", report_path(base, id));
}

HttpRequest billing_remove_request(const std::string& base, const std::string& id)
{
    return request_to("DELETE", report_path(base, id));
}

std::optional<BillingReport> parse_billing_report(const std::string& body)
{
    return report_of(parse_json(body));
}

std::optional<std::vector<BillingReport>> parse_billing_reports(const std::string& body)
{
    const json parsed = parse_json(body);
    return list_of<BillingReport>(member(parsed, "items"), report_of);
}

}  // namespace bwsync
