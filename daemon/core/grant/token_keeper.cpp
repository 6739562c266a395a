#include "daemon/core/grant/token_keeper.hpp"

#include <algorithm>

namespace bwsync {

namespace {

double epoch_seconds(Instant when)
{
    return std::chrono::duration<double>(when.time_since_epoch()).count();
}

}  // namespace

TokenKeeper::TokenKeeper(Settings settings, Ports ports, asio::any_io_executor executor)
    : settings_(std::move(settings)),
      ports_(ports),
      log_(settings_.partner, ports.telemetry),
      executor_(executor),
      flights_(settings_.grants.size())
{
    for (const std::string& name : settings_.grants) {
        KeptGrant kept;
        kept.name = name;
        kept_.push_back(std::move(kept));
    }
}

Task<> TokenKeeper::run(std::stop_token stop)
{
    while (!stop.stop_requested()) {
        (void)co_await reload();
        co_await refresh_due_ones(stop);
        co_await ports_.clock.wait_for(bell_, until_next(), stop);
    }
}

Millis TokenKeeper::until_next() const
{
    const Instant now = ports_.clock.now();
    Millis wait = settings_.reread_every;
    for (const KeptGrant& kept : kept_) {
        const auto due = refresh_due(kept, settings_.refresh_every, now);
        if (due) wait = std::min(wait, std::max(*due - now, Millis(50)));
    }
    return wait;
}

Task<> TokenKeeper::refresh_due_ones(std::stop_token stop)
{
    for (std::size_t i = 0; i < kept_.size() && !stop.stop_requested(); ++i) {
        const auto due = refresh_due(kept_[i], settings_.refresh_every, ports_.clock.now());
        if (due && *due <= ports_.clock.now()) (void)co_await refresh(i, stop);
    }
}

Task<Result<>> TokenKeeper::reload()
{
    Result<std::vector<Grant>> loaded = co_await ports_.store.load_grants(settings_.partner);
    if (!loaded) {
        if (!is_store_failing_) log_.not_readable(loaded.error().what);
        is_store_failing_ = true;
        co_return loaded.error();
    }
    is_store_failing_ = false;
    has_loaded_ = true;
    for (KeptGrant& kept : kept_) {
        const auto found =
            std::find_if(loaded->begin(), loaded->end(), [&](const Grant& g) { return g.name == kept.name; });
        adopt(kept, found == loaded->end() ? std::nullopt : std::optional<Grant>(std::move(*found)));
    }
    report_use();
    co_return std::monostate();
}

void TokenKeeper::adopt(KeptGrant& kept, std::optional<Grant> grant)
{
    // A read that began before our own refresh ended must not bring the old row back.
    if (kept.grant && grant && grant->version < kept.grant->version) return;
    const bool is_newer = grant && (!kept.grant || grant->version > kept.grant->version);
    const bool was_dead = kept.grant && kept.grant->is_dead;
    kept.grant = std::move(grant);
    // Only a new token ends a back-off; a failed refresh writes its problem into the row and so makes it newer too.
    if (is_newer && kept.grant->problem.empty()) {
        kept.failures = 0;
        kept.not_before = {};
    }
    if (was_dead && kept.is_alive()) log_.revived(kept.name);
    report(kept);
    publish(kept);
}

void TokenKeeper::report(KeptGrant& kept)
{
    if (kept.is_alive()) {
        kept.has_reported_dead = false;
        const int step = expiry_step(kept.grant->refresh_expires_at, ports_.clock.now());
        if (step > kept.warned_step) log_.expiring(kept.name, *kept.grant->refresh_expires_at - ports_.clock.now());
        kept.warned_step = step;
        report_scopes(kept);
        return;
    }
    if (std::exchange(kept.has_reported_dead, true)) return;
    if (kept.grant) {
        log_.dead(kept.name, kept.grant->problem);
    } else {
        log_.missing(kept.name);
    }
}

void TokenKeeper::report_scopes(KeptGrant& kept)
{
    const std::vector<ScopeNeed> missing = missing_scopes(kept.grant->scopes, settings_.scopes);
    std::string names;
    for (const ScopeNeed& need : missing) names += need.scope + " ";
    if (names != kept.reported_missing && !missing.empty()) log_.scopes_missing(kept.name, missing);
    kept.reported_missing = std::move(names);
}

void TokenKeeper::report_use()
{
    const auto index = grant_to_use(kept_, ports_.clock.now());
    for (std::size_t i = 0; i < kept_.size(); ++i) {
        Labels labels{settings_.partner, kept_[i].name};
        ports_.telemetry.set("grant_in_use", std::move(labels), index == i ? 1 : 0);
    }
    if (!index || kept_[*index].name == in_use_) return;
    if (!in_use_.empty()) log_.changed_over(in_use_, kept_[*index].name);
    in_use_ = kept_[*index].name;
}

void TokenKeeper::publish(const KeptGrant& kept)
{
    const auto show = [&](std::string_view metric, std::optional<Instant> when) {
        Labels labels{settings_.partner, kept.name};
        if (when) {
            ports_.telemetry.set(metric, std::move(labels), epoch_seconds(*when));
        } else {
            ports_.telemetry.forget(metric, std::move(labels));
        }
    };
    Labels labels{settings_.partner, kept.name};
    ports_.telemetry.set("grant_usable", std::move(labels), kept.is_alive() ? 1 : 0);
    show("grant_access_expiry_timestamp_seconds", kept.access_end());
    show("grant_refresh_expiry_timestamp_seconds", kept.grant ? kept.grant->refresh_expires_at : std::nullopt);
}

Task<Result<>> TokenKeeper::refresh(std::size_t index, std::stop_token stop)
{
    if (flights_[index]) {
        const std::shared_ptr<Flight> other = flights_[index];
        co_await other->done.wait();
        co_return other->result;
    }
    const auto flight = std::make_shared<Flight>(executor_);
    flights_[index] = flight;
    flight->result = co_await fly(index, stop);
    flights_[index] = nullptr;
    flight->done.set();
    co_return flight->result;
}

Task<Result<>> TokenKeeper::fly(std::size_t index, std::stop_token stop)
{
    const bool has_turn = co_await ports_.endpoint.turn(stop);
    if (!has_turn) co_return Error(ErrorKind::kCancelled, "stopping");
    const std::int64_t known_version = kept_[index].grant ? kept_[index].grant->version : 0;
    const Instant now = ports_.clock.now();
    const std::function<Result<RefreshedTokens>(const Grant&)> call =
        [&endpoint = ports_.endpoint, now](const Grant& grant) { return endpoint.refresh(grant, now); };
    Result<Grant> refreshed =
        co_await ports_.store.refresh_grant(settings_.partner, kept_[index].name, known_version, call);
    KeptGrant& kept = kept_[index];
    if (refreshed) {
        adopt(kept, std::move(*refreshed));
        // A token that is refused as soon as it is made must not be asked for again and again.
        const bool was_useless = kept.made_version == known_version && kept.refused_version == known_version &&
                                 kept.accepted_version < known_version;
        const bool helped = !was_useless;
        kept.made_version = kept.grant->version;
        kept.failures = helped ? 0 : kept.failures + 1;
        kept.not_before =
            helped ? Instant()
                   : ports_.clock.now() + refresh_back_off(kept.failures, ports_.random.unit(), std::nullopt);
        // Only Webex itself can say when a token ends whose answer did not, and whether it takes this grant's tokens
        // again: until it does, no call is spent on finding out.
        if (was_useless || !kept.grant->access_expires_at) (void)co_await ask_expiry(index, stop);
        report_use();
        co_return std::monostate();
    }
    const Error error = refreshed.error();
    ++kept.failures;
    kept.not_before = ports_.clock.now() + refresh_back_off(kept.failures, ports_.random.unit(), error.retry_after);
    log_.refresh_failed(kept.name, error.what);
    (void)co_await reload();  // dead or not is the store's word
    co_return error;
}

Task<Result<>> TokenKeeper::ask_expiry(std::size_t index, std::stop_token stop)
{
    AccessToken token;
    token.grant = kept_[index].name;
    token.version = kept_[index].grant->version;
    token.text = kept_[index].grant->access_token;
    const std::int64_t version = token.version;
    Result<Instant> ends = co_await ports_.endpoint.expiry(std::move(token), stop);
    KeptGrant& kept = kept_[index];
    if (!kept.grant || kept.grant->version != version) co_return std::monostate();  // another token has come meanwhile
    if (!ends) {
        if (ends.error().kind == ErrorKind::kUnauthorized) kept.refused_version = version;
        co_return ends.error();
    }
    kept.accepted_version = std::max(kept.accepted_version, version);
    kept.told_version = version;
    kept.told_end = *ends;
    const std::optional<Instant>& promised = kept.grant->access_expires_at;
    constexpr std::chrono::minutes kClocksDiffer{5};
    if (promised && *ends + kClocksDiffer < *promised) log_.ends_sooner(kept.name, *promised - *ends);
    publish(kept);
    co_return std::monostate();
}

std::optional<AccessToken> TokenKeeper::usable_token() const
{
    const auto index = grant_to_use(kept_, ports_.clock.now());
    if (!index) return std::nullopt;
    AccessToken token;
    token.grant = kept_[*index].name;
    token.version = kept_[*index].grant->version;
    token.text = kept_[*index].grant->access_token;
    return token;
}

Task<Result<AccessToken>> TokenKeeper::token(std::stop_token stop)
{
    if (!has_loaded_) (void)co_await reload();
    for (std::size_t tries = 0; tries <= kept_.size(); ++tries) {
        if (stop.stop_requested()) co_return Error(ErrorKind::kCancelled, "stopping");
        const auto usable = usable_token();
        if (usable) {
            report_use();
            co_return *usable;
        }
        const auto candidate = grant_to_refresh(kept_, ports_.clock.now());
        if (!candidate) break;
        (void)co_await refresh(*candidate, stop);
    }
    if (!has_grant()) co_return Error(ErrorKind::kUnauthorized, "no live grant");
    co_return Error(ErrorKind::kRetry, "the access token can't be renewed at the moment");
}

Task<bool> TokenKeeper::refused(AccessToken token, std::stop_token stop)
{
    const auto found =
        std::find_if(kept_.begin(), kept_.end(), [&](const KeptGrant& k) { return k.name == token.grant; });
    if (found == kept_.end()) co_return false;
    const std::size_t index = static_cast<std::size_t>(found - kept_.begin());
    if (found->grant && found->grant->version == token.version) {
        found->refused_version = token.version;
        if (found->not_before <= ports_.clock.now()) (void)co_await refresh(index, stop);
    }
    co_return grant_to_use(kept_, ports_.clock.now()).has_value();
}

void TokenKeeper::accepted(const AccessToken& token)
{
    for (KeptGrant& kept : kept_) {
        if (kept.name == token.grant) kept.accepted_version = std::max(kept.accepted_version, token.version);
    }
}

std::optional<std::size_t> TokenKeeper::find(const std::string& grant) const
{
    for (std::size_t i = 0; i < kept_.size(); ++i) {
        if (kept_[i].name == grant && kept_[i].grant) return i;
    }
    return std::nullopt;
}

Task<Result<>> TokenKeeper::refresh_now(std::string grant)
{
    Result<> loaded = co_await reload();
    if (!loaded) co_return loaded;
    const auto found = find(grant);
    if (!found) co_return Error(ErrorKind::kNotFound, "no such grant: " + grant);
    if (kept_[*found].grant->is_dead) {
        co_return Error(ErrorKind::kUnauthorized,
                        kept_[*found].grant->problem + "; " + grant_remedy(settings_.partner, grant));
    }
    const std::stop_token never;
    co_return co_await refresh(*found, never);
}

Task<Result<>> TokenKeeper::try_now(std::string grant)
{
    Result<> loaded = co_await reload();
    if (!loaded) co_return loaded;
    const auto found = find(grant);
    if (!found) co_return Error(ErrorKind::kNotFound, "no such grant: " + grant);
    if (!has_usable_token(kept_[*found], ports_.clock.now())) co_return std::monostate();  // the keeper renews it first
    const std::stop_token never;
    Result<> asked = co_await ask_expiry(*found, never);
    report_use();
    if (asked || asked.error().kind != ErrorKind::kUnauthorized) co_return std::monostate();
    changed();  // the keeper asks for another token by itself
    co_return Error(ErrorKind::kUnauthorized, "the grant is stored, but " + asked.error().what);
}

bool TokenKeeper::has_grant() const
{
    return std::any_of(kept_.begin(), kept_.end(), [](const KeptGrant& kept) { return kept.is_alive(); });
}

std::vector<GrantHealth> TokenKeeper::statuses() const
{
    const auto used = grant_to_use(kept_, ports_.clock.now());
    std::vector<GrantHealth> out;
    for (std::size_t i = 0; i < kept_.size(); ++i) {
        GrantHealth status;
        status.name = kept_[i].name;
        status.is_in_use = used == i;
        if (kept_[i].grant) {
            const Grant& grant = *kept_[i].grant;
            status.is_known = true;
            status.is_dead = grant.is_dead;
            status.problem = grant.problem;
            status.scopes = grant.scopes;
            status.access_expires_at = kept_[i].access_end();
            status.refresh_expires_at = grant.refresh_expires_at;
            status.refreshed_at = grant.refreshed_at;
        }
        out.push_back(std::move(status));
    }
    return out;
}

}  // namespace bwsync
