#include "adapters/broadworks/ocip/broadworks.hpp"

#include <algorithm>

#include "adapters/broadworks/ocip/readers.hpp"
#include "adapters/broadworks/ocip/text.hpp"

namespace bwsync::ocip {

namespace {

Request of_user(Read read, const std::string& user_id)
{
    return Request(read, {Element("userId", user_id)});
}

Request of_provider(Read read, const std::string& id)
{
    return Request(read, {Element("serviceProviderId", id)});
}

// The schema spells the key of one command with a capital letter.
Request of_group(Read read, const GroupKey& group)
{
    const char* key = read == Read::kGroupUsers ? "GroupId" : "groupId";
    return Request(read, {Element("serviceProviderId", group.service_provider_id), Element(key, group.group_id)});
}

std::string name_of(Read read)
{
    const std::string_view name = command_name(read, 0);
    return std::string(name.substr(0, name.rfind("Request") + 7));
}

Error unsendable(const std::string& what)
{
    return Error(ErrorKind::kRejected, what + " is empty or holds characters that cannot be sent");
}

bool is_sendable(const GroupKey& group)
{
    return ocip::is_sendable(group.service_provider_id) && ocip::is_sendable(group.group_id);
}

std::vector<Request> about_user(const std::string& id)
{
    return {of_user(Read::kUser, id), of_user(Read::kUserAssignments, id), of_user(Read::kUserServices, id),
            of_user(Read::kUserImp, id)};
}

UserVerdict judge(const std::string& asked, const Result<std::vector<Answer>>& outcome)
{
    if (outcome) {
        const std::vector<Answer>& a = *outcome;
        return read_user(asked, UserAnswers{a[0], a[1], a[2], a[3]});
    }
    UserVerdict failed;
    failed.reading.asked = asked;
    failed.reading.failure = outcome.error().what;
    return failed;
}

}  // namespace

OcipBroadWorks::OcipBroadWorks(asio::any_io_executor executor, Settings settings, Telemetry& telemetry)
    : pool_(executor, std::move(settings), telemetry)
{
}

Task<OcipBroadWorks::Answers> OcipBroadWorks::ask_one(std::vector<Request> requests, std::stop_token stop)
{
    std::vector<std::vector<Request>> jobs(1);
    jobs.front() = std::move(requests);
    std::vector<Answers> outcomes = co_await pool_.ask(std::move(jobs), stop);
    co_return std::move(outcomes.front());
}

Task<Result<Answer>> OcipBroadWorks::ask_data(Request request, std::stop_token stop)
{
    const std::string name = name_of(request.read);
    std::vector<Request> requests(1, std::move(request));
    Answers answers = co_await ask_one(std::move(requests), stop);
    if (!answers) co_return answers.error();
    Answer& answer = answers->front();
    if (answer.failure()) co_return error_of(*answer.failure(), name);
    if (answer.is_success()) co_return Error(ErrorKind::kRejected, name + ": answered without data");
    co_return std::move(answer);
}

Task<std::vector<OcipBroadWorks::Answers>> OcipBroadWorks::ask_users(std::vector<std::string> ids, std::stop_token stop)
{
    std::vector<std::vector<Request>> jobs;
    jobs.reserve(ids.size());
    for (const std::string& id : ids) jobs.push_back(about_user(id));
    return pool_.ask(std::move(jobs), std::move(stop));
}

Task<Result<std::vector<UserReading>>> OcipBroadWorks::read_users(std::vector<std::string> user_ids,
                                                                  std::stop_token stop)
{
    std::vector<UserVerdict> verdicts(user_ids.size());
    std::vector<std::size_t> open;  // places of users to ask for
    for (std::size_t i = 0; i < user_ids.size(); ++i) {
        verdicts[i].reading.asked = user_ids[i];
        verdicts[i].ask_as = user_ids[i];
        if (ocip::is_sendable(user_ids[i])) {
            open.push_back(i);
        } else {
            verdicts[i].reading.failure = unsendable("the user id").what;
        }
    }
    // A user whose answers contradict each other is asked for once more.
    for (int round = 0; round < 2 && !open.empty(); ++round) {
        std::vector<std::string> ids;
        for (const std::size_t i : open) ids.push_back(verdicts[i].ask_as);
        std::vector<Answers> outcomes = co_await ask_users(std::move(ids), stop);
        const bool is_hopeless =
            std::none_of(outcomes.begin(), outcomes.end(), [](const Answers& one) { return static_cast<bool>(one); });
        if (is_hopeless && round == 0) co_return outcomes.front().error();
        std::vector<std::size_t> torn;
        for (std::size_t n = 0; n < open.size(); ++n) {
            const std::string ask_as = verdicts[open[n]].ask_as;
            UserVerdict& verdict = verdicts[open[n]];
            verdict = judge(ask_as, outcomes[n]);
            verdict.reading.asked = user_ids[open[n]];
            if (verdict.is_torn) torn.push_back(open[n]);
        }
        open = std::move(torn);
    }
    std::vector<UserReading> readings;
    readings.reserve(verdicts.size());
    for (UserVerdict& verdict : verdicts) readings.push_back(std::move(verdict.reading));
    co_return readings;
}

Task<Result<std::vector<ServiceProviderFacts>>> OcipBroadWorks::list_service_providers(std::stop_token stop)
{
    Result<Answer> answer = co_await ask_data(Request(Read::kServiceProviderList), stop);
    if (!answer) co_return answer.error();
    co_return read_service_providers(*answer);
}

Task<Result<ServiceProviderFacts>> OcipBroadWorks::read_service_provider(std::string id, std::stop_token stop)
{
    if (!ocip::is_sendable(id)) co_return unsendable("the service provider id");
    std::vector<Request> requests;
    requests.push_back(of_provider(Read::kServiceProvider, id));
    requests.push_back(of_provider(Read::kServiceProviderImp, id));
    requests.emplace_back(Read::kSystemImp);
    Answers answers = co_await ask_one(std::move(requests), stop);
    if (!answers) co_return answers.error();
    const Answer& profile = (*answers)[0];
    const Answer& imp = (*answers)[1];
    if (profile.failure()) co_return error_of(*profile.failure(), name_of(Read::kServiceProvider));
    ServiceProviderFacts facts;
    facts.service_provider_id = profile.text("serviceProviderId");
    if (facts.service_provider_id.empty()) facts.service_provider_id = id;
    facts.is_enterprise = is_enterprise(profile);
    facts.imp_provisioning_url = provisioning_url(imp, (*answers)[2]);
    if (imp.failure()) {
        std::vector<Field> fields;
        fields.emplace_back("cluster", pool_.settings().cluster);
        fields.emplace_back("service_provider", id);
        fields.emplace_back("reason", imp.failure()->summary);
        pool_.telemetry().log(LogLevel::kWarning, "ocip_imp_settings_unreadable", std::move(fields));
    }
    co_return facts;
}

Task<Result<std::vector<std::string>>> OcipBroadWorks::list_groups(std::string service_provider_id,
                                                                   std::stop_token stop)
{
    if (!ocip::is_sendable(service_provider_id)) co_return unsendable("the service provider id");
    Result<Answer> answer = co_await ask_data(of_provider(Read::kGroupList, service_provider_id), stop);
    if (!answer) co_return answer.error();
    co_return read_group_ids(*answer);
}

Task<Result<UserList>> OcipBroadWorks::list_users(GroupKey group, std::stop_token stop)
{
    if (!is_sendable(group)) co_return unsendable("the group's key");
    std::vector<Request> requests;
    requests.push_back(of_group(Read::kGroupUsers, group));
    requests.push_back(of_group(Read::kGroup, group));
    Answers answers = co_await ask_one(std::move(requests), stop);
    if (!answers) co_return answers.error();
    const Answer& list = (*answers)[0];
    const Answer& profile = (*answers)[1];
    if (list.failure()) co_return error_of(*list.failure(), name_of(Read::kGroupUsers));
    if (profile.failed_with(kGroupNotFound)) {
        co_return Error(ErrorKind::kRetry, "the group changed while its users were listed");
    }
    Result<std::vector<UserRow>> rows = read_user_rows(list, "userTable");
    if (!rows) co_return rows.error();
    UserList users;
    users.rows = std::move(*rows);
    if (!profile.failure()) users.count_by_system = read_user_count(profile);
    co_return users;
}

Task<Result<std::vector<PackUtilization>>> OcipBroadWorks::list_pack_utilization(std::string service_provider_id,
                                                                                 std::stop_token stop)
{
    if (!ocip::is_sendable(service_provider_id)) co_return unsendable("the service provider id");
    Result<Answer> answer = co_await ask_data(of_provider(Read::kPackUtilization, service_provider_id), stop);
    if (!answer) co_return answer.error();
    co_return read_utilization(*answer);
}

Task<Result<std::vector<std::string>>> OcipBroadWorks::list_packs_with_service(std::string service_provider_id,
                                                                               std::string service,
                                                                               std::stop_token stop)
{
    if (!ocip::is_sendable(service_provider_id)) co_return unsendable("the service provider id");
    Result<Answer> list = co_await ask_data(of_provider(Read::kPackList, service_provider_id), stop);
    if (!list) co_return list.error();
    const std::vector<std::string> packs = read_pack_names(*list);
    Result<std::vector<Answer>> details = co_await ask_pack_details(service_provider_id, packs, stop);
    if (!details) co_return details.error();
    std::vector<std::string> holding;
    for (std::size_t i = 0; i < packs.size(); ++i) {
        Result<bool> holds = pack_holds((*details)[i], service);
        if (!holds) co_return holds.error();
        if (*holds) holding.push_back(packs[i]);
    }
    co_return holding;
}

Task<Result<std::vector<Answer>>> OcipBroadWorks::ask_pack_details(std::string service_provider_id,
                                                                   std::vector<std::string> packs, std::stop_token stop)
{
    std::vector<std::vector<Request>> jobs;
    for (const std::string& pack : packs) {
        Request request = of_provider(Read::kPackDetail, service_provider_id);
        request.children.emplace_back("servicePackName", pack);
        jobs.emplace_back(1, std::move(request));
    }
    std::vector<Answers> outcomes = co_await pool_.ask(std::move(jobs), stop);
    std::vector<Answer> details;
    for (Answers& outcome : outcomes) {
        if (!outcome) co_return outcome.error();
        Answer& detail = outcome->front();
        if (detail.failure()) {
            Error error = error_of(*detail.failure(), name_of(Read::kPackDetail));
            // It was listed a moment ago: it was renamed or deleted meanwhile.
            if (error.kind == ErrorKind::kNotFound) error.kind = ErrorKind::kRetry;
            co_return error;
        }
        details.push_back(std::move(detail));
    }
    co_return details;
}

Task<Result<std::vector<UserRow>>> OcipBroadWorks::list_holders(GroupKey group, Entitlement entitlement,
                                                                std::stop_token stop)
{
    if (!is_sendable(group) || !ocip::is_sendable(entitlement.name))
        co_return unsendable("the group's key or the entitlement");
    const bool is_pack = entitlement.kind == EntitlementKind::kServicePack;
    const char* key = is_pack ? "servicePackName" : "serviceName";
    Request request = of_group(Read::kGroupHolders, group);
    request.children.emplace_back(key, entitlement.name);
    Result<Answer> answer = co_await ask_data(std::move(request), stop);
    if (!answer) co_return answer.error();
    co_return read_user_rows(*answer, "userListTable");
}

}  // namespace bwsync::ocip
