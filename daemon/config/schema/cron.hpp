// Cron expressions of five fields: minute, hour, day of month, month, day of week (crontab(5)).
#pragma once

#include <string>

#include "daemon/config/schema/config.hpp"

namespace bwsync::config {

struct CronOutcome {
    CronSchedule schedule;
    std::string trouble;  // what is wrong with it; empty: nothing
};

// Fields are * or lists of numbers and ranges, each with /STEP after * or a range; months and days of week also by
// their English names of three letters; 7 is Sunday too. A field that begins with * does not restrict the days.
CronOutcome parse_cron(const std::string& text);

}  // namespace bwsync::config
