#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_set>

#include "adapters/broadworks/ocip/readers.hpp"
#include "adapters/broadworks/ocip/text.hpp"

namespace bwsync::ocip {

namespace {

constexpr char kSeparator = '\x1F';  // ASCII unit separator: XML cannot carry it, so no cell holds one

// The number of a missing service provider or pack is on no public record; its words follow the recorded two.
bool says_not_found(const Failure& failure)
{
    if (failure.code == kUserNotFound || failure.code == kGroupNotFound) return true;
    const std::string text = lower_ascii(failure.summary);
    constexpr std::array<std::string_view, 6> kScopes{{"group not found", "service provider not found",
                                                       "serviceprovider not found", "enterprise not found",
                                                       "service pack not found", "user not found"}};
    return std::any_of(kScopes.begin(), kScopes.end(),
                       [&](std::string_view scope) { return text.find(scope) != std::string::npos; });
}

std::optional<std::int64_t> number(const std::string& text)
{
    std::int64_t value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

Error damaged(const std::string& why)
{
    return Error(ErrorKind::kRetry, why);
}

Result<> no_problem()
{
    return std::monostate();
}

}  // namespace

Error error_of(const Failure& failure, const std::string& what)
{
    const std::string text = failure.summary.empty() ? "an error without text" : failure.summary;
    return Error(says_not_found(failure) ? ErrorKind::kNotFound : ErrorKind::kRejected, what + ": " + text);
}

Result<std::vector<ServiceProviderFacts>> read_service_providers(const Answer& answer)
{
    std::vector<ServiceProviderFacts> providers;
    const Columns columns{{"Service Provider Id", "Is Enterprise"}, {}};
    const char* table = "serviceProviderTable";
    Result<> read = read_table(answer.node().child(table), table, columns, [&](const std::vector<std::string>& cells) {
        if (cells[0].empty()) return Result<>(damaged("a row of serviceProviderTable has no id"));
        ServiceProviderFacts& provider = providers.emplace_back();
        provider.service_provider_id = cells[0];
        provider.is_enterprise = cells[1] == "true";
        return no_problem();
    });
    if (!read) return read.error();
    return providers;
}

Result<std::vector<std::string>> read_group_ids(const Answer& answer)
{
    std::vector<std::string> ids;
    const Columns columns{{"Group Id"}, {}};
    Result<> read = read_table(answer.node().child("groupTable"), "groupTable", columns, [&](const auto& cells) {
        if (cells[0].empty()) return Result<>(damaged("a row of groupTable has no id"));
        ids.push_back(cells[0]);
        return no_problem();
    });
    if (!read) return read.error();
    return ids;
}

Result<std::vector<UserRow>> read_user_rows(const Answer& answer, const char* table)
{
    std::vector<UserRow> rows;
    std::unordered_set<std::string> seen;
    const Columns columns{{"User Id", "Last Name", "First Name", "Phone Number", "Extension", "Email Address"}, {}};
    Result<> read = read_table(answer.node().child(table), table, columns, [&](const std::vector<std::string>& cells) {
        if (cells[0].empty()) return Result<>(damaged("a row of " + std::string(table) + " has no user id"));
        if (!seen.insert(lower_ascii(cells[0])).second) return no_problem();
        UserRow& row = rows.emplace_back();
        row.user_id = cells[0];
        for (std::size_t i = 1; i < cells.size(); ++i) {
            if (i > 1) row.row += kSeparator;
            row.row += squeeze(cells[i]);
        }
        return no_problem();
    });
    if (!read) return read.error();
    return rows;
}

Result<std::vector<PackUtilization>> read_utilization(const Answer& answer)
{
    const std::vector<std::string> packs = read_pack_names(answer);
    const auto tables = answer.node().children("serviceUtilizationTable");
    if (static_cast<std::size_t>(std::distance(tables.begin(), tables.end())) != packs.size()) {
        return damaged("the utilization answer has not one table per service pack");
    }
    std::vector<PackUtilization> all;
    const Columns columns{{"Group", "Assigned"}, {}};
    auto pack = packs.begin();
    for (const pugi::xml_node table : tables) {
        Result<> read =
            read_table(table, "serviceUtilizationTable", columns, [&](const std::vector<std::string>& cells) {
                const std::optional<std::int64_t> assigned = number(cells[1]);
                if (cells[0].empty() || !assigned)
                    return Result<>(damaged("a row of serviceUtilizationTable is damaged"));
                PackUtilization& one = all.emplace_back();
                one.service_pack = *pack;
                one.group_id = cells[0];
                one.assigned = *assigned;
                return no_problem();
            });
        if (!read) return read.error();
        ++pack;
    }
    return all;
}

std::vector<std::string> read_pack_names(const Answer& answer)
{
    std::vector<std::string> names;
    for (const pugi::xml_node name : answer.node().children("servicePackName")) names.push_back(text_of(name));
    return names;
}

Result<bool> pack_holds(const Answer& detail, const std::string& service)
{
    bool holds = false;
    const Columns columns{{"Service"}, {}};
    Result<> read =
        read_table(detail.node().child("userServiceTable"), "userServiceTable", columns, [&](const auto& cells) {
            holds = holds || cells[0] == service;
            return no_problem();
        });
    if (!read) return read.error();
    return holds;
}

std::optional<std::int64_t> read_user_count(const Answer& group_profile)
{
    return number(group_profile.text("userCount"));
}

bool is_enterprise(const Answer& provider_profile)
{
    return provider_profile.is_true("isEnterprise");
}

std::string provisioning_url(const Answer& provider_imp, const Answer& system_imp)
{
    if (provider_imp.is_true("useSystemMessagingServer")) return system_imp.text("provisioningUrl");
    return provider_imp.text("provisioningUrl");
}

}  // namespace bwsync::ocip
