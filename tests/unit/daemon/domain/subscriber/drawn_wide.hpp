// A wider draw for the golden net: also workspaces, holds, brakes, sites, candidates, holders, counters and reasons,
// which the safety properties leave at their defaults.
#pragma once

#include <array>

#include "tests/unit/daemon/domain/subscriber/drawn.hpp"

namespace bwsync::testing_data {

inline void widen_policy(Draw& draw, BridgePolicy& rules)
{
    rules.precheck = static_cast<PrecheckUse>(draw.below(3));
    rules.hold_enterprise_change = draw.coin();
    rules.hold_provisioning_id_change = draw.coin();
    rules.reuse_guard = draw.coin();
    rules.erases_people = draw.coin();
    rules.consent_reminder = draw.coin() ? Millis(0) : Millis(24h);
    OrganizationRule& organization = rules.organizations.front();
    organization.has_trusted_emails = draw.below(4) != 0;
    organization.site_zone = static_cast<SiteZone>(draw.below(3));
    organization.country_zone = draw.coin() ? "Europe/Paris" : "";
    if (draw.below(4) == 0) organization.first_subscriber = draw.coin() ? "Anna@example.com" : "aaron@example.com";
    if (draw.below(4) == 0) organization.provisioning_id = "template-2";
    if (draw.below(4) == 0) {
        WorkspaceRule workspace;
        workspace.user = "anna*";
        rules.workspaces.push_back(workspace);
    }
}

inline WorkspaceRow workspace_row(Draw& draw)
{
    WorkspaceRow workspace;
    workspace.id = draw.coin() ? "workspace-1" : "";
    workspace.wanted.sp_enterprise_id = "ent1";
    workspace.wanted.provisioning_id = "template-1";
    workspace.wanted.user_id = "Anna@example.com";
    if (draw.coin()) workspace.done = workspace.wanted;
    if (draw.below(3) == 0) workspace.done.extension = "9999";
    if (draw.below(5) == 0) workspace.done.sp_enterprise_id = "other";
    workspace.is_uncertain = draw.below(4) == 0;
    workspace.is_by_command = draw.below(3) == 0;
    workspace.is_removal_ordered = draw.below(4) == 0;
    return workspace;
}

inline void widen_row(Draw& draw, SubscriberRow& row)
{
    static constexpr std::array kReasons = {
        "",         "webex-2017",       "webex-2008",     "organization", "primary-first",
        "approval", "not-taken",        "site-time-zone", "reuse-guard",  "email-in-use",
        "breaker",  "removed-in-webex", "workspace-gone", "rejected",     "person"};
    static constexpr std::array kOrders = {"provision", "update", "remove", "retry", "adopt workspace-9"};
    row.reason = kReasons.at(static_cast<std::size_t>(draw.below(static_cast<int>(kReasons.size()))));
    row.unheeded = draw.below(5);
    row.last_code = std::array{0, 0, 2009, 2017, 4001}.at(static_cast<std::size_t>(draw.below(5)));
    row.update_approval = static_cast<Approval>(draw.below(3));
    row.is_absent = draw.below(4) == 0;
    row.erases_person = draw.below(4) == 0;
    if (draw.coin()) row.person_id = "person-1";
    if (draw.coin()) row.changed_at = draw.around_now();
    if (draw.below(3) == 0) row.reminded_at = draw.around_now();
    if (draw.below(3) == 0) row.update_decided_at = draw.around_now();
    if (draw.below(3) == 0) row.removal_decided_at = draw.around_now();
    if (draw.below(4) == 0) row.sent_time_zone = "Europe/Berlin";
    if (draw.below(5) == 0) row.workspace = workspace_row(draw);
    if (draw.below(8) == 0) row.workspace_order = kOrders.at(static_cast<std::size_t>(draw.below(5)));
    if (draw.below(4) == 0) row.webex_id.clear();
}

inline EmailHolder email_holder(Draw& draw)
{
    EmailHolder holder;
    holder.user_key = "old@example.com";
    holder.state = static_cast<SubscriberState>(draw.below(10));
    holder.first_name = draw.coin() ? "Anna" : "Otto";
    holder.last_name = "Moe";
    holder.has_user_id = draw.coin();
    return holder;
}

inline void widen_situation(Draw& draw, Situation& around)
{
    if (draw.below(6) == 0) around.held_by_breaker = "The template is refused.";
    around.enterprise.has_standard = draw.coin();
    around.enterprise.has_premium = draw.coin();
    if (draw.coin()) around.enterprise.seen_at = draw.around_now();
    around.brakes.provisioned = draw.below(2000);
    around.brakes.removals = draw.below(100);
    around.brakes.suspected_removals = draw.below(20);
    around.brakes.updates = draw.below(600);
    around.brakes.suspected_updates = draw.below(100);
    around.has_sought_holder = draw.coin();
    if (around.has_sought_holder && draw.coin()) around.email_holder = email_holder(draw);
    around.has_sought_person = draw.coin();
    around.person_is_used = draw.coin();
    if (draw.coin()) around.site_stands = draw.coin();
    if (around.candidate && draw.below(3) == 0) around.candidate = "";
    around.candidate_may_change = draw.below(3) == 0;
}

inline Drawn draw_wide(Draw& draw)
{
    Drawn drawn = draw_one(draw);
    Subject& subject = drawn.subject;
    widen_policy(draw, drawn.rules);
    widen_row(draw, subject.row);
    widen_situation(draw, drawn.around);
    if (draw.below(10) == 0) subject.source.reset();
    if (draw.below(10) == 0) subject.service_provider.reset();
    if (subject.source && subject.source->facts && draw.below(6) == 0) subject.source->facts->time_zone.clear();
    if (subject.source && subject.source->facts && draw.below(6) == 0)
        subject.source->facts->user_id = "anna.moe@example.com";
    if (draw.below(8) == 0) {
        OpenIntent intent;
        intent.id = 2;
        intent.operation = static_cast<Operation>(draw.below(6));
        intent.opened_at = draw.around_now();
        intent.provision = verdict().wanted;
        subject.open_intent = intent;
    }
    return drawn;
}

}  // namespace bwsync::testing_data
