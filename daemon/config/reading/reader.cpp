#include "daemon/config/reading/reader.hpp"

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "daemon/config/reading/files.hpp"
#include "daemon/config/reading/nearest.hpp"

namespace bwsync::config {

namespace {

constexpr std::size_t kValueBytesMax = std::size_t{64} * 1024;

const std::vector<std::string>& reference_forms()
{
    static const std::vector<std::string> kForms{"file", "env", "credential"};
    return kForms;
}

bool is_reference(const TreeNode& node)
{
    const auto& forms = reference_forms();
    return node.kind == TreeNode::Kind::kMapping &&
           std::any_of(node.entries.begin(), node.entries.end(),
                       [&](const Entry& e) { return std::find(forms.begin(), forms.end(), e.key) != forms.end(); });
}

std::string description(const TreeNode& node)
{
    if (node.kind == TreeNode::Kind::kNull) return "nothing";
    if (node.kind == TreeNode::Kind::kList) return "a list";
    if (is_reference(node)) return "a value from elsewhere";
    return node.kind == TreeNode::Kind::kMapping ? "a section" : "a single value";
}

void trim_end(std::string& text)
{
    const std::size_t last = text.find_last_not_of(" \t\r\n\v\f");
    text.erase(last == std::string::npos ? 0 : last + 1);
}

// A value from outside the file: its text, or why there is none and what helps.
struct Fetched {
    FileText content;
    std::string origin;
    std::string remedy;
};

Fetched fetch_env(const std::string& name)
{
    const char* value = std::getenv(name.c_str());
    if (value == nullptr) return {{std::nullopt, "not set"}, "environment variable " + name, "set it for this process"};
    return {{value, ""}, "environment variable " + name, ""};
}

Fetched fetch_file(const std::filesystem::path& path)
{
    return {read_file(path.string(), kValueBytesMax, FileKind::kRegular), "file " + path.string(),
            "create it and let the user of the daemon read it"};
}

// systemd puts what LoadCredential= names into a folder of the service's own (systemd.exec(5), CREDENTIALS_DIRECTORY).
Fetched fetch_credential(const std::string& name)
{
    const std::string origin = "credential " + name;
    if (name.find('/') != std::string::npos)
        return {{std::nullopt, "not a plain name"}, origin, "write the name that stands in LoadCredential="};
    const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
    if (folder == nullptr)
        return {{std::nullopt, "no CREDENTIALS_DIRECTORY"}, origin, "start the daemon as a systemd service"};
    return {read_file((std::filesystem::path(folder) / name).string(), kValueBytesMax, FileKind::kRegular), origin,
            "add LoadCredential=" + name + ":PATH to the service"};
}

}  // namespace

Place Places::value(const std::string& path) const
{
    std::string around = path;
    while (!around.empty()) {
        const auto found = places_.find(around);
        if (found != places_.end()) return around == path ? found->second.value : found->second.key;
        const std::size_t cut = around.find_last_of(".[");
        around.erase(cut == std::string::npos ? 0 : cut);
    }
    return {};
}

void Reader::read_section(const Section& section, const TreeNode& node, const Where& where)
{
    const bool is_value = is_reference(node) && node.entries.size() == 1;
    if (node.kind != TreeNode::Kind::kMapping || is_value) {
        wrong_type(node, where, "a section of keys");
        return;
    }
    const std::string prefix = where.path.empty() ? "" : where.path + ".";
    std::map<std::string_view, const Key*> known;
    for (const Key& key : section) known.emplace(key.name, &key);
    std::map<std::string_view, Place> seen;
    for (const Entry& entry : node.entries) {
        const std::string path = prefix + shortened(entry.key);
        const auto [first, is_new] = seen.emplace(entry.key, entry.place);
        const auto key = known.find(entry.key);
        if (!is_new) {
            report_.fault(entry.place, path,
                          {"the key a second time", "it once",
                           "it is also in line " + std::to_string(first->second.line) + ": remove one"});
        } else if (key == known.end()) {
            report_unknown(section, entry, path);
        } else {
            read_entry(*key->second, entry, path);
        }
    }
    for (const Key& key : section)
        if (key.required && seen.count(key.name) == 0)
            report_.fault(where.key, prefix + key.name, {"nothing", key.type, "add the key: " + key.meaning});
}

void Reader::read_entry(const Key& key, const Entry& entry, const std::string& path)
{
    // A value that is not there has no place of its own.
    const bool nothing = entry.value->kind == TreeNode::Kind::kNull;
    const Where where{path, entry.place, nothing ? entry.place : entry.value->place};
    places_.put(where);
    key.read(*this, *entry.value, where);
}

bool Reader::wrong_type(const TreeNode& node, const Where& where, const std::string& expected)
{
    // A single value is not shown: it may be a secret in the wrong place.
    const bool nothing = node.kind == TreeNode::Kind::kNull;
    fault(where, {description(node), expected, nothing ? "give a value or remove the key" : ""});
    return false;
}

std::optional<Text> Reader::text_of(const TreeNode& node, const Where& where, const std::string& expected)
{
    if (is_reference(node)) return follow(node, where);
    if (node.kind != TreeNode::Kind::kScalar) {
        wrong_type(node, where, expected);
        return std::nullopt;
    }
    return Text{node.text, true, node.quoted, "", folder_};
}

std::optional<Text> Reader::follow(const TreeNode& node, const Where& where)
{
    const Entry& entry = node.entries.front();
    if (node.entries.size() > 1 || entry.value->kind != TreeNode::Kind::kScalar || entry.value->text.empty()) {
        fault(where, {"a value from elsewhere that is not one name", "{file: PATH}, {env: NAME} or {credential: NAME}",
                      "write one of them with one name"});
        return std::nullopt;
    }
    const std::string& name = entry.value->text;
    Fetched fetched = entry.key == "file"  ? fetch_file(folder_ / name)
                      : entry.key == "env" ? fetch_env(name)
                                           : fetch_credential(name);
    if (!fetched.content.text) {
        fault(where, {fetched.origin + ", which cannot be read: " + fetched.content.trouble, "a readable value",
                      fetched.remedy});
        return std::nullopt;
    }
    trim_end(*fetched.content.text);
    return Text{std::move(*fetched.content.text), false, false, "the content of " + fetched.origin, folder_};
}

void Reader::report_unknown(const Section& section, const Entry& entry, const std::string& path)
{
    std::vector<std::string> names;
    for (const Key& key : section) names.push_back(key.name);
    report_.fault(entry.place, path,
                  {"an unknown key", "a key of this section", suggestion(entry.key, names, "known here:")});
}

std::string Reader::shown(const Text& text)
{
    if (text.value.empty()) return text.literal ? "an empty value" : text.origin + ", which is empty";
    return text.literal ? in_quotes(text.value) : text.origin;
}

}  // namespace bwsync::config
