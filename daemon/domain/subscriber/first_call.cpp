#include "daemon/domain/subscriber/first_call.hpp"

#include "daemon/domain/guard/holds.hpp"
#include "daemon/domain/subscriber/times.hpp"
#include "daemon/domain/webex_codes/webex_codes.hpp"

namespace bwsync {

namespace {

using namespace std::chrono_literals;

// How long the choice of a first subscriber waits for users that are still to be read.
constexpr Millis kBootstrapPatience = 60s;
constexpr Millis kCandidacy = 200ms;
constexpr Millis kCandidatesRecheck = 1s;
constexpr Millis kHolderRecheck = 5s;
constexpr Millis kUnchosenRecheck = 2s;
// Webex codes of what the newcomer needs and somebody else has.
constexpr int kUserIdTaken = 2009;
constexpr int kEmailTaken = 2010;

// The precheck said that somebody else of the enterprise must come first. As long as anybody else can be tried, the
// choice falls on them.
bool is_held_for_primary(const Draft& draft)
{
    return draft.before().state == SubscriberState::kWaiting && has_reason(draft.before(), Reason::kPrimaryFirst);
}

void wait_for_primary(Draft& draft)
{
    const Instant again = draft.before().changed_at + kAskPrimaryAgain;
    draft.row().due_at = again > draft.now ? again : draft.now + kAskPrimaryAgain;
}

// The enterprise wakes those that wait for it. The due time is the net below that: while nobody is chosen, two
// newcomers may each have taken the other for the first, since neither row was stored yet.
void wait_for_organization(Draft& draft)
{
    if (is_held_for_primary(draft)) return wait_for_primary(draft);
    const bool is_chosen = draft.situation.enterprise.state == EnterpriseState::kBootstrapping;
    draft.due_in(is_chosen ? kHeldRecheck : kUnchosenRecheck);
    draft.be(SubscriberState::kWaiting, Reason::kOrganization,
             "Waits for the first subscriber of this enterprise, which makes its Webex organisation.");
}

// Webex said that the subscriber exists, and a look did not find it.
void park_taken(Draft& draft)
{
    const WebexCode& rule = webex_code(draft.row().last_code);
    draft.be_refused(SubscriberState::kParked, draft.row().last_code,
                     std::string(rule.title) + ". " + std::string(rule.remedy));
    draft.row().last_code = 0;
    draft.keep();
}

// An e-mail address belongs to one subscriber in Webex. A rename that the feed did not tell (a gap, a write past it)
// looks like one person gone and another one new with the same e-mail. Somebody whose removal is decided and whose name
// agrees is the same person: the Webex account moves along instead of being removed. A subscriber that still has the
// user id in Webex is renamed first: it is never adopted for the newcomer, whose removal would then take somebody
// else's account.
bool email_and_user_id_are_free(Draft& draft)
{
    if (!draft.situation.has_sought_holder) {
        draft.step(Step::kFindHolder);
        return false;
    }
    if (!draft.situation.email_holder) return true;
    const EmailHolder& holder = *draft.situation.email_holder;
    const ProvisionRequest& wish = *draft.row().wanted;
    const bool has_same_name = holder.first_name == wish.first_name && holder.last_name == wish.last_name;
    if (holder.state == SubscriberState::kRemoving && has_same_name) {
        draft.step(Step::kSucceed);
        return false;
    }
    draft.due_in(kHolderRecheck);
    if (holder.has_user_id) {
        draft.be(SubscriberState::kWaiting, Reason::kUserIdInUse,
                 "Webex still shows the user id on another subscriber of this bridge, whose rename is on its way: "
                 "tried again when it is free.");
        return false;
    }
    draft.be(SubscriberState::kParked, Reason::kEmailInUse,
             "Another subscriber of this bridge has the e-mail address in Webex. Give one of the two another address "
             "in BroadWorks; it is tried again when the address is free.");
    return false;
}

void hold_site(Draft& draft)
{
    const ProvisionRequest& wish = *draft.row().wanted;
    const std::string zone = wish.time_zone.empty() ? "the default of the organization's country" : wish.time_zone;
    draft.settle(SubscriberState::kParked, Reason::kSiteTimeZone,
                 "The first " + wish.package +
                     " subscriber of the enterprise fixes the time zone of its Meetings site for good: " + zone +
                     ". Approve, or correct the time zone in BroadWorks and then approve.");
}

// The first standard and the first premium subscriber of an organization fix the time zone of a Meetings site, for
// good. False: not to be sent now.
bool site_is_settled(Draft& draft, bool makes_organization)
{
    const Verdict& verdict = *draft.verdict;
    const std::string& package = draft.row().wanted->package;
    if (verdict.site_zone == SiteZone::kUser || !has_site(package)) return true;
    const Enterprise& enterprise = draft.situation.enterprise;
    const bool stood = package == "standard" ? enterprise.has_standard : enterprise.has_premium;
    if (stood && !makes_organization) return true;
    if (!makes_organization && !draft.situation.site_stands) {
        draft.step(Step::kAskSite);
        return false;
    }
    if (!makes_organization && *draft.situation.site_stands) return true;
    if (verdict.site_zone == SiteZone::kCountry) {
        draft.decision.site_time_zone = verdict.country_zone;
        return true;
    }
    if (draft.is_approved()) return true;
    hold_site(draft);
    return false;
}

void send_provision(Draft& draft, bool makes_organization)
{
    if (!site_is_settled(draft, makes_organization)) return;
    const bool needs_zone = makes_organization && draft.verdict->site_zone != SiteZone::kCountry;
    if (needs_zone && draft.row().wanted->time_zone.empty()) {
        return draft.settle(SubscriberState::kParked, Reason::kNoTimeZone,
                            "The first subscriber fixes the Meetings site's time zone: set one in BroadWorks.");
    }
    draft.be(SubscriberState::kProvisioning);
    draft.row().reminded_at.reset();
    draft.decision.makes_organization = makes_organization;
    const PrecheckUse use = draft.policy.precheck;
    const bool is_prechecked = use == PrecheckUse::kAlways || (makes_organization && use == PrecheckUse::kFirst);
    // A precheck is asked by e-mail address: where we know none to ask with, it cannot tell anything.
    const bool can_be_asked = !draft.row().wanted->email.empty();
    draft.decision.wants_precheck = draft.row().attempts == 0 && is_prechecked && can_be_asked;
    draft.step(Step::kProvision);
}

// Nobody is known as able to be the first: we ourselves, as soon as this row is written, or nobody at all.
void nobody_is_first(Draft& draft)
{
    if (!draft.row().wanted->time_zone.empty() || draft.verdict->site_zone == SiteZone::kCountry)
        return draft.due_in(kCandidacy);
    draft.settle(SubscriberState::kParked, Reason::kNoTimeZone,
                 "The first subscriber of an organisation needs a time zone, and no user of this one has it: set it in "
                 "BroadWorks.");
    draft.due_in(kHeldRecheck);
}

void choose_first(Draft& draft)
{
    const Instant seen_at = draft.situation.enterprise.seen_at;
    const bool has_patience = seen_at == Instant{} || draft.now - seen_at < kBootstrapPatience;
    if (draft.situation.candidate_may_change && has_patience) {
        wait_for_organization(draft);
        return draft.due_in(kCandidatesRecheck);
    }
    const std::string& first = *draft.situation.candidate;
    if (first == draft.row().user_key) {
        const bool may_ask = !is_held_for_primary(draft) || draft.now - draft.before().changed_at >= kAskPrimaryAgain;
        return may_ask ? send_provision(draft, true) : wait_for_primary(draft);
    }
    wait_for_organization(draft);
    if (first == draft.verdict->first_subscriber) {
        draft.row().detail = "Waits for the configured first subscriber, " + first +
                             ". Should that user not be entitled, correct first_subscriber.";
        draft.due_in(kHeldRecheck);
    }
    if (first.empty()) nobody_is_first(draft);
}

}  // namespace

void first_call(Draft& draft)
{
    if (is_held_back(draft, true)) return;
    if (!email_and_user_id_are_free(draft)) return;
    const int code = draft.row().last_code;
    const bool was_seen_elsewhere = code == kUserIdTaken || code == kEmailTaken;
    if (was_seen_elsewhere && !draft.situation.has_looked) return draft.ask_peer(Step::kLook);
    if (was_seen_elsewhere) return park_taken(draft);
    const Enterprise& enterprise = draft.situation.enterprise;
    if (enterprise.state == EnterpriseState::kReady) return send_provision(draft, false);
    const bool is_bootstrapping = enterprise.state == EnterpriseState::kBootstrapping;
    const bool is_first = is_bootstrapping && enterprise.first_user_key == draft.row().user_key;
    if (is_first && is_held_for_primary(draft)) return wait_for_primary(draft);
    if (is_first) return send_provision(draft, true);
    if (is_bootstrapping) return wait_for_organization(draft);
    if (!draft.situation.candidate) return draft.step(Step::kAskCandidate);
    choose_first(draft);
}

}  // namespace bwsync
