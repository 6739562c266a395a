// TakeOver: what one bridge's work rests on. It is read when the lease is taken; when something that subscribers were
// held for is there (Webex's list, a grant, an operator's leave), those become due.
#pragma once

#include <string>

#include "daemon/core/enterprise/known_enterprises.hpp"
#include "daemon/core/guard/bridge_breakers.hpp"
#include "daemon/domain/source/policy.hpp"
#include "daemon/ports/clock.hpp"
#include "daemon/ports/store/intent_store.hpp"
#include "daemon/ports/store/snapshot_store.hpp"
#include "daemon/ports/store/subscriber_store.hpp"
#include "daemon/ports/telemetry.hpp"
#include "daemon/ports/webex.hpp"

namespace bwsync {

class TakeOver final {
public:
    struct Ports {
        SubscriberStore& subscribers;
        IntentStore& intents;
        SnapshotStore& snapshots;
        Webex& webex;
        Clock& clock;
        Telemetry& telemetry;
    };

    TakeOver(Ports ports, const BridgePolicy& policy, KnownEnterprises& enterprises, BridgeBreakers& breakers)
        : ports_(ports),
          enterprises_(enterprises),
          breakers_(breakers),
          bridge_(policy.bridge),
          fingerprint_(fingerprint(policy))
    {
    }

    // Once a lease. False: the store cannot be read now, to be done again.
    Task<bool> load(Lease lease);
    // Once a round.
    Task<> wake_released(Lease lease);

    // A complete list of Webex stands in the store: creations may begin.
    void webex_is_known() { is_webex_known_ = true; }
    [[nodiscard]] bool is_webex_known() const { return is_webex_known_; }
    // The amnesia guard: act as policy observe until an operator has approved.
    void only_observe(bool does) { only_observe_ = does; }
    [[nodiscard]] bool only_observes() const { return only_observe_; }

private:
    Task<bool> wake_for_policy(Lease lease);
    Task<bool> wake_open_intents(Lease lease);

    Ports ports_;
    KnownEnterprises& enterprises_;
    BridgeBreakers& breakers_;
    const std::string bridge_;
    const std::string fingerprint_;
    Instant looked_for_open_at_{};
    bool is_webex_known_ = false;
    bool has_woken_unread_ = false;  // those that waited for Webex to be known
    bool had_grant_ = true;
    bool only_observe_ = false;
    bool did_only_observe_ = false;
};

}  // namespace bwsync
