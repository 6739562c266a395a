#include "tests/lab/webex/switches.hpp"

#include <charconv>
#include <functional>
#include <limits>
#include <utility>

namespace bwsync::lab {
namespace {

using Switches = WebexSwitches;
using Setter = std::function<bool(Switches&, std::string_view)>;
using Getter = std::function<std::string(const Switches&)>;

struct Row {
    std::string_view name;
    std::string values;
    std::string_view meaning;
    Setter set;
    Getter get;
};

std::string duration_text(std::chrono::milliseconds time)
{
    return time.count() % 1000 == 0 ? std::to_string(time.count() / 1000) + "s" : std::to_string(time.count()) + "ms";
}

template <class T>
std::optional<T> parse_number(std::string_view text, T least, T most)
{
    T value{};
    const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (bad != std::errc() || end != text.data() + text.size() || value < least || value > most) return std::nullopt;
    return value;
}

Row flag(std::string_view name, bool Switches::*member, std::string_view meaning)
{
    return {name, "true | false", meaning,
            [member](Switches& switches, std::string_view text) {
                if (text != "true" && text != "false") return false;
                switches.*member = text == "true";
                return true;
            },
            [member](const Switches& switches) { return std::string(switches.*member ? "true" : "false"); }};
}

template <class E>
Row choice(std::string_view name, E Switches::*member, std::vector<std::pair<std::string_view, E>> values,
           std::string_view meaning)
{
    std::string words;
    for (const auto& [word, value] : values) words += (words.empty() ? "" : " | ") + std::string(word);
    const auto set = [member, values](Switches& switches, std::string_view text) {
        for (const auto& [word, value] : values) {
            if (word != text) continue;
            switches.*member = value;
            return true;
        }
        return false;
    };
    const auto get = [member, values](const Switches& switches) {
        for (const auto& [word, value] : values) {
            if (value == switches.*member) return std::string(word);
        }
        return std::string();
    };
    return {name, words, meaning, set, get};
}

template <class T>
Row number(std::string_view name, T Switches::*member, T least, T most, std::string_view meaning)
{
    return {name, std::to_string(least) + ".." + std::to_string(most), meaning,
            [member, least, most](Switches& switches, std::string_view text) {
                const auto value = parse_number<T>(text, least, most);
                if (value) switches.*member = *value;
                return value.has_value();
            },
            [member](const Switches& switches) { return std::to_string(switches.*member); }};
}

Row duration(std::string_view name, std::chrono::milliseconds Switches::*member, std::string_view meaning)
{
    return {name, "a duration", meaning,
            [member](Switches& switches, std::string_view text) {
                const auto value = parse_duration(text);
                if (value) switches.*member = *value;
                return value.has_value();
            },
            [member](const Switches& switches) { return duration_text(switches.*member); }};
}

void add_subscriber_rows(std::vector<Row>& rows)
{
    using S = Switches;
    rows.push_back(flag("refuse_unknown_fields", &S::refuse_unknown_fields,
                        "unknown JSON fields: 1003, unknown query names: 1004, instead of ignored"));
    rows.push_back(number<std::size_t>("string_limit", &S::string_limit, 1, 100'000, "longer strings: 1002"));
    rows.push_back(choice<S::Max>("max_above_cap", &S::max_above_cap,
                                  {{"clamp", S::Max::kClamp}, {"1004", S::Max::kError}},
                                  "max above the cap of a list"));
    rows.push_back(choice<S::Busy>("update_busy", &S::update_busy, {{"2008", S::Busy::k2008}, {"2020", S::Busy::k2020}},
                                   "PUT while provisioning or updating"));
    rows.push_back(choice<S::Busy>("remove_busy", &S::remove_busy,
                                   {{"accept", S::Busy::kAccept}, {"2008", S::Busy::k2008}, {"2020", S::Busy::k2020}},
                                   "DELETE while provisioning or updating"));
    rows.push_back(choice<S::OnError>(
        "update_in_error", &S::update_in_error,
        {{"has-person", S::OnError::kHasPerson}, {"accept", S::OnError::kAccept}, {"refuse", S::OnError::kRefuse}},
        "PUT on a subscriber in error; has-person: only when it was provisioned before, else 2020"));
    rows.push_back(choice<S::Repost>("provision_in_error", &S::provision_in_error,
                                     {{"2009", S::Repost::k2009}, {"accept", S::Repost::kAccept}},
                                     "POST for a user whose subscriber is in error"));
    rows.push_back(flag("failed_update_applies", &S::failed_update_applies,
                        "an update that fails changes the values all the same"));
    rows.push_back(flag("last_number_removal_ignored", &S::last_number_removal_ignored,
                        "removing the last of number and extension is ignored instead of 1003"));
    rows.push_back(flag("add_and_remove_refused", &S::add_and_remove_refused,
                        "one update that adds one of the numbers and removes another: 2544"));
    rows.push_back(
        choice<S::Sibling>("sibling_of_first", &S::sibling_of_first,
                           {{"2034", S::Sibling::k2034}, {"2011", S::Sibling::k2011}, {"accept", S::Sibling::kAccept}},
                           "POST while the enterprise's first subscriber is being provisioned"));
    rows.push_back(choice<S::UntrustedEmail>("untrusted_with_email", &S::untrusted_with_email,
                                             {{"input", S::UntrustedEmail::kInput},
                                              {"validation", S::UntrustedEmail::kValidation},
                                              {"provision", S::UntrustedEmail::kProvision}},
                                             "POST with an e-mail on a template with untrusted e-mails"));
    rows.push_back(choice<S::PersonId>(
        "person_id", &S::person_id,
        {{"provisioned", S::PersonId::kProvisioned}, {"always", S::PersonId::kAlways}, {"never", S::PersonId::kNever}},
        "in which status personId is shown"));
    rows.push_back(flag("person_in_other_organization_refused", &S::person_in_other_organization_refused,
                        "POST with the e-mail of a person of another organisation: 2002"));
    rows.push_back(
        flag("case_sensitive_ids", &S::case_sensitive_ids, "user ids and e-mails that differ in case are different"));
    rows.push_back(flag("no_cluster", &S::no_cluster, "the partner has no BroadWorks cluster: 2043"));
    rows.push_back(number<int>("provision_status", &S::provision_status, 200, 202, "HTTP status of an accepted POST"));
    rows.push_back(flag("location_header", &S::location_header, "an accepted POST carries Location"));
}

void add_shape_rows(std::vector<Row>& rows)
{
    using S = Switches;
    rows.push_back(choice<S::Order>("list_order", &S::list_order,
                                    {{"created", S::Order::kCreated}, {"id", S::Order::kId}},
                                    "order of the subscriber list"));
    rows.push_back(choice<S::Link>("link_relations", &S::link_relations,
                                   {{"next", S::Link::kNext}, {"all", S::Link::kAll}}, "all: first and prev too"));
    rows.push_back(flag("link_without_filters", &S::link_without_filters, "the next link loses the filters"));
    rows.push_back(flag("link_with_null_max", &S::link_with_null_max, "the next link says max=null"));
    rows.push_back(flag("enterprises_bare", &S::enterprises_bare,
                        "a list of one enterprise is the object without items, as the schema says"));
    rows.push_back(flag("enterprise_filters_exclusive", &S::enterprise_filters_exclusive,
                        "spEnterpriseId together with startsWith: 1004"));
    rows.push_back(flag("self_activated_as_string", &S::self_activated_as_string, "\"false\" instead of false"));
    rows.push_back(
        flag("precheck_info_as_object", &S::precheck_info_as_object, "info is one object instead of an array"));
    rows.push_back(choice<S::ErrorShape>("error_shape", &S::error_shape,
                                         {{"standard", S::ErrorShape::kStandard},
                                          {"top-level", S::ErrorShape::kTopLevel},
                                          {"string-code", S::ErrorShape::kStringCode},
                                          {"no-errors", S::ErrorShape::kNoErrors},
                                          {"null-errors", S::ErrorShape::kNullErrors},
                                          {"no-code", S::ErrorShape::kNoCode},
                                          {"header-tracking", S::ErrorShape::kHeaderTracking}},
                                         "of the error envelope; header-tracking: trackingId only in the header"));
    rows.push_back(flag("tracking_header", &S::tracking_header, "answers carry the trackingid header"));
    rows.push_back(number<int>("timestamp_digits", &S::timestamp_digits, 0, 9, "digits of the seconds' fraction"));
    rows.push_back(flag("timestamp_offset", &S::timestamp_offset, "+00:00 instead of Z"));
}

void add_account_rows(std::vector<Row>& rows)
{
    using S = Switches;
    rows.push_back(flag("young_delete_refused", &S::young_delete_refused,
                        "DELETE of a person or organisation younger than 24 h with an older access token: 403"));
    rows.push_back(flag("management_access_needed", &S::management_access_needed,
                        "customer resources: 403 until GET organization was called, and again when it ran out"));
    rows.push_back(duration("management_access_lasts", &S::management_access_lasts, "how long it lasts"));
    rows.push_back(flag("person_delete_keeps_subscriber", &S::person_delete_keeps_subscriber,
                        "DELETE person leaves the subscriber; a PUT on it answers 2003"));
    rows.push_back(flag("person_numbers_refused", &S::person_numbers_refused,
                        "PUT person with numbers, extension or location, without Webex Calling: 400"));
    rows.push_back(number<int>("sync_busy_status", &S::sync_busy_status, 429, 503, "HTTP status of 6002"));
    rows.push_back(flag("partner_full_admin", &S::partner_full_admin,
                        "false: the grants are of a lesser role; update, remove and precheck answer 2006"));
    rows.push_back(choice<S::ClientAuth>(
        "client_auth", &S::client_auth,
        {{"both", S::ClientAuth::kBoth}, {"basic", S::ClientAuth::kBasic}, {"form", S::ClientAuth::kForm}},
        "how a client may authenticate at the token endpoint"));
    rows.push_back(flag("rotate_refresh_tokens", &S::rotate_refresh_tokens,
                        "every refresh returns a new refresh token and ends the old one"));
    rows.push_back(flag("refresh_token_omitted", &S::refresh_token_omitted,
                        "a refresh answers without refresh_token (when not rotated)"));
    rows.push_back(flag("refresh_expiry_counts_down", &S::refresh_expiry_counts_down,
                        "a refresh does not renew the life of the refresh token"));
    rows.push_back(
        flag("token_type_and_scope_omitted", &S::token_type_and_scope_omitted, "token answers without the two"));
    rows.push_back(
        flag("token_errors_rfc6749", &S::token_errors_rfc6749, "token errors as RFC 6749 instead of the envelope"));
    rows.push_back(flag("authorize_denied", &S::authorize_denied, "the administrator refuses: error=access_denied"));
    rows.push_back(flag("authorize_page", &S::authorize_page,
                        "the sign-in shows a page with Allow and Deny instead of agreeing at once"));
    rows.push_back(flag("pkce_required", &S::pkce_required, "a sign-in without code_challenge: error=invalid_request"));
    rows.push_back(flag("unoffered_scopes_dropped", &S::unoffered_scopes_dropped,
                        "scopes that are not offered are left out of the grant instead of error=invalid_scope"));
    rows.push_back(duration("code_lifetime", &S::code_lifetime, "of authorisation codes issued from now on"));
    rows.push_back(duration("access_token_lifetime", &S::access_token_lifetime, "of tokens issued from now on"));
    rows.push_back(
        duration("refresh_token_lifetime", &S::refresh_token_lifetime, "of tokens issued or renewed from now on"));
}

void add_billing_rows(std::vector<Row>& rows)
{
    using S = Switches;
    rows.push_back(flag("billing_forbidden", &S::billing_forbidden, "billing reports answer 2029"));
    rows.push_back(flag("billing_busy", &S::billing_busy, "POST of a billing report answers 2030"));
    rows.push_back(number<int>("billing_create_status", &S::billing_create_status, 200, 202,
                               "HTTP status of an accepted billing report"));
    rows.push_back(flag("download_ranges", &S::download_ranges, "false: the download host ignores Range"));
    rows.push_back(duration("download_url_lasts", &S::download_url_lasts, "until a download URL answers 403"));
}

const std::vector<Row>& rows()
{
    static const std::vector<Row> table = [] {
        std::vector<Row> made;
        add_subscriber_rows(made);
        add_shape_rows(made);
        add_account_rows(made);
        add_billing_rows(made);
        return made;
    }();
    return table;
}

}  // namespace

std::optional<std::string> set_webex_switch(WebexSwitches& switches, std::string_view name, std::string_view value)
{
    for (const Row& row : rows()) {
        if (row.name != name) continue;
        if (row.set(switches, value)) return std::nullopt;
        return "switch " + std::string(name) + ": found '" + std::string(value) + "', expected " + row.values;
    }
    return "unknown switch '" + std::string(name) + "'";
}

std::optional<std::string> set_webex_delay(WebexDelays& delays, std::string_view name, std::string_view value)
{
    using D = WebexDelays;
    static constexpr std::pair<std::string_view, std::chrono::milliseconds D::*> kDelays[] = {
        {"first_subscriber", &D::first_subscriber},
        {"organization", &D::organization},
        {"subscriber", &D::subscriber},
        {"update", &D::update},
        {"organization_delete", &D::organization_delete},
        {"directory_sync", &D::directory_sync},
        {"directory_sync_disable", &D::directory_sync_disable},
        {"billing_report", &D::billing_report},
        {"management_access", &D::management_access},
    };
    for (const auto& [known, member] : kDelays) {
        if (known != name) continue;
        const auto parsed = parse_duration(value);
        if (!parsed) return "delay " + std::string(name) + ": found '" + std::string(value) + "', expected a duration";
        delays.*member = *parsed;
        return std::nullopt;
    }
    return "unknown delay '" + std::string(name) + "'";
}

std::vector<WebexSwitchDescription> webex_switch_descriptions(const WebexSwitches& switches)
{
    std::vector<WebexSwitchDescription> out;
    for (const Row& row : rows()) {
        out.push_back({std::string(row.name), row.get(switches), row.values, std::string(row.meaning)});
    }
    return out;
}

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text)
{
    static constexpr std::pair<std::string_view, std::int64_t> kUnits[] = {
        {"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}};
    constexpr std::int64_t kMost = 3650LL * 86'400'000;
    const auto digits = text.find_first_not_of("0123456789");
    if (digits == 0 || digits == std::string_view::npos) return std::nullopt;
    const auto value = parse_number<std::int64_t>(text.substr(0, digits), 0, kMost);
    if (!value) return std::nullopt;
    for (const auto& [unit, factor] : kUnits) {
        if (text.substr(digits) != unit) continue;
        if (*value > kMost / factor) return std::nullopt;
        return std::chrono::milliseconds(*value * factor);
    }
    return std::nullopt;
}

}  // namespace bwsync::lab
