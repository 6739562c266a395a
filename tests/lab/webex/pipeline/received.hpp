// What the partner received: exact counts by operation and by user, so that a test can prove that nobody was
// provisioned twice, and the last requests one by one.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <string>

#include "tests/lab/webex/api/answers.hpp"

namespace bwsync::lab::webex {

// "provision", "get", "list", ... as the faults and the counts name them.
bool is_operation(const std::string& name);

struct Call {
    std::int64_t lab_ms = 0;
    std::string operation, method, target, user_id, tracking_id;
    int status = 0;  // as answered, or as it would have been when the answer was lost
    int code = 0;
    std::string fault;
};

class Received final {
public:
    // A request came in, whatever becomes of it; every arrived() is followed by one left().
    void arrived(const std::string& operation);
    void left(Call call);

    // A write reached its handler: it was not stopped by authorisation, throttling, its media type or a fault before
    // it. name: "provision", "update" or "remove".
    void handled(const std::string& name, const std::string& user_id);
    // And was accepted, or refused with a code.
    void decided(const std::string& name, const std::string& user_id, int status, int code);

    void throttled() { ++throttled_; }
    void unauthorized() { ++unauthorized_; }

    Json report(int refreshes) const;
    Json calls(const std::string& user_id, std::size_t limit) const;  // newest last
    void reset();

private:
    struct PerUser {
        std::map<std::string, int> handled, accepted;
        std::map<std::string, int> refused;  // of POSTs, by code
    };

    std::map<std::string, int> operations_;
    std::map<std::string, PerUser> by_user_;
    int duplicate_provisions_ = 0;
    int in_flight_ = 0;
    int in_flight_max_ = 0;
    int throttled_ = 0;
    int unauthorized_ = 0;
    std::deque<std::chrono::steady_clock::time_point> last_second_;
    std::size_t per_second_max_ = 0;
    std::deque<Call> calls_;
};

}  // namespace bwsync::lab::webex
