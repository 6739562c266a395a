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
#include "daemon/ports/webex.hpp"

namespace bwsync {

class LiveQuestions final : public Questions {
public:
    struct Ports {
        Webex& webex;
        SubscriberStore& subscribers;
        Clock& clock;
        Liveness& liveness;
    };
    struct Settings {
        std::string bridge;
        std::string cluster;
        std::string partner;
        std::vector<std::string> provisioning_ids;
        std::string loop;  // rests, for the proof of life, while Webex is asked
    };

    LiveQuestions(Ports ports, Settings settings, KnownEnterprises& enterprises)
        : ports_(ports), settings_(std::move(settings)), enterprises_(enterprises)
    {
    }

    Task<bool> look(Subject& subject, std::stop_token stop) override;
    Task<std::optional<bool>> person(std::string person_id, std::stop_token stop) override;
    Task<Result<std::optional<EmailHolder>>> holder(std::int64_t row, std::string email) override;
    Task<Result<SubscriberStore::Candidate>> candidate(std::string sp_enterprise_id,
                                                       SubscriberStore::CandidateNeeds needs) override;
    Task<Result<SubscriberStore::Site>> site(std::string sp_enterprise_id, std::string package) override;
    Enterprise choosing_first(const std::string& sp_enterprise_id, const Enterprise& known) override;

private:
    Task<bool> look_by_id(Subject& subject, std::stop_token stop);
    Task<bool> look_by_user_id(Subject& subject, std::stop_token stop);
    Task<bool> record(std::vector<WebexSubscriber> found);

    Ports ports_;
    const Settings settings_;
    KnownEnterprises& enterprises_;
    std::map<std::string, SubscriberStore::Candidate> candidates_;  // by spEnterpriseId: asked once a round
};

}  // namespace bwsync
