// The example that ships: it loads, it has every key with its default, and no damage to it brings the reader down.
#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <sstream>

#include "daemon/config/reading/load.hpp"
#include "tests/unit/daemon/config/reading/fixture.hpp"

namespace bwsync::config {

namespace {

using testing::IsEmpty;

class ExampleTest : public ConfigTest {
protected:
    ExampleTest()
    {
        for (const char* name :
             {"east-password", "acme-client-id", "acme-client-secret", "acme-provisioning-id", "admin-token"})
            folder.write(name, "x");
        folder.write("keys/current", key_text());
        std::ifstream file(BWSYNC_EXAMPLE);
        std::stringstream content;
        content << file.rdbuf();
        text = content.str();
        const std::string etc = "/etc/bwsync/";
        for (std::size_t at = text.find(etc); at != std::string::npos; at = text.find(etc, at))
            text.erase(at, etc.size());
        std::istringstream rows(text);
        for (std::string row; std::getline(rows, row);) lines.push_back(row);
    }

    std::string joined(const std::vector<std::string>& rows) const
    {
        std::string out;
        for (const std::string& row : rows) out += row + "\n";
        return out;
    }

    // Good, or faulty with a place inside the text.
    void expect_sane(const std::string& damaged, const std::string& what) const
    {
        const LoadOutcome outcome = load_here(damaged);
        EXPECT_EQ(outcome.config.has_value(), outcome.faults.empty()) << what;
        const auto rows = std::count(damaged.begin(), damaged.end(), '\n') + 2;
        for (const Fault& fault : outcome.faults) {
            EXPECT_TRUE(fault.line >= 1 && fault.line <= rows && fault.column >= 1) << what << ": " << format(fault);
            EXPECT_FALSE(fault.found.empty() || fault.expected.empty()) << what << ": " << format(fault);
        }
    }

    std::string text;
    std::vector<std::string> lines;
};

// Where the value of "key: value" begins in a line, comments and list marks aside; npos when there is none.
std::size_t value_start(const std::string& line)
{
    const std::size_t colon = line.find(": ");
    const std::size_t comment = line.find('#');
    const bool in_braces = line.find('{') < colon;
    if (colon == std::string::npos || colon > comment || in_braces) return std::string::npos;
    const std::size_t start = line.find_first_not_of(' ', colon + 1);
    return start == std::string::npos || line[start] == '#' ? std::string::npos : start;
}

TEST_F(ExampleTest, LoadsWithoutFaultOrWarning)
{
    ASSERT_GT(lines.size(), 100U);
    EXPECT_THAT(faults_of(text), IsEmpty());
    EXPECT_THAT(warnings_of(text), IsEmpty());
}

TEST_F(ExampleTest, ShowsTheDefaults)
{
    const Config example = config_of(text);
    Config expected = config_of(base());
    expected.store.dsn = example.store.dsn;
    expected.clusters.at(0).provisioning.servers.at(0).host = "xsp1.example.net";
    expected.clusters.at(0).provisioning.password = Secret("x");
    expected.clusters.at(0).reporting.servers.at(0).host = "as1.example.net";
    expected.partners.at(0).client_id = "x";
    expected.partners.at(0).client_secret = Secret("x");
    expected.bridges.at(0).organizations.at(0).provisioning_id = "x";
    expected.bridges.at(0).packages = {PackageRule{"Webex-Premium", "", false, Package::kPremium},
                                       PackageRule{"", "Integrated IMP", false, Package::kStandard}};
    expected.admin.token = Secret("x");
    EXPECT_TRUE(example == expected);
}

// The keys of a window stand in a comment only: there is none by default.
TEST_F(ExampleTest, ShowsEveryKey)
{
    for (const SchemaKey& key : schema()) {
        const std::string name = key.path.substr(key.path.find_last_of('.') + 1);
        EXPECT_NE(text.find(name + ":"), std::string::npos) << key.path;
    }
}

TEST_F(ExampleTest, WithoutAnyOneLineItLoadsOrSaysWhatIsMissing)
{
    for (std::size_t i = 0; i < lines.size(); ++i) {
        std::vector<std::string> rest = lines;
        rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
        expect_sane(joined(rest), "without line " + std::to_string(i + 1));
    }
}

TEST_F(ExampleTest, AListInPlaceOfAnySingleValueIsAFaultInItsLine)
{
    int changed = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::size_t start = value_start(lines[i]);
        if (start == std::string::npos || lines[i][start] == '[') continue;
        std::vector<std::string> damaged = lines;
        damaged[i] = lines[i].substr(0, start) + "[[]]";
        const LoadOutcome outcome = load_here(joined(damaged));
        const bool named = std::any_of(outcome.faults.begin(), outcome.faults.end(), [&](const Fault& fault) {
            return fault.line == static_cast<int>(i) + 1 && fault.column == static_cast<int>(start) + 1;
        });
        EXPECT_TRUE(named) << lines[i];
        EXPECT_FALSE(outcome.config.has_value());
        ++changed;
    }
    EXPECT_GT(changed, 60);
}

// Each line gets every fifth of the values, each value every fifth line: all together would take too long for a unit
// test.
TEST_F(ExampleTest, AnyOtherValueInAnyPlaceLoadsOrIsAFaultWithAPlace)
{
    const std::vector<std::string> values{"7",      "-1",  "true", "''", "~",    "x y", "{}",  "[]", "{file: nowhere}",
                                          "{a: 1}", "*x",  "\"",   "&a", "9e99", "|",   ": :", "%",  "@",
                                          "!!x y",  "\xFF"};
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::size_t start = value_start(lines[i]);
        if (start == std::string::npos) continue;
        for (std::size_t v = i % 5; v < values.size(); v += 5) {
            std::vector<std::string> damaged = lines;
            damaged[i] = lines[i].substr(0, start) + values[v];
            expect_sane(joined(damaged), damaged[i]);
        }
    }
}

TEST_F(ExampleTest, CutAnywhereItLoadsOrSaysWhatIsMissing)
{
    for (std::size_t length = 0; length < text.size(); length += 61)
        expect_sane(text.substr(0, length), "the first " + std::to_string(length) + " bytes");
}

TEST_F(ExampleTest, RandomDamageNeverBringsTheReaderDown)
{
    std::mt19937 random(20240229);
    const std::string interesting = "\n\t :#-[]{}&*!|>'\"%@`,?~0x\x80\xC3<";
    for (int round = 0; round < 100; ++round) {
        std::string damaged = text;
        for (int i = 0; i < 3; ++i) {
            const std::size_t at = random() % damaged.size();
            const char c = interesting[random() % interesting.size()];
            switch (random() % 3) {
                case 0:
                    damaged[at] = c;
                    break;
                case 1:
                    damaged.insert(at, 1, c);
                    break;
                default:
                    damaged.erase(at, 1 + random() % 40);
                    break;
            }
        }
        expect_sane(damaged, "round " + std::to_string(round));
    }
}

}  // namespace

}  // namespace bwsync::config
