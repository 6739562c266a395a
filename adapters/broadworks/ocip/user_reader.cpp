#include <algorithm>
#include <map>

#include "adapters/broadworks/ocip/readers.hpp"
#include "adapters/broadworks/ocip/text.hpp"

namespace bwsync::ocip {

namespace {

constexpr const char* kIntegratedImp = "Integrated IMP";  // its name among BroadWorks' user services

Result<std::vector<std::string>> assigned_names(const Answer& answer, const char* table, const char* heading)
{
    std::vector<std::string> names;
    const Columns columns{{heading, "Assigned"}, {}};
    Result<> read = read_table(answer.node().child(table), table, columns, [&](const std::vector<std::string>& cells) {
        if (cells[1] == "true") names.push_back(cells[0]);
        return Result<>(std::monostate());
    });
    if (!read) return read.error();
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

std::vector<AssignedService> effective_services(const Answer& answer, const std::vector<std::string>& direct)
{
    std::map<std::string, std::optional<bool>> services;
    for (const std::string& name : direct) services.emplace(name, std::nullopt);
    for (const pugi::xml_node entry : answer.node().children("userServiceEntry")) {
        const std::string name = text_of(entry.child("serviceName"));
        if (name.empty()) continue;
        std::optional<bool>& is_active = services[name];
        if (const pugi::xml_node said = entry.child("isActive")) is_active = text_of(said) == "true";
    }
    std::vector<AssignedService> sorted;
    for (const auto& [name, is_active] : services) {
        AssignedService service;
        service.name = name;
        service.is_active = is_active;
        sorted.push_back(std::move(service));
    }
    return sorted;
}

UserFacts read_profile(const std::string& asked, const Answer& profile)
{
    UserFacts facts;
    facts.user_id = profile.text("userId");  // from release 22 on; before there are no alternate ids
    if (facts.user_id.empty()) facts.user_id = asked;
    facts.service_provider_id = profile.text("serviceProviderId");
    facts.group_id = profile.text("groupId");
    facts.first_name = profile.text("firstName");
    facts.last_name = profile.text("lastName");
    facts.phone_number = profile.text("phoneNumber");
    facts.country_code = profile.text("countryCode");
    facts.national_prefix = profile.text("nationalPrefix");
    facts.extension = profile.text("extension");
    facts.mobile_phone_number = profile.text("mobilePhoneNumber");
    facts.email_address = profile.text("emailAddress");
    facts.language = profile.text("language");
    facts.time_zone = profile.text("timeZone");
    facts.imp_id = profile.text("impId");
    for (const pugi::xml_node entry : profile.node().children("alternateUserId")) {
        std::string id = text_of(entry.child("alternateUserId"));
        if (id.empty()) id = text_of(entry);
        if (!id.empty()) facts.alternate_user_ids.push_back(std::move(id));
    }
    return facts;
}

// The server's words without the id of the user, which is personal.
std::string described(const char* what, const Answer& answer, const std::string& asked)
{
    if (!answer.failure()) return std::string(what) + ": answered by " + answer.type();
    std::string text = answer.failure()->summary;
    for (std::size_t at = text.find(asked); at != std::string::npos; at = text.find(asked, at)) {
        text.replace(at, asked.size(), "*");
        at += 1;
    }
    return std::string(what) + ": " + (text.empty() ? "an error without text" : text);
}

bool knows_user(const Answer& answer)
{
    return !answer.failure() && !answer.is_success();
}

bool holds_imp(const std::vector<AssignedService>& services)
{
    return std::any_of(services.begin(), services.end(), [](const auto& s) { return s.name == kIntegratedImp; });
}

// Integrated IMP into the facts; the text of what failed, or "".
std::string add_imp(const Answer& imp, const std::string& asked, UserFacts& facts)
{
    if (!holds_imp(facts.services)) return {};
    if (!knows_user(imp)) return described("Integrated IMP", imp, asked);
    facts.imp_active = imp.is_true("isActive");
    const std::string id = imp.text("impId");
    if (!id.empty()) facts.imp_id = id;
    for (AssignedService& service : facts.services) {
        if (service.name == kIntegratedImp && !service.is_active) service.is_active = facts.imp_active;
    }
    return {};
}

std::string first_failure(const std::string& asked, const UserAnswers& answers)
{
    if (!knows_user(answers.profile)) return described("profile", answers.profile, asked);
    if (!knows_user(answers.assignments)) return described("service assignments", answers.assignments, asked);
    if (!knows_user(answers.services)) return described("services", answers.services, asked);
    return {};
}

// The service tables and Integrated IMP into facts made from the profile; the text of what failed, or "".
std::string add_services(const std::string& asked, const UserAnswers& answers, UserFacts& facts)
{
    const Answer& tables = answers.assignments;
    auto packs = assigned_names(tables, "servicePacksAssignmentTable", "Service Pack Name");
    if (!packs) return packs.error().what;
    auto direct = assigned_names(tables, "userServicesAssignmentTable", "Service Name");
    if (!direct) return direct.error().what;
    facts.service_packs = std::move(*packs);
    facts.services = effective_services(answers.services, *direct);
    return add_imp(answers.imp, asked, facts);
}

}  // namespace

UserVerdict read_user(const std::string& asked, const UserAnswers& answers)
{
    UserVerdict verdict;
    verdict.reading.asked = asked;
    verdict.ask_as = asked;
    const bool is_profile_absent = answers.profile.failed_with(kUserNotFound);
    const std::initializer_list<const Answer*> others = {&answers.assignments, &answers.services, &answers.imp};
    const bool is_known = std::any_of(others.begin(), others.end(), [](const Answer* a) { return knows_user(*a); });
    const bool is_unknown =
        std::any_of(others.begin(), others.end(), [](const Answer* a) { return a->failed_with(kUserNotFound); });
    if (is_profile_absent && !is_known) {
        verdict.reading.is_absent = true;
        return verdict;
    }
    if (is_profile_absent || (knows_user(answers.profile) && is_unknown)) {
        verdict.is_torn = true;
        verdict.reading.failure = "the user changed while it was read";
        const std::string primary = answers.profile.text("userId");
        if (!primary.empty()) verdict.ask_as = primary;
        return verdict;
    }
    verdict.reading.failure = first_failure(asked, answers);
    if (!verdict.reading.failure.empty()) return verdict;

    UserFacts facts = read_profile(asked, answers.profile);
    if (facts.service_provider_id.empty() || facts.group_id.empty()) {
        verdict.reading.failure = "profile: " + answers.profile.type() + " names no service provider or group";
        return verdict;
    }
    verdict.reading.failure = add_services(asked, answers, facts);
    if (verdict.reading.failure.empty()) verdict.reading.facts = std::move(facts);
    return verdict;
}

}  // namespace bwsync::ocip
