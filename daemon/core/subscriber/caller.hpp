// Caller: carries out one decision that sends something to Webex, with an intent before and its outcome after (promise
// P2).
#pragma once

#include <functional>
#include <string>

#include "daemon/core/basics/bridge_ports.hpp"
#include "daemon/domain/subscriber/outcome.hpp"

namespace bwsync {

class Caller {
public:
    // How a call ended, as Webex (or the way to it) answered; a precheck counts as the provisioning it is for. nullptr:
    // well.
    using OnAnswer = std::function<void(const Decision& decision, const WebexFailure* failure)>;

    Caller(BridgePorts ports, std::string bridge, std::string partner, OnAnswer on_answer)
        : ports_(ports), bridge_(std::move(bridge)), partner_(std::move(partner)), on_answer_(std::move(on_answer))
    {
    }

    // decision.step is one that sends; `enterprise` is stored with the intent when it makes the organization. Returns
    // when the outcome is stored, or when it cannot be (stopping, lease lost): the open intent then says so to the next
    // process. False: it could not even begin; nothing was sent.
    Task<bool> carry_out(Lease lease, Decision decision, Enterprise enterprise, std::stop_token stop);

private:
    struct Call;

    Task<bool> may_provision(Lease lease, const Decision& decision, std::stop_token stop);
    Task<> save_row(Lease lease, SubscriberRow row, std::stop_token stop);
    Task<bool> begin(Lease lease, Call& call, const Decision& decision, Enterprise enterprise);
    Task<> send(Call& call, std::stop_token stop);
    Task<> send_workspace(Call& call, std::stop_token stop);
    Task<> end(Lease lease, Call& call, std::stop_token stop);
    Task<> change_email(Call& call, std::stop_token stop);
    Task<std::string> organization_of(const SubscriberRow& row, std::stop_token stop);
    void take_done(Call& call, const WebexResult<Done>& answer);
    void take_workspace(Call& call, const WebexResult<Answered<WebexWorkspace>>& answer);
    void take_success(Call& call, WebexSubscriber shown);
    void take_failure(Call& call, WebexFailure failure);
    void take(Call& call, Aftermath aftermath);

    BridgePorts ports_;
    const std::string bridge_;
    const std::string partner_;
    const OnAnswer on_answer_;
};

}  // namespace bwsync
