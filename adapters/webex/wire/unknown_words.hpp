// Codes, statuses and fields that Webex sends and no published list has. They change nothing (each is handled as "other
// than all known ones"); they are counted, and told once, so that somebody looks.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "daemon/domain/subscriber/webex_subscriber.hpp"
#include "daemon/ports/telemetry.hpp"

namespace bwsync {

class UnknownWords final {
public:
    UnknownWords(std::string partner, Telemetry& telemetry) : partner_(std::move(partner)), telemetry_(telemetry) {}

    void see(const WebexFailure& failure);
    void see(const WebexSubscriber& subscriber);
    void see(const PrecheckReport& report);
    // Names of the members of a subscriber as Webex wrote it.
    void see_fields(const std::string& body);

private:
    void note(std::string_view kind, std::string value);

    const std::string partner_;
    Telemetry& telemetry_;
    std::set<std::pair<std::string, std::string>> told_;  // kind, value
};

}  // namespace bwsync
