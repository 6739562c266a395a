#include "tests/unit/daemon/config/reading/fixture.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace bwsync::config {

namespace {

std::vector<std::string> lines_of(const std::vector<Fault>& faults)
{
    std::vector<std::string> lines;
    for (const Fault& fault : faults) lines.push_back(format(fault).substr(fault.file.size() + 1));
    return lines;
}

}  // namespace

TemporaryFolder::TemporaryFolder()
{
    std::string pattern = (std::filesystem::temp_directory_path() / "bwsync-config-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = pattern;
}

TemporaryFolder::~TemporaryFolder()
{
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::string TemporaryFolder::write(const std::string& name, const std::string& content) const
{
    const std::filesystem::path path = std::filesystem::path(path_) / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
    return path.string();
}

std::string key_text()
{
    return "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
}

ConfigTest::ConfigTest()
{
    folder.write("dsn", "host=db user=bwsync password=hunter2\n");
    folder.write("key", key_text() + "\n");
    folder.write("password", "correct horse \n\n");
    folder.write("id", "C1\n");
    folder.write("secret", "S1\n");
    folder.write("template", "T1\n");
}

std::string ConfigTest::base()
{
    return R"(version: 1
store:
  dsn: {file: dsn}
  encryption_keys: [{file: key}]
broadworks:
  clusters:
    - name: east
      provisioning:
        servers: [{host: xsp1}]
        user: bwsync
        password: {file: password}
      reporting:
        servers: [{host: as1}]
webex:
  partners:
    - name: acme
      client_id: {file: id}
      client_secret: {file: secret}
bridges:
  - name: east-acme
    cluster: east
    partner: acme
    policy: observe
    organizations:
      - provisioning_id: {file: template}
    packages:
      - {service_pack: Premium, package: premium}
)";
}

std::string ConfigTest::base_with(const std::string& part, const std::string& replacement)
{
    std::string text = base();
    const std::size_t at = text.find(part);
    if (at == std::string::npos || text.find(part, at + 1) != std::string::npos)
        throw std::runtime_error("not exactly once in the base: " + part);
    return text.replace(at, part.size(), replacement);
}

LoadOutcome ConfigTest::load_here(const std::string& text) const
{
    return load_text(text, folder.path() + "/bwsync.yaml");
}

std::vector<std::string> ConfigTest::faults_of(const std::string& text) const
{
    const LoadOutcome outcome = load_here(text);
    EXPECT_EQ(outcome.config.has_value(), outcome.faults.empty());
    return lines_of(outcome.faults);
}

std::vector<std::string> ConfigTest::warnings_of(const std::string& text) const
{
    return lines_of(load_here(text).warnings);
}

Config ConfigTest::config_of(const std::string& text) const
{
    const LoadOutcome outcome = load_here(text);
    for (const std::string& line : lines_of(outcome.faults)) ADD_FAILURE() << line;
    return outcome.config.value_or(Config());
}

}  // namespace bwsync::config
