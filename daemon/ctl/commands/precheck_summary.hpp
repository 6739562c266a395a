// The report of a campaign of prechecks: for a person, or as JSON.
#pragma once

#include "daemon/ctl/cli/output.hpp"
#include "daemon/domain/preview/precheck_report.hpp"

namespace bwsync::ctl {

Json report_json(const CampaignReport& report);
void show_report(Output& output, const CampaignReport& report);

}  // namespace bwsync::ctl
