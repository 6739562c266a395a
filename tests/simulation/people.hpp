// What administrators do in BroadWorks during a simulation: users come, change, are renamed and go, and lose and get
// their packs; each told on the feed as BroadWorks tells it, when somebody listens.
#pragma once

#include <functional>
#include <string>

#include "daemon/domain/feed/feed_event.hpp"
#include "tests/support/scripted/broadworks.hpp"
#include "tests/support/seeded_random.hpp"

namespace bwsync::test {

class Administrators final {
public:
    Administrators(BroadWorksWorld& world, SeededRandom& random, std::function<void(FeedEvent)> tell)
        : world_(world), random_(random), tell_(std::move(tell))
    {
    }

    void add_some(int count);
    // One change, drawn by chance; what it was.
    std::string change();

private:
    std::string add();
    std::string modify();
    std::string rename();
    std::string remove();
    std::string entitle();
    UserFacts* any();
    void tell(const std::string& command, std::vector<std::pair<std::string, std::string>> identities);

    BroadWorksWorld& world_;
    SeededRandom& random_;
    std::function<void(FeedEvent)> tell_;
    int made_ = 0;
};

}  // namespace bwsync::test
