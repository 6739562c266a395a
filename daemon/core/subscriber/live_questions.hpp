// LiveQuestions: the answers of Webex and of the store at this moment, for one round of the evaluator. What Webex shows
// is recorded on the way.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "daemon/core/enterprise/known_enterprises.hpp"
#include "daemon/core/subscriber/questions.hpp"
#include "daemon/ports/clock.hpp"
#include "daemon/ports/liveness.hpp"
#include "daemon/ports/store/mirror_store.hpp"
#include "daemon/ports/store/subscriber_store.hpp"
#include "daemon/ports/webex.hpp"

namespace bwsync {

class LiveQuestions final : public Questions {
public:
    struct Ports {
        Webex& webex;
        SubscriberStore& subscribers;
        EnterpriseStore& enterprises;
        MirrorStore& mirror;
        Clock& clock;
        Liveness& liveness;
    };

    // `loop` rests, for the proof of life, while Webex is asked.
    LiveQuestions(Ports ports, BridgeRef bridge, std::string loop, KnownEnterprises& enterprises)
        : ports_(ports), bridge_(std::move(bridge)), loop_(std::move(loop)), enterprises_(enterprises)
    {
    }

    Task<bool> look(Subject& subject, std::stop_token stop) override;
    Task<std::optional<bool>> person(std::string person_id, std::stop_token stop) override;
    Task<Result<std::optional<EmailHolder>>> holder(std::int64_t row, std::string email) override;
    Task<Result<EnterpriseStore::Candidate>> candidate(std::string sp_enterprise_id,
                                                       EnterpriseStore::CandidateNeeds needs) override;
    Task<Result<EnterpriseStore::Site>> site(std::string sp_enterprise_id, std::string package) override;
    Enterprise choosing_first(const std::string& sp_enterprise_id, const Enterprise& known) override;

private:
    Task<bool> look_by_id(Subject& subject, std::stop_token stop);
    Task<bool> look_by_user_id(Subject& subject, std::stop_token stop);
    Task<bool> record(std::vector<WebexSubscriber> found);

    Ports ports_;
    const BridgeRef bridge_;
    const std::string loop_;
    KnownEnterprises& enterprises_;
    std::map<std::string, EnterpriseStore::Candidate> candidates_;  // by spEnterpriseId: asked once a round
};

}  // namespace bwsync
