#include "adapters/broadworks/ocip/request.hpp"

#include "adapters/broadworks/ocip/text.hpp"

namespace bwsync::ocip {

namespace {

constexpr std::string_view kOpening =
    "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n"
    "<BroadsoftDocument protocol=\"OCI\" xmlns=\"C\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">";

void append_element(std::string& out, const Element& element)
{
    out += "<" + element.name + ">";
    append_escaped(out, element.text);
    out += "</" + element.name + ">";
}

void append_command(std::string& out, const Command& command, std::string_view echo)
{
    out += "<command xsi:type=\"" + command.name + "\" xmlns=\"\" echo=\"";
    append_escaped(out, echo);
    out += "\">";
    for (const Element& child : command.children) append_element(out, child);
    out += "</command>";
}

}  // namespace

std::string write_document(std::string_view session_id, const std::vector<Command>& commands,
                           const std::vector<std::string>& echoes)
{
    std::string out(kOpening);
    out += "<sessionId xmlns=\"\">";
    append_escaped(out, session_id);
    out += "</sessionId>";
    for (std::size_t i = 0; i < commands.size(); ++i) append_command(out, commands[i], echoes[i]);
    out += "</BroadsoftDocument>\n";
    return out;
}

}  // namespace bwsync::ocip
