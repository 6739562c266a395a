// Comma-separated values (RFC 4180), read with the line of each record so that what is wrong can be named. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bwsync::ctl {

struct CsvRecord {
    std::size_t line = 1;  // where it begins, from 1
    std::vector<std::string> fields;
};

struct CsvFault {
    std::size_t line = 1;
    std::string what;  // what is wrong and what to do
};

struct CsvText {
    std::vector<CsvRecord> records;  // lines without anything are left out
    std::vector<CsvFault> faults;
};

// LF or CR LF; a byte order mark at the beginning is passed over. A record with a fault is left out.
CsvText read_csv(std::string_view text);

// One record, ended by LF. Line breaks within a field become blanks, so that a record is a line.
std::string csv_line(const std::vector<std::string>& fields);

}  // namespace bwsync::ctl
