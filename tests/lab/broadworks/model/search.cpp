#include "tests/lab/broadworks/model/search.hpp"

#include <algorithm>

#include "tests/lab/broadworks/model/user_fields.hpp"
#include "tests/lab/broadworks/ocip/request.hpp"
#include "tests/lab/broadworks/text.hpp"

namespace bwsync::lab {
namespace {

std::string text_of(const User& user, std::string_view element)
{
    if (element == "searchCriteriaUserId") return user.user_id;
    if (element == "searchCriteriaUserLastName") return user.last_name;
    if (element == "searchCriteriaUserFirstName") return user.first_name;
    if (element == "searchCriteriaDn") return table_number(user);
    if (element == "searchCriteriaEmailAddress") return user.email_address;
    if (element == "searchCriteriaExtension") return user.extension;
    if (element == "searchCriteriaGroupId") return user.group->group_id;
    if (element == "searchCriteriaUserExternalId") return user.extra("userExternalId");
    if (element == "searchCriteriaResellerId") return user.provider->reseller_id;
    return user.provider->id;  // searchCriteriaServiceProviderId, searchCriteriaExactServiceProvider
}

std::string text_of(const Group& group, std::string_view element)
{
    if (element == "searchCriteriaGroupId") return group.group_id;
    if (element == "searchCriteriaGroupName") return group.name;
    if (element == "searchCriteriaResellerId") return group.provider->reseller_id;
    return group.provider->id;
}

std::string text_of(const ServiceProvider& provider, std::string_view element)
{
    if (element == "searchCriteriaServiceProviderName") return provider.name;
    if (element == "searchCriteriaResellerId") return provider.reseller_id;
    return provider.id;
}

}  // namespace

std::string user_search_signature(bool in_system)
{
    std::string text =
        " searchCriteriaUserLastName:Search* searchCriteriaUserFirstName:Search* searchCriteriaDn:Search*"
        " searchCriteriaEmailAddress:Search*";
    if (in_system) {
        text +=
            " searchCriteriaGroupId:Search* searchCriteriaExactServiceProvider:ExactProvider?"
            " searchCriteriaServiceProviderId:Search*";
    }
    text += " searchCriteriaUserId:Search* searchCriteriaUserExternalId:Search*@R24 searchCriteriaExtension:Search*";
    if (in_system) text += " searchCriteriaResellerId:Search*@R22";
    return text;
}

Search::Search(const pugi::xml_node& command)
{
    for (const pugi::xml_node& child : command.children()) {
        const std::string_view name = child.name();
        if (name == "searchCriteriaModeOr") {
            any_ = child_text(command, "searchCriteriaModeOr") == "true";
        } else if (name == "searchCriteriaExactServiceProvider") {
            terms_.push_back({std::string(name), Mode::kEqualTo, child_text(child, "serviceProviderId"), false});
        } else if (name.starts_with("searchCriteria")) {
            const std::string mode = child_text(child, "mode");
            const std::string fold = child_text(child, "isCaseInsensitive");
            terms_.push_back({std::string(name),
                              mode == "Starts With" ? Mode::kStartsWith
                              : mode == "Contains"  ? Mode::kContains
                                                    : Mode::kEqualTo,
                              child_text(child, "value"), fold == "true" || fold == "1"});
        }
    }
}

bool Search::holds(const Term& term, std::string_view text)
{
    const std::string folded = term.ignore_case ? lower(text) : std::string(text);
    const std::string value = term.ignore_case ? lower(term.value) : term.value;
    switch (term.mode) {
        case Mode::kStartsWith:
            return folded.starts_with(value);
        case Mode::kContains:
            return folded.find(value) != std::string::npos;
        case Mode::kEqualTo:
            break;
    }
    return folded == value;
}

template <class Value>
bool Search::all(const Value& value) const
{
    const auto one = [&](const Term& term) { return holds(term, text_of(value, term.element)); };
    return any_ ? terms_.empty() || std::any_of(terms_.begin(), terms_.end(), one)
                : std::all_of(terms_.begin(), terms_.end(), one);
}

bool Search::matches(const User& user) const
{
    return all(user);
}

bool Search::matches(const Group& group) const
{
    return all(group);
}

bool Search::matches(const ServiceProvider& provider) const
{
    return all(provider);
}

}  // namespace bwsync::lab
