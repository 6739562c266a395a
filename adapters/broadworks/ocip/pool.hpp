// Connections to one cluster, shared by all who read from it: fair queue, full documents, rate limit, fall-back over
// servers, command versions. Reads only, so a request whose answer was lost is sent once more.
#pragma once

#include "adapters/broadworks/ocip/pacing.hpp"
#include "adapters/broadworks/ocip/session.hpp"
#include "adapters/broadworks/ocip/work.hpp"
#include "daemon/ports/telemetry.hpp"
#include "daemon/runtime/task_group.hpp"

namespace bwsync::ocip {

struct Health {
    bool is_good = true;
    std::string detail;  // empty when good
};

class Pool final {
public:
    Pool(asio::any_io_executor executor, Settings settings, Telemetry& telemetry);
    ~Pool();
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    // Owns the connections until stop; then everything waiting ends with kCancelled. To be run once.
    Task<> run(std::stop_token stop);

    // One outcome per job: the answers in the order of its requests (an answer may be a failure), or kRetry,
    // kUnauthorized, kRejected (cannot work as configured), kCancelled. Waits while run() has not begun.
    Task<std::vector<Result<std::vector<Answer>>>> ask(std::vector<std::vector<Request>> jobs, std::stop_token stop);

    [[nodiscard]] const Health& health() const { return health_; }
    [[nodiscard]] const Settings& settings() const { return settings_; }
    [[nodiscard]] Telemetry& telemetry() { return telemetry_; }

private:
    class Worker;

    void wake_workers();
    Task<Outcome<std::unique_ptr<Session>>> open_session(std::stop_token stop);
    Task<Outcome<std::unique_ptr<Session>>> try_servers(std::stop_token stop);
    Outcome<std::shared_ptr<asio::ssl::context>> tls_context();
    void welcome(const Session& session, const Opened& opened);
    void note_failure(const Trouble& trouble);
    void note_success();
    Error error_of(const Trouble& trouble) const;
    void count(const char* result, std::size_t commands = 1);

    asio::any_io_executor executor_;
    Settings settings_;
    Telemetry& telemetry_;
    WorkQueue queue_;
    std::vector<std::unique_ptr<Worker>> workers_;
    std::vector<Worker*> idle_;  // who rested last is woken first: few connections stay busy, the others close
    RateLimit rate_;
    HoldBack login_pause_;
    HoldBack reach_pause_;
    std::optional<Trouble> pause_reason_;
    std::shared_ptr<Event> opening_;  // set: somebody connects; one at a time, so that a wrong password is tried once
    std::vector<TimePoint> server_rest_until_;
    std::shared_ptr<asio::ssl::context> tls_;
    Ladder ladder_;
    std::optional<std::string> version_text_;
    std::size_t login_rung_ = 0;
    Health health_;
    bool is_closed_ = false;

    friend class Worker;
};

}  // namespace bwsync::ocip
