#include "adapters/http/transport.hpp"

#include <cpprest/http_client.h>
#include <cpprest/producerconsumerstream.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <mutex>
#include <vector>

#include "adapters/http/classify.hpp"

namespace bwsync {

namespace {

using web::http::client::http_client;
using web::http::client::http_client_config;
using SteadyTime = std::chrono::steady_clock::time_point;

// One connection at most is in use per client object, so that how long each has been idle is known, and a broken one is
// thrown away alone.
struct Slot {
    std::unique_ptr<http_client> client;
    SteadyTime used_at;
};

http_client_config config_for(const HttpSettings& settings, const TrustStore& trust)
{
    http_client_config config;
    config.set_max_redirects(0);
    // The library restarts this at every step. Below the total deadline, so that its more precise failure comes first.
    config.set_timeout(settings.timeout * 9 / 10);
    config.set_ssl_context_callback([trust](boost::asio::ssl::context& context) {
        X509_STORE_up_ref(trust.get());
        SSL_CTX_set_cert_store(context.native_handle(), trust.get());
        SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    });
    return config;
}

class CpprestTransport;

class CpprestCall final : public HttpCall, public std::enable_shared_from_this<CpprestCall> {
public:
    CpprestCall(std::shared_ptr<CpprestTransport> transport, HttpRequest request, std::function<void(HttpOutcome)> done)
        : transport_(std::move(transport)), request_(std::move(request)), done_(std::move(done))
    {
    }

    void send(Slot slot, std::size_t answer_bytes_max);
    void cancel() override
    {
        is_over_time_ = true;
        cancellation_.cancel();
    }

private:
    web::http::http_request library_request();
    void on_head(pplx::task<web::http::http_response> finished);
    void on_body(pplx::task<std::vector<unsigned char>> finished);
    HttpFailure failure(HttpStage stage, std::exception_ptr error) const;
    void finish(HttpOutcome outcome, bool keep_connection);

    std::shared_ptr<CpprestTransport> transport_;
    HttpRequest request_;  // its body is read while the call runs
    std::function<void(HttpOutcome)> done_;
    Slot slot_;
    std::size_t answer_bytes_max_ = 0;
    HttpAnswer answer_;
    bool can_keep_connection_ = true;
    std::atomic<bool> is_over_time_{false};
    std::atomic<bool> is_too_long_{false};
    pplx::cancellation_token_source cancellation_;
};

class CpprestTransport final : public HttpTransport, public std::enable_shared_from_this<CpprestTransport> {
public:
    CpprestTransport(HttpSettings settings, TrustStore trust)
        : settings_(std::move(settings)), config_(config_for(settings_, trust))
    {
    }

    std::shared_ptr<HttpCall> start(HttpRequest request, std::function<void(HttpOutcome)> done) override
    {
        std::optional<Slot> slot = take_slot();
        if (!slot) {
            done(HttpFailure(HttpFailure::Kind::kNotSent, "refused", "too many calls at once"));
            return nullptr;
        }
        auto call = std::make_shared<CpprestCall>(shared_from_this(), std::move(request), std::move(done));
        call->send(std::move(*slot), settings_.answer_bytes_max);
        return call;
    }

    void give_back(Slot slot, bool keep)
    {
        const std::lock_guard lock(mutex_);
        --in_flight_;
        if (!keep) return;
        slot.used_at = std::chrono::steady_clock::now();
        idle_.push_back(std::move(slot));
    }

private:
    std::optional<Slot> take_slot()
    {
        const std::lock_guard lock(mutex_);
        if (in_flight_ >= settings_.in_flight_max) return std::nullopt;
        ++in_flight_;
        const auto oldest = std::chrono::steady_clock::now() - settings_.idle_max;
        std::erase_if(idle_, [oldest](const Slot& slot) { return slot.used_at < oldest; });
        if (idle_.empty()) {
            Slot fresh;
            fresh.client = std::make_unique<http_client>(web::uri(settings_.origin), config_);
            return fresh;
        }
        Slot last = std::move(idle_.back());
        idle_.pop_back();
        return last;
    }

    HttpSettings settings_;
    http_client_config config_;
    std::mutex mutex_;
    std::vector<Slot> idle_;
    int in_flight_ = 0;
};

// A body that can't be rewound: the library sends a request again by itself, whatever the method, when a reused
// connection breaks before the status line, but not one that it can't read a second time.
void set_body(web::http::http_request& out, const HttpRequest& request)
{
    concurrency::streams::producer_consumer_buffer<uint8_t> buffer(request.body.size() + 1);
    if (!request.body.empty()) {
        buffer.putn_nocopy(reinterpret_cast<const uint8_t*>(request.body.data()), request.body.size()).wait();
    }
    buffer.close(std::ios_base::out);
    const std::string type = request.content_type.empty() ? "application/octet-stream" : request.content_type;
    out.set_body(buffer.create_istream(), request.body.size(), type);
}

web::http::http_request CpprestCall::library_request()
{
    web::http::http_request out(request_.method);
    out.set_request_uri(web::uri(request_.target));
    for (const auto& [name, value] : request_.headers) out.headers().add(name, value);
    if (request_.method == "POST" || request_.method == "PUT" || !request_.body.empty()) set_body(out, request_);
    std::weak_ptr<CpprestCall> weak = weak_from_this();
    out.set_progress_handler([weak](web::http::message_direction::direction direction, utility::size64_t bytes) {
        const auto call = weak.lock();
        if (!call || direction != web::http::message_direction::download || bytes <= call->answer_bytes_max_) return;
        if (!call->is_too_long_.exchange(true)) call->cancellation_.cancel();
    });
    return out;
}

void CpprestCall::send(Slot slot, std::size_t answer_bytes_max)
{
    slot_ = std::move(slot);
    answer_bytes_max_ = answer_bytes_max;
    auto self = shared_from_this();
    try {
        auto head = slot_.client->request(library_request(), cancellation_.get_token());
        head.then([self](pplx::task<web::http::http_response> finished) { self->on_head(finished); });
    } catch (const std::exception&) {
        finish(HttpFailure(HttpFailure::Kind::kNotSent, "refused", "the request could not be made"), false);
    }
}

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

void CpprestCall::on_head(pplx::task<web::http::http_response> finished)
{
    std::optional<web::http::http_response> response;
    try {
        response = finished.get();
    } catch (...) {
        return finish(failure(HttpStage::kBeforeStatus, std::current_exception()), false);
    }
    answer_.status = response->status_code();
    for (const auto& [name, value] : response->headers()) answer_.headers[lower(name)] = value;
    if (answer_.status < 200) {
        // The library takes an interim answer for the final one and leaves the real one for the next request.
        return finish(HttpFailure(HttpFailure::Kind::kUnknownOutcome, "bad_body", "an interim answer came unasked"),
                      false);
    }
    // A body that only the end of the connection ends leaves a dead connection in the library's pool.
    const bool has_no_body = answer_.status == 204 || answer_.status == 304;
    can_keep_connection_ =
        has_no_body || answer_.headers.contains("content-length") || answer_.headers.contains("transfer-encoding");
    auto self = shared_from_this();
    try {
        response->extract_vector().then([self](pplx::task<std::vector<unsigned char>> body) { self->on_body(body); });
    } catch (...) {
        finish(failure(HttpStage::kInBody, std::current_exception()), false);
    }
}

void CpprestCall::on_body(pplx::task<std::vector<unsigned char>> finished)
{
    try {
        const std::vector<unsigned char> body = finished.get();
        if (body.size() > answer_bytes_max_) is_too_long_ = true;
        if (!is_too_long_) answer_.body.assign(body.begin(), body.end());
    } catch (...) {
        return finish(failure(HttpStage::kInBody, std::current_exception()), false);
    }
    if (is_too_long_) return finish(failure(HttpStage::kInBody, nullptr), false);
    finish(std::move(answer_), can_keep_connection_);
}

HttpFailure CpprestCall::failure(HttpStage stage, std::exception_ptr error) const
{
    HttpFailure out;
    try {
        if (error) std::rethrow_exception(error);
    } catch (const web::http::http_exception& e) {
        out = classify_failure(stage, e.what(), e.error_code(), is_over_time_);
    } catch (const std::exception& e) {
        out = classify_failure(stage, e.what(), std::error_code(), is_over_time_);
    } catch (...) {
        out = classify_failure(stage, "", std::error_code(), is_over_time_);
    }
    if (stage == HttpStage::kInBody) out.status = answer_.status;
    if (is_too_long_) {
        const auto kind = answer_.status == 0 ? HttpFailure::Kind::kUnknownOutcome : HttpFailure::Kind::kBodyLost;
        out = HttpFailure(kind, "bad_body", "the answer is longer than allowed");
        out.status = answer_.status;
        out.is_too_long = true;
    }
    return out;
}

void CpprestCall::finish(HttpOutcome outcome, bool keep_connection)
{
    transport_->give_back(std::move(slot_), keep_connection);
    auto done = std::move(done_);
    done(std::move(outcome));
}

}  // namespace

std::shared_ptr<HttpTransport> make_cpprest_transport(HttpSettings settings, TrustStore trust)
{
    return std::make_shared<CpprestTransport>(std::move(settings), std::move(trust));
}

}  // namespace bwsync
