// The results of a campaign of prechecks: one row for each that was answered, in a file that grows row by row. Whatever
// ended an earlier run, in the middle of a line too, the next one goes on behind what is complete.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "daemon/ctl/client/api_client.hpp"
#include "daemon/ctl/commands/precheck_rows.hpp"
#include "daemon/domain/preview/precheck_report.hpp"

namespace bwsync::ctl {

class PrecheckResults final {
public:
    PrecheckResults() = default;
    ~PrecheckResults();
    PrecheckResults(const PrecheckResults&) = delete;
    PrecheckResults& operator=(const PrecheckResults&) = delete;

    // Reads what an earlier run wrote and takes a torn last line off. By its name the file holds JSON, an object a line
    // (.json, .jsonl, .ndjson), else CSV. Refuses a file of something else, one of another bridge, and one that another
    // run is writing. Without it results are kept in memory only.
    Outcome<> open(const std::string& path, const std::string& bridge);
    // Items of the API's answer; on disk when this returns.
    Outcome<> add(const std::vector<Json>& items);

    [[nodiscard]] bool has(const PrecheckRow& row) const { return keys_.contains(row.key()); }
    // Of this run and earlier ones.
    [[nodiscard]] const std::vector<PrecheckedRow>& rows() const { return rows_; }
    // Of this run.
    [[nodiscard]] const std::vector<Json>& added() const { return added_; }

private:
    Outcome<> take_over(const std::string& text);
    Outcome<> take_csv(const std::string& text);
    Outcome<> take_json(const std::string& text);
    Outcome<> take(const Json& item, std::size_t line);
    Outcome<> refuse(std::size_t line) const;
    void remember(const Json& item);
    Outcome<> write(const std::string& text);

    std::string path_;
    std::string bridge_;
    bool is_json_ = false;
    int file_ = -1;
    std::set<std::string> keys_;
    std::vector<PrecheckedRow> rows_;
    std::vector<Json> added_;
};

}  // namespace bwsync::ctl
