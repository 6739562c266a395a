// Breakers: what fails for everybody in a scope is tried by one of them, not by all. Pure: states as a function of
// outcomes and time. An open breaker holds the scope's calls back; when its probe is due one call goes; its success
// closes the breaker, its failure doubles the pause. What fails for one subscriber only never opens one.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "daemon/domain/subscriber/subscriber.hpp"
#include "daemon/domain/webex_codes/webex_codes.hpp"

namespace bwsync {

struct BreakerKey {
    BlastScope scope = BlastScope::kPlatform;
    // spEnterpriseId; provisioning id; cluster; partner; of the platform: the partner through which it is reached.
    std::string subject;
    std::string package;  // of a template or enterprise that lacks it; else empty

    auto operator<=>(const BreakerKey&) const = default;
};

struct Breaker {
    BreakerKey key;
    bool is_open = false;
    bool is_async = false;  // opened by an error that came after the call: only a provisioned subscriber proves it over
    int failures = 0;       // in a row
    int code = 0;           // Webex code of the last one; 0: none
    std::string why;        // what Webex said and what to do
    Instant opened_at{};
    Instant probe_at{};
    int probes = 0;                // failed ones in a row
    std::int64_t last_failed = 0;  // subscriber row; somebody else is the better probe
    bool has_probe = false;        // half open
    std::int64_t probe_row = 0;    // the only one that may go; 0: the first to come
    Instant probe_until{};         // a probe that has not answered by then is given up
    bool operator==(const Breaker&) const = default;
};

// One call, by what its failure could have in common with others.
struct BreakerPlace {
    std::int64_t row = 0;
    Operation operation = Operation::kProvision;
    bool has_package = true;  // the call names a package: a provisioning, or an update of it
    std::string sp_enterprise_id;
    std::string provisioning_id;
    std::string package;
    std::string cluster;
    std::string partner;
};

// The breakers of one bridge.
class Breakers {
public:
    void load(std::vector<Breaker> stored);

    // The open breaker that holds this call back; nullptr: it may go. The call that goes becomes the probe of every
    // open breaker that lets it.
    const Breaker* hold(const BreakerPlace& place, Instant now);

    // Each returns the breakers that changed so that they are to be stored.
    std::vector<Breaker> failed(const BreakerPlace& place, const WebexFailure& failure, Instant now);
    // An asynchronous attempt ended in `code`.
    std::vector<Breaker> failed_later(const BreakerPlace& place, int code, Instant now);
    // is_confirmed: Webex shows the subscriber as provisioned; else it only accepted the call.
    std::vector<Breaker> succeeded(const BreakerPlace& place, bool is_confirmed, Instant now);
    std::optional<Breaker> reset(const BreakerKey& key);

    // Open ones whose probe is due and not on its way.
    [[nodiscard]] std::vector<Breaker> awaiting_probe(Instant now) const;
    // `row` alone may go; 0: nobody is held, so the first to come. A breaker with nobody held and no failure for an
    // hour is forgotten: then it is returned closed.
    std::optional<Breaker> choose_probe(const BreakerKey& key, std::int64_t row, Instant now);

    [[nodiscard]] std::vector<Breaker> open() const;

private:
    std::vector<Breaker> count(const BreakerKey& key, int threshold, Breaker seen, std::int64_t row, Instant now);
    std::vector<Breaker> inconclusive(const BreakerPlace& place, const std::optional<BreakerKey>& but, Instant now);

    std::map<BreakerKey, Breaker> breakers_;
};

// Whom else the failure concerns; nullopt: nobody.
std::optional<BreakerKey> breaker_key(const WebexCode& rule, const BreakerPlace& place);

}  // namespace bwsync
