// What the admin API asks of a run: status, readiness, grants. Reads the parts; decides nothing.
#pragma once

#include "daemon/admin/service.hpp"
#include "daemon/parts/amnesia.hpp"
#include "daemon/parts/parts.hpp"
#include "daemon/parts/process.hpp"

namespace bwsync {

class OperatorService final : public AdminService {
public:
    OperatorService(Process& process, const Config& config, Postgres& store, Parts& parts, const Amnesia& amnesia,
                    BillingService& billing, std::stop_token stop);

    std::string stalled() override { return process_.progress.stalled(); }
    std::vector<Problem> not_ready() override;
    DaemonStatus status() override;
    Instant now() override { return process_.clock.now(); }
    Task<Result<std::vector<GrantStatus>>> grants() override;
    Task<Result<GrantStatus>> import_grant(std::string partner, std::string name, std::string refresh_token) override;
    Task<Result<GrantStatus>> refresh_grant(std::string partner, std::string name) override;
    Result<SignInStart> begin_sign_in(std::string partner, std::string name, SignInRequest request) override;
    Task<Result<GrantStatus>> complete_sign_in(std::string partner, std::string name, SignInCode code) override;
    Task<Result<PrecheckBatch>> precheck(std::string bridge, std::vector<PrecheckAsk> asks) override;
    Task<Result<PrecheckCandidates>> precheck_candidates(std::string bridge, std::string after, int limit) override;
    Task<Result<PlanPage>> plan(std::string bridge, PlanQuery query) override;
    Task<Result<ConfigCheck>> check_config() override;
    BillingService& billing() override { return billing_; }

    // One line for the service manager.
    [[nodiscard]] std::string summary();

private:
    void add_bridge_problems(const BridgePart& part, std::vector<Problem>& problems);
    Result<BridgePart*> bridge_named(const std::string& name);
    // The partner that has this grant in the configuration; kNotFound.
    Result<PartnerPart*> partner_of(const std::string& partner, const std::string& grant);
    Result<GrantStatus> grant_status(const PartnerPart& partner, const std::string& name) const;

    Process& process_;
    const Config& config_;
    Postgres& store_;
    Parts& parts_;
    const Amnesia& amnesia_;
    BillingService& billing_;
    const std::stop_token stop_;  // ends what an operator waits for
};

}  // namespace bwsync
