// Handlers of billing reports. A report's link is a secret and leaves in no answer.
#include <charconv>

#include "daemon/admin/api/api.hpp"
#include "daemon/admin/billing_service.hpp"
#include "daemon/admin/http/http_problem.hpp"
#include "daemon/admin/http/json_text.hpp"
#include "daemon/domain/webex_codes/webex_codes.hpp"

namespace bwsync {
namespace {

Json report_json(const std::string& partner, const BillingReport& report)
{
    Json json;
    json["partner"] = partner;
    json["id"] = report.id;
    json["billingPeriod"] = report.period;
    json["status"] = report.status_text.empty() ? std::string(name_of(report.status)) : report.status_text;
    json["created"] = report.created == Instant() ? Json() : to_json(std::optional(report.created));
    json["createdBy"] = report.created_by.empty() ? Json() : Json(report.created_by);
    json["errors"] = Json::array();
    for (const WebexError& error : report.errors) {
        const WebexCode& meaning = webex_code(error.code);
        Json one;
        one["code"] = error.code;
        one["description"] = error.description;
        one["meaning"] = meaning.code == 0 ? Json() : Json(std::string(meaning.title));
        one["remedy"] = meaning.code == 0 ? Json() : Json(std::string(meaning.remedy));
        json["errors"].push_back(std::move(one));
    }
    return json;
}

Json download_json(const std::string& partner, const BillingDownload& download)
{
    constexpr const char* kStates[] = {"running", "done", "failed"};
    Json json;
    json["partner"] = partner;
    json["report"] = download.report_id;
    json["billingPeriod"] = download.period.empty() ? Json() : Json(download.period);
    json["state"] = kStates[static_cast<int>(download.state)];
    json["path"] = download.path.empty() ? Json() : Json(download.path);
    json["bytes"] = download.bytes;
    json["bytesResumed"] = download.bytes_resumed;
    json["problem"] = download.problem.empty() ? Json() : Json(download.problem);
    return json;
}

std::optional<BillingSort> sort_of(const std::string& word)
{
    if (word == "id") return BillingSort::kId;
    if (word == "status") return BillingSort::kStatus;
    if (word == "billingPeriod") return BillingSort::kPeriod;
    return std::nullopt;
}

// The month, or why it is none: before Webex is asked.
Result<> check_month(const std::string& text, const char* name)
{
    if (text.empty() || is_billing_period(text)) return std::monostate();
    return Error(ErrorKind::kRejected, std::string(name) + " is a month, YYYY-MM, and not '" + text + "'");
}

Result<BillingFilter> filter_of(const Arguments& arguments)
{
    BillingFilter filter;
    filter.after = argument(arguments, "after");
    filter.before = argument(arguments, "before");
    if (Result<> good = check_month(filter.after, "after"); !good) return good.error();
    if (Result<> good = check_month(filter.before, "before"); !good) return good.error();
    const std::string word = argument(arguments, "sort");
    filter.sort = sort_of(word);
    if (!word.empty() && !filter.sort)
        return Error(ErrorKind::kRejected, "sort is id, status or billingPeriod, and not '" + word + "'");
    return filter;
}

}  // namespace

Task<ServerResponse> AdminApi::list_billing_reports(Call call)
{
    const Result<Arguments> arguments = query_arguments(call.request, {"partner", "after", "before", "sort"});
    if (!arguments) co_return problem(arguments.error());
    const Result<std::string> partner = partner_named(argument(*arguments, "partner"));
    if (!partner) co_return problem(partner.error());
    const Result<BillingFilter> filter = filter_of(*arguments);
    if (!filter) co_return problem(filter.error());
    const Result<std::vector<BillingReport>> reports = co_await service_.billing().list(*partner, *filter);
    if (!reports) co_return problem(reports.error());
    Json items = Json::array();
    for (const BillingReport& report : *reports) items.push_back(report_json(*partner, report));
    co_return json_response(list_text(std::move(items)));
}

Task<ServerResponse> AdminApi::create_billing_report(Call call)
{
    const Result<Arguments> arguments = body_arguments(call.request, {"partner", "billingPeriod"});
    if (!arguments) co_return problem(arguments.error());
    const Result<std::string> partner = partner_named(argument(*arguments, "partner"));
    if (!partner) co_return problem(partner.error());
    const std::string period = argument(*arguments, "billingPeriod");
    if (!is_billing_period(period))
        co_return problem(400, "billingPeriod is the month of the report, YYYY-MM, and not '" + period + "'");
    const Result<BillingReport> report = co_await service_.billing().create(*partner, period);
    if (!report) co_return problem(report.error());
    co_return json_response(text_of(report_json(*partner, *report)));
}

Task<ServerResponse> AdminApi::show_billing_report(Call call)
{
    const Result<Arguments> arguments = query_arguments(call.request, {"partner"});
    if (!arguments) co_return problem(arguments.error());
    const Result<std::string> partner = partner_named(argument(*arguments, "partner"));
    if (!partner) co_return problem(partner.error());
    const Result<BillingReport> report = co_await service_.billing().get(*partner, call.parameters[0]);
    if (!report) co_return problem(report.error());
    co_return json_response(text_of(report_json(*partner, *report)));
}

Task<ServerResponse> AdminApi::delete_billing_report(Call call)
{
    const Result<Arguments> arguments = query_arguments(call.request, {"partner"});
    if (!arguments) co_return problem(arguments.error());
    const Result<std::string> partner = partner_named(argument(*arguments, "partner"));
    if (!partner) co_return problem(partner.error());
    const Result<> removed = co_await service_.billing().remove(*partner, call.parameters[0]);
    if (!removed) co_return problem(removed.error());
    Json json;
    json["partner"] = *partner;
    json["id"] = call.parameters[0];
    co_return json_response(text_of(json));
}

Task<ServerResponse> AdminApi::begin_billing_download(Call call)
{
    const Result<Arguments> arguments = body_arguments(call.request, {"partner"});
    if (!arguments) co_return problem(arguments.error());
    const Result<std::string> partner = partner_named(argument(*arguments, "partner"));
    if (!partner) co_return problem(partner.error());
    const Result<BillingDownload> begun = service_.billing().begin_download(*partner, call.parameters[0]);
    if (!begun) co_return problem(begun.error());
    co_return json_response(text_of(download_json(*partner, *begun)));
}

Task<ServerResponse> AdminApi::show_billing_download(Call call)
{
    const Result<Arguments> arguments = query_arguments(call.request, {"partner"});
    if (!arguments) co_return problem(arguments.error());
    const Result<std::string> partner = partner_named(argument(*arguments, "partner"));
    if (!partner) co_return problem(partner.error());
    const Result<BillingDownload> download = service_.billing().download(*partner, call.parameters[0]);
    if (!download) co_return problem(download.error());
    co_return json_response(text_of(download_json(*partner, *download)));
}

Task<ServerResponse> AdminApi::show_billing_file(Call call)
{
    const Result<Arguments> arguments = query_arguments(call.request, {"partner"});
    if (!arguments) co_return problem(arguments.error());
    const Result<std::string> partner = partner_named(argument(*arguments, "partner"));
    if (!partner) co_return problem(partner.error());
    if (!is_billing_period(call.parameters[0])) co_return problem(400, "a file is named by its month, YYYY-MM");
    const Result<BillingFileStatus> file = co_await service_.billing().file(*partner, call.parameters[0]);
    if (!file) co_return problem(file.error());
    Json json;
    json["partner"] = *partner;
    json["billingPeriod"] = call.parameters[0];
    json["path"] = file->path;
    json["bytes"] = file->bytes;
    co_return json_response(text_of(json));
}

Task<ServerResponse> AdminApi::read_billing_file(Call call)
{
    const Result<Arguments> arguments = query_arguments(call.request, {"partner", "offset"});
    if (!arguments) co_return problem(arguments.error());
    const Result<std::string> partner = partner_named(argument(*arguments, "partner"));
    if (!partner) co_return problem(partner.error());
    if (!is_billing_period(call.parameters[0])) co_return problem(400, "a file is named by its month, YYYY-MM");
    const std::string from = argument(*arguments, "offset");
    std::uint64_t offset = 0;
    const auto read = std::from_chars(from.data(), from.data() + from.size(), offset);
    if (!from.empty() && (read.ec != std::errc() || read.ptr != from.data() + from.size()))
        co_return problem(400, "offset is a number of bytes");
    Result<std::string> piece = co_await service_.billing().piece(*partner, call.parameters[0], offset);
    if (!piece) co_return problem(piece.error());
    ServerResponse response;
    response.content_type = "application/octet-stream";
    response.body = std::move(*piece);
    co_return response;
}

Task<ServerResponse> AdminApi::show_billing_basis(Call call)
{
    const Result<Arguments> arguments = query_arguments(call.request, {"partner"});
    if (!arguments) co_return problem(arguments.error());
    const Result<std::string> partner = partner_named(argument(*arguments, "partner"));
    if (!partner) co_return problem(partner.error());
    const Result<std::vector<Instant>> looks = co_await service_.billing().looks(*partner);
    if (!looks) co_return problem(looks.error());
    const BillingColumns columns = service_.billing().columns();
    Json json;
    json["partner"] = *partner;
    json["now"] = to_json(std::optional(service_.now()));
    json["columns"]["userId"] = columns.user_id;
    json["columns"]["subscriberId"] = columns.subscriber_id;
    json["columns"]["email"] = columns.email;
    json["columns"]["package"] = columns.package;
    json["columns"]["enterprise"] = columns.enterprise;
    json["columns"]["period"] = columns.period;
    json["looks"] = Json::array();
    for (const Instant look : *looks) json["looks"].push_back(look.time_since_epoch().count());
    co_return json_response(text_of(json));
}

Task<ServerResponse> AdminApi::list_billing_history(Call call)
{
    constexpr int kPage = 2000;
    const Result<Arguments> arguments = query_arguments(call.request, {"partner", "cursor"});
    if (!arguments) co_return problem(arguments.error());
    const Result<std::string> partner = partner_named(argument(*arguments, "partner"));
    if (!partner) co_return problem(partner.error());
    std::string cursor = argument(*arguments, "cursor");
    co_return json_or_problem(co_await service_.billing().history(*partner, std::move(cursor), kPage));
}

}  // namespace bwsync
