// The OCI-P commands the emulator knows: since which release, who may use them, their content model, their answer.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "tests/lab/broadworks/model/cluster_state.hpp"
#include "tests/lab/broadworks/ocip/answer.hpp"
#include "tests/lab/broadworks/ocip/request.hpp"
#include "tests/lab/broadworks/ocip/signature.hpp"

namespace bwsync::lab {

// One sessionId on one connection. Nothing of it outlives the connection.
struct Session {
    bool logged_in = false;
    std::string user;
    std::string login_type;
    std::string service_provider;
    std::string nonce, nonce_user;  // of an AuthenticationRequest that no login has used yet
};

struct CommandContext {
    ClusterState& cluster;
    Session& session;
    const OciCommand& command;
    bool tls = false;
    ListFault list_fault = ListFault::kNone;

    const pugi::xml_node& node() const { return command.node; }
    std::string text(const char* child) const { return child_text(command.node, child); }
    bool flag(const char* child) const;
    Release release() const { return cluster.config.release; }
    const OcipSwitches& switches() const { return cluster.config.ocip_switches; }
    XmlWriter writer() const { return XmlWriter(switches().encoding); }
    Answer fail(const OciError& error) const { return refusal(error, switches().encoding); }
    // The answer's name is the request's with Response for Request.
    Answer answer(XmlWriter& writer) const;
    // A table in the style of the switches; responseSizeLimit of the request is looked at by finish().
    Table table(std::vector<std::string_view> headings) const;
    // The answer that holds just this table, or the refusal when the request's size limit is an error here.
    Answer finish(const Table& table, std::string_view element) const;
};

enum class Access {
    kAnybody,  // also before the login
    kLogin,    // any administrator
    kSystem,   // system and provisioning administrators
};

using CommandHandler = Answer (*)(CommandContext&);

struct CommandSpec {
    Release since;
    Access access;
    Signature signature;
    CommandHandler handler;
};

class CommandTable final {
public:
    void add(std::string name, Release since, Access access, std::string_view signature, CommandHandler handler);
    // Null for a name that no release knows, or that this one does not know yet.
    const CommandSpec* find(std::string_view name, Release release) const;
    std::size_t size() const { return commands_.size(); }

private:
    std::map<std::string, CommandSpec, std::less<>> commands_;
};

// All commands, made once.
const CommandTable& command_table();

// Checks release, content and access, then answers.
Answer execute(CommandContext& context);

void add_session_commands(CommandTable& table);
void add_system_commands(CommandTable& table);
void add_provider_commands(CommandTable& table);
void add_group_commands(CommandTable& table);
void add_user_list_commands(CommandTable& table);
void add_user_commands(CommandTable& table);
void add_service_commands(CommandTable& table);
void add_pack_commands(CommandTable& table);
void add_imp_commands(CommandTable& table);
void add_write_commands(CommandTable& table);

}  // namespace bwsync::lab
