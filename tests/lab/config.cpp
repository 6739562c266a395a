#include "tests/lab/config.hpp"

#include <yaml-cpp/yaml.h>

#include <fstream>
#include <functional>
#include <iterator>
#include <set>
#include <utility>

#include "tests/lab/broadworks/switches.hpp"
#include "tests/lab/webex/switches.hpp"

namespace bwsync::lab {
namespace {

// Collects the faults of one file.
class Faultfinder final {
public:
    explicit Faultfinder(std::string name) : name_(std::move(name)) {}

    void add(const YAML::Node& node, const std::string& key, const std::string& text)
    {
        const YAML::Mark mark = node.Mark();
        const std::string place =
            mark.is_null() ? "" : std::to_string(mark.line + 1) + ":" + std::to_string(mark.column + 1) + ":";
        faults_ += (faults_.empty() ? "" : "\n") + name_ + ":" + place + " " + key + ": " + text;
    }
    void finish() const
    {
        if (!faults_.empty()) throw ConfigError(faults_);
    }

private:
    std::string name_, faults_;
};

// One mapping. Each key is read once; finish() refuses those nobody read.
class Section final {
public:
    Section(YAML::Node node, std::string path, Faultfinder& faults)
        : node_(std::move(node)), path_(std::move(path)), faults_(faults)
    {
        if (node_.IsDefined() && !node_.IsNull() && !node_.IsMap()) {
            faults_.add(node_, path_, "a mapping is expected");
            node_ = YAML::Node(YAML::NodeType::Undefined);
        }
    }

    template <class Value>
    void read(const std::string& key, Value& target)
    {
        const YAML::Node value = take(key);
        if (!value) return;
        try {
            target = value.as<Value>();
        } catch (const YAML::Exception&) {
            faults_.add(value, path(key), "has the wrong type");
        }
    }
    void require(const std::string& key, std::string& target)
    {
        read(key, target);
        if (target.empty()) faults_.add(node_, path(key), "is required");
    }
    template <class Enum>
    void choose(const std::string& key, Enum& target, std::initializer_list<std::pair<const char*, Enum>> choices)
    {
        const YAML::Node value = take(key);
        if (!value) return;
        std::string names;
        for (const auto& [name, one] : choices) {
            if (value.IsScalar() && value.Scalar() == name) {
                target = one;
                return;
            }
            names += (names.empty() ? "" : " | ") + std::string(name);
        }
        faults_.add(value, path(key), "must be " + names);
    }
    Section section(const std::string& key) { return Section(take(key), path(key), faults_); }
    std::vector<Section> sections(const std::string& key)
    {
        const YAML::Node value = take(key);
        std::vector<Section> result;
        if (!value) return result;
        if (!value.IsSequence()) faults_.add(value, path(key), "a list is expected");
        for (std::size_t i = 0; value.IsSequence() && i < value.size(); ++i) {
            result.emplace_back(value[i], path(key) + "[" + std::to_string(i) + "]", faults_);
        }
        return result;
    }
    // Every key with its text; lists are joined with commas.
    void each(const std::function<std::optional<std::string>(const std::string&, const std::string&)>& set)
    {
        if (!node_.IsMap()) return;
        for (const auto& entry : node_) {
            const std::string key = entry.first.Scalar();
            used_.insert(key);
            std::string text = entry.second.IsScalar() ? entry.second.Scalar() : "";
            for (std::size_t i = 0; entry.second.IsSequence() && i < entry.second.size(); ++i) {
                text += (i == 0 ? "" : ",") + entry.second[i].as<std::string>("");
            }
            if (const auto problem = set(key, text)) faults_.add(entry.first, path(key), *problem);
        }
    }
    void finish()
    {
        if (!node_.IsMap()) return;
        for (const auto& entry : node_) {
            if (!used_.count(entry.first.Scalar())) faults_.add(entry.first, path(entry.first.Scalar()), "unknown key");
        }
    }
    void fault(const std::string& key, const std::string& text) { faults_.add(node_, path(key), text); }

private:
    std::string path(const std::string& key) const { return path_.empty() ? key : path_ + "." + key; }
    YAML::Node take(const std::string& key)
    {
        used_.insert(key);
        if (node_.IsMap()) {
            const YAML::Node found = std::as_const(node_)[key];
            if (found) return found;
        }
        return YAML::Node(YAML::NodeType::Undefined);
    }

    YAML::Node node_;
    std::string path_;
    Faultfinder& faults_;
    std::set<std::string> used_;
};

BroadworksConfig read_broadworks(Section& section, std::uint64_t seed)
{
    BroadworksConfig config;
    config.name.clear();
    config.seed = seed;
    section.require("name", config.name);
    section.choose("release", config.release,
                   {{"R21", Release::kR21}, {"R22", Release::kR22}, {"R24", Release::kR24}, {"R25", Release::kR25}});
    section.read("version_text", config.version_text);
    section.read("default_domain", config.default_domain);
    section.read("default_country_code", config.default_country_code);
    Section ocip = section.section("ocip");
    ocip.read("listen", config.ocip.listen);
    ocip.read("tls_listen", config.ocip.tls_listen);
    ocip.read("cert_file", config.ocip.cert_file);
    ocip.read("key_file", config.ocip.key_file);
    ocip.read("client_ca_file", config.ocip.client_ca_file);
    if (!config.ocip.tls_listen.empty() && (config.ocip.cert_file.empty() || config.ocip.key_file.empty())) {
        ocip.fault("tls_listen", "needs cert_file and key_file");
    }
    ocip.finish();
    std::vector<Section> feeds = section.sections("ocir");
    if (!feeds.empty()) config.ocir.clear();
    for (Section& feed : feeds) {
        BroadworksConfig::FeedListener listener;
        feed.read("listen", listener.listen);
        feed.read("cert_file", listener.cert_file);
        feed.read("key_file", listener.key_file);
        feed.finish();
        config.ocir.push_back(listener);
    }
    for (Section& user : section.sections("users")) {
        BroadworksAdmin admin;
        user.require("user", admin.user);
        user.require("password", admin.password);
        user.read("type", admin.type);
        user.read("service_provider", admin.service_provider);
        user.finish();
        config.users.push_back(admin);
    }
    section.section("switches").each([&](const std::string& name, const std::string& value) {
        return set_broadworks_switch(config, name, value);
    });
    section.finish();
    return config;
}

WebexTemplate read_template(Section& section)
{
    WebexTemplate one;
    section.require("provisioning_id", one.provisioning_id);
    section.choose("emails", one.emails,
                   {{"trusted", WebexTemplate::Emails::kTrusted}, {"untrusted", WebexTemplate::Emails::kUntrusted}});
    section.choose("mode", one.mode,
                   {{"any", WebexTemplate::Mode::kAny},
                    {"enterprise", WebexTemplate::Mode::kEnterprise},
                    {"service_provider", WebexTemplate::Mode::kServiceProvider}});
    section.read("cluster", one.cluster);
    section.read("region", one.region);
    section.read("create_organizations", one.create_organizations);
    section.read("provision_admin_first", one.provision_admin_first);
    section.read("packages", one.packages);
    section.finish();
    return one;
}

WebexConfig read_webex(Section& section, std::uint64_t seed)
{
    WebexConfig config;
    config.name.clear();
    config.seed = seed;
    section.require("name", config.name);
    section.read("listen", config.listen);
    section.read("cert_file", config.cert_file);
    section.read("key_file", config.key_file);
    section.require("client_id", config.client_id);
    section.require("client_secret", config.client_secret);
    section.read("refresh_tokens", config.refresh_tokens);
    section.read("redirect_uris", config.redirect_uris);
    section.read("scopes", config.scopes);
    for (Section& one : section.sections("templates")) config.templates.push_back(read_template(one));
    section.section("delays").each(
        [&](const std::string& name, const std::string& value) { return set_webex_delay(config.delays, name, value); });
    Section limit = section.section("rate_limit");
    limit.read("requests_per_second", config.rate_limit.requests_per_second);
    limit.read("burst", config.rate_limit.burst);
    limit.finish();
    section.section("switches").each([&](const std::string& name, const std::string& value) {
        return set_webex_switch(config.switches, name, value);
    });
    section.finish();
    return config;
}

LabConfig read_lab(const YAML::Node& document, Faultfinder& faults)
{
    Section root(document, "", faults);
    LabConfig config;
    int version = 0;
    root.read("version", version);
    if (version != 1) root.fault("version", "must be 1");
    root.read("ports_file", config.ports_file);
    root.read("seed", config.seed);
    Section control = root.section("control");
    control.read("listen", config.control_listen);
    control.finish();
    Section clock = root.section("clock");
    clock.read("rate", config.clock_rate);
    if (!(config.clock_rate >= 0 && config.clock_rate <= 100'000)) clock.fault("rate", "must be from 0 to 100000");
    clock.finish();
    std::set<std::string> names;
    for (Section& one : root.sections("broadworks")) {
        config.broadworks.push_back(read_broadworks(one, config.seed));
        if (!names.insert(config.broadworks.back().name).second) one.fault("name", "is used twice");
    }
    names.clear();
    for (Section& one : root.sections("webex")) {
        config.webex.push_back(read_webex(one, config.seed));
        if (!names.insert(config.webex.back().name).second) one.fault("name", "is used twice");
    }
    root.finish();
    return config;
}

}  // namespace

LabConfig parse_config(const std::string& yaml, const std::string& name)
{
    Faultfinder faults(name);
    YAML::Node document;
    try {
        document = YAML::Load(yaml);
    } catch (const YAML::Exception& e) {
        throw ConfigError(name + ": " + e.what());
    }
    LabConfig config = read_lab(document, faults);
    faults.finish();
    return config;
}

LabConfig load_config(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file) throw ConfigError(path + ": cannot be read");
    const std::string yaml((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    return parse_config(yaml, path);
}

}  // namespace bwsync::lab
