// The bridge's side of the store: subscribers, intents, Webex as seen, enterprises, brakes. Internal to storage/.
#pragma once

#include "daemon/ports/store.hpp"
#include "storage/engine/executor.hpp"

namespace bwsync {

class PostgresSubscriberStore final : public SubscriberStore {
public:
    explicit PostgresSubscriberStore(Executor& executor) : executor_(executor) {}

    Task<Result<std::vector<Subject>>> due_subscribers(std::string bridge, std::string cluster, std::string partner,
                                                       std::vector<std::string> provisioning_ids,
                                                       std::vector<std::int64_t> busy, int limit) override;
    Task<Result<std::vector<Subject>>> read_subjects(SubjectQuery query) override;
    Task<Result<std::optional<Instant>>> next_due(std::string bridge) override;
    Task<Result<>> save_subscribers(Lease lease, std::vector<SubscriberRow> rows) override;
    Task<Result<std::int64_t>> open_intent(Lease lease, SubscriberRow row, OpenIntent intent,
                                           std::optional<Enterprise> bootstrap) override;
    Task<Result<>> close_intent(Lease lease, std::int64_t intent, IntentOutcome outcome, std::string detail,
                                CallTrace trace, SubscriberRow row, std::optional<WebexSubscriber> webex) override;
    Task<Result<>> note_attempt(Lease lease, std::int64_t intent, std::string detail, CallTrace trace) override;
    Task<Result<std::int64_t>> wake_open_intents(Lease lease, std::string bridge) override;
    Task<Result<>> wake_enterprise(Lease lease, std::string bridge, std::string sp_enterprise_id) override;
    Task<Result<bool>> wake_on_new_policy(Lease lease, std::string bridge, std::string fingerprint) override;
    Task<Result<>> wake_held(Lease lease, std::string bridge, std::string reason) override;
    Task<Result<std::int64_t>> record_webex(std::string partner, std::vector<WebexSubscriber> subscribers,
                                            std::optional<std::int64_t> snapshot) override;
    Task<Result<>> forget_webex(std::string partner, std::string webex_id) override;
    Task<Result<SnapshotResult>> finish_webex_snapshot(Lease lease, std::int64_t snapshot, std::string bridge,
                                                       std::string cluster, std::string partner,
                                                       std::vector<std::string> provisioning_ids) override;
    Task<Result<std::vector<Enterprise>>> load_enterprises(std::string bridge) override;
    Task<Result<>> save_enterprise(Lease lease, Enterprise enterprise) override;
    Task<Result<Candidate>> first_candidate(std::string bridge, std::string cluster, std::string sp_enterprise_id,
                                            CandidateNeeds needs) override;
    Task<Result<Site>> site_of(std::string bridge, std::string partner, std::string sp_enterprise_id,
                               std::string package) override;
    Task<Result<std::optional<EmailHolder>>> email_holder(std::string bridge, std::int64_t row,
                                                          std::string email) override;
    Task<Result<BrakeCounts>> brake_counts(std::string bridge, std::string cluster, Millis window) override;
    Task<Result<>> trip_brake(Lease lease, std::string bridge, bool removals) override;
    Task<Result<BridgeControls>> load_controls(std::string bridge) override;

private:
    Task<Result<std::int64_t>> wake(const char* query, const char* sql, Lease lease, Parameters parameters,
                                    std::string bridge);

    Executor& executor_;
};

}  // namespace bwsync
