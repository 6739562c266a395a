#include "tests/lab/broadworks/ocip/faults.hpp"

#include <utility>

namespace bwsync::lab {
namespace {

constexpr std::pair<FaultKind, std::string_view> kNames[] = {
    {FaultKind::kRefuse, "refuse"},
    {FaultKind::kSlow, "slow"},
    {FaultKind::kClose, "close"},
    {FaultKind::kCloseAfterLogin, "close-after-login"},
    {FaultKind::kCloseMidAnswer, "close-mid-answer"},
    {FaultKind::kLogout, "logout"},
    {FaultKind::kGarbage, "garbage"},
    {FaultKind::kError6004, "error-6004"},
    {FaultKind::kWrongEcho, "wrong-echo"},
    {FaultKind::kSwapAnswers, "swap-answers"},
    {FaultKind::kShortList, "short-list"},
    {FaultKind::kEmptyList, "empty-list"},
    {FaultKind::kPartialList, "partial-list"},
    {FaultKind::kNotFound, "not-found"},
    {FaultKind::kLoginFails, "login-fails"},
    {FaultKind::kWrongEncoding, "wrong-encoding"},
};

}  // namespace

std::optional<FaultKind> fault_kind(std::string_view name)
{
    for (const auto& [kind, text] : kNames) {
        if (text == name) return kind;
    }
    return std::nullopt;
}

std::string_view fault_name(FaultKind kind)
{
    for (const auto& [candidate, text] : kNames) {
        if (candidate == kind) return text;
    }
    return "";
}

int Faults::add(Fault fault)
{
    fault.id = ++last_id_;
    faults_.push_back(std::move(fault));
    return last_id_;
}

const Fault* Faults::fires(FaultKind kind, std::string_view command)
{
    for (Fault& fault : faults_) {
        if (fault.kind != kind || !command.starts_with(fault.match) || fault.count == 0) continue;
        if (fault.after > 0) {
            --fault.after;
            continue;
        }
        if (fault.count > 0) --fault.count;
        ++fault.fired;
        return &fault;
    }
    return nullptr;
}

}  // namespace bwsync::lab
