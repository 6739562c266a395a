// From answers to what the core knows: users, service providers, lists. Pure.
#pragma once

#include "adapters/broadworks/ocip/response.hpp"
#include "daemon/domain/source/facts.hpp"

namespace bwsync::ocip {

// An ErrorResponse as an Error: kNotFound when it says that the scope named does not exist, else kRejected.
[[nodiscard]] Error error_of(const Failure& failure, const std::string& what);

// The four answers about one user.
struct UserAnswers {
    const Answer& profile;      // UserGetResponse*
    const Answer& assignments;  // UserServiceGetAssignmentListResponse
    const Answer& services;     // UserAssignedServicesGetListResponse
    const Answer& imp;          // UserIntegratedIMPGetResponse*
};

struct UserVerdict {
    UserReading reading;
    // The answers contradict each other about the user's existence: deleted or added between two commands, or asked by
    // an id that only the profile command takes. Ask again, by ask_as.
    bool is_torn = false;
    std::string ask_as;
};

// Absent only when the profile is answered by 4008 and no other answer knows the user. A failure of the Integrated IMP
// answer counts only when the user has that service: without it BroadWorks may answer with an error.
[[nodiscard]] UserVerdict read_user(const std::string& asked, const UserAnswers& answers);

[[nodiscard]] Result<std::vector<ServiceProviderFacts>> read_service_providers(const Answer& answer);
[[nodiscard]] Result<std::vector<std::string>> read_group_ids(const Answer& answer);
// Rows of userTable or userListTable; a user shown twice counts once, so that counts compare with the system's.
[[nodiscard]] Result<std::vector<UserRow>> read_user_rows(const Answer& answer, const char* table);
// The n-th table belongs to the n-th name.
[[nodiscard]] Result<std::vector<PackUtilization>> read_utilization(const Answer& answer);
[[nodiscard]] std::vector<std::string> read_pack_names(const Answer& answer);
[[nodiscard]] Result<bool> pack_holds(const Answer& detail, const std::string& service);
[[nodiscard]] std::optional<std::int64_t> read_user_count(const Answer& group_profile);
// "Enterprise" is the element present and true: an ordinary provider's answer has another element in its place.
[[nodiscard]] bool is_enterprise(const Answer& provider_profile);
// Own URL, or the system's where the provider uses the system's messaging server; "" when there is none.
[[nodiscard]] std::string provisioning_url(const Answer& provider_imp, const Answer& system_imp);

}  // namespace bwsync::ocip
