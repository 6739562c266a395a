// One OCI-P connection without its socket: a document in, the bytes of the answer out, and what is to become of them.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/lab/broadworks/ocip/commands.hpp"

namespace bwsync::lab {

struct OcipReply {
    std::string bytes;  // empty: nothing is sent
    bool close = false;
    std::chrono::milliseconds delay{0};  // before the first byte
};

class OcipConnection final {
public:
    OcipConnection(ClusterState& cluster, bool tls) : cluster_(cluster), tls_(tls) {}

    OcipReply handle(const std::string& document);

    // The document that ends a session from the server's side.
    std::string logout_document() const;

private:
    struct Outcome {
        std::string type;
        std::string echo;
        Answer answer;
    };

    std::vector<Outcome> run(const OciDocument& document);
    Outcome run_one(const OciCommand& command, Session& session);
    void shuffle_by_faults(std::vector<Outcome>& outcomes);
    OcipReply reply(const OciDocument& document, const std::vector<Outcome>& outcomes);
    void apply_faults(const std::vector<Outcome>& outcomes, OcipReply& reply);
    std::string render(const OciDocument& document, const std::vector<Outcome>& outcomes) const;
    WireEncoding encoding() const { return cluster_.config.ocip_switches.encoding; }

    ClusterState& cluster_;
    bool tls_;
    std::map<std::string, Session> sessions_;
    std::string last_session_;
};

}  // namespace bwsync::lab
