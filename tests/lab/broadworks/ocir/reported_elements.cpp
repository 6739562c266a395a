#include "tests/lab/broadworks/ocir/reported_elements.hpp"

namespace bwsync::lab {

std::string elements(const std::vector<std::pair<std::string_view, std::string_view>>& pairs)
{
    XmlWriter out(WireEncoding::kUtf8);
    for (const auto& [name, text] : pairs) out.optional(name, text);
    return out.take();
}

std::string entitlement_elements(const Entitlements& what)
{
    XmlWriter out(WireEncoding::kUtf8);
    for (const std::string& service : what.services) out.element("serviceName", service);
    for (const std::string& pack : what.packs) out.element("servicePackName", pack);
    return out.take();
}

std::string service_elements(const std::set<std::string>& services)
{
    XmlWriter out(WireEncoding::kUtf8);
    for (const std::string& service : services) out.element("serviceName", service);
    return out.take();
}

OciError could_not_assign(const std::string& name, bool warning)
{
    return {4400, "Could not assign service/service pack: " + name, name + ": not authorized.", warning};
}

}  // namespace bwsync::lab
