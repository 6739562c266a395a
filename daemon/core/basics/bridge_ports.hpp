// What everything that works for one bridge needs of the world, handed round as one value.
#pragma once

#include <functional>

#include "daemon/domain/source/policy.hpp"
#include "daemon/ports/breakers.hpp"
#include "daemon/ports/clock.hpp"
#include "daemon/ports/liveness.hpp"
#include "daemon/ports/phone.hpp"
#include "daemon/ports/procedures.hpp"
#include "daemon/ports/store/bridge_store.hpp"
#include "daemon/ports/store/enterprise_store.hpp"
#include "daemon/ports/store/intent_store.hpp"
#include "daemon/ports/store/mirror_store.hpp"
#include "daemon/ports/store/snapshot_store.hpp"
#include "daemon/ports/store/source_store.hpp"
#include "daemon/ports/store/subscriber_store.hpp"
#include "daemon/ports/telemetry.hpp"
#include "daemon/ports/webex.hpp"
#include "daemon/ports/webex_enterprises.hpp"
#include "daemon/ports/webex_organizations.hpp"
#include "daemon/ports/webex_people.hpp"
#include "daemon/ports/webex_workspaces.hpp"

namespace bwsync {

struct BridgePorts {
    Webex& webex;
    WebexPeople& people;
    WebexEnterprises& enterprises;
    WebexOrganizations& organizations;
    WebexWorkspaces& workspaces;
    SubscriberStore& subscribers;
    IntentStore& intents;
    MirrorStore& mirror;
    EnterpriseStore& enterprise_store;
    BridgeStore& bridge_store;
    BreakerStore& breakers;
    ProcedureStore& procedures;
    SourceStore& source;
    SnapshotStore& snapshots;
    FeedStore& feed;
    PhoneNumbers& phone;
    Clock& clock;
    Random& random;
    Telemetry& telemetry;
    Liveness& liveness;
};

struct BridgeSettings {
    BridgePolicy policy;
    int in_flight = 8;            // calls at once
    double calls_per_second = 4;  // what the partner's rate allows; paces a backlog
    Millis status_poll{15'000};
    Millis snapshot_every{std::chrono::hours(24)};
    std::function<bool(Instant)> window_is_closed;  // a configured window denies writes
};

// The provisioning ids of the bridge's organizations.
std::vector<std::string> provisioning_ids(const BridgePolicy& policy);

// The bridge as the store is asked about it.
BridgeRef bridge_ref(const BridgePolicy& policy);

// Of several Webex subscribers with the user id: the one under a template of ours, else the first.
const WebexSubscriber* pick_by_user_id(const std::vector<WebexSubscriber>& found, const std::string& user_key,
                                       const std::vector<std::string>& ours);

}  // namespace bwsync
