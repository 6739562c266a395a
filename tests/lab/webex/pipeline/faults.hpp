// Faults on demand: which requests are hit, how often, and what then happens instead of (or to) the answer.
#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "tests/lab/webex/api/answers.hpp"

namespace bwsync::lab::webex {

struct Fault {
    enum class Kind {
        kStatus,
        kHtml,
        kTruncated,
        kBadJson,
        kLostAnswer,
        kReset,
        kHang,
        kSlow,
        kSlowBody,
        k429,
        kRedirect,
        kInterim100,
        kEmptyPage,
        kLinkWithoutFilters,
        kMaxNull,
        kStatusUnknown,
        kCodeUnknown,
        kSelfActivatedString,
        kInfoObject,
        kErrorShape,
        kNoAccess,
    };
    int id = 0;
    Kind kind = Kind::kStatus;
    std::string kind_name;
    std::string operation;  // "*": all
    std::string user_id;    // lower case; empty: all
    int count = 1;          // -1: for ever
    int after = 0;          // so many matching requests pass first
    int hits = 0;
    int status = 500;
    int code = 0;
    std::optional<std::string> retry_after;  // as sent
    std::string location;
    WebexSwitches::ErrorShape shape = WebexSwitches::ErrorShape::kTopLevel;
    std::chrono::milliseconds delay{2000};
    bool processed = false;  // the request takes effect before the fault
};

class Faults final {
public:
    // What is wrong with the document, or nullopt and the id.
    std::optional<std::string> add(const nlohmann::json& document, int& id);
    void clear() { faults_.clear(); }
    // Management access was granted: ends all faults of the kind no-access.
    void grant_access();
    Json list() const;
    // The first fault that fits this request, used up by one; operation and user id as counted by Received.
    std::optional<Fault> take(const std::string& operation, const std::string& user_id);

private:
    int last_id_ = 0;
    std::list<Fault> faults_;
};

}  // namespace bwsync::lab::webex
