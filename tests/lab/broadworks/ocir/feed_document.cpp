#include "tests/lab/broadworks/ocir/feed_document.hpp"

#include "tests/lab/broadworks/text.hpp"

namespace bwsync::lab {
namespace {

std::string escaped(std::string_view text)
{
    std::string out;
    append_escaped(out, text, WireEncoding::kUtf8);
    return out;
}

std::string element(std::string_view name, std::string_view text)
{
    const std::string tag(name);
    return "<" + tag + ">" + escaped(text) + "</" + tag + ">";
}

std::string declaration(WireEncoding encoding)
{
    return "<?xml version=\"1.0\" encoding=\"" + std::string(encoding_name(encoding)) + "\"?>";
}

std::string inner_document(const std::vector<ReportedCommand>& requests, const Actor& actor,
                           const FeedSwitches& switches, std::size_t padding)
{
    std::string xml = declaration(switches.encoding) +
                      "<BroadsoftDocument protocol=\"OCI\" xmlns=\"C\"><userId xmlns=\"\">" + escaped(actor.user_id) +
                      "</userId>";
    for (const ReportedCommand& request : requests) {
        xml += "<command xsi:type=\"" + request.type + "\" xmlns=\"\" xmlns:xsi=\"" + std::string(kInstance) + "\"";
        xml += request.body.empty() ? "/>" : ">" + request.body + "</command>";
    }
    xml.append(padding, ' ');
    return xml + "</BroadsoftDocument>";
}

std::string notification(const Notification& one, const Actor& actor, const FeedSwitches& switches)
{
    const std::size_t padding = switches.pad_bytes;
    std::string xml = "<command xsi:type=\"OCIReportingReportNotification\">" + element("id", one.id) +
                      element("userId", actor.user_id) + element("loginType", actor.login_type);
    xml += std::string("<request><![CDATA[") + (switches.space_before_inner ? "\n  " : "");
    xml += inner_document(one.requests, actor, switches, padding) + "]]></request></command>";
    if (!switches.public_identity) return xml;
    for (const ReportedCommand& request : one.requests) {
        if (request.added_sip_uri.empty()) continue;
        xml += "<command xsi:type=\"OCIReportingReportPublicIdentityNotification\"><modifiedUser>" +
               element("userId", request.identity_user) + element("addedSipURI", request.added_sip_uri) +
               "</modifiedUser></command>";
    }
    return xml;
}

std::string wrap(const std::string& commands, const FeedSwitches& switches)
{
    return declaration(switches.encoding) + "\n<BroadsoftOCIReportingDocument protocol=\"OCIReporting\" xmlns:xsi=\"" +
           std::string(kInstance) + "\">" + encode_markup(commands, switches.encoding) +
           "</BroadsoftOCIReportingDocument>";
}

void replace_all(std::string& text, std::string_view from, std::string_view to)
{
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

}  // namespace

std::string feed_document(const std::vector<Notification>& notifications, const Actor& actor,
                          const FeedSwitches& switches)
{
    std::string commands;
    for (const Notification& one : notifications) commands += notification(one, actor, switches);
    std::string document = wrap(commands, switches);
    return switches.pretty_print ? pretty(document) : document;
}

std::string status_document(const std::string& id, const FeedSwitches& switches)
{
    const bool with_id = switches.ping_children == PingChildren::kId || switches.ping_children == PingChildren::kBoth;
    const bool with_user =
        switches.ping_children == PingChildren::kUserId || switches.ping_children == PingChildren::kBoth;
    std::string children;
    if (with_id) children += element("id", id);
    if (with_user) children += element("userId", switches.actor);
    const std::string head = "<command xsi:type=\"OCIReportingServerStatusNotification\"";
    return wrap(children.empty() ? head + "/>" : head + ">" + children + "</command>", switches);
}

std::string pretty(std::string_view document)
{
    std::string text(document);
    replace_all(text, "><", ">\n\t<");
    replace_all(text, " xsi:type=", "\n\t\txsi:type=");
    replace_all(text, " xmlns:xsi=", "\n\t\txmlns:xsi=");
    return text;
}

}  // namespace bwsync::lab
