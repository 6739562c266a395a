// The report of a campaign of prechecks: for a person, or as JSON.
#pragma once

#include "daemon/ctl/output.hpp"
#include "daemon/domain/precheck_report.hpp"

namespace bwsync::ctl {

Json report_json(const CampaignReport& report);
void show_report(Output& output, const CampaignReport& report);

}  // namespace bwsync::ctl
