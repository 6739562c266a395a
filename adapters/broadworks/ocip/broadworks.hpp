// The BroadWorks port over OCI-P.
#pragma once

#include "adapters/broadworks/ocip/pool.hpp"
#include "daemon/ports/broadworks.hpp"

namespace bwsync::ocip {

class OcipBroadWorks final : public BroadWorks {
public:
    // The executor is the io thread's; telemetry outlives this.
    OcipBroadWorks(asio::any_io_executor executor, Settings settings, Telemetry& telemetry);

    // Owns the connections; App runs it for as long as reads are wanted. Reads asked before wait for it.
    Task<> run(std::stop_token stop) { return pool_.run(std::move(stop)); }

    Task<Result<std::vector<UserReading>>> read_users(std::vector<std::string> user_ids, std::stop_token stop) override;
    Task<Result<std::vector<ServiceProviderFacts>>> list_service_providers(std::stop_token stop) override;
    // Asks for the Integrated IMP settings too. Where BroadWorks refuses to show them (an account of a lower level)
    // the URL is empty and a warning is logged.
    Task<Result<ServiceProviderFacts>> read_service_provider(std::string id, std::stop_token stop) override;
    Task<Result<std::vector<std::string>>> list_groups(std::string service_provider_id, std::stop_token stop) override;
    Task<Result<UserList>> list_users(GroupKey group, std::stop_token stop) override;
    Task<Result<std::vector<PackUtilization>>> list_pack_utilization(std::string service_provider_id,
                                                                     std::stop_token stop) override;
    Task<Result<std::vector<std::string>>> list_packs_with_service(std::string service_provider_id, std::string service,
                                                                   std::stop_token stop) override;
    Task<Result<std::vector<UserRow>>> list_holders(GroupKey group, Entitlement entitlement,
                                                    std::stop_token stop) override;

    [[nodiscard]] bool is_healthy() const override { return pool_.health().is_good; }
    [[nodiscard]] std::string health_detail() const override { return pool_.health().detail; }

private:
    using Answers = Result<std::vector<Answer>>;

    Task<Answers> ask_one(std::vector<Request> requests, std::stop_token stop);
    // One command whose answer must be data.
    Task<Result<Answer>> ask_data(Request request, std::stop_token stop);
    Task<std::vector<Answers>> ask_users(std::vector<std::string> ids, std::stop_token stop);
    Task<Result<std::vector<Answer>>> ask_pack_details(std::string service_provider_id, std::vector<std::string> packs,
                                                       std::stop_token stop);

    Pool pool_;
};

}  // namespace bwsync::ocip
