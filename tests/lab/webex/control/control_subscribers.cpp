// The control API's work on subscribers: seeding existing ones, acting for people, removing them behind the API's back.
#include <algorithm>
#include <iterator>
#include <utility>

#include "tests/lab/webex/model/codes.hpp"
#include "tests/lab/webex/pipeline/emulator_impl.hpp"

namespace bwsync::lab {

using namespace webex;

namespace {

std::optional<AsyncError> parse_error(const nlohmann::json& json)
{
    if (!json.is_object() || !json.contains("errorCode") || !json["errorCode"].is_number_integer()) return std::nullopt;
    const int code = json["errorCode"].get<int>();
    const std::string text = text_of(json, "description");
    return AsyncError{code, text.empty() ? code_text(code) : text};
}

}  // namespace

Subscriber* WebexEmulator::Impl::named(const Json& body)
{
    if (Subscriber* by_id = world_.find(text_of(body, "id"))) return by_id;
    const auto found = world_.with_user_id(text_of(body, "userId"));
    return found.empty() ? nullptr : found.front();
}

std::optional<std::string> WebexEmulator::Impl::control_subscribers(const std::string& path, const Json& body,
                                                                    webex::Json& answer)
{
    if (path == "/subscribers") {
        const Json rows = body.value("subscribers", Json());
        if (!rows.is_array()) return "subscribers: expected an array";
        std::size_t made = 0;
        for (const Json& row : rows) {
            if (auto wrong = seed_subscriber(row)) return "subscriber " + std::to_string(made) + ": " + *wrong;
            ++made;
        }
        answer["subscribers"] = made;
        return std::nullopt;
    }
    const bool known = path == "/subscribers/remove" || path == "/subscribers/status" || path == "/subscribers/act";
    if (!known) return "unknown path";
    Subscriber* subscriber = named(body);
    if (!subscriber) return "no such subscriber";
    if (path == "/subscribers/status") return set_subscriber_status(*subscriber, body);
    if (path == "/subscribers/act") return act(*subscriber, body);
    lifecycle_.remove(*subscriber);
    return std::nullopt;
}

// Exists from now on, without a request: what was there before the daemon came.
std::optional<std::string> WebexEmulator::Impl::seed_subscriber(const Json& row)
{
    if (!row.is_object()) return "expected an object";
    static constexpr const char* kKnown[] = {"userId",
                                             "spEnterpriseId",
                                             "provisioningId",
                                             "firstName",
                                             "lastName",
                                             "email",
                                             "primaryPhoneNumber",
                                             "mobilePhoneNumber",
                                             "extension",
                                             "package",
                                             "status",
                                             "errors",
                                             "selfActivated",
                                             "language",
                                             "timezone"};
    for (const auto& [name, value] : row.items()) {
        if (std::find(std::begin(kKnown), std::end(kKnown), name) == std::end(kKnown)) return "unknown member " + name;
    }
    const WebexTemplate* chosen = lifecycle_.template_of(text_of(row, "provisioningId"));
    const std::string user_id = text_of(row, "userId");
    const std::string enterprise = text_of(row, "spEnterpriseId");
    const auto status = parse_status(row.value("status", "provisioned"));
    if (!chosen) return "provisioningId: no such template";
    if (user_id.empty() || enterprise.empty()) return "userId and spEnterpriseId are needed";
    if (world_.holder(chosen->cluster, user_id)) return "userId is taken";
    if (!status) return "status: not one of the seven";
    auto made = std::make_unique<Subscriber>();
    made->id = public_id("SUBSCRIBER", dice_.uuid());
    made->user_id = user_id;
    made->sp_enterprise_id = enterprise;
    made->provisioning_id = chosen->provisioning_id;
    made->first_name = text_of(row, "firstName");
    made->last_name = text_of(row, "lastName");
    made->email = text_of(row, "email");
    made->primary_number = text_of(row, "primaryPhoneNumber");
    made->mobile_number = text_of(row, "mobilePhoneNumber");
    made->extension = text_of(row, "extension");
    made->package = row.value("package", "basic");
    made->self_activated = row.value("selfActivated", false);
    made->created_ms = clock_.now_ms();
    made->customer = &lifecycle_.customer_for(chosen->cluster, enterprise, chosen->provisioning_id);
    Subscriber& placed = world_.add(std::move(made));
    lifecycle_.place(placed, *status);
    for (const Json& error : row.value("errors", Json::array())) {
        if (const auto parsed = parse_error(error)) placed.errors.push_back(*parsed);
    }
    return std::nullopt;
}

std::optional<std::string> WebexEmulator::Impl::set_subscriber_status(Subscriber& subscriber, const Json& body)
{
    const auto status = parse_status(text_of(body, "status"));
    if (!status) return "status: not one of the seven";
    std::vector<AsyncError> errors;
    for (const Json& error : body.value("errors", Json::array())) {
        const auto parsed = parse_error(error);
        if (!parsed) return "errors: expected {\"errorCode\": n, \"description\"?: text}";
        errors.push_back(*parsed);
    }
    lifecycle_.place(subscriber, *status);
    subscriber.errors = std::move(errors);
    return std::nullopt;
}

// What a person does: the user in the activation portal or mail, or an administrator of another organisation.
std::optional<std::string> WebexEmulator::Impl::act(Subscriber& subscriber, const Json& body)
{
    const std::string action = text_of(body, "action");
    if (action == "enter-email") return lifecycle_.enter_email(subscriber, text_of(body, "email"));
    if (action == "confirm-email") return lifecycle_.confirm_email(subscriber);
    if (action == "consent") return lifecycle_.consent(subscriber);
    if (action == "claim" || action == "person-gone") {
        (action == "claim" ? subscriber.claimed : subscriber.person_gone) = true;
        return std::nullopt;
    }
    const bool later = action == "fail-next";
    if (action != "fail" && !later) return "unknown action '" + action + "'";
    if (!body.contains("code") || !body["code"].is_number_integer()) return "code is missing";
    const int code = body["code"].get<int>();
    const AsyncError error{code, code_text(code)};
    if (later) {
        subscriber.doom = error;
    } else {
        lifecycle_.fail(subscriber, error);
    }
    return std::nullopt;
}

}  // namespace bwsync::lab
