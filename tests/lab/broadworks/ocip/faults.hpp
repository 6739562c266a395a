// Faults that a driver asked for, on the OCI-P side: each fires on commands whose names start with its match.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bwsync::lab {

enum class FaultKind {
    kRefuse,           // new connections are closed at once (match is not looked at)
    kSlow,             // the answer waits for delay
    kClose,            // the connection ends instead of the answer
    kCloseAfterLogin,  // and right after a successful login was answered
    kCloseMidAnswer,   // half of the answer, then the end
    kLogout,           // an unsolicited LogoutRequest instead of the answer, then the end
    kGarbage,          // bytes that are no XML instead of the answer
    kError6004,        // the command is refused as unknown
    kWrongEcho,        // the answer's echo is another one
    kSwapAnswers,      // the command's answer changes places with the next one
    kShortList,        // the second half of the rows is missing
    kEmptyList,        // no row at all
    kPartialList,      // every second row is missing
    kNotFound,         // 4008 for a user's command, 4152 for others
    kLoginFails,       // 4962
    kWrongEncoding,    // the declaration names the encoding that the bytes are not in
};

struct Fault {
    int id = 0;
    FaultKind kind = FaultKind::kSlow;
    std::string match;  // prefix of the command's name; empty: any
    int count = 1;      // how often it fires; -1: always
    int after = 0;      // matching commands that pass before it does
    std::chrono::milliseconds delay{0};
    int fired = 0;
};

// The name a driver uses ("close-mid-answer"); nothing for another.
std::optional<FaultKind> fault_kind(std::string_view name);
std::string_view fault_name(FaultKind kind);

class Faults final {
public:
    int add(Fault fault);  // gives the id
    void clear() { faults_.clear(); }
    const std::vector<Fault>& all() const { return faults_; }

    // The first fault of the kind that fires on this command now; it counts as fired.
    const Fault* fires(FaultKind kind, std::string_view command);

private:
    int last_id_ = 0;
    std::vector<Fault> faults_;
};

}  // namespace bwsync::lab
