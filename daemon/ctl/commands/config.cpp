#include "daemon/config/reading/load.hpp"
#include "daemon/ctl/commands/commands.hpp"

namespace bwsync::ctl {
namespace {

Json to_json(const std::vector<config::Fault>& faults)
{
    Json list = Json::array();
    for (const config::Fault& fault : faults) {
        Json item;
        item["file"] = fault.file;
        item["line"] = fault.line;
        item["column"] = fault.column;
        item["key"] = fault.key_path;
        item["found"] = fault.found;
        item["expected"] = fault.expected;
        item["remedy"] = fault.remedy;
        list.push_back(std::move(item));
    }
    return list;
}

}  // namespace

int check_config(const Invocation& invocation, Output& output)
{
    if (invocation.config_file.empty()) {
        output.message("config check needs --config FILE");
        return kWrongUse;
    }
    const config::LoadOutcome outcome = config::load(invocation.config_file);
    Json json;
    json["good"] = outcome.faults.empty();
    json["faults"] = to_json(outcome.faults);
    json["warnings"] = to_json(outcome.warnings);
    output.value(json);
    for (const config::Fault& warning : outcome.warnings) output.message("warning: " + format(warning));
    for (const config::Fault& fault : outcome.faults) output.message(format(fault));
    if (outcome.faults.empty()) output.line(invocation.config_file + ": good");
    return outcome.faults.empty() ? kDone : kFailed;
}

int show_schema(Output& output)
{
    Json items = Json::array();
    for (const config::SchemaKey& key : config::schema()) {
        Json item;
        item["key"] = key.path;
        item["type"] = key.type;
        item["default"] = key.default_value;
        item["required"] = key.required;
        item["meaning"] = key.meaning;
        items.push_back(std::move(item));
    }
    output.value(Json{{"items", items}, {"next", nullptr}});
    output.table(items,
                 {column("KEY", "key"), column("TYPE", "type"), column("DEFAULT", "default"),
                  column("REQUIRED", "required"), column("MEANING", "meaning")},
                 "");
    return kDone;
}

}  // namespace bwsync::ctl
