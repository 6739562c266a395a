#include "tests/lab/broadworks/ocip/ocip_session.hpp"

#include <algorithm>
#include <utility>

#include "tests/lab/broadworks/text.hpp"

namespace bwsync::lab {
namespace {

std::string head(WireEncoding encoding)
{
    return "<?xml version=\"1.0\" encoding=\"" + std::string(encoding_name(encoding)) +
           "\"?>\n<BroadsoftDocument protocol=\"OCI\" xmlns=\"C\" xmlns:xsi=\"" + std::string(kInstance) + "\">";
}

ListFault list_fault(Faults& faults, const std::string& command)
{
    if (faults.fires(FaultKind::kEmptyList, command)) return ListFault::kEmpty;
    if (faults.fires(FaultKind::kShortList, command)) return ListFault::kShort;
    if (faults.fires(FaultKind::kPartialList, command)) return ListFault::kPartial;
    return ListFault::kNone;
}

// Why a command was refused, without the id it named: few different texts however many users there are.
std::string reason(const std::string& command, const Answer& answer)
{
    return command + ": " + answer.summary.substr(0, answer.summary.find(": ")) + answer.detail;
}

bool is_login(const std::string& command)
{
    return command.starts_with("LoginRequest");
}

}  // namespace

OcipReply OcipConnection::handle(const std::string& bytes)
{
    Received& received = cluster_.received;
    ++received.documents;
    received.document_bytes_max = std::max(received.document_bytes_max, bytes.size());
    OciDocument document;
    const auto problem = parse_document(bytes, cluster_.config.release, document);
    received.commands_per_document_max = std::max(received.commands_per_document_max, document.commands.size());
    last_session_ = document.session_id;
    if (!problem) {
        const std::vector<Outcome> outcomes = run(document);
        return reply(document, outcomes);
    }
    ++received.rejected["document: " + problem->detail];
    return reply(document, {{"", "", refusal(*problem, encoding())}});
}

std::vector<OcipConnection::Outcome> OcipConnection::run(const OciDocument& document)
{
    if (cluster_.config.ocip_switches.validation == ValidationScope::kDocument) {
        // A validating parser refuses the whole document for one bad command, and nothing of it is carried out.
        for (const OciCommand& command : document.commands) {
            const CommandSpec* const spec = command_table().find(command.type, cluster_.config.release);
            if (spec && !spec->signature.check(command.node, cluster_.config.release)) continue;
            Session nobody;
            return {run_one(command, nobody)};
        }
    }
    Session& session = sessions_[document.session_id];
    std::vector<Outcome> outcomes;
    for (const OciCommand& command : document.commands) outcomes.push_back(run_one(command, session));
    shuffle_by_faults(outcomes);
    return outcomes;
}

OcipConnection::Outcome OcipConnection::run_one(const OciCommand& command, Session& session)
{
    Faults& faults = cluster_.faults;
    ++cluster_.received.commands[command.type];
    CommandContext context{cluster_, session, command, tls_, list_fault(faults, command.type)};
    Outcome outcome{command.type, command.echo, {}};
    if (faults.fires(FaultKind::kError6004, command.type)) {
        outcome.answer = context.fail(
            validation_error("Invalid xsi:type qname: '" + command.type + "' in element BroadsoftDocument@C"));
    } else if (faults.fires(FaultKind::kNotFound, command.type)) {
        const std::string user = context.text("userId");
        outcome.answer =
            context.fail(user.empty() ? group_not_found(context.text("serviceProviderId"), context.text("groupId"))
                                      : user_not_found(user));
    } else if (is_login(command.type) && faults.fires(FaultKind::kLoginFails, command.type)) {
        ++cluster_.received.logins_refused;
        outcome.answer = context.fail({4962, "Invalid password", "", false});
    } else {
        outcome.answer = execute(context);
    }
    if (faults.fires(FaultKind::kWrongEcho, command.type)) outcome.echo += "x";
    if (outcome.answer.error) ++cluster_.received.rejected[reason(command.type, outcome.answer)];
    return outcome;
}

void OcipConnection::shuffle_by_faults(std::vector<Outcome>& outcomes)
{
    for (std::size_t i = 0; i + 1 < outcomes.size(); ++i) {
        if (!cluster_.faults.fires(FaultKind::kSwapAnswers, outcomes[i].type)) continue;
        std::swap(outcomes[i], outcomes[i + 1]);
        ++i;
    }
}

std::string OcipConnection::render(const OciDocument& document, const std::vector<Outcome>& outcomes) const
{
    std::string out = head(encoding()) + "<sessionId xmlns=\"\">";
    append_escaped(out, document.session_id, encoding());
    out += "</sessionId>";
    if (!document.tracking_id.empty()) {
        out += "<trackingId xmlns=\"\">";
        append_escaped(out, document.tracking_id, encoding());
        out += "</trackingId>";
    }
    for (const Outcome& outcome : outcomes) {
        const Answer& answer = outcome.answer;
        if (answer.silent) continue;
        out += "<command ";
        if (answer.error) out += answer.warning ? "type=\"Warning\" " : "type=\"Error\" ";
        out += "echo=\"";
        append_escaped(out, outcome.echo, encoding());
        ((out += "\" xsi:type=\"") += answer.type) += "\"";
        if (answer.type.starts_with("c:")) out += " xmlns:c=\"C\"";
        out += " xmlns=\"\"";
        if (answer.body.empty()) {
            out += "/>";
        } else {
            ((out += ">") += answer.body) += "</command>";
        }
    }
    return out + "</BroadsoftDocument>\n";
}

OcipReply OcipConnection::reply(const OciDocument& document, const std::vector<Outcome>& outcomes)
{
    OcipReply result;
    const bool silent = std::all_of(outcomes.begin(), outcomes.end(), [](const Outcome& o) { return o.answer.silent; });
    result.close = std::any_of(outcomes.begin(), outcomes.end(), [](const Outcome& o) { return o.answer.close; });
    if (!silent) result.bytes = render(document, outcomes);
    apply_faults(outcomes, result);
    return result;
}

void OcipConnection::apply_faults(const std::vector<Outcome>& outcomes, OcipReply& reply)
{
    Faults& faults = cluster_.faults;
    for (const Outcome& outcome : outcomes) {
        if (const Fault* const slow = faults.fires(FaultKind::kSlow, outcome.type)) reply.delay += slow->delay;
        if (outcome.answer.logged_in && faults.fires(FaultKind::kCloseAfterLogin, outcome.type)) reply.close = true;
        if (faults.fires(FaultKind::kWrongEncoding, outcome.type)) {
            const bool latin1 = encoding() == WireEncoding::kLatin1;
            const std::string_view from = encoding_name(encoding());
            const std::string_view to = encoding_name(latin1 ? WireEncoding::kUtf8 : WireEncoding::kLatin1);
            const std::size_t at = reply.bytes.find(from);
            if (at != std::string::npos) reply.bytes.replace(at, from.size(), to);
        }
        if (faults.fires(FaultKind::kCloseMidAnswer, outcome.type)) {
            reply.bytes.resize(reply.bytes.size() / 2);
            reply.close = true;
        }
        if (faults.fires(FaultKind::kGarbage, outcome.type)) {
            reply.bytes = "\x01\x02 garbage </BroadsoftDocument & > <<</BroadsoftDocument>\n";
        }
        if (faults.fires(FaultKind::kLogout, outcome.type)) {
            reply.bytes = logout_document();
            reply.close = true;
        }
        if (faults.fires(FaultKind::kClose, outcome.type)) {
            reply.bytes.clear();
            reply.close = true;
        }
    }
}

std::string OcipConnection::logout_document() const
{
    const auto session = sessions_.find(last_session_);
    const std::string user = session == sessions_.end() ? "" : session->second.user;
    XmlWriter out(encoding());
    out.raw(head(encoding()));
    out.raw("<sessionId xmlns=\"\">");
    std::string id;
    append_escaped(id, last_session_, encoding());
    out.raw(id + "</sessionId><command xsi:type=\"LogoutRequest\" xmlns=\"\">");
    out.element("userId", user);
    out.element("reason", "Open Client Server Forced Logout");
    out.raw("</command></BroadsoftDocument>\n");
    return out.take();
}

}  // namespace bwsync::lab
