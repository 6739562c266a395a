#include "adapters/webex/oauth/token_answer.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "adapters/webex/wire/json_fields.hpp"
#include "adapters/webex/wire/responses.hpp"
#include "adapters/webex/wire/text.hpp"

namespace bwsync {

namespace {

using nlohmann::json;

std::optional<Instant> expiry(const json& body, const char* name, Instant sent_at)
{
    const auto lifetime = number_field(body, name);
    constexpr long long kTenYears = 10LL * 366 * 86'400;
    if (!lifetime || *lifetime <= 0 || *lifetime > kTenYears) return std::nullopt;
    return sent_at + std::chrono::seconds(*lifetime);
}

// RFC 6749 section 5.2 has a word for it; Webex's own envelope only says it in a sentence.
bool blames_client(const json& body, const std::string& text)
{
    const std::string word = text_field(body, "error");
    if (word == "invalid_client" || word == "unauthorized_client") return true;
    if (!word.empty()) return false;
    std::string lower = text;
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
    constexpr std::array<std::string_view, 5> kWords = {"client credential", "client_secret", "client secret",
                                                        "clientsecret", "client_id"};
    return std::any_of(kWords.begin(), kWords.end(),
                       [&](std::string_view w) { return lower.find(w) != std::string::npos; });
}

Error refusal(const HttpAnswer& answer, Instant now)
{
    const WebexFailure failure = parse_failure(answer, now);
    const json body = parse_json(answer.body);
    std::string text = clean_text(text_field(body, "error_description"));
    if (text.empty()) text = clean_text(text_field(body, "error"));
    if (text.empty()) text = failure.what;
    const std::string what = "the token endpoint answered " + std::to_string(answer.status) + ": " + text;
    if (answer.status == 429 || answer.status == 423) {
        Error error(ErrorKind::kRateLimited, what);
        error.retry_after = failure.retry_after;
        return error;
    }
    // A page of a proxy's is not Webex's word.
    const bool is_final = (answer.status == 400 || answer.status == 401) && body.is_object();
    if (!is_final) return Error(ErrorKind::kRetry, what);
    std::string all = text + " " + text_field(body, "message");
    for (const json& entry : member(body, "errors").is_array() ? member(body, "errors") : json::array()) {
        all += " " + text_field(entry, "description");
    }
    if (blames_client(body, all)) return Error(ErrorKind::kConflict, what + " (check client_id and client_secret)");
    return Error(ErrorKind::kUnauthorized, what);
}

}  // namespace

Result<RefreshedTokens> parse_tokens(const HttpAnswer& answer, Instant sent_at)
{
    if (!is_success(answer.status)) return refusal(answer, sent_at);
    const json body = parse_json(answer.body);
    RefreshedTokens tokens;
    tokens.access_token = text_field(body, "access_token");
    // It goes into a header: white space or a line break in it would be somebody's injection.
    const auto is_bad = [](unsigned char c) { return c <= ' ' || c >= 0x7f; };
    const std::string& access = tokens.access_token;
    if (access.empty() || std::any_of(access.begin(), access.end(), is_bad))
        return Error(ErrorKind::kRetry, "the token endpoint's answer holds no token");
    const std::string refresh_token = text_field(body, "refresh_token");
    if (!refresh_token.empty()) tokens.refresh_token = refresh_token;
    tokens.scopes = text_field(body, "scope");
    tokens.access_expires_at = expiry(body, "expires_in", sent_at);
    tokens.refresh_expires_at = expiry(body, "refresh_token_expires_in", sent_at);
    return tokens;
}

Result<Instant> parse_token_expiry(const HttpAnswer& answer, Instant now)
{
    if (answer.status == 401) {
        return Error(ErrorKind::kUnauthorized,
                     "Webex refuses the access token (401): " + parse_failure(answer, now).what);
    }
    const auto ends = is_success(answer.status) ? number_field(parse_json(answer.body), "exp") : std::nullopt;
    // Milliseconds since 1970, up to the year 2286: anything else is no time.
    constexpr long long kLatest = 9'999'999'999'999;
    if (!ends || *ends <= 0 || *ends > kLatest) {
        return Error(ErrorKind::kRetry, "tokenExpiry answered " + std::to_string(answer.status) + " without a time");
    }
    return Instant(Millis(*ends));
}

}  // namespace bwsync
