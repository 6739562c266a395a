#include "adapters/broadworks/ocip/pool.hpp"

#include <algorithm>

#include "adapters/broadworks/ocip/worker.hpp"
#include "daemon/runtime/timed_wait.hpp"

namespace bwsync::ocip {

namespace {

constexpr int kPasswordExpiresSoonDays = 14;

TimePoint now()
{
    return std::chrono::steady_clock::now();
}

}  // namespace

Pool::Pool(asio::any_io_executor executor, Settings settings, Telemetry& telemetry)
    : executor_(executor),
      settings_(std::move(settings)),
      telemetry_(telemetry),
      rate_(settings_.requests_per_second, static_cast<double>(settings_.commands_per_document)),
      login_pause_(settings_.login_pause_first, settings_.login_pause_max),
      reach_pause_(settings_.unreachable_pause_first, settings_.unreachable_pause_max),
      server_rest_until_(settings_.servers.size())
{
    for (std::size_t i = 0; i < settings_.connections; ++i) workers_.push_back(std::make_unique<Worker>(*this));
}

Pool::~Pool() = default;

Task<> Pool::run(std::stop_token stop)
{
    TaskGroup group(executor_, stop);
    for (const auto& worker : workers_) {
        std::function<Task<>(std::stop_token)> body = [one = worker.get()](std::stop_token child) {
            return one->run(std::move(child));
        };
        group.spawn(std::move(body));
    }
    co_await group.join();
    is_closed_ = true;
    queue_.fail_all(Error(ErrorKind::kCancelled, "stopping"));
}

Task<std::vector<Result<std::vector<Answer>>>> Pool::ask(std::vector<std::vector<Request>> jobs, std::stop_token stop)
{
    using One = Result<std::vector<Answer>>;
    const std::size_t count = jobs.size();
    if (is_closed_ || stop.stop_requested()) {
        co_return std::vector<One>(count, One(Error(ErrorKind::kCancelled, "stopping")));
    }
    if (queue_.callers() >= settings_.callers_max) {
        co_return std::vector<One>(count, One(Error(ErrorKind::kRetry, "too many reads are waiting for OCI-P")));
    }
    auto batch = std::make_shared<Batch>(std::move(jobs));
    queue_.push(batch);
    wake_workers();
    while (!batch->is_done() && !stop.stop_requested()) {
        co_await wait_for(batch->done, std::chrono::hours(1), stop);
    }
    batch->is_abandoned = true;
    std::vector<One> outcomes;
    outcomes.reserve(count);
    for (Job& job : batch->jobs) {
        if (job.outcome) {
            outcomes.push_back(std::move(*job.outcome));
        } else {
            outcomes.emplace_back(Error(ErrorKind::kCancelled, "stopping"));
        }
    }
    co_return outcomes;
}

void Pool::wake_workers()
{
    for (std::size_t wanted = queue_.jobs_up_to(idle_.size()); wanted > 0; --wanted) {
        Worker* worker = idle_.back();
        idle_.pop_back();
        worker->wake();
    }
}

Task<Outcome<std::unique_ptr<Session>>> Pool::open_session(std::stop_token stop)
{
    while (opening_) {
        const std::shared_ptr<Event> gate = opening_;
        co_await gate->wait();
    }
    const bool is_paused = login_pause_.remaining(now()) || reach_pause_.remaining(now());
    if (is_paused && pause_reason_) co_return *pause_reason_;
    opening_ = std::make_shared<Event>(executor_);
    Outcome<std::unique_ptr<Session>> opened = co_await try_servers(stop);
    opening_->set();
    opening_.reset();
    if (opened) co_return opened;
    const Trouble& trouble = opened.error();
    if (trouble.kind == TroubleKind::kLoginRefused)
        login_pause_.failed(now());
    else if (trouble.kind != TroubleKind::kStopped)
        reach_pause_.failed(now());
    pause_reason_ = trouble;
    note_failure(trouble);
    co_return opened;
}

Task<Outcome<std::unique_ptr<Session>>> Pool::try_servers(std::stop_token stop)
{
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < settings_.servers.size(); ++i) order.push_back(i);
    const auto rests = [this, at = now()](std::size_t i) { return server_rest_until_[i] > at; };
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rests(a) < rests(b); });

    Trouble all(TroubleKind::kMisconfigured, "");
    for (const std::size_t i : order) {
        const Server& server = settings_.servers[i];
        Outcome<std::shared_ptr<asio::ssl::context>> tls = tls_context();
        if (server.tls && !tls) co_return tls.error();
        auto session = std::make_unique<Session>(executor_, settings_, server, tls ? *tls : nullptr);
        Outcome<Opened> opened = co_await session->open(login_rung_, stop);
        if (opened) {
            server_rest_until_[i] = TimePoint();
            welcome(*session, *opened);
            co_return std::move(session);
        }
        const Trouble& trouble = opened.error();
        const bool is_final = trouble.kind == TroubleKind::kStopped || trouble.kind == TroubleKind::kLoginRefused;
        const std::string text = to_string(server) + ": " + trouble.text;
        if (is_final) co_return Trouble(trouble.kind, text);
        server_rest_until_[i] = now() + settings_.server_pause;
        if (trouble.kind != TroubleKind::kMisconfigured) all.kind = TroubleKind::kUnreachable;
        all.text += (all.text.empty() ? "" : "; ") + text;
    }
    co_return all;
}

Outcome<std::shared_ptr<asio::ssl::context>> Pool::tls_context()
{
    const bool is_needed =
        std::any_of(settings_.servers.begin(), settings_.servers.end(), [](const Server& s) { return s.tls; });
    if (tls_ || !is_needed) return tls_;
    Outcome<std::shared_ptr<asio::ssl::context>> made = make_tls_context(settings_.tls);
    if (made) tls_ = *made;
    return made;
}

void Pool::welcome(const Session& session, const Opened& opened)
{
    login_rung_ = opened.login_rung;
    login_pause_.succeeded();
    reach_pause_.succeeded();
    pause_reason_.reset();
    if (version_text_ != opened.version_text) {
        version_text_ = opened.version_text;
        ladder_.choose(release_of(opened.version_text));
    }
    telemetry_.log(LogLevel::kInfo, "ocip_connected",
                   {Field("cluster", settings_.cluster), Field("server", to_string(session.server())),
                    Field("version", opened.version_text), Field("account_type", opened.account.type)});
    const std::optional<int> days = opened.account.password_expires_days;
    if (days && *days <= kPasswordExpiresSoonDays) {
        telemetry_.log(LogLevel::kWarning, "ocip_password_expires",
                       {Field("cluster", settings_.cluster), Field("days", std::int64_t{*days})});
    }
    note_success();
}

void Pool::note_success()
{
    health_ = Health();
}

void Pool::note_failure(const Trouble& trouble)
{
    if (trouble.kind == TroubleKind::kStopped) return;
    const bool is_news = health_.is_good || health_.detail != trouble.text;
    health_.is_good = false;
    health_.detail = trouble.text;
    if (!is_news) return;
    const bool is_login = trouble.kind == TroubleKind::kLoginRefused;
    telemetry_.log(LogLevel::kWarning, is_login ? "ocip_login_refused" : "ocip_failed",
                   {Field("cluster", settings_.cluster), Field("reason", trouble.text)});
}

Error Pool::error_of(const Trouble& trouble) const
{
    const std::string text = "OCI-P of cluster " + settings_.cluster + ": " + trouble.text;
    switch (trouble.kind) {
        case TroubleKind::kStopped:
            return Error(ErrorKind::kCancelled, "stopping");
        case TroubleKind::kMisconfigured:
            return Error(ErrorKind::kRejected, text);
        case TroubleKind::kLoginRefused: {
            Error refused(ErrorKind::kUnauthorized, text);
            refused.retry_after = login_pause_.remaining(now());
            return refused;
        }
        default:
            return Error(ErrorKind::kRetry, text);
    }
}

void Pool::count(const char* result, std::size_t commands)
{
    telemetry_.count("ocip_requests_total", {settings_.cluster, result}, static_cast<double>(commands));
}

}  // namespace bwsync::ocip
