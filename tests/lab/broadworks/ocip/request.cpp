#include "tests/lab/broadworks/ocip/request.hpp"

#include <cstring>

#include "tests/lab/broadworks/text.hpp"

namespace bwsync::lab {
namespace {

constexpr std::string_view kCore = "C";

using Refused = std::optional<OciError>;

// The namespace a prefix ("" for the default) is bound to at a node; "" when it is not bound.
std::string_view binding(pugi::xml_node node, std::string_view prefix)
{
    const std::string attribute = prefix.empty() ? "xmlns" : "xmlns:" + std::string(prefix);
    for (; node && node.type() == pugi::node_element; node = node.parent()) {
        if (const pugi::xml_attribute found = node.attribute(attribute.c_str())) return found.value();
    }
    return {};
}

struct QName {
    std::string_view prefix, local;
};

QName split(std::string_view name)
{
    const std::size_t colon = name.find(':');
    if (colon == std::string_view::npos) return {{}, name};
    return {name.substr(0, colon), name.substr(colon + 1)};
}

std::string_view namespace_of(const pugi::xml_node& node)
{
    return binding(node, split(node.name()).prefix);
}

// The attribute of the XMLSchema-instance namespace with this local name.
pugi::xml_attribute instance_attribute(const pugi::xml_node& node, std::string_view local)
{
    for (const pugi::xml_attribute& attribute : node.attributes()) {
        const QName name = split(attribute.name());
        if (!name.prefix.empty() && name.local == local && binding(node, name.prefix) == kInstance) return attribute;
    }
    return {};
}

bool declares_latin1(std::string_view bytes)
{
    if (!bytes.starts_with("<?xml")) return false;
    const std::string declaration = lower(bytes.substr(0, bytes.find("?>")));
    return declaration.find("iso-8859-1") != std::string::npos || declaration.find("latin1") != std::string::npos;
}

Refused read_xml(std::string_view bytes, OciDocument& document)
{
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    const bool latin1 = declares_latin1(bytes);
    const unsigned flags = pugi::parse_default | pugi::parse_doctype;
    const pugi::xml_parse_result result = document.xml.load_buffer(
        bytes.data(), bytes.size(), flags, latin1 ? pugi::encoding_latin1 : pugi::encoding_utf8);
    if (!result) return validation_error(std::string("Not well formed: ") + result.description());
    for (const pugi::xml_node& node : document.xml.children()) {
        if (node.type() == pugi::node_doctype) return validation_error("A document type declaration is not allowed");
    }
    return std::nullopt;
}

bool is_identity(std::string_view name)
{
    return name == "sessionId" || name == "userId" || name == "phoneNumber" || name == "linePort" ||
           name == "externalUserIdentity";
}

Refused read_command(const pugi::xml_node& node, Release release, OciDocument& document)
{
    const pugi::xml_attribute type = instance_attribute(node, "type");
    if (!type)
        return validation_error("Element command is abstract: xsi:type is missing in element BroadsoftDocument@C");
    for (const pugi::xml_attribute& attribute : node.attributes()) {
        const QName name = split(attribute.name());
        const bool known = name.prefix == "xmlns" || name.local == "xmlns" || attribute == type ||
                           name.local == "echo" || (name.local == "requestLocale" && release >= Release::kR24);
        if (!known)
            return validation_error("Attribute " + std::string(attribute.name()) + " is not expected in command");
    }
    const QName name = split(type.value());
    const std::string_view space = binding(node, name.prefix);
    // A type name that resolves into a namespace names no command: they are all in none.
    if (!space.empty()) {
        return validation_error("Invalid xsi:type qname: '" + std::string(type.value()) +
                                "' in element BroadsoftDocument@C");
    }
    document.commands.push_back({node, std::string(name.local), node.attribute("echo").value()});
    return std::nullopt;
}

Refused read_child(const pugi::xml_node& child, std::size_t position, Release release, OciDocument& document)
{
    const std::string_view name = child.name();
    if (!namespace_of(child).empty()) {
        return validation_error("Element " + std::string(name) + "@" + std::string(namespace_of(child)) +
                                " is not expected in element BroadsoftDocument@C");
    }
    if (position == 0) {
        if (!is_identity(name)) return validation_error("Element sessionId is expected; found " + std::string(name));
        if (name == "sessionId") document.session_id = trimmed(child.child_value());
        return std::nullopt;
    }
    if (name == "trackingId" && position == 1 && release >= Release::kR24) {
        document.tracking_id = trimmed(child.child_value());
        if (document.tracking_id.empty()) return validation_error("Length of element trackingId is out of range");
        return std::nullopt;
    }
    if (name != "command") return validation_error("Element " + std::string(name) + " is not expected here");
    return read_command(child, release, document);
}

}  // namespace

std::optional<OciError> parse_document(std::string_view bytes, Release release, OciDocument& document)
{
    if (Refused problem = read_xml(bytes, document)) return problem;
    const pugi::xml_node root = document.xml.document_element();
    if (split(root.name()).local != "BroadsoftDocument" || namespace_of(root) != kCore) {
        return validation_error("Element BroadsoftDocument@C is expected; found " + std::string(root.name()));
    }
    if (std::strcmp(root.attribute("protocol").value(), "OCI") != 0) {
        return validation_error("Attribute protocol of element BroadsoftDocument@C is not OCI");
    }
    std::size_t position = 0;
    for (const pugi::xml_node& child : root.children()) {
        if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
            return validation_error("Text between elements of BroadsoftDocument@C");
        }
        if (child.type() != pugi::node_element) continue;
        if (Refused problem = read_child(child, position++, release, document)) return problem;
    }
    if (document.commands.empty()) return validation_error("Element command is expected; found the end");
    if (document.commands.size() > kCommandsMax) return validation_error("More than 15 elements command");
    return std::nullopt;
}

std::string child_text(const pugi::xml_node& node, const char* name)
{
    return trimmed(node.child(name).child_value());
}

bool child_is_nil(const pugi::xml_node& node, const char* name)
{
    const pugi::xml_attribute nil = instance_attribute(node.child(name), "nil");
    return nil && (std::strcmp(nil.value(), "true") == 0 || std::strcmp(nil.value(), "1") == 0);
}

}  // namespace bwsync::lab
