// The fixture with one scripted peer, and canned answers about users.
#pragma once

#include "tests/integration/ocip/fixture.hpp"
#include "tests/integration/ocip/scripted_peer.hpp"

namespace bwsync::ocip::testing {

inline std::string table(const std::string& name, const std::vector<std::string>& headings,
                         const std::vector<std::vector<std::string>>& rows = {})
{
    std::string out = "<" + name + ">";
    for (const std::string& heading : headings) out += "<colHeading>" + heading + "</colHeading>";
    for (const auto& row : rows) {
        out += "<row>";
        for (const std::string& cell : row) out += cell.empty() ? "<col/>" : "<col>" + cell + "</col>";
        out += "</row>";
    }
    return out + "</" + name + ">";
}

// A server that knows every user asked for, and groups without end.
inline std::string usual_answer(const SeenCommand& command)
{
    const auto is = [&](const char* name) { return command.name.rfind(name, 0) == 0; };
    const auto child = [&](const char* name) {
        const auto found = command.children.find(name);
        return found == command.children.end() ? std::string() : found->second;
    };
    if (is("UserGetRequest")) {
        return data_answer(command,
                           "<serviceProviderId>SP</serviceProviderId><groupId>G</groupId><userId>" + child("userId") +
                               "</userId><lastName>L</lastName><firstName>F</firstName><countryCode>1</countryCode>");
    }
    if (is("UserServiceGetAssignmentList")) {
        return data_answer(
            command, table("servicePacksAssignmentTable", {"Service Pack Name", "Assigned"}, {{"Webex", "true"}}) +
                         table("userServicesAssignmentTable", {"Service Name", "Assigned"}));
    }
    if (is("UserIntegratedIMPGet")) return data_answer(command, "<isActive>false</isActive>");
    if (is("GroupGetListInServiceProvider")) {
        return data_answer(command, table("groupTable", {"Group Id"}, {{"of " + child("serviceProviderId")}}));
    }
    return {};
}

class PeerTest : public OcipTest {
protected:
    PeerTest()
    {
        peer.answer = usual_answer;
        use(peer.port());
    }
    void peer_done() override
    {
        peer.refuse();
        peer.close_all();
    }

    ScriptedPeer peer{io};
};

}  // namespace bwsync::ocip::testing
