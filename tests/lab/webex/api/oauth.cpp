#include "tests/lab/webex/api/oauth.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <sstream>

#include "tests/lab/http/http_url.hpp"

namespace bwsync::lab::webex {
namespace {

std::string field(const std::multimap<std::string, std::string>& form, const std::string& name)
{
    const auto found = form.find(name);
    return found == form.end() ? "" : found->second;
}

std::set<std::string> words(const std::string& text)
{
    std::istringstream in(text);
    std::set<std::string> out;
    for (std::string word; in >> word;) out.insert(word);
    return out;
}

std::string joined(const std::set<std::string>& parts)
{
    std::string out;
    for (const std::string& part : parts) out += (out.empty() ? "" : " ") + part;
    return out;
}

// RFC 7636 section 4.6.
bool verifier_fits(const std::string& verifier, const std::string& challenge, const std::string& method)
{
    if (challenge.empty()) return true;
    if (method != "S256") return verifier == challenge;
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    EVP_Digest(verifier.data(), verifier.size(), digest, &size, EVP_sha256(), nullptr);
    return base64_encode(std::string(reinterpret_cast<const char*>(digest), size), true) == challenge;
}

// The host ends where the port or the path begins: http://127.0.0.1.example is somebody else's.
bool is_loopback(const std::string& uri)
{
    for (const std::string host : {"http://127.0.0.1", "http://localhost", "http://[::1]"}) {
        if (uri.rfind(host, 0) != 0 || uri.find('#') != std::string::npos) continue;
        if (uri.size() == host.size() || uri[host.size()] == ':' || uri[host.size()] == '/') return true;
    }
    return false;
}

// RFC 7636 sections 4.1 and 4.2: 43 to 128 unreserved characters; a digest always has 43.
bool is_challenge(const std::string& text, bool is_digest)
{
    constexpr const char* kAllowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    const bool fits = is_digest ? text.size() == 43 : text.size() >= 43 && text.size() <= 128;
    return fits && text.find_first_not_of(kAllowed) == std::string::npos;
}

// Allow leads to the address the lab would have redirected to at once.
HttpResponse consent_page(const std::string& allow, const std::string& deny)
{
    const auto escaped = [](const std::string& text) {
        std::string out;
        for (const char c : text)
            out += c == '&' ? "&amp;" : c == '"' ? "&quot;" : c == '<' ? "&lt;" : std::string(1, c);
        return out;
    };
    HttpResponse response;
    response.headers.emplace_back("Content-Type", "text/html;charset=UTF-8");
    response.body = "<html><body><h1>Webex (lab)</h1><p>An integration asks for access.</p><p><a id=\"allow\" href=\"" +
                    escaped(allow) + "\">Allow</a> <a id=\"deny\" href=\"" + escaped(deny) +
                    "\">Deny</a></p></body></html>";
    return response;
}

std::string with_query(const std::string& uri, const std::string& parameters)
{
    return uri + (uri.find('?') == std::string::npos ? "?" : "&") + parameters;
}

HttpResponse redirect(const std::string& uri, const std::string& parameters)
{
    HttpResponse response;
    response.status = 302;
    response.headers.emplace_back("Location", with_query(uri, parameters));
    return response;
}

HttpResponse error_page(const std::string& text)
{
    HttpResponse response;
    response.status = 400;
    response.headers.emplace_back("Content-Type", "text/html;charset=UTF-8");
    response.body = "<html><body><h1>" + text + "</h1></body></html>";
    return response;
}

std::string content_type(const HttpRequest& request)
{
    const auto found = request.headers.find("content-type");
    return found == request.headers.end() ? "" : found->second.substr(0, found->second.find(';'));
}

}  // namespace

OAuth::OAuth(LabClock& clock, const WebexConfig& config, Dice& dice) : clock_(clock), config_(config), dice_(dice)
{
    for (const std::string& refresh_token : config.refresh_tokens) add_grant(refresh_token);
}

std::set<std::string> OAuth::all_scopes() const
{
    if (!config_.scopes.empty()) return std::set<std::string>(config_.scopes.begin(), config_.scopes.end());
    return {"spark-admin:broadworks_subscribers_read",
            "spark-admin:broadworks_subscribers_write",
            "spark-admin:broadworks_enterprises_read",
            "spark-admin:broadworks_enterprises_write",
            "spark-admin:broadworks_billing_reports_read",
            "spark-admin:broadworks_billing_reports_write",
            "spark-admin:places_write",
            "spark-admin:people_read",
            "spark-admin:people_write",
            "spark-admin:organizations_read",
            "spark-admin:organizations-write"};
}

void OAuth::add_grant(const std::string& refresh_token, std::set<std::string> scopes)
{
    Grant grant;
    grant.refresh_token = refresh_token;
    grant.scopes = scopes.empty() ? all_scopes() : std::move(scopes);
    grant.created_ms = clock_.now_ms();
    grant.expires_ms = grant.created_ms + config_.switches.refresh_token_lifetime.count();
    grants_.push_back(std::move(grant));
}

Grant* OAuth::grant_of(const std::string& refresh_token)
{
    const auto found = std::find_if(grants_.begin(), grants_.end(),
                                    [&](const Grant& one) { return one.refresh_token == refresh_token; });
    return found == grants_.end() ? nullptr : &*found;
}

HttpResponse OAuth::refused(int status, const std::string& error, const std::string& text,
                            const std::string& tracking_id) const
{
    if (!config_.switches.token_errors_rfc6749) {
        return json_response(status, envelope(plain_problem(status, text), tracking_id, config_.switches.error_shape));
    }
    Json body = Json::object();
    body["error"] = error;
    body["error_description"] = text;
    return json_response(status, body);
}

// Client credentials in the form or as Basic; nullopt: they are right.
std::optional<Problem> OAuth::check_client(const HttpRequest& request, const Form& form) const
{
    using Way = WebexSwitches::ClientAuth;
    const Way way = config_.switches.client_auth;
    std::string id = field(form, "client_id");
    std::string secret = field(form, "client_secret");
    bool allowed = way != Way::kBasic;
    const bool is_in_form = !secret.empty();
    const auto header = request.headers.find("authorization");
    if (header != request.headers.end() && header->second.rfind("Basic ", 0) == 0) {
        const auto pair = base64_decode(header->second.substr(6));
        const auto colon = pair ? pair->find(':') : std::string::npos;
        if (colon == std::string::npos) return plain_problem(401, "Invalid client credentials");
        // RFC 6749 section 2.3: one way at a time; section 2.3.1: both are form-encoded first.
        if (is_in_form) return plain_problem(400, "More than one client authentication");
        id = percent_decode(pair->substr(0, colon), true).value_or("");
        secret = percent_decode(pair->substr(colon + 1), true).value_or("");
        allowed = way != Way::kForm;
    }
    if (allowed && !id.empty() && id == config_.client_id && secret == config_.client_secret) return std::nullopt;
    return plain_problem(401, "Invalid client credentials");
}

HttpResponse OAuth::token(const HttpRequest& request, const std::string& tracking_id)
{
    if (content_type(request) != "application/x-www-form-urlencoded") {
        return refused(415, "invalid_request", "The content type must be application/x-www-form-urlencoded.",
                       tracking_id);
    }
    const auto form = parse_query(request.body);
    if (!form) return refused(400, "invalid_request", "The form is damaged.", tracking_id);
    if (const auto bad = check_client(request, *form)) {
        return refused(bad->status, bad->status == 400 ? "invalid_request" : "invalid_client", bad->message,
                       tracking_id);
    }
    const std::string type = field(*form, "grant_type");
    if (type == "refresh_token") return refresh(*form, tracking_id);
    if (type == "authorization_code") return redeem(*form, tracking_id);
    return refused(400, "unsupported_grant_type", "The grant_type is not supported.", tracking_id);
}

HttpResponse OAuth::refresh(const Form& form, const std::string& tracking_id)
{
    ++refreshes_;
    Grant* grant = grant_of(field(form, "refresh_token"));
    if (!grant || grant->revoked || grant->expires_ms <= clock_.now_ms()) {
        return refused(400, "invalid_grant", "The refresh token is invalid or expired.", tracking_id);
    }
    ++grant->refreshes;
    const WebexSwitches& switches = config_.switches;
    if (!switches.refresh_expiry_counts_down) {
        grant->expires_ms = clock_.now_ms() + switches.refresh_token_lifetime.count();
    }
    if (switches.rotate_refresh_tokens) grant->refresh_token = dice_.token_text(64);
    const bool shown = switches.rotate_refresh_tokens || !switches.refresh_token_omitted;
    return issued(static_cast<std::size_t>(grant - grants_.data()), shown);
}

HttpResponse OAuth::redeem(const Form& form, const std::string& tracking_id)
{
    const auto found = codes_.find(field(form, "code"));
    if (found == codes_.end()) return refused(400, "invalid_grant", "The code is invalid.", tracking_id);
    const Code code = found->second;
    codes_.erase(found);  // one use, also when it fails
    if (code.expires_ms <= clock_.now_ms()) return refused(400, "invalid_grant", "The code has expired.", tracking_id);
    if (field(form, "redirect_uri") != code.redirect_uri) {
        return refused(400, "invalid_grant", "The redirect_uri does not match.", tracking_id);
    }
    if (!verifier_fits(field(form, "code_verifier"), code.challenge, code.method)) {
        return refused(400, "invalid_grant", "The code_verifier does not match.", tracking_id);
    }
    add_grant(dice_.token_text(64), code.scopes);
    return issued(grants_.size() - 1, true);
}

HttpResponse OAuth::issued(std::size_t grant, bool with_refresh_token)
{
    const std::int64_t now = clock_.now_ms();
    AccessToken access;
    access.grant = grant;
    access.issued_ms = now;
    access.expires_ms = now + config_.switches.access_token_lifetime.count();
    const std::string text = dice_.token_text(64) + "_" + dice_.token_text(4) + "_" + dice_.uuid();
    access_.emplace(text, access);
    Json body = Json::object();
    body["access_token"] = text;
    body["expires_in"] = (access.expires_ms - now) / 1000;
    if (with_refresh_token) {
        body["refresh_token"] = grants_[grant].refresh_token;
        body["refresh_token_expires_in"] = (grants_[grant].expires_ms - now) / 1000;
    }
    if (!config_.switches.token_type_and_scope_omitted) {
        body["token_type"] = "Bearer";
        body["scope"] = joined(grants_[grant].scopes);
    }
    HttpResponse response = json_response(200, body);
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

HttpResponse OAuth::authorize(const HttpRequest& request)
{
    const std::string uri = field(request.query, "redirect_uri");
    if (field(request.query, "client_id") != config_.client_id) return error_page("Unknown client");
    const auto& known = config_.redirect_uris;
    const bool registered =
        known.empty() ? is_loopback(uri) : std::find(known.begin(), known.end(), uri) != known.end();
    if (!registered) return error_page("The redirect URI is not registered");
    const std::string state = field(request.query, "state");
    const std::string tail = state.empty() ? "" : "&state=" + percent_encode(state);
    if (field(request.query, "response_type") != "code") return redirect(uri, "error=unsupported_response_type" + tail);
    Code code;
    if (const std::string error = read_request(request, code); !error.empty())
        return redirect(uri, "error=" + error + tail);
    const std::string denied = "error=access_denied&error_description=The%20user%20denied%20the%20request." + tail;
    if (config_.switches.authorize_denied) return redirect(uri, denied);
    code.redirect_uri = uri;
    code.expires_ms = clock_.now_ms() + config_.switches.code_lifetime.count();
    const std::string text = dice_.token_text(64);
    codes_.emplace(text, std::move(code));
    if (config_.switches.authorize_page)
        return consent_page(with_query(uri, "code=" + text + tail), with_query(uri, denied));
    return redirect(uri, "code=" + text + tail);
}

// Fills in scopes and challenge; the error's word when the request is not one to agree to.
std::string OAuth::read_request(const HttpRequest& request, Code& code) const
{
    const std::set<std::string> offered = all_scopes();
    for (const std::string& scope : words(field(request.query, "scope"))) {
        if (offered.contains(scope)) {
            code.scopes.insert(scope);
        } else if (!config_.switches.unoffered_scopes_dropped) {
            return "invalid_scope";
        }
    }
    if (code.scopes.empty()) return "invalid_scope";
    code.challenge = field(request.query, "code_challenge");
    code.method = field(request.query, "code_challenge_method");
    if (code.challenge.empty()) return config_.switches.pkce_required || !code.method.empty() ? "invalid_request" : "";
    const bool is_digest = code.method == "S256";
    const bool is_known = is_digest || code.method == "plain" || code.method.empty();
    return is_known && is_challenge(code.challenge, is_digest) ? "" : "invalid_request";
}

const AccessToken* OAuth::check(const HttpRequest& request)
{
    const auto header = request.headers.find("authorization");
    if (header == request.headers.end() || header->second.rfind("Bearer ", 0) != 0) return nullptr;
    const auto found = access_.find(header->second.substr(7));
    if (found == access_.end()) return nullptr;
    const AccessToken& token = found->second;
    const bool good = token.valid && token.expires_ms > clock_.now_ms() && !grants_[token.grant].revoked;
    return good ? &token : nullptr;
}

bool OAuth::has_scope(const AccessToken& token, const std::string& scope) const
{
    return grants_[token.grant].scopes.count(scope) > 0;
}

int OAuth::expire(const std::string& refresh_token)
{
    int touched = 0;
    for (Grant& grant : grants_) {
        if (!refresh_token.empty() && grant.refresh_token != refresh_token) continue;
        grant.expires_ms = clock_.now_ms();
        ++touched;
    }
    return touched;
}

int OAuth::revoke(const std::string& refresh_token)
{
    int touched = 0;
    for (Grant& grant : grants_) {
        if (!refresh_token.empty() && grant.refresh_token != refresh_token) continue;
        grant.revoked = true;
        ++touched;
    }
    return touched;
}

int OAuth::invalidate_access_tokens()
{
    int touched = 0;
    for (auto& [text, token] : access_) {
        touched += token.valid ? 1 : 0;
        token.valid = false;
    }
    return touched;
}

Json OAuth::state() const
{
    Json list = Json::array();
    for (std::size_t i = 0; i < grants_.size(); ++i) {
        const Grant& grant = grants_[i];
        Json one = Json::object();
        one["refreshToken"] = grant.refresh_token;
        const bool expired = grant.expires_ms <= clock_.now_ms();
        one["status"] = grant.revoked ? "revoked" : expired ? "expired" : "active";
        one["created"] = format_time(grant.created_ms, 3, false);
        one["expires"] = format_time(grant.expires_ms, 3, false);
        one["refreshes"] = grant.refreshes;
        one["scope"] = joined(grant.scopes);
        one["accessTokens"] = std::count_if(access_.begin(), access_.end(), [&](const auto& entry) {
            return entry.second.grant == i && entry.second.valid && entry.second.expires_ms > clock_.now_ms();
        });
        list.push_back(std::move(one));
    }
    return list;
}

}  // namespace bwsync::lab::webex
