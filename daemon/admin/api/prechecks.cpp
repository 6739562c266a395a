// Handlers of prechecks: a batch of them, and whom a bridge would provision.
#include "daemon/admin/api/api.hpp"
#include "daemon/admin/http/http_problem.hpp"
#include "daemon/admin/http/json_text.hpp"

namespace bwsync {
namespace {

constexpr std::size_t kRowsMax = 100;
constexpr std::size_t kTextMax = 320;  // the longest e-mail address (RFC 5321) and more than any user id
constexpr int kCandidatesMax = 1000;

std::optional<std::string> text_member(const Json& row, const char* name)
{
    if (!row.contains(name)) return std::string();
    const Json& value = row[name];
    if (!value.is_string()) return std::nullopt;
    std::string text = value.get<std::string>();
    if (text.size() > kTextMax) return std::nullopt;
    return text;
}

Result<PrecheckAsk> ask_of(const Json& row, std::size_t index)
{
    const Error bad(ErrorKind::kRejected, "rows[" + std::to_string(index) +
                                              "]: give userId, or email and customerEmail, as texts and nothing else");
    if (!row.is_object()) return bad;
    const std::optional<std::string> user = text_member(row, "userId");
    const std::optional<std::string> email = text_member(row, "email");
    const std::optional<std::string> customer = text_member(row, "customerEmail");
    if (!user || !email || !customer) return bad;
    const bool is_user = !user->empty() && email->empty() && customer->empty();
    const bool is_person = user->empty() && !email->empty() && !customer->empty();
    if (!is_user && !is_person) return bad;
    PrecheckAsk ask;
    ask.user_id = *user;
    ask.email = *email;
    ask.customer_email = *customer;
    return ask;
}

Result<std::vector<PrecheckAsk>> asks_of(const std::string& body)
{
    const auto flat = [](int depth, nlohmann::ordered_json::parse_event_t, Json&) { return depth <= 4; };
    const Json parsed = Json::parse(body, flat, false);
    const bool has_rows = parsed.is_object() && parsed.size() == 1 && parsed.contains("rows") &&
                          parsed["rows"].is_array() && !parsed["rows"].empty();
    if (!has_rows || parsed["rows"].size() > kRowsMax) {
        return Error(ErrorKind::kRejected,
                     "the body must be {\"rows\": [...]} with 1 to " + std::to_string(kRowsMax) + " rows");
    }
    std::vector<PrecheckAsk> asks;
    for (const Json& row : parsed["rows"]) {
        Result<PrecheckAsk> ask = ask_of(row, asks.size());
        if (!ask) return ask.error();
        asks.push_back(std::move(*ask));
    }
    return asks;
}

Json answer_json(const PrecheckAnswer& answer)
{
    const PrecheckOutcome& outcome = answer.outcome;
    Json item;
    item["userId"] = answer.ask.user_id;
    item["email"] = answer.ask.email;
    item["customerEmail"] = answer.ask.customer_email;
    item["spEnterpriseId"] = answer.sp_enterprise_id;
    item["result"] = name_of(outcome.result);
    item["codes"] = outcome.codes;
    item["personMoves"] = name_of(outcome.person);
    item["primaryMoves"] = name_of(outcome.primary);
    item["organization"] = name_of(outcome.organization);
    item["reason"] = outcome.reason;
    item["meaning"] = outcome.meaning;
    item["remedy"] = outcome.remedy;
    item["trackingId"] = answer.tracking_id;
    return item;
}

}  // namespace

Task<ServerResponse> AdminApi::precheck(Call call)
{
    const Result<BridgeStatus> bridge = bridge_of(call);
    if (!bridge) co_return problem(bridge.error());
    Result<std::vector<PrecheckAsk>> asks = asks_of(call.request.body);
    if (!asks) co_return problem(asks.error());
    const Result<PrecheckBatch> batch = co_await service_.precheck(bridge->name, std::move(*asks));
    if (!batch) co_return problem(batch.error());
    Json items = Json::array();
    for (const PrecheckAnswer& answer : batch->answers) items.push_back(answer_json(answer));
    Json body;
    body["items"] = std::move(items);
    body["waitSeconds"] = batch->wait ? Json(batch->wait->count() / 1000) : Json(nullptr);
    co_return json_response(text_of(body));
}

Task<ServerResponse> AdminApi::list_precheck_candidates(Call call)
{
    const Result<Arguments> arguments = query_arguments(call.request, {"cursor", "limit"});
    if (!arguments) co_return problem(arguments.error());
    const Result<BridgeStatus> bridge = bridge_of(call);
    if (!bridge) co_return problem(bridge.error());
    const Result<int> limit = limit_argument(*arguments, kCandidatesMax);
    if (!limit) co_return problem(limit.error());
    const std::string cursor = argument(*arguments, "cursor");
    const Result<PrecheckCandidates> found = co_await service_.precheck_candidates(bridge->name, cursor, *limit);
    if (!found) co_return problem(found.error());
    Json items = Json::array();
    for (const std::string& user : found->user_ids) {
        Json item;
        item["userId"] = user;
        items.push_back(std::move(item));
    }
    Json body;
    body["items"] = std::move(items);
    body["next"] = found->next.empty() ? Json(nullptr) : Json(found->next);
    co_return json_response(text_of(body));
}

}  // namespace bwsync
