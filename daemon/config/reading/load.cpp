#include "daemon/config/reading/load.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "daemon/config/checks/checks.hpp"
#include "daemon/config/reading/document.hpp"
#include "daemon/config/reading/files.hpp"
#include "daemon/config/reading/reader.hpp"
#include "daemon/config/schema/keys.hpp"

namespace bwsync::config {

namespace {

// Where values in other files are looked for, absolute so that a later change of directory does not matter.
std::filesystem::path folder_of(const std::string& file)
{
    std::error_code ignored;  // without a current directory the path stays relative
    const std::filesystem::path absolute = std::filesystem::absolute(file, ignored);
    return (absolute.empty() ? std::filesystem::path(file) : absolute).parent_path();
}

// Keys that are not wanted stay known, but neither read nor required.
Section wanted(Section section, Part part)
{
    if (part == Part::kAll) return section;
    for (Key& key : section) {
        if (key.name == "admin" || key.name == "state_directory" || key.name == "version") continue;
        key.required = false;
        key.read = [](Reader&, const TreeNode&, const Where&) {};
    }
    return section;
}

void check(const Config& config, const Places& places, Report& report, Part part)
{
    check_admin(config, places, report);
    if (part == Part::kAdmin) return;
    check_store(config, places, report);
    check_clusters(config, places, report);
    check_partners(config, places, report);
    check_bridges(config, places, report);
    check_listeners(config, places, report);
}

LoadOutcome outcome(std::optional<Config> config, const Report& report)
{
    LoadOutcome out{std::move(config), report.faults(), report.warnings()};
    if (report.has_faults()) out.config.reset();
    return out;
}

}  // namespace

LoadOutcome load_text(const std::string& text, const std::string& file, Part part)
{
    Report report(file);
    const NodePointer root = parse_document(text, report);
    if (!root) return outcome(std::nullopt, report);

    Config config;
    Reader reader(report, folder_of(file));
    const Section keys = wanted(describe(config), part);
    const TreeNode nothing_yet{
        TreeNode::Kind::kMapping, {}, "", false, {}, {}, 1};  // an empty file lacks keys, like any other
    const bool is_empty = root->kind == TreeNode::Kind::kNull;
    reader.read_section(keys, is_empty ? nothing_yet : *root, Where{"", {}, root->place});
    check(config, reader.places(), report, part);
    return outcome(std::move(config), report);
}

LoadOutcome load(const std::string& path, Part part)
{
    FileText file = read_file(path, kDocumentBytesMax, FileKind::kAnyReadable);
    if (file.text) return load_text(*file.text, path, part);
    Report report(path);
    report.fault({}, "",
                 {"a file that cannot be read: " + file.trouble, "a readable file of at most 1 MiB",
                  "check the path and its permissions"});
    return outcome(std::nullopt, report);
}

std::vector<SchemaKey> schema()
{
    Config defaults;
    std::vector<SchemaKey> keys;
    list_keys(describe(defaults), "", keys);
    return keys;
}

}  // namespace bwsync::config
