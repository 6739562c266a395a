#include "tests/lab/webex/api/billing_api.hpp"

#include <algorithm>
#include <array>

#include "tests/lab/webex/model/codes.hpp"
#include "tests/lab/webex/model/format.hpp"

namespace bwsync::lab::webex {
namespace {

constexpr const char* kReportInProgress = "IN_PROGRESS";

bool is_period(const std::string& text)
{
    const auto all_digits = [](const std::string& part) {
        return !part.empty() && part.find_first_not_of("0123456789") == std::string::npos;
    };
    if (text.size() != 7 || text[4] != '-' || !all_digits(text.substr(0, 4)) || !all_digits(text.substr(5)))
        return false;
    const int month = std::stoi(text.substr(5));
    return month >= 1 && month <= 12;
}

std::string quoted(const std::string& text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

constexpr std::array<const char*, 12> kFields = {"userId",         "spEnterpriseId",     "package",  "email",
                                                 "firstName",      "lastName",           "personId", "id",
                                                 "provisioningId", "primaryPhoneNumber", "created",  "billingPeriod"};

HttpResponse plain(int status, const std::string& text)
{
    HttpResponse response;
    response.status = status;
    response.headers.emplace_back("Content-Type", "application/xml");
    response.body = "<Error><Message>" + text + "</Message></Error>";
    return response;
}

}  // namespace

BillingApi::BillingApi(Partner& partner, std::function<std::string()> file_server)
    : partner_(partner), file_server_(std::move(file_server))
{
    // What the columns are called is not published: these names are the lab's own.
    columns_ = {{"Billing Period", "billingPeriod", ""},
                {"Enterprise ID", "spEnterpriseId", ""},
                {"User ID", "userId", ""},
                {"Email", "email", ""},
                {"Package", "package", ""},
                {"Created", "created", ""}};
}

BillingApi::~BillingApi()
{
    *alive_ = false;
}

// 2028 when it is not written as a month, 2023 when the month is not over yet.
std::optional<Problem> BillingApi::check_period(const std::string& period) const
{
    if (!is_period(period)) return problem(2028, "billingPeriod");
    const std::string now = format_time(partner_.clock.now_ms(), 0, false).substr(0, 7);
    if (period >= now) return problem(2023, "billingPeriod");
    return std::nullopt;
}

Json BillingApi::report_json(Report& report, bool whole)
{
    const WebexSwitches& switches = partner_.config.switches;
    Json json = Json::object();
    json["id"] = report.id;
    json["billingPeriod"] = report.period;
    json["status"] = report.status;
    if (!whole) return json;
    json["created"] = format_time(report.created_ms, switches.timestamp_digits, switches.timestamp_offset);
    json["createdBy"] = public_id("PEOPLE", "00000000-0000-4000-8000-000000000001");
    if (report.status == "COMPLETED") {
        const std::string signature = partner_.dice.token_text(32);
        links_[signature] = {report.id, partner_.clock.now_ms() + switches.download_url_lasts.count()};
        json["tempDownloadURL"] = file_server_() + "/billing/" + report.period + ".csv?signature=" + signature;
    }
    if (!report.errors.empty()) {
        json["errors"] = Json::array();
        for (const AsyncError& error : report.errors) {
            Json one = Json::object();
            one["code"] = error.code;  // this family says code, not errorCode
            one["description"] = error.description;
            json["errors"].push_back(std::move(one));
        }
    }
    return json;
}

Outcome BillingApi::list(const Exchange& call)
{
    if (partner_.config.switches.billing_forbidden) return refuse(2029);
    const auto after = parameter(call.request.query, "after");
    const auto before = parameter(call.request.query, "before");
    const std::string sort = parameter(call.request.query, "sortBy").value_or("billingPeriod");
    if (after && !is_period(*after)) return refuse(2028, "after");
    if (before && !is_period(*before)) return refuse(2028, "before");
    if (sort != "id" && sort != "status" && sort != "billingPeriod") return refuse(2031, "sortBy");
    std::vector<Report*> found;
    for (auto& [id, report] : reports_) {
        if ((!after || report.period > *after) && (!before || report.period < *before)) found.push_back(&report);
    }
    const auto key = [&sort](const Report* one) {
        return sort == "id" ? one->id : sort == "status" ? one->status : one->period;
    };
    std::stable_sort(found.begin(), found.end(), [&key](const Report* a, const Report* b) { return key(a) < key(b); });
    Json body = Json::object();
    body["items"] = Json::array();
    for (Report* report : found) body["items"].push_back(report_json(*report, false));
    return done(200, std::move(body));
}

Outcome BillingApi::create(const Exchange& call)
{
    const WebexSwitches& switches = partner_.config.switches;
    if (auto bad = check_body(call.body, {{"billingPeriod", true, Format::kText, false}}, switches)) {
        return refuse(*bad);
    }
    const std::string period = text_of(call.body, "billingPeriod");
    if (switches.billing_forbidden) return refuse(2029);
    if (auto bad = check_period(period)) return refuse(*bad);
    if (switches.billing_busy) return refuse(2030);
    for (const auto& [id, other] : reports_) {
        if (other.period == period && other.status != "FAILED")
            return refuse(other.status == kReportInProgress ? 2025 : 2026);
    }
    Report report;
    report.id = public_id("BILLING_REPORT", partner_.dice.uuid());
    report.period = period;
    report.created_ms = partner_.clock.now_ms();
    report.sequence = ++last_sequence_;
    const auto due = [this, alive = alive_, id = report.id] {
        const auto found = *alive ? reports_.find(id) : reports_.end();
        if (*alive && found != reports_.end()) finish(found->second);
    };
    report.ticket = partner_.clock.schedule_in(partner_.config.delays.billing_report, due);
    Json body = Json::object();
    body["id"] = report.id;
    reports_.emplace(report.id, std::move(report));
    return done(switches.billing_create_status, std::move(body));
}

void BillingApi::finish(Report& report)
{
    report.ticket = 0;
    if (doom_ != 0) {
        report.status = "FAILED";
        report.errors.assign(1, AsyncError{doom_, code_text(doom_)});
        doom_ = 0;
        return;
    }
    const auto given = files_.find(report.period);
    report.csv = given == files_.end() ? csv_of(report.period) : given->second;
    report.etag = "\"" + partner_.dice.token_text(16) + "\"";
    report.status = "COMPLETED";
}

std::string BillingApi::cell(const Column& column, const Subscriber& one, const std::string& period) const
{
    const WebexSwitches& switches = partner_.config.switches;
    const std::map<std::string, std::string> values = {
        {"userId", one.user_id},
        {"spEnterpriseId", one.sp_enterprise_id},
        {"package", one.package},
        {"email", one.email},
        {"firstName", one.first_name},
        {"lastName", one.last_name},
        {"personId", one.person_id},
        {"id", one.id},
        {"provisioningId", one.provisioning_id},
        {"primaryPhoneNumber", one.primary_number},
        {"created", format_time(one.created_ms, switches.timestamp_digits, switches.timestamp_offset)},
        {"billingPeriod", period}};
    return column.field.empty() ? column.value : values.at(column.field);
}

// Whoever is provisioned when the report is made, and what was planted.
std::string BillingApi::csv_of(const std::string& period) const
{
    std::string out;
    const auto line = [&](const std::function<std::string(const Column&)>& text) {
        for (std::size_t i = 0; i < columns_.size(); ++i) out += (i == 0 ? "" : ",") + quoted(text(columns_[i]));
        out += "\r\n";
    };
    line([](const Column& column) { return column.heading; });
    std::vector<const Subscriber*> provisioned;
    for (const Subscriber* one : partner_.world.subscribers()) {
        if (one->status == Status::kProvisioned || one->status == Status::kUpdating) provisioned.push_back(one);
    }
    for (const Subscriber& one : rows_.of(provisioned)) {
        line([&](const Column& column) { return cell(column, one, period); });
    }
    return out;
}

Outcome BillingApi::get(const Exchange& call)
{
    if (partner_.config.switches.billing_forbidden) return refuse(2029);
    const auto found = reports_.find(call.id);
    if (found == reports_.end()) return refuse(2024);
    return done(200, report_json(found->second, true));
}

Outcome BillingApi::remove(const Exchange& call)
{
    if (partner_.config.switches.billing_forbidden) return refuse(2029);
    const auto found = reports_.find(call.id);
    if (found == reports_.end()) return refuse(2024);
    if (found->second.status == kReportInProgress) return refuse(2025);
    std::erase_if(links_, [&](const auto& link) { return link.second.report_id == call.id; });
    reports_.erase(found);
    return done(204);
}

// As a store of objects behind signed links answers: the link is the only right, a token beside it is an error.
HttpResponse BillingApi::download(const HttpRequest& request)
{
    ++downloads_;
    if (request.headers.contains("authorization")) {
        ++downloads_with_token_;
        return plain(400, "Only one auth mechanism allowed");
    }
    if (request.method != "GET") return plain(405, "The method is not allowed");
    const auto link = links_.find(parameter(request.query, "signature").value_or(""));
    if (link == links_.end() || link->second.until_ms <= partner_.clock.now_ms()) {
        return plain(403, "Request has expired");
    }
    const auto report = reports_.find(link->second.report_id);
    if (report == reports_.end()) return plain(404, "The key does not exist");
    return piece(request, report->second);
}

HttpResponse BillingApi::piece(const HttpRequest& request, const Report& report) const
{
    HttpResponse response;
    response.headers.emplace_back("Content-Type", "text/csv");
    response.headers.emplace_back("ETag", report.etag);
    response.body = report.csv;
    const auto range = request.headers.find("range");
    const auto if_range = request.headers.find("if-range");
    const bool is_other_version = if_range != request.headers.end() && if_range->second != report.etag;
    if (!partner_.config.switches.download_ranges || range == request.headers.end() || is_other_version)
        return response;
    const std::string text = range->second.rfind("bytes=", 0) == 0 ? range->second.substr(6) : "";
    const auto dash = text.find('-');
    const auto from = parse_count(text.substr(0, dash));
    const std::string last = dash == std::string::npos ? "" : text.substr(dash + 1);
    if (!from || dash == std::string::npos) return response;
    const std::size_t size = report.csv.size();
    if (static_cast<std::size_t>(*from) >= size) {
        response = plain(416, "The requested range cannot be satisfied");
        response.headers.emplace_back("Content-Range", "bytes */" + std::to_string(size));
        return response;
    }
    const std::size_t begin = static_cast<std::size_t>(*from);
    const std::size_t end = std::min<std::size_t>(
        static_cast<std::size_t>(parse_count(last).value_or(static_cast<std::int64_t>(size) - 1)) + 1, size);
    response.status = 206;
    response.body = report.csv.substr(begin, end > begin ? end - begin : 0);
    response.headers.emplace_back(
        "Content-Range", "bytes " + std::to_string(begin) + "-" + std::to_string(end - 1) + "/" + std::to_string(size));
    return response;
}

std::optional<std::string> BillingApi::set_columns(const nlohmann::json& body)
{
    const auto given = body.find("columns");
    if (given == body.end() || !given->is_array() || given->empty()) return "columns: expected a list";
    std::vector<Column> columns;
    for (const auto& one : *given) {
        Column column{text_of(one, "heading"), text_of(one, "field"), text_of(one, "value")};
        if (column.heading.empty()) return "a column has no heading";
        const bool is_known =
            std::any_of(kFields.begin(), kFields.end(), [&](const char* f) { return column.field == f; });
        if (!column.field.empty() && !is_known) return "unknown field '" + column.field + "'";
        columns.push_back(std::move(column));
    }
    columns_ = std::move(columns);
    return std::nullopt;
}

std::optional<std::string> BillingApi::set_file(const nlohmann::json& body)
{
    const std::string period = text_of(body, "billingPeriod");
    const auto csv = optional_text(body, "csv");
    if (!is_period(period)) return "billingPeriod: expected YYYY-MM";
    if (!csv) return "csv: expected a text";
    files_[period] = *csv;
    for (auto& [id, report] : reports_) {
        if (report.period != period || report.status != "COMPLETED") continue;
        report.csv = *csv;
        report.etag = "\"" + partner_.dice.token_text(16) + "\"";
    }
    return std::nullopt;
}

std::optional<std::string> BillingApi::fail_next(const nlohmann::json& body)
{
    const auto code = body.find("code");
    if (code == body.end() || !code->is_number_integer()) return "code: expected a number";
    doom_ = code->get<int>();
    return std::nullopt;
}

Json BillingApi::state() const
{
    Json reports = Json::array();
    for (const auto& [id, report] : reports_) {
        Json one = Json::object();
        one["id"] = id;
        one["billingPeriod"] = report.period;
        one["status"] = report.status;
        reports.push_back(std::move(one));
    }
    Json json = Json::object();
    json["reports"] = std::move(reports);
    json["downloads"] = downloads_;
    json["downloadsWithToken"] = downloads_with_token_;
    return json;
}

}  // namespace bwsync::lab::webex
