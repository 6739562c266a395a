// BroadWorks billing reports: made in the background, one per month, and fetched from a file server of their own, which
// knows no access token.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/lab/webex/api/api.hpp"
#include "tests/lab/webex/model/billing_rows.hpp"

namespace bwsync::lab::webex {

class BillingApi final {
public:
    // file_server: "http://host:port" of the download host.
    BillingApi(Partner& partner, std::function<std::string()> file_server);
    ~BillingApi();
    BillingApi(const BillingApi&) = delete;
    BillingApi& operator=(const BillingApi&) = delete;

    Outcome list(const Exchange& call);
    Outcome create(const Exchange& call);
    Outcome get(const Exchange& call);
    Outcome remove(const Exchange& call);

    // GET of a signed URL, with or without a Range.
    HttpResponse download(const HttpRequest& request);

    // Control: {"columns":[{"heading","field"|"value"}]}, {"billingPeriod","csv"}, {"fail": code}. What is wrong with
    // it.
    std::optional<std::string> set_columns(const nlohmann::json& body);
    std::optional<std::string> set_file(const nlohmann::json& body);
    std::optional<std::string> fail_next(const nlohmann::json& body);
    std::optional<std::string> plant(const nlohmann::json& body) { return rows_.plant(body); }
    // Downloads, and how many of them carried a token.
    Json state() const;

private:
    struct Report {
        std::string id, period, status = "IN_PROGRESS", csv, etag;
        std::int64_t created_ms = 0;
        std::vector<AsyncError> errors;
        LabClock::Ticket ticket = 0;
        std::uint64_t sequence = 0;
    };
    struct Column {
        std::string heading, field, value;
    };
    struct Link {
        std::string report_id;
        std::int64_t until_ms = 0;
    };

    std::optional<Problem> check_period(const std::string& period) const;
    void finish(Report& report);
    std::string csv_of(const std::string& period) const;
    std::string cell(const Column& column, const Subscriber& subscriber, const std::string& period) const;
    Json report_json(Report& report, bool whole);
    HttpResponse piece(const HttpRequest& request, const Report& report) const;

    Partner& partner_;
    std::function<std::string()> file_server_;
    std::map<std::string, Report> reports_;
    std::map<std::string, Link> links_;  // by signature
    std::map<std::string, std::string> files_;
    std::vector<Column> columns_;
    BillingRows rows_;
    int doom_ = 0;
    std::uint64_t last_sequence_ = 0;
    int downloads_ = 0;
    int downloads_with_token_ = 0;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace bwsync::lab::webex
