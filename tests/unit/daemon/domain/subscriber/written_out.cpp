#include "tests/unit/daemon/domain/subscriber/written_out.hpp"

#include <array>

namespace bwsync::testing_data {

namespace {

// One "name=value" after the other; a text stands in quotes, so that an empty one differs from none.
class Writing {
public:
    void add(const char* name, const std::string& value) { text_ += std::string(name) + "=\"" + value + "\" "; }
    void add(const char* name, bool value) { text_ += std::string(name) + (value ? "=yes " : "=no "); }
    void add(const char* name, std::int64_t value) { text_ += std::string(name) + "=" + std::to_string(value) + " "; }
    void add(const char* name, Instant value) { add(name, std::int64_t(value.time_since_epoch().count())); }
    template <class Value>
    void add(const char* name, const std::optional<Value>& value)
    {
        if (value) return add(name, *value);
        text_ += std::string(name) + "=- ";
    }
    std::string take() { return std::move(text_); }

private:
    std::string text_;
};

template <class Enum, std::size_t count>
std::string word(const std::array<const char*, count>& words, Enum value)
{
    return words.at(static_cast<std::size_t>(value));
}

std::string approval(Approval value)
{
    return word(std::array{"none", "approved", "rejected"}, value);
}

std::string step(Step value)
{
    return word(
        std::array{"none", "read-source", "look", "find-holder", "succeed", "ask-candidate", "ask-site", "provision",
                   "update", "remove", "seek-person", "hard-delete", "consent-move", "email-change"},
        value);
}

std::string outcome(const std::optional<IntentOutcome>& value)
{
    return value ? std::string(name_of(*value)) : "-";
}

void add(Writing& to, const ProvisionRequest& request)
{
    to.add("provisioning_id", request.provisioning_id);
    to.add("user_id", request.user_id);
    to.add("sp_enterprise_id", request.sp_enterprise_id);
    to.add("first_name", request.first_name);
    to.add("last_name", request.last_name);
    to.add("package", request.package);
    to.add("primary_phone_number", request.primary_phone_number);
    to.add("mobile_phone_number", request.mobile_phone_number);
    to.add("extension", request.extension);
    to.add("email", request.email);
    to.add("language", request.language);
    to.add("time_zone", request.time_zone);
    to.add("sp_enterprise_group_id", request.sp_enterprise_group_id);
}

void add(Writing& to, const UpdateRequest& update)
{
    to.add("user_id", update.user_id);
    to.add("first_name", update.first_name);
    to.add("last_name", update.last_name);
    to.add("primary_phone_number", update.primary_phone_number);
    to.add("mobile_phone_number", update.mobile_phone_number);
    to.add("extension", update.extension);
    to.add("time_zone", update.time_zone);
    to.add("package", update.package);
}

void add(Writing& to, const WorkspaceRequest& request)
{
    to.add("provisioning_id", request.provisioning_id);
    to.add("user_id", request.user_id);
    to.add("sp_enterprise_id", request.sp_enterprise_id);
    to.add("display_name", request.display_name);
    to.add("primary_phone_number", request.primary_phone_number);
    to.add("extension", request.extension);
}

void add(Writing& to, const WorkspaceRow& workspace)
{
    to.add("workspace", workspace.id);
    add(to, workspace.wanted);
    add(to, workspace.done);
    to.add("is_uncertain", workspace.is_uncertain);
    to.add("is_by_command", workspace.is_by_command);
    to.add("is_removal_ordered", workspace.is_removal_ordered);
}

void add(Writing& to, const RemovalEvidence& removal)
{
    to.add("first_at", removal.first_at);
    to.add("last_at", removal.last_at);
    to.add("confirmations", std::int64_t(removal.confirmations));
    to.add("proof", removal.proof);
}

void add_keys(Writing& to, const SubscriberRow& row)
{
    to.add("id", row.id);
    to.add("wakes", row.wakes);
    to.add("bridge", row.bridge);
    to.add("user_key", row.user_key);
    to.add("user_id", row.user_id);
    to.add("service_provider_id", row.service_provider_id);
    to.add("group_id", row.group_id);
    to.add("state", std::string(name_of(row.state)));
    to.add("reason", row.reason);
    to.add("detail", row.detail);
}

void add_decided(Writing& to, const SubscriberRow& row)
{
    to.add("approval", approval(row.approval));
    to.add("removal_approval", approval(row.removal_approval));
    to.add("update_approval", approval(row.update_approval));
    to.add("removal_decided_at", row.removal_decided_at);
    to.add("update_decided_at", row.update_decided_at);
    to.add("attempts", std::int64_t(row.attempts));
    to.add("unheeded", std::int64_t(row.unheeded));
    to.add("last_code", std::int64_t(row.last_code));
    to.add("due_at", row.due_at);
    to.add("dirty_since", row.dirty_since);
    to.add("changed_at", row.changed_at);
}

void add(Writing& to, const SubscriberRow& row)
{
    add_keys(to, row);
    to.add("is_absent", row.is_absent);
    if (row.wanted) add(to, *row.wanted);
    to.add("webex_id", row.webex_id);
    to.add("person_id", row.person_id);
    to.add("erases_person", row.erases_person);
    to.add("reminded_at", row.reminded_at);
    if (row.workspace) add(to, *row.workspace);
    to.add("workspace_order", row.workspace_order);
    to.add("sent_time_zone", row.sent_time_zone);
    to.add("sent_language", row.sent_language);
    if (row.removal) add(to, *row.removal);
    add_decided(to, row);
}

}  // namespace

std::string written_out(const SubscriberRow& row)
{
    Writing to;
    add(to, row);
    return to.take();
}

std::string written_out(const Decision& decision)
{
    Writing to;
    to.add("step", step(decision.step));
    add(to, decision.row);
    add(to, decision.update);
    to.add("makes_organization", decision.makes_organization);
    to.add("wants_precheck", decision.wants_precheck);
    to.add("site_time_zone", decision.site_time_zone);
    to.add("closes_intent", outcome(decision.closes_intent));
    to.add("closing_detail", decision.closing_detail);
    to.add("trips_removals", decision.trips_removals);
    to.add("trips_updates", decision.trips_updates);
    to.add("organization_stands", decision.organization_stands);
    to.add("site_package", decision.site_package);
    to.add("gives_up_first", decision.gives_up_first);
    to.add("has_converged", decision.has_converged);
    return to.take();
}

std::string written_out(const Aftermath& aftermath)
{
    Writing to;
    add(to, aftermath.row);
    to.add("outcome", outcome(aftermath.outcome));
    to.add("detail", aftermath.detail);
    to.add("is_gone_in_webex", aftermath.is_gone_in_webex);
    return to.take();
}

}  // namespace bwsync::testing_data
