#include "adapters/http/client.hpp"

#include <condition_variable>
#include <mutex>
#include <optional>

#include "adapters/http/transport.hpp"
#include "adapters/http/trust.hpp"
#include "adapters/http/url.hpp"
#include "daemon/runtime/timed_wait.hpp"

namespace bwsync {

namespace {

// What a cancelled call is given to come back. A name look-up can't be interrupted and may take longer.
constexpr std::chrono::milliseconds kCancelGrace{2'000};

HttpOutcome never_came_back()
{
    return HttpFailure(HttpFailure::Kind::kUnknownOutcome, "timeout", "no answer in time");
}

// Where a call leaves its outcome: the library's thread puts it in, the io thread waits for it, or has gone away.
class Mailbox final : public std::enable_shared_from_this<Mailbox> {
public:
    Mailbox(asio::any_io_executor executor, Signal& bell) : executor_(std::move(executor)), bell_(&bell) {}

    void put(HttpOutcome outcome)  // any thread
    {
        const std::lock_guard lock(mutex_);
        if (bell_ == nullptr) return;
        outcome_ = std::move(outcome);
        asio::post(executor_, [self = shared_from_this()] { self->ring(); });
    }
    std::optional<HttpOutcome> take()
    {
        const std::lock_guard lock(mutex_);
        return std::exchange(outcome_, std::nullopt);
    }
    void close()
    {
        const std::lock_guard lock(mutex_);
        bell_ = nullptr;
    }

private:
    void ring()
    {
        const std::lock_guard lock(mutex_);
        if (bell_ != nullptr) bell_->ring();
    }

    std::mutex mutex_;
    asio::any_io_executor executor_;
    Signal* bell_;  // null: nobody waits any more
    std::optional<HttpOutcome> outcome_;
};

// The waiting coroutine may be destroyed where it stands (its io_context ends): nothing is posted after that.
struct CloseMailbox {
    explicit CloseMailbox(std::shared_ptr<Mailbox> m) : mailbox(std::move(m)) {}
    CloseMailbox(const CloseMailbox&) = delete;
    CloseMailbox& operator=(const CloseMailbox&) = delete;
    ~CloseMailbox() { mailbox->close(); }
    std::shared_ptr<Mailbox> mailbox;
};

}  // namespace

struct HttpClient::State {
    HttpSettings settings;
    std::shared_ptr<HttpTransport> transport;
};

HttpClient::HttpClient(std::shared_ptr<State> state) : state_(std::move(state)) {}

HttpClient::~HttpClient() = default;

Result<std::unique_ptr<HttpClient>> HttpClient::make(HttpSettings settings)
{
    const auto url = parse_url(settings.origin);
    if (!url || url->target != "/") return Error(ErrorKind::kRejected, "not the address of an HTTP server");
    if (url->scheme == "http" && !url->is_loopback()) {
        return Error(ErrorKind::kRejected, "plain http is allowed to a loopback host only");
    }
    settings.origin = url->origin();
    Result<TrustStore> trust = TrustStore(X509_STORE_new(), X509_STORE_free);
    if (url->scheme == "https") trust = load_trust(settings.ca_file);
    if (!trust) return trust.error();
    auto state = std::make_shared<State>();
    state->settings = settings;
    state->transport = make_cpprest_transport(std::move(settings), *trust);
    return std::unique_ptr<HttpClient>(new HttpClient(std::move(state)));
}

Task<HttpOutcome> HttpClient::send(HttpRequest request, std::stop_token stop)
{
    if (stop.stop_requested()) co_return HttpFailure(HttpFailure::Kind::kCancelled, "timeout", "stopping");
    const std::shared_ptr<State> state = state_;
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    Signal bell;
    const auto mailbox = std::make_shared<Mailbox>(executor, bell);
    const CloseMailbox close_mailbox(mailbox);
    const std::function<void(HttpOutcome)> done = [mailbox](HttpOutcome outcome) { mailbox->put(std::move(outcome)); };
    const auto call = state->transport->start(std::move(request), done);

    co_await wait_for(bell, state->settings.timeout, stop);
    std::optional<HttpOutcome> outcome = mailbox->take();
    if (!outcome && stop.stop_requested()) {
        const std::stop_token no_more_stops;
        co_await wait_for(bell, std::min(state->settings.stop_grace, state->settings.timeout), no_more_stops);
        outcome = mailbox->take();
    }
    if (!outcome && call) {
        call->cancel();
        const std::stop_token no_more_stops;
        co_await wait_for(bell, kCancelGrace, no_more_stops);
        outcome = mailbox->take();
    }
    if (outcome) co_return std::move(*outcome);
    co_return never_came_back();
}

HttpOutcome HttpClient::send_and_wait(HttpRequest request)
{
    struct Waiting {
        std::mutex mutex;
        std::condition_variable changed;
        std::optional<HttpOutcome> outcome;
    };
    const auto waiting = std::make_shared<Waiting>();
    const auto call = state_->transport->start(std::move(request), [waiting](HttpOutcome outcome) {
        const std::lock_guard lock(waiting->mutex);
        waiting->outcome = std::move(outcome);
        waiting->changed.notify_one();
    });
    std::unique_lock lock(waiting->mutex);
    const auto is_there = [&] { return waiting->outcome.has_value(); };
    if (!waiting->changed.wait_for(lock, state_->settings.timeout, is_there) && call) {
        lock.unlock();
        call->cancel();
        lock.lock();
        waiting->changed.wait_for(lock, kCancelGrace, is_there);
    }
    if (waiting->outcome) return std::move(*waiting->outcome);
    return never_came_back();
}

}  // namespace bwsync
