// The list of keys that the operator sees.
#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "daemon/config/reading/load.hpp"
#include "tests/unit/daemon/config/reading/fixture.hpp"

namespace bwsync::config {

namespace {

using SchemaTest = ConfigTest;

SchemaKey key(const std::string& path)
{
    for (const SchemaKey& candidate : schema())
        if (candidate.path == path) return candidate;
    ADD_FAILURE() << "no key " << path;
    return {};
}

TEST_F(SchemaTest, SaysTypeDefaultAndMeaning)
{
    EXPECT_EQ(key("bridges[].deletion.grace"),
              (SchemaKey{"bridges[].deletion.grace", "duration", "72h", false, "from the first proof to the removal"}));
    EXPECT_EQ(key("bridges[].policy"), (SchemaKey{"bridges[].policy", "observe | create-only | upsert-only | sync", "",
                                                  true, "what may be written to Webex"}));
    EXPECT_EQ(key("broadworks.clusters[].reporting.max_document").default_value, "16MiB");
    EXPECT_EQ(key("broadworks.clusters[].reporting.servers[].tls").default_value, "false");
    EXPECT_EQ(key("broadworks.clusters[].provisioning.servers[].tls").default_value, "true");
    EXPECT_EQ(key("store.encryption_keys").required, true);
    EXPECT_EQ(key("admin.token").default_value, "");
    EXPECT_EQ(key("bridges[].attributes.languages").default_value, "{English: \"en_US\"}");
}

TEST_F(SchemaTest, HasEveryKeyOnceWithAMeaningOfOneLine)
{
    std::set<std::string> paths;
    for (const SchemaKey& each : schema()) {
        EXPECT_TRUE(paths.insert(each.path).second) << each.path;
        EXPECT_FALSE(each.meaning.empty()) << each.path;
        EXPECT_FALSE(each.type.empty()) << each.path;
        EXPECT_EQ(each.meaning.find('\n'), std::string::npos) << each.path;
        EXPECT_LT(each.meaning.size(), 100U) << each.path;
        EXPECT_FALSE(each.required && !each.default_value.empty()) << each.path;
    }
    EXPECT_GT(paths.size(), 110U);
}

// Writes the default of one key of the entry or section that `path` names, into the base.
std::string with_default(const std::string& base, const SchemaKey& each)
{
    const std::string name = each.path.substr(each.path.find_last_of('.') + 1);
    const std::string line = name + ": " + each.default_value + "\n";
    const std::vector<std::pair<std::string, std::string>> parents{
        {"", ""},
        {"store.", "  dsn: {file: dsn}\n"},
        {"broadworks.clusters[].provisioning.", "        user: bwsync\n"},
        {"broadworks.clusters[].reporting.", "        servers: [{host: as1}]\n"},
        {"webex.partners[].", "      client_id: {file: id}\n"},
        {"bridges[].", "    policy: observe\n"},
    };
    const std::string parent = each.path.substr(0, each.path.size() - name.size());
    for (const auto& [path, neighbour] : parents) {
        if (path != parent) continue;
        std::string text = base;
        const std::string indent = neighbour.substr(0, std::min(neighbour.find_first_not_of(' '), neighbour.size()));
        return text.insert(neighbour.empty() ? 0 : text.find(neighbour), indent + line);
    }
    const std::vector<std::string> root_sections{"billing.", "admin.", "metrics.", "log."};
    if (std::find(root_sections.begin(), root_sections.end(), parent) != root_sections.end())
        return base + parent.substr(0, parent.size() - 1) + ":\n  " + line;
    if (parent.rfind("bridges[].", 0) == 0 && parent.find('[', 9) == std::string::npos) {
        const std::string section = parent.substr(10, parent.size() - 11);
        if (section.find('.') == std::string::npos) return base + "    " + section + ":\n      " + line;
    }
    return "";
}

TEST_F(SchemaTest, ADefaultWrittenOutChangesNothing)
{
    const Config expected = config_of(base());
    int written = 0;
    for (const SchemaKey& each : schema()) {
        if (each.default_value.empty()) continue;
        const std::string text = with_default(base(), each);
        const bool has_it_already =
            each.path == "broadworks.clusters" || each.path == "webex.partners" || each.path == "bridges";
        if (text.empty() || has_it_already) continue;
        EXPECT_TRUE(config_of(text) == expected) << each.path << ": " << each.default_value;
        ++written;
    }
    EXPECT_GE(written, 45);
}

}  // namespace

}  // namespace bwsync::config
