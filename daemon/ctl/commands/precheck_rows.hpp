// Whom a campaign of prechecks asks about: rows of a file, checked before anything is sent. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "daemon/ctl/cli/csv.hpp"

namespace bwsync::ctl {

// A user of the bridge, or an e-mail address and one of the customer's organisation.
struct PrecheckRow {
    std::string user_id;
    std::string email;
    std::string customer_email;

    // What a row is recognised by when a campaign goes on.
    [[nodiscard]] std::string key() const;
};

struct PrecheckRows {
    std::vector<PrecheckRow> rows;
    std::vector<CsvFault> faults;  // by line
};

// A header names the columns, in any order: userId, or email and customerEmail; others are left alone.
// `customer_email` stands for rows that name none; empty: they must.
PrecheckRows precheck_rows(std::string_view text, const std::string& customer_email);

}  // namespace bwsync::ctl
