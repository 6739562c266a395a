// What the API families share: the partner's parts, and the checks of request bodies and query parameters.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>

#include "tests/lab/clock.hpp"
#include "tests/lab/http/http_server.hpp"
#include "tests/lab/webex/api/answers.hpp"
#include "tests/lab/webex/api/oauth.hpp"
#include "tests/lab/webex/config.hpp"
#include "tests/lab/webex/model/fixtures.hpp"
#include "tests/lab/webex/model/lifecycle.hpp"
#include "tests/lab/webex/model/model.hpp"
#include "tests/lab/webex/pipeline/received.hpp"

namespace bwsync::lab::webex {

struct Partner {
    LabClock& clock;
    WebexConfig& config;
    World& world;
    Lifecycle& lifecycle;
    Fixtures& fixtures;
    Dice& dice;
    Received& received;
    std::string base_url;  // ends in /v1
};

// One request as an operation sees it.
struct Exchange {
    const HttpRequest& request;
    std::string id;       // the path's id, if the path has one
    nlohmann::json body;  // of POST and PUT with a JSON body
    std::int64_t token_issued_ms = 0;
    std::string tracking_id;
    SubscriberView view;
    bool link_without_filters = false;
    bool link_with_null_max = false;
    bool empty_page = false;
    bool info_as_object = false;
};

enum class Format { kText, kEmail, kPhone, kExtension, kTimeZone, kLanguage, kPackage };

struct FieldRule {
    const char* name;
    bool required;
    Format format;
    bool may_be_empty;  // an empty value means: none, or remove
};

// 1001, 1002, 1003 in this order over all fields; unknown fields by the switch. extra: a member that is checked
// elsewhere.
std::optional<Problem> check_body(const nlohmann::json& body, std::initializer_list<FieldRule> rules,
                                  const WebexSwitches& switches, const char* extra = "");

std::string text_of(const nlohmann::json& body, const char* name);  // "" when absent
std::optional<std::string> optional_text(const nlohmann::json& body, const char* name);

using Query = std::multimap<std::string, std::string>;
std::optional<std::string> parameter(const Query& query, const char* name);

struct Page {
    std::size_t offset = 0;
    std::size_t max = 0;
};
// max clamped to the cap (or refused, by the switch); 1004 for what is no positive number.
std::optional<Problem> parse_page(const Query& query, std::size_t standard, std::size_t cap,
                                  const WebexSwitches& switches, Page& page);

// The Link header's value: next while more follows, and by the switch first and prev.
std::string link_header(const Exchange& call, const std::string& url, const Page& page, bool more,
                        const WebexSwitches& switches);

}  // namespace bwsync::lab::webex
