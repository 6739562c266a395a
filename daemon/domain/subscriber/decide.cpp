#include "daemon/domain/subscriber/decide.hpp"

#include <algorithm>
#include <utility>

#include "daemon/domain/basics/text.hpp"
#include "daemon/domain/subscriber/diff.hpp"
#include "daemon/domain/webex_codes/webex_codes.hpp"
#include "daemon/domain/workspace/workspace.hpp"

namespace bwsync {

namespace {

using namespace std::chrono_literals;

// A request that went out before a crash may still be on its way: it is not looked for sooner than this after it was
// written.
constexpr Millis kSettle = 5s;
// The tracker's list shows what changes; a single look is the safety net behind it.
constexpr Millis kTrackerNet = 10min;
constexpr Millis kPersonNet = 15min;
// How long the choice of a first subscriber waits for users that are still to be read.
constexpr Millis kBootstrapPatience = 60s;
constexpr Millis kHeldRecheck = 60s;
constexpr Millis kBreakerNet = 1h;
constexpr Millis kCandidacy = 200ms;
constexpr Millis kHolderRecheck = 5s;
constexpr Millis kOrganizationRecheck = 5s;
// A removal is sent only on a reading at most this old.
constexpr Millis kFreshReading = 60s;
constexpr int kAsyncRetries = 3;
constexpr const char* kRemovedInWebex = "removed-in-webex";
constexpr const char* kSiteTimeZone = "site-time-zone";
constexpr int kUnheededUpdates = 3;
// How long somebody who may only come after the primary waits before Webex is asked again, should nothing else happen.
constexpr Millis kPrimaryRecheck = 15min;

// One decision in the making: the subject, what surrounds it, and the row that is to be written.
class Deciding {
public:
    Deciding(const Subject& subject, const std::optional<Verdict>& verdict, const BridgePolicy& policy,
             const Situation& situation)
        : subject_(subject),
          verdict_(verdict),
          policy_(policy),
          now_(situation.now),
          situation_(situation),
          webex_(subject.webex)
    {
        decision_.row = subject.row;
        decision_.row.due_at.reset();
    }

    Decision run()
    {
        if (!resolve_intent()) return finish();
        if (decision_.closes_intent) {
            // One thing at a time: what follows from it is the next decision.
            row().due_at = now_;
            return std::move(decision_);
        }
        take_workspace_order(row());
        if (!subject_.source || (subject_.source->facts && !verdict_)) {
            read_source();
        } else if (!subject_.source->facts) {
            absent();
        } else {
            by_verdict();
        }
        return finish();
    }

private:
    SubscriberRow& row() { return decision_.row; }
    bool is_ours() const { return webex_ && !decision_.row.webex_id.empty(); }

    Decision finish()
    {
        if (is_ours() && !webex_->person_id.empty()) row().person_id = webex_->person_id;
        say_of_organization();
        const bool moved = row().state != subject_.row.state || row().reason != subject_.row.reason;
        if (moved) row().changed_at = now_;
        return std::move(decision_);
    }

    // The organisation stands once one subscriber of it is provisioned. Who waits for a person creates nothing by
    // itself, so others may go ahead; who cannot be provisioned leaves the place of the first to the next.
    void say_of_organization()
    {
        const bool is_standing =
            webex_ && !row().webex_id.empty() && row().wanted &&
            (webex_->status == WebexStatus::kProvisioned || row().state == SubscriberState::kPendingPerson);
        decision_.organization_stands = is_standing;
        const bool has_proof = is_standing && webex_->status == WebexStatus::kProvisioned && has_site(webex_->package);
        if (has_proof) decision_.site_package = webex_->package;
        const Enterprise& enterprise = situation_.enterprise;
        const bool was_first =
            enterprise.state == EnterpriseState::kBootstrapping && enterprise.first_user_key == row().user_key;
        const bool waits_for_another = row().reason == kPrimaryFirst;
        const bool goes_on = row().state == SubscriberState::kProvisioning ||
                             (row().state == SubscriberState::kWaiting && !waits_for_another) ||
                             row().state == SubscriberState::kUpdating;
        const bool is_undecided = decision_.step == Step::kReadSource || decision_.step == Step::kLook;
        decision_.gives_up_first = was_first && !is_standing && !goes_on && !is_undecided;
    }

    void be(SubscriberState state, std::string reason = {}, std::string detail = {})
    {
        row().state = state;
        row().reason = std::move(reason);
        row().detail = std::move(detail);
    }
    void due_in(Millis delay) { row().due_at = now_ + delay; }
    void step(Step what) { decision_.step = what; }
    // The reading itself makes the subscriber due again.
    void read_source() { step(Step::kReadSource); }
    void look()
    {
        due_in(kHeldRecheck);  // should the look itself fail
        step(Step::kLook);
    }
    void converged() { decision_.has_converged = true; }

    // An intent that is open was begun by a process that did not see its end, or whose answer was lost. False: not
    // known yet.
    bool resolve_intent()
    {
        if (!subject_.open_intent) return true;
        const OpenIntent& intent = *subject_.open_intent;
        if (row().workspace) {
            resolve_workspace(intent);
            return true;
        }
        if (!situation_.has_looked) {
            const Instant earliest = intent.opened_at + kSettle;
            if (now_ < earliest) {
                row().due_at = earliest;
            } else if (!situation_.has_grant) {
                be(SubscriberState::kWaiting, "grant",
                   "No OAuth grant is alive: bwsyncctl grant list says which to renew.");
                due_in(kHeldRecheck);
            } else {
                look();
            }
            return false;
        }
        switch (intent.operation) {
            case Operation::kProvision:
                resolve_provision();
                break;
            case Operation::kUpdate:
                close(IntentOutcome::kSuperseded, "looked after a lost answer; the difference decides");
                break;
            case Operation::kHardDelete:
                close(IntentOutcome::kSuperseded, "a lost answer: a deletion that is asked for again does no harm");
                break;
            case Operation::kEmailChange:
                close(IntentOutcome::kSuperseded, "looked after a lost answer; the difference decides");
                break;
            case Operation::kConsentMove:
                close(IntentOutcome::kSuperseded, "a lost answer: the person is not written to again");
                break;
            case Operation::kRemove:
                resolve_removal();
                break;
        }
        return true;
    }
    void close(IntentOutcome outcome, std::string detail)
    {
        decision_.closes_intent = outcome;
        decision_.closing_detail = std::move(detail);
    }
    // Nothing can be looked up. An update or a removal is told again, which does no harm; a creation stays uncertain.
    void resolve_workspace(const OpenIntent& intent)
    {
        if (intent.operation == Operation::kProvision && row().workspace->id.empty()) {
            row().workspace->is_uncertain = true;
            close(IntentOutcome::kParked, "a lost answer: Webex may have the workspace, and has no list of them");
            return;
        }
        close(IntentOutcome::kSuperseded, "a lost answer: it is told again, which does no harm");
    }
    void resolve_provision()
    {
        if (!webex_) {
            close(IntentOutcome::kFailed, "looked after a lost answer: Webex does not have the user id");
            return;
        }
        row().webex_id = webex_->id;
        row().approval = Approval::kNone;
        remember_sent(subject_.open_intent->provision);
        close(IntentOutcome::kAdopted, "looked after a lost answer: the subscriber is there");
    }
    void resolve_removal()
    {
        if (webex_) {
            close(IntentOutcome::kFailed, "looked after a lost answer: the subscriber is still there");
            return;
        }
        close(IntentOutcome::kDone, "looked after a lost answer: the subscriber is gone");
        row().webex_id.clear();
    }
    void remember_sent(const ProvisionRequest& sent)
    {
        row().sent_time_zone = sent.time_zone;
        row().sent_language = sent.language;
    }

    void by_verdict()
    {
        row().user_id = subject_.source->facts->user_id;
        row().service_provider_id = subject_.source->facts->service_provider_id;
        row().group_id = subject_.source->facts->group_id;
        const bool is_ordered = row().workspace && row().workspace->is_by_command && verdict_->workspace;
        if (verdict_->kind == Verdict::Kind::kWorkspace || is_ordered) return workspace();
        const bool is_no_more =
            verdict_->kind == Verdict::Kind::kNotEntitled || verdict_->kind == Verdict::Kind::kWanted;
        const bool is_ending = is_no_more || (row().workspace && row().workspace->is_removal_ordered);
        if (is_ending && holds_workspace("The user is no workspace any more.")) return;
        switch (verdict_->kind) {
            case Verdict::Kind::kWorkspace:
                break;
            case Verdict::Kind::kOutOfScope:
                clear_removal();
                row().wanted.reset();
                be(SubscriberState::kIgnored, verdict_->reason, verdict_->detail);
                converged();
                break;
            case Verdict::Kind::kBlocked:
                clear_removal();
                be(SubscriberState::kParked, verdict_->reason, verdict_->detail);
                converged();
                break;
            case Verdict::Kind::kNotEntitled:
                unwanted("The user exists and holds nothing that maps to a package.");
                break;
            case Verdict::Kind::kWanted:
                wanted();
                break;
        }
    }

    // ---- a user that is a workspace ----

    void workspace()
    {
        if (is_subscriber()) return;
        clear_removal();
        row().wanted.reset();
        if (!row().workspace) row().workspace.emplace();
        WorkspaceRow& known = *row().workspace;
        const bool is_changed = known.wanted != *verdict_->workspace;
        if (is_changed) begin_anew();
        known.wanted = *verdict_->workspace;
        if (known.id.empty() && known.is_uncertain) return park_uncertain();
        if (workspace_was_refused() && !is_changed) return keep();
        if (known.id.empty()) return provision_workspace();
        // What was adopted is taken to stand where it is wanted.
        if (known.done.sp_enterprise_id.empty()) known.done.sp_enterprise_id = known.wanted.sp_enterprise_id;
        if (known.done.provisioning_id.empty()) known.done.provisioning_id = known.wanted.provisioning_id;
        if (is_other_place(known)) return move_workspace();
        known.is_removal_ordered = false;  // policy, or a newer order, wants it
        if (!workspace_change(known).is_empty()) return update_workspace();
        begin_anew();
        row().last_code = 0;
        be(SubscriberState::kProvisioned);
        converged();
    }
    // Whom Webex has as a subscriber is no workspace before a person has taken the subscriber away.
    bool is_subscriber()
    {
        if (!row().webex_id.empty() && !webex_) {
            if (!situation_.has_looked) {
                look();
                return true;
            }
            row().webex_id.clear();
        }
        if (!webex_) return false;
        be(SubscriberState::kParked, "workspace-conflict",
           "The user is to be a workspace and is a subscriber in Webex. Remove the subscriber there, or take the user "
           "out of `workspaces` and out of workspaces by command.");
        converged();
        return true;
    }
    bool workspace_was_refused()
    {
        const bool is_approved = std::exchange(row().approval, Approval::kNone) == Approval::kApproved;
        return !is_approved && decision_.row.state == SubscriberState::kParked &&
               decision_.row.reason.starts_with("webex-");
    }
    void park_uncertain()
    {
        const bool is_gone = subject_.row.reason == "workspace-gone";
        const std::string remedy =
            " Look in Control Hub: if it is there, bwsyncctl workspace adopt USER --id ID; if not, bwsyncctl workspace "
            "retry USER makes one.";
        if (is_gone) {
            be(SubscriberState::kParked, "workspace-gone", "Webex does not know the workspace any more." + remedy);
        } else {
            be(SubscriberState::kParked, "unknown-outcome",
               "The answer to its creation was lost, and Webex has no list of workspaces." + remedy);
        }
        converged();
    }
    bool workspace_is_held(bool is_creation)
    {
        if (!is_held_back(is_creation)) return false;
        // The end of an enterprise's pause wakes its subscribers only.
        if (!row().due_at) due_in(kHeldRecheck);
        return true;
    }
    void provision_workspace()
    {
        if (workspace_is_held(true)) return;
        if (situation_.enterprise.state != EnterpriseState::kReady) {
            be(SubscriberState::kWaiting, "organization",
               "The enterprise has no Webex organisation yet: its first subscriber makes it.");
            return due_in(kOrganizationRecheck);
        }
        be(SubscriberState::kProvisioning);
        step(Step::kProvision);
    }
    void update_workspace()
    {
        if (policy_.sync == SyncPolicy::kCreateOnly) {
            be(SubscriberState::kProvisioned, "create-only",
               "BroadWorks and Webex differ; the policy create-only leaves it so.");
            return converged();
        }
        if (row().update_approval == Approval::kRejected) {
            be(SubscriberState::kProvisioned, "rejected",
               "The operator rejected this update; a newer change in BroadWorks is taken up.");
            return converged();
        }
        if (workspace_is_held(false)) return;
        if (updates_are_braked()) {
            be(SubscriberState::kWaiting, "brake", "Too many updates at once: bwsyncctl bridge approve, or reject.");
            return;
        }
        ++row().unheeded;
        be(SubscriberState::kUpdating);
        step(Step::kUpdate);
    }
    void move_workspace()
    {
        if (row().workspace->is_removal_ordered) return remove_workspace();
        be(SubscriberState::kParked, "workspace-moved",
           "The workspace belongs to another enterprise or template now, which Webex takes only as a new one: "
           "bwsyncctl workspace remove USER removes it there and makes it here.");
        converged();
    }
    // By an operator's order: it is the proof, and needs no grace.
    void remove_workspace()
    {
        if (workspace_was_refused()) return keep();
        if (workspace_is_held(false)) return;
        be(SubscriberState::kRemoving, "ordered", "An operator ordered the removal of the workspace.");
        step(Step::kRemove);
    }
    // Nobody wants it any more. False: there is none, and the user may be a subscriber.
    bool holds_workspace(const std::string& proof)
    {
        if (!row().workspace) return false;
        const WorkspaceRow& known = *row().workspace;
        const bool is_none = known.id.empty() && !known.is_uncertain;
        if (is_none) {
            row().workspace.reset();
            return false;
        }
        end_workspace(known, proof);
        return true;
    }
    void end_workspace(const WorkspaceRow& known, const std::string& proof)
    {
        if (known.id.empty()) return park_uncertain();
        if (known.is_removal_ordered) return remove_workspace();
        if (known.is_by_command) {
            be(SubscriberState::kProvisioned, "by-command",
               "BroadWorks does not want it; made by command and kept until bwsyncctl workspace remove.");
            return converged();
        }
        if (workspace_was_refused()) return keep();
        row().is_absent = true;
        if (!may_remove() || row().removal_approval == Approval::kRejected) return keep_absent();
        confirm(proof);
    }

    void clear_removal()
    {
        row().removal.reset();
        row().removal_decided_at.reset();
        row().removal_approval = Approval::kNone;
        row().is_absent = false;
    }

    // ---- somebody who should be in Webex ----

    void wanted()
    {
        clear_removal();
        // Somebody who is wanted again: an order to delete the person is void, and approves nothing else.
        if (row().erases_person) row().approval = Approval::kNone;
        row().erases_person = false;
        const bool is_changed = row().wanted != verdict_->wanted;
        if (is_changed && is_other_person()) return hold_reuse();
        if (is_changed) begin_anew();
        row().wanted = verdict_->wanted;
        const SubscriberState before = subject_.row.state;
        const bool was_refused = (before == SubscriberState::kParked || before == SubscriberState::kPendingPerson) &&
                                 subject_.row.reason.starts_with("webex-");
        if (!webex_) {
            if (!row().webex_id.empty()) return missing_in_webex();
            if (is_held_as_removed()) return keep();
            if (was_refused && !is_changed && row().approval != Approval::kApproved) return keep();
            return provision();
        }
        if (row().webex_id.empty() && !adopt()) return;
        by_status(was_refused && !is_changed);
    }
    void keep() { converged(); }
    void begin_anew()
    {
        row().attempts = 0;
        row().unheeded = 0;
        row().update_approval = Approval::kNone;
    }

    // The user id was removed from Webex for one person and now names another (reuse guard).
    bool is_other_person() const
    {
        if (!policy_.reuse_guard || !row_was_removed() || decision_.row.approval == Approval::kApproved) return false;
        const ProvisionRequest& before = *subject_.row.wanted;
        const ProvisionRequest& after = verdict_->wanted;
        const bool has_other_name = before.first_name != after.first_name || before.last_name != after.last_name;
        return has_other_name && lower_case(before.email) != lower_case(after.email);
    }
    bool row_was_removed() const
    {
        const SubscriberRow& before = subject_.row;
        const bool is_held = before.state == SubscriberState::kParked && before.reason == "reuse-guard";
        return before.wanted && (before.state == SubscriberState::kRemoved || is_held);
    }
    void hold_reuse()
    {
        be(SubscriberState::kParked, "reuse-guard",
           "The user id belonged to another person whose Webex account was removed. Check that the old account is "
           "gone, then approve.");
        converged();
    }

    void missing_in_webex()
    {
        if (!situation_.has_looked) return look();
        row().webex_id.clear();
        if (may_restore()) {
            // Written down first: what is provisioned next is nobody that Webex has.
            be(SubscriberState::kProvisioning);
            return due_in(0ms);
        }
        be(SubscriberState::kParked, kRemovedInWebex,
           "Somebody removed the subscriber on the Webex side. Approve to provision it again, or take the user out of "
           "BroadWorks.");
        converged();
    }
    bool may_restore() const
    {
        return policy_.restore_removed_in_webex || decision_.row.approval == Approval::kApproved;
    }
    bool is_held_as_removed() const
    {
        const SubscriberRow& before = subject_.row;
        return before.state == SubscriberState::kParked && before.reason == kRemovedInWebex && !may_restore();
    }

    bool adopt()
    {
        const bool is_same_enterprise = webex_->sp_enterprise_id == row().wanted->sp_enterprise_id;
        const bool is_same_template =
            webex_->provisioning_id.empty() || webex_->provisioning_id == row().wanted->provisioning_id;
        if (is_same_enterprise && is_same_template) {
            row().webex_id = webex_->id;
            remember_sent(*row().wanted);
            return true;
        }
        if (row().approval == Approval::kApproved && is_held_back(false)) return false;
        if (row().approval == Approval::kApproved) {
            row().webex_id = webex_->id;
            replace();
            return false;
        }
        be(SubscriberState::kParked, "conflict",
           "Webex holds this user id under another enterprise or template. Approve to remove it there and provision it "
           "here.");
        converged();
        return false;
    }

    void by_status(bool was_refused)
    {
        switch (webex_->status) {
            case WebexStatus::kProvisioning:
            case WebexStatus::kUpdating:
                in_flight();
                break;
            case WebexStatus::kPendingEmailInput:
            case WebexStatus::kPendingEmailValidation:
            case WebexStatus::kPendingUserMigration:
                pending_person();
                break;
            case WebexStatus::kError:
                failed_in_webex(was_refused);
                break;
            case WebexStatus::kProvisioned:
                compare(was_refused);
                break;
            case WebexStatus::kUnknown:
                be(SubscriberState::kParked, "unknown-status",
                   "Webex shows the status '" + webex_->status_text +
                       "', which bwsync does not know: it waits until the status changes.");
                due_in(kPersonNet);
                converged();
                break;
        }
    }
    void in_flight()
    {
        const bool is_new = webex_->status == WebexStatus::kProvisioning;
        be(is_new ? SubscriberState::kProvisioning : SubscriberState::kUpdating);
        net(kTrackerNet);
    }
    // A single look, should the tracker's list have missed the change.
    void net(Millis delay)
    {
        const bool is_time = subject_.row.due_at && *subject_.row.due_at <= now_ && !situation_.has_looked &&
                             now_ - webex_->last_status_change > delay && situation_.has_grant;
        due_in(delay);
        if (is_time && subject_.row.state == decision_.row.state) step(Step::kLook);
    }
    void pending_person()
    {
        std::string reason(name_of(webex_->status));
        std::replace(reason.begin(), reason.end(), '_', '-');
        be(SubscriberState::kPendingPerson, std::move(reason),
           "Webex waits for the person; nothing is repeated meanwhile.");
        net(kPersonNet);
        converged();
        if (webex_->status == WebexStatus::kPendingUserMigration) remind();
    }
    // Once per provisioning: the time is noted before the mail goes out, and a lost answer is not asked for again.
    void remind()
    {
        if (policy_.consent_reminder.count() == 0 || row().reminded_at) return;
        const Instant due = webex_->last_status_change + policy_.consent_reminder;
        if (now_ < due) {
            row().due_at = std::min(row().due_at.value_or(due), due);
            return;
        }
        const bool may_write = policy_.sync != SyncPolicy::kObserve && !situation_.only_observe &&
                               !situation_.is_flow_through && !situation_.is_paused && !situation_.window_is_closed &&
                               situation_.has_grant;
        if (!may_write) return;
        row().reminded_at = now_;
        step(Step::kConsentMove);
    }
    void failed_in_webex(bool was_refused)
    {
        const int code = webex_->errors.empty() ? 0 : webex_->errors.front().code;
        const WebexCode& rule = webex_code(code);
        const bool is_transient = rule.action == CodeAction::kRetry || rule.action == CodeAction::kWait;
        const SubscriberDiff diff =
            difference(*row().wanted, *webex_, row().sent_time_zone, verdict_->has_trusted_email);
        const int tries = is_transient ? kAsyncRetries : 1;
        if (!diff.update.is_empty() && !was_refused && row().unheeded < tries) return update(diff.update);
        if (row().approval == Approval::kApproved) return is_held_back(false) ? void() : replace();
        row().last_code = code;
        be(SubscriberState::kParked, "webex-" + std::to_string(code),
           std::string(rule.title) + ". " + std::string(rule.remedy) +
               " Approve to remove the subscriber and provision it again.");
        converged();
    }

    void compare(bool was_refused)
    {
        const SubscriberDiff diff =
            difference(*row().wanted, *webex_, row().sent_time_zone, verdict_->has_trusted_email);
        if (!diff.destructive.empty()) return destructive(diff, was_refused);
        if (!diff.update.is_empty()) {
            if (was_refused && row().approval != Approval::kApproved) return keep();
            return update(diff.update);
        }
        begin_anew();
        row().last_code = 0;
        row().approval = Approval::kNone;
        if (diff.keeps_last_number) {
            be(SubscriberState::kParked, "last-number",
               "BroadWorks has neither a number nor an extension for the user and Webex keeps at least one: give the "
               "user one of them.");
        } else {
            be(SubscriberState::kProvisioned);
        }
        converged();
    }

    void destructive(const SubscriberDiff& diff, bool was_refused)
    {
        if (changes_only_the_person(diff)) return was_refused ? keep() : change_email();
        bool is_held = false;
        std::string what;
        for (const std::string& field : diff.destructive) {
            what += (what.empty() ? "" : ", ") + field;
            is_held = is_held || holds(field);
        }
        if (is_held && row().approval != Approval::kApproved) {
            be(SubscriberState::kParked, "approval",
               "Changed in BroadWorks: " + what + ". Webex takes it only as remove and provision; approve to do it.");
            return converged();
        }
        if (is_held_back(false)) return;
        replace();
    }
    // An approval asks for remove and provision: it is given where the person could not be changed.
    bool changes_only_the_person(const SubscriberDiff& diff) const
    {
        const bool knows_person = !webex_->person_id.empty() || !decision_.row.person_id.empty();
        const bool is_only_email = diff.destructive.size() == 1 && diff.destructive.front() == "email";
        return policy_.email_change == EmailChange::kPerson && is_only_email && knows_person &&
               decision_.row.approval != Approval::kApproved;
    }
    bool holds(const std::string& field) const
    {
        if (field == "email") return policy_.email_change != EmailChange::kReplace;
        if (field == "enterprise") return policy_.hold_enterprise_change;
        return policy_.hold_provisioning_id_change;
    }
    // Remove now; the next evaluation finds nothing in Webex and provisions.
    void replace()
    {
        if (policy_.sync != SyncPolicy::kSync) {
            be(SubscriberState::kParked, "approval",
               "Webex takes this change only as a removal, which the bridge's policy never does.");
            return converged();
        }
        be(SubscriberState::kUpdating, "replacing");
        row().attempts = 0;
        step(Step::kRemove);
    }

    void update(const UpdateRequest& what)
    {
        if (!begin_update()) return;
        decision_.update = what;
        step(Step::kUpdate);
    }
    void change_email()
    {
        if (begin_update()) step(Step::kEmailChange);
    }
    // Everything that can keep a change of an existing subscriber from being sent.
    bool begin_update()
    {
        if (policy_.sync == SyncPolicy::kCreateOnly) {
            be(SubscriberState::kProvisioned, "create-only",
               "BroadWorks and Webex differ; the policy create-only leaves it so.");
            converged();
            return false;
        }
        if (row().update_approval == Approval::kRejected) {
            be(SubscriberState::kProvisioned, "rejected",
               "The operator rejected this update; a newer change in BroadWorks is taken up.");
            converged();
            return false;
        }
        if (row().unheeded >= kUnheededUpdates) {
            be(SubscriberState::kParked, "not-taken",
               "Webex accepted the same update several times and still shows other values: compare the two with "
               "bwsyncctl subscriber show.");
            converged();
            return false;
        }
        if (is_held_back(false)) return false;
        if (updates_are_braked()) {
            be(SubscriberState::kWaiting, "brake", "Too many updates at once: bwsyncctl bridge approve, or reject.");
            return false;
        }
        ++row().unheeded;
        be(SubscriberState::kUpdating);
        return true;
    }
    bool updates_are_braked()
    {
        if (row().update_approval == Approval::kApproved) return false;
        const BrakeCounts& counts = situation_.brakes;
        const bool is_counted = row().update_decided_at && now_ - *row().update_decided_at < policy_.brake.window;
        if (!is_counted) row().update_decided_at = now_;
        const std::int64_t pending = counts.updates + counts.suspected_updates + (is_counted ? 0 : 1);
        const bool trips = brake_trips(pending, counts.provisioned, -1, policy_.brake.updates_percent);
        decision_.trips_updates = trips && !counts.updates_tripped;
        return trips || counts.updates_tripped;
    }

    // ---- the first call for a subscriber ----

    void provision()
    {
        if (is_held_back(true)) return;
        if (!email_and_user_id_are_free()) return;
        const bool was_seen_elsewhere = row().last_code == 2009 || row().last_code == 2010;
        if (was_seen_elsewhere && !situation_.has_looked) return look();
        if (was_seen_elsewhere) return park_taken();
        const Enterprise& enterprise = situation_.enterprise;
        if (enterprise.state == EnterpriseState::kReady) return send_provision(false);
        const bool is_first =
            enterprise.state == EnterpriseState::kBootstrapping && enterprise.first_user_key == row().user_key;
        if (is_first && is_held_for_primary()) return wait_for_primary();
        if (is_first) return send_provision(true);
        if (enterprise.state == EnterpriseState::kBootstrapping) return wait_for_organization();
        if (!situation_.candidate) return step(Step::kAskCandidate);
        choose_first();
    }
    // A rename that the feed did not tell (a gap, a write past it) looks like one person gone and another one new with
    // the same e-mail. Whose removal is decided and whose name agrees is the same person: the Webex account moves along
    // instead of being removed.
    // Who has the user id in Webex although another one has it in BroadWorks by now is renamed first: it is never
    // adopted for the newcomer, whose removal would then take somebody else's account.
    bool email_and_user_id_are_free()
    {
        if (!situation_.has_sought_holder) {
            step(Step::kFindHolder);
            return false;
        }
        if (!situation_.email_holder) return true;
        const EmailHolder& holder = *situation_.email_holder;
        const bool has_same_name =
            holder.first_name == row().wanted->first_name && holder.last_name == row().wanted->last_name;
        if (holder.state == SubscriberState::kRemoving && has_same_name) {
            step(Step::kSucceed);
            return false;
        }
        if (holder.has_user_id) {
            be(SubscriberState::kWaiting, "user-id-in-use",
               "Webex still shows the user id on another subscriber of this bridge, whose rename is on its way: tried "
               "again when it is free.");
            due_in(kHolderRecheck);
            return false;
        }
        be(SubscriberState::kParked, "email-in-use",
           "Another subscriber of this bridge has the e-mail address in Webex. Give one of the two another address in "
           "BroadWorks; it is "
           "tried again when the address is free.");
        due_in(kHolderRecheck);
        return false;
    }
    void choose_first()
    {
        const Instant seen_at = situation_.enterprise.seen_at;
        const bool has_patience = seen_at == Instant{} || now_ - seen_at < kBootstrapPatience;
        if (situation_.candidate_may_change && has_patience) {
            wait_for_organization();
            return due_in(1s);
        }
        const std::string& first = *situation_.candidate;
        const bool may_ask = !is_held_for_primary() || now_ - subject_.row.changed_at >= kPrimaryRecheck;
        if (first == row().user_key) return may_ask ? send_provision(true) : wait_for_primary();
        wait_for_organization();
        if (first == verdict_->first_subscriber) {
            row().detail = "Waits for the configured first subscriber, " + first +
                           ". Should that user not be entitled, correct first_subscriber.";
            due_in(kHeldRecheck);
        }
        if (!first.empty()) return;
        // Nobody is known as able to be the first: we ourselves, as soon as this row is written, or nobody at all.
        if (!row().wanted->time_zone.empty() || verdict_->site_zone == SiteZone::kCountry) return due_in(kCandidacy);
        be(SubscriberState::kParked, "no-time-zone",
           "The first subscriber of an organisation needs a time zone, and no user of this one has it: set it in "
           "BroadWorks.");
        due_in(kHeldRecheck);
        converged();
    }
    // The precheck said that somebody else of the enterprise must come first. As long as anybody else can be tried, the
    // choice falls on them.
    bool is_held_for_primary() const
    {
        return subject_.row.state == SubscriberState::kWaiting && subject_.row.reason == kPrimaryFirst;
    }
    void wait_for_primary()
    {
        const Instant again = subject_.row.changed_at + kPrimaryRecheck;
        row().due_at = again > now_ ? again : now_ + kPrimaryRecheck;
    }
    void wait_for_organization()
    {
        if (is_held_for_primary()) return wait_for_primary();
        be(SubscriberState::kWaiting, "organization",
           "Waits for the first subscriber of this enterprise, which makes its Webex organisation.");
    }
    void park_taken()
    {
        const WebexCode& rule = webex_code(row().last_code);
        be(SubscriberState::kParked, "webex-" + std::to_string(row().last_code),
           std::string(rule.title) + ". " + std::string(rule.remedy));
        row().last_code = 0;
        converged();
    }
    // The first standard and the first premium subscriber of an organisation fix the time zone of a Meetings site, for
    // good. False: not to be sent now.
    bool site_is_settled(bool makes_organization)
    {
        if (verdict_->site_zone == SiteZone::kUser || !has_site(row().wanted->package)) return true;
        const Enterprise& enterprise = situation_.enterprise;
        const bool stood = row().wanted->package == "standard" ? enterprise.has_standard : enterprise.has_premium;
        if (stood && !makes_organization) return true;
        if (!makes_organization && !situation_.site_stands) {
            step(Step::kAskSite);
            return false;
        }
        if (!makes_organization && *situation_.site_stands) return true;
        if (verdict_->site_zone == SiteZone::kCountry) {
            decision_.site_time_zone = verdict_->country_zone;
            return true;
        }
        if (row().approval == Approval::kApproved) return true;
        const std::string& own = row().wanted->time_zone;
        be(SubscriberState::kParked, kSiteTimeZone,
           "The first " + row().wanted->package +
               " subscriber of the enterprise fixes the time zone of its Meetings site for "
               "good: " +
               (own.empty() ? "the default of the organization's country" : own) +
               ". Approve, or correct the time zone in BroadWorks and then approve.");
        converged();
        return false;
    }
    void send_provision(bool makes_organization)
    {
        if (!site_is_settled(makes_organization)) return;
        const bool needs_zone = makes_organization && verdict_->site_zone != SiteZone::kCountry;
        if (needs_zone && row().wanted->time_zone.empty()) {
            be(SubscriberState::kParked, "no-time-zone",
               "The first subscriber fixes the Meetings site's time zone: set one in BroadWorks.");
            return converged();
        }
        be(SubscriberState::kProvisioning);
        row().reminded_at.reset();
        decision_.makes_organization = makes_organization;
        const bool is_new_attempt = row().attempts == 0;
        decision_.wants_precheck = is_new_attempt && (policy_.precheck == PrecheckUse::kAlways ||
                                                      (makes_organization && policy_.precheck == PrecheckUse::kFirst));
        step(Step::kProvision);
    }

    // What keeps every write back, in the order in which an operator would want to hear it.
    bool is_held_back(bool is_creation)
    {
        const auto wait = [this](const char* reason, std::string detail) {
            be(SubscriberState::kWaiting, reason, std::move(detail));
            return true;
        };
        if (is_observing()) return wait("observe", "The bridge only observes; nothing is sent.");
        if (situation_.is_flow_through) {
            return wait("flow-through",
                        "BroadWorks itself provisions this scope into Webex (Integrated IM&P provisioning URL): only "
                        "observed.");
        }
        if (situation_.is_paused)
            return wait("paused", "The bridge or the enterprise is paused by an operator: bwsyncctl bridge resume.");
        if (situation_.window_is_closed) {
            due_in(kHeldRecheck);
            return wait("window", "A configured window denies writes at this time.");
        }
        if (!situation_.has_grant) {
            due_in(kHeldRecheck);
            return wait("grant", "No OAuth grant is alive: bwsyncctl grant list says which to renew.");
        }
        if (is_creation && !situation_.webex_is_known) {
            return wait("webex-unread", "The list of Webex subscribers has not been read yet.");
        }
        // The breaker itself wakes those it holds: one for a probe, all when it closes. The due time is the net for a
        // program that does not know breakers and takes the bridge over.
        if (!situation_.held_by_breaker.empty()) {
            due_in(kBreakerNet);
            return wait("breaker", situation_.held_by_breaker);
        }
        return false;
    }
    bool is_observing() const { return policy_.sync == SyncPolicy::kObserve || situation_.only_observe; }
    bool may_remove() const
    {
        return policy_.sync == SyncPolicy::kSync && !situation_.only_observe && !situation_.is_flow_through;
    }

    // ---- somebody who should not be in Webex ----

    void absent()
    {
        if (!subject_.source->absence_is_proven) return wait_until(subject_.source->read_at + kHeldRecheck);
        if (holds_workspace(subject_.source->proof)) return;
        unwanted(subject_.source->proof);
    }

    void unwanted(const std::string& proof)
    {
        if (row().webex_id.empty()) {
            clear_removal();
            if (row().erases_person && !row().person_id.empty()) return erase_person();
            row().erases_person = false;
            row().approval = Approval::kNone;
            never_ours();
            return converged();
        }
        if (!webex_) {
            // A list that did not show it proves nothing.
            if (!situation_.has_looked) return look();
            row().webex_id.clear();
            clear_removal();
            if (row().erases_person && !row().person_id.empty()) return erase_person();
            be(SubscriberState::kRemoved);
            return converged();
        }
        row().is_absent = true;
        if (!may_remove() || row().removal_approval == Approval::kRejected) return keep_absent();
        confirm(proof);
    }
    // The subscriber is gone by our own removal, which had its proofs, its grace and the brake's consent. The Webex
    // user behind it follows, unless it stands for somebody else by now.
    void erase_person()
    {
        const bool was_refused =
            subject_.row.state == SubscriberState::kParked && subject_.row.reason.starts_with("webex-");
        if (was_refused && row().approval != Approval::kApproved) return keep();
        const bool is_ordered = row().approval == Approval::kApproved;
        if (!is_ordered && !(may_remove() && policy_.erases_people)) {
            be(SubscriberState::kRemoved, "person-kept", "Removed; the policy keeps the Webex user.");
            return converged();
        }
        be(SubscriberState::kRemoving, "person", "The subscriber is removed; its Webex user follows.");
        if (now_ - subject_.source->read_at > kFreshReading) return read_source();
        if (is_held_back(false)) {
            row().state = SubscriberState::kRemoving;
            return;
        }
        if (!situation_.has_sought_person) {
            due_in(kHeldRecheck);  // should the question itself fail
            return step(Step::kSeekPerson);
        }
        if (situation_.person_is_used) {
            row().erases_person = false;
            be(SubscriberState::kRemoved, "person-in-use",
               "Removed; the Webex user stays, since another subscriber stands for it.");
            return converged();
        }
        step(Step::kHardDelete);
    }
    void never_ours()
    {
        if (webex_) {
            be(SubscriberState::kForeign, "foreign",
               "Webex has this user id, BroadWorks does not entitle it, and bwsync did not provision it.");
        } else if (subject_.row.state == SubscriberState::kRemoved ||
                   subject_.row.state == SubscriberState::kRemoving) {
            be(SubscriberState::kRemoved);
        } else {
            be(SubscriberState::kIgnored, subject_.source->facts ? "not-entitled" : "gone");
        }
    }
    void keep_absent()
    {
        row().removal.reset();
        const bool is_rejected = row().removal_approval == Approval::kRejected;
        be(SubscriberState::kProvisioned, is_rejected ? "rejected" : "absent",
           is_rejected ? "Gone from BroadWorks; the operator rejected its removal."
                       : "Gone from BroadWorks; the policy keeps it in Webex.");
        converged();
    }

    // Counts this reading when it is a new one, and removes when evidence, grace and everything else allow it.
    void confirm(const std::string& proof)
    {
        const Instant read_at = subject_.source->read_at;
        if (!row().removal) {
            row().removal = RemovalEvidence{read_at, read_at, 1, proof};
            row().removal_decided_at = now_;
        } else if (read_at >= row().removal->last_at + policy_.confirm_after) {
            row().removal->last_at = read_at;
            ++row().removal->confirmations;
            row().removal->proof = proof;
        }
        be(SubscriberState::kRemoving, "grace", "Removal decided: " + proof);
        if (removals_are_braked()) {
            be(SubscriberState::kRemoving, "brake", "Too many removals at once: bwsyncctl bridge approve, or reject.");
            return;
        }
        const RemovalEvidence& evidence = *row().removal;
        if (evidence.confirmations < policy_.confirmations) return wait_until(evidence.last_at + policy_.confirm_after);
        const Instant grace_ends = evidence.first_at + policy_.grace;
        if (now_ < grace_ends) return wait_until(grace_ends);
        if (now_ - read_at > kFreshReading) return read_source();
        if (is_held_back(false)) {
            row().state = SubscriberState::kRemoving;
            return;
        }
        be(SubscriberState::kRemoving);
        row().erases_person = policy_.erases_people && !row().workspace;
        step(Step::kRemove);
    }
    // A new reading is asked for when the time has come; the reading makes the subscriber due again.
    void wait_until(Instant instant)
    {
        if (now_ >= instant) return read_source();
        row().due_at = instant;
    }
    bool removals_are_braked()
    {
        if (row().removal_approval == Approval::kApproved) return false;
        const BrakeCounts& counts = situation_.brakes;
        const bool is_counted =
            subject_.row.removal_decided_at && now_ - *subject_.row.removal_decided_at < policy_.brake.window;
        const std::int64_t pending = counts.removals + counts.suspected_removals + (is_counted ? 0 : 1);
        const bool trips =
            brake_trips(pending, counts.provisioned, policy_.brake.removals, policy_.brake.removals_percent);
        decision_.trips_removals = trips && !counts.removals_tripped;
        return trips || counts.removals_tripped;
    }

    const Subject& subject_;
    const std::optional<Verdict>& verdict_;
    const BridgePolicy& policy_;
    const Instant now_;
    const Situation& situation_;
    std::optional<WebexSubscriber> webex_;
    Decision decision_;
};

}  // namespace

Decision decide(const Subject& subject, const std::optional<Verdict>& verdict, const BridgePolicy& policy,
                const Situation& situation)
{
    return Deciding(subject, verdict, policy, situation).run();
}

}  // namespace bwsync
