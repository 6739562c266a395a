// System-level reads: release, languages, and how the change feed is set up. OCI-P schema: OCISchemaSystem.
#include <algorithm>

#include "tests/lab/broadworks/ocip/commands.hpp"

namespace bwsync::lab {
namespace {

std::string version_text(const BroadworksConfig& config)
{
    if (!config.version_text.empty()) return config.version_text;
    switch (config.release) {
        case Release::kR21:
            return "21";
        case Release::kR22:
            return "22";
        case Release::kR24:
            return "24";
        case Release::kR25:
            break;
    }
    return "25";
}

Answer software_version(CommandContext& context)
{
    XmlWriter out = context.writer();
    out.element("version", version_text(context.cluster.config));
    return context.answer(out);
}

Answer languages(CommandContext& context)
{
    Table table = context.table({"Language", "Locale", "Encoding"});
    XmlWriter scratch = context.writer();
    table.row({"English", "en_US", "ISO-8859-1"}, scratch);
    table.row({"French", "fr_FR", "ISO-8859-1"}, scratch);
    table.row({"German", "de_DE", "ISO-8859-1"}, scratch);
    table.row({"Danish", "da_DK", "ISO-8859-1"}, scratch);
    XmlWriter out = context.writer();
    out.element("defaultLanguage", "English");
    table.write("languageTable", out);
    return context.answer(out);
}

void feed_parameters(CommandContext& context, XmlWriter& out)
{
    const FeedSwitches& feed = context.cluster.config.feed;
    out.number("serverPort", context.cluster.feed_port);
    out.element("enableConnectionPing", feed.ping);
    out.number("connectionPingIntervalSeconds",
               std::max<long long>(1, std::chrono::duration_cast<std::chrono::seconds>(feed.ping_interval).count()));
    out.element("alterPasswords", feed.alter_passwords);
    out.element("enablePublicIdentityReporting", feed.public_identity);
}

Answer feed_parameters_14sp1(CommandContext& context)
{
    XmlWriter out = context.writer();
    feed_parameters(context, out);
    return context.answer(out);
}

Answer feed_parameters_22(CommandContext& context)
{
    XmlWriter out = context.writer();
    feed_parameters(context, out);
    out.element("secure", !context.cluster.config.ocir.front().cert_file.empty());
    return context.answer(out);
}

// The addresses that may read; with an empty access list the emulator lets everybody read and says 127.0.0.1.
Answer feed_access_list(CommandContext& context)
{
    const FeedSwitches& feed = context.cluster.config.feed;
    const std::string_view restricted = feed.filter == FeedFilter::kOff ? "false" : "true";
    Table table = context.table({"Net Address", "Description", "Restrict Messages"});
    XmlWriter scratch = context.writer();
    for (const std::string& address : feed.acl) table.row({address, "", restricted}, scratch);
    if (feed.acl.empty()) table.row({"127.0.0.1", "", restricted}, scratch);
    return context.finish(table, "ociReportingACLTable");
}

Answer feed_message_names(CommandContext& context)
{
    XmlWriter out = context.writer();
    for (const std::string& prefix : context.cluster.config.feed.filter_prefixes) {
        out.element("messageNameStartsWith", prefix);
    }
    return context.answer(out);
}

}  // namespace

void add_system_commands(CommandTable& table)
{
    table.add("SystemSoftwareVersionGetRequest", Release::kR21, Access::kLogin, "", software_version);
    table.add("SystemLanguageGetListRequest", Release::kR21, Access::kLogin, "", languages);
    table.add("SystemOCIReportingParametersGetRequest14sp1", Release::kR21, Access::kSystem, "", feed_parameters_14sp1);
    table.add("SystemOCIReportingParametersGetRequest22", Release::kR22, Access::kSystem, "", feed_parameters_22);
    table.add("SystemOCIReportingGetACLListRequest", Release::kR21, Access::kSystem, "", feed_access_list);
    table.add("SystemOCIReportingGetMessageNameListRequest", Release::kR21, Access::kSystem, "netAddress:T80",
              feed_message_names);
}

}  // namespace bwsync::lab
